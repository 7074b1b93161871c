"""``webcare triage`` and ``webcare coach``: JSON lines in, what is read in each out."""

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from types import UnionType
from typing import Any

import click

from core.errors import UsageError
from core.i18n import _, ngettext
from core.language import normal_code
from core.vocabulary import Brand, Kind, Language
from desk.services import learning
from desk.services.coaching import is_hot
from playbooks.coach.finding import Case, Finding
from webcare.commands.call import Call, call_command, print_row
from webcare.commands.values import Code
from webcare.wiring import LateCoach, LateTriage, open_desk

LONGEST_LINE = 1_000_000

Fields = Mapping[str, type | UnionType]
"""The type of each field by its name."""
COMMENT: Fields = {"text": str}
RATED: Fields = {"language": str, "rating": int | float, "rating_max": int | float}
ANSWERED: Fields = {"comment": str, "reply": str}
KNOWN: Fields = {
    "author": str,
    "language": str,
    "kind": str,
    "source_kind": str,
    "public": bool,
    "brand": str,
    "limit": int,
    "answered": int,
    "promised": bool,
    "earlier": list,
}


@call_command("triage")
@click.option(
    "--learned", is_flag=True, help=_("Print what your team's decisions taught, and stop.")
)
@click.option(
    "--forget", is_flag=True, help=_("Forget what your team's decisions taught, and stop.")
)
def triage(call: Call, learned: bool, forget: bool) -> None:
    """Judge comments: {"text":…,"language":…,"rating":…} a line, all but the text optional.

    The team's own cues count, what its decisions taught does not.
    """
    if learned or forget:
        asyncio.run(_learning(call, forget=forget))
        return
    judge = LateTriage(call.settings.places.triage)
    judge.reload()
    for asked in asked_objects(COMMENT, RATED):
        rating = asked["rating"]
        verdict = judge(
            asked["text"],
            declared=asked["language"] or "",
            rating=rating,
            rating_max=asked["rating_max"] or (5.0 if rating is not None else None),
            languages=call.settings.desk.languages,
        )
        names = "language polarity kind severity arousal harm because"
        call.record("triage", verdict, names, p_negative=round(verdict.p_negative, 4))


async def _learning(call: Call, *, forget: bool) -> None:
    """Print what was learned, a word a line, or forget it."""
    async with open_desk(call.settings) as desk:
        if forget:
            await learning.forget(desk)
        learned = await learning.learned(desk)
    n = learned.decisions
    call.say(ngettext("learned from {n} decision", "learned from {n} decisions", n).format(n=n))
    words = [(word, learned.counts(word)) for word in learned.words]
    words.sort(key=lambda one: not one[1])
    if words and not any(counts for _word, counts in words):
        call.say(_("So far it does not tell more than the word lists, and does not count."))
    for word, counts in words:
        if call.json:
            call.record("learned", word, decisions=n, counts=counts)
        else:
            print_row((word.token, 24), f"{word.negative:+.2f}", str(word.seen), "+" * counts)


@call_command("coach")
def coach(call: Call) -> None:
    """Remark on replies: {"comment":…,"reply":…,"author":…,"language":…,"kind":…,
    "source_kind":…,"public":true} a line, all but the texts optional.

    What is not said of the comment is read from it, as triage does.
    """
    read = LateCoach(call.settings.places.coach)
    read.reload()
    judge = LateTriage(call.settings.places.triage)
    judge.reload()
    for asked in asked_objects(ANSWERED, KNOWN):
        findings = read(asked["reply"], _case(call, asked, judge))
        call.record("coach", None, findings=[finding_object(finding) for finding in findings])


def _case(call: Call, asked: Mapping[str, Any], judge: LateTriage) -> Case:
    desk = call.settings.desk
    verdict = judge(asked["comment"], declared=asked["language"] or "", languages=desk.languages)
    kind = Code(Kind).read(asked["kind"], "kind") if asked["kind"] else verdict.kind
    brand = desk.brands.get(asked["brand"] or "") or Brand("", "")
    return Case(
        comment=asked["comment"],
        author=asked["author"] or "",
        language=_language(asked["language"]) or verdict.language,
        kind=kind,
        hot=is_hot(kind, verdict.severity, verdict.arousal),
        answered=asked["answered"] or 0,
        public=asked["public"] is not False,
        limit=asked["limit"] or 0,
        platform=asked["source_kind"] or "",
        formal=brand.formal,
        own_contacts=tuple(
            contact
            for one in ([brand] if asked["brand"] else desk.brands.values())
            for contact in one.own_contacts
        ),
        promised=bool(asked["promised"]),
        earlier=tuple(text for text in asked["earlier"] or () if isinstance(text, str)),
    )


def _language(tag: str | None) -> Language | None:
    """Return one of our languages for a tag; any other one is not known."""
    code = normal_code(tag) if tag else ""
    known = Language(code) if code in set(Language) else Language.UND
    return known if code else None


def finding_object(finding: Finding) -> dict[str, Any]:
    """Return a remark as programs read it."""
    about = asdict(finding)
    span = [about.pop("start"), about.pop("end")]
    return {**about, "level": finding.level, "span": span}


def asked_objects(needed: Fields, optional: Fields) -> Iterator[Mapping[str, Any]]:
    """Yield the object of each line of stdin, its fields checked; what was left out is None.

    Raises:
        UsageError: with the number of the line that is not what was asked for.
    """
    number = 0
    while line := sys.stdin.buffer.readline(LONGEST_LINE):
        number += 1
        if line.strip():
            yield _read(line, number, needed, optional)


def _read(line: bytes, number: int, needed: Fields, optional: Fields) -> Mapping[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(_("Line {n} is not JSON").format(n=number)) from error
    if not isinstance(asked, dict) or not all(
        _is(asked.get(name), needed[name]) for name in needed
    ):
        example = json.dumps(dict.fromkeys(needed, "…"), ensure_ascii=False)
        raise UsageError(
            _("Line {n} is no object with the fields that are needed").format(n=number),
            _("Write {example} on each line.").format(example=example),
        )
    for name, kind in optional.items():
        if not _is(asked.get(name), kind | None):
            raise UsageError(_("Line {n}: {name} is not one").format(n=number, name=name))
    return {name: asked.get(name) for name in (*needed, *optional)}


def _is(value: object, kind: type | UnionType) -> bool:
    """Whether a value is of a type; true and false are no numbers."""
    return isinstance(value, kind) and (isinstance(value, bool) <= (kind in {bool, bool | None}))
