"""What changed under an agent: sentences, an edited comment word by word, and an object."""

import re
from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import NamedTuple

from core.i18n import _
from core.labels import label
from core.safe_text import safe_text
from desk.model.difference import Difference
from desk.model.event import JSON
from desk.reports.export import event_object
from desk.reports.story import NO_TITLES, tell

COMPARED = 4000
"""Characters of a comment that are compared word by word."""


MARKED = {" ": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
"""How words that went and came are told from those that stayed, without colour."""


class Words(NamedTuple):
    """A stretch of a comment; the sign says whether it stayed (" "), went ("-") or came ("+")."""

    sign: str
    text: str

    @property
    def marked(self) -> str:
        """Return the words with their marks, for lines without colour."""
        return MARKED[self.sign].format(self.text)


def sentences(difference: Difference, titles: Mapping[str, str] = NO_TITLES) -> list[str]:
    """Return what happened, then how the item stands by it; safe to show."""
    told = [tell(event, titles) for event in difference.events]
    was, now = difference.was, difference.now
    if was.state is not now.state:
        told.append(
            _("It was {old}, it is {new}").format(old=label(was.state), new=label(now.state))
        )
    return told


def reworded(difference: Difference) -> list[Words]:
    """Return an edited comment word by word, cleaned; nothing where it was not edited."""
    if difference.before == difference.after:
        return []
    from difflib import SequenceMatcher  # the first frame waits for nothing of this

    before, after = (
        re.findall(r"\s+|\S+", safe_text(text[:COMPARED]))
        for text in (difference.before, difference.after)
    )
    found: list[Words] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _kind, i1, i2, j1, j2 in matcher.get_opcodes():
        same = before[i1:i2] == after[j1:j2]
        signs = ((" ", before[i1:i2]),) if same else (("-", before[i1:i2]), ("+", after[j1:j2]))
        found += [Words(sign, "".join(words)) for sign, words in signs if words]
    return found


def difference_object(difference: Difference, zone: tzinfo = UTC) -> dict[str, JSON]:
    """Return the difference for programs; texts are as stored."""
    was, now = difference.was, difference.now
    edited = difference.before != difference.after
    return {
        "schema": "webcare.changed/1",
        "item": now.id,
        "seen": was.version,
        "version": now.version,
        "state": {"was": was.state, "now": now.state},
        "text": {"was": difference.before, "now": difference.after} if edited else None,
        "events": [
            {**event_object(event, zone), "sentence": tell(event), "texts": dict(event.texts)}
            for event in difference.events
        ],
    }
