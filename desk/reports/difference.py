"""What changed under an agent: sentences, an edited comment word by word, and an object."""

from collections.abc import Mapping
from datetime import UTC, tzinfo

from core.i18n import _
from core.labels import label
from core.safe_text import safe_text
from desk.model.difference import Difference
from desk.model.event import JSON
from desk.reports.compare import Words, compare
from desk.reports.objects import event_object
from desk.reports.story import NO_TITLES, tell


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
    return compare(safe_text(difference.before), safe_text(difference.after))


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
