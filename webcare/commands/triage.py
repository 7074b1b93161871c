"""``webcare triage``: JSON lines in, a verdict a line out."""

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click

from core.errors import UsageError
from core.i18n import _, ngettext
from desk.services import learning
from desk.triage.verdict import Verdict
from webcare.commands.call import Call, call_command, print_object, print_row
from webcare.wiring import LateTriage, open_desk

LONGEST_LINE = 1_000_000


@click.command("triage")
@click.option(
    "--learned", is_flag=True, help=_("Print what your team's decisions taught, and stop.")
)
@click.option(
    "--forget", is_flag=True, help=_("Forget what your team's decisions taught, and stop.")
)
@call_command
def triage(call: Call, *, learned: bool, forget: bool) -> None:
    """Judge comments: {"text":…,"language":…,"rating":…} a line, all but the text optional.

    The team's own cues count, what its decisions taught does not.
    """
    if learned or forget:
        asyncio.run(_learning(call, forget=forget))
        return
    judge = LateTriage(call.settings.places.triage)
    judge.reload()
    lines = sys.stdin.buffer
    number = 0
    while line := lines.readline(LONGEST_LINE):
        number += 1
        if not line.strip():
            continue
        asked = _read(line, number)
        rating = asked.get("rating")
        verdict = judge(
            asked["text"],
            declared=asked.get("language") or "",
            rating=rating,
            rating_max=asked.get("rating_max") or (5.0 if rating is not None else None),
            languages=call.settings.desk.languages,
        )
        print_object(_object(verdict))


async def _learning(call: Call, *, forget: bool) -> None:
    """Print what was learned, a word a line, or forget it."""
    async with open_desk(call.settings) as desk:
        if forget:
            await learning.forget(desk)
        learned = await learning.learned(desk)
    decisions = learned.decisions
    call.say(
        ngettext("learned from {n} decision", "learned from {n} decisions", decisions).format(
            n=decisions
        )
    )
    words = [(word, learned.counts(word)) for word in learned.words]
    words.sort(key=lambda one: not one[1])
    if words and not any(counts for _word, counts in words):
        call.say(_("So far it does not tell more than the word lists, and does not count."))
    for word, counts in words:
        if call.json:
            row = {"decisions": decisions, **asdict(word), "counts": counts}
            print_object({"schema": "webcare.learned/1", **row})
        else:
            print_row((word.token, 24), f"{word.negative:+.2f}", str(word.seen), "+" * counts)


def _read(line: bytes, number: int) -> Mapping[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(_("Line {n} is not JSON").format(n=number)) from error
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise UsageError(
            _("Line {n} is no object with a text").format(n=number),
            _("Write {example} on each line.").format(example='{"text": "…"}'),
        )
    for name, kinds in (("language", str), ("rating", int | float), ("rating_max", int | float)):
        if not isinstance(asked.get(name), kinds | None) or isinstance(asked.get(name), bool):
            raise UsageError(_("Line {n}: {name} is not one").format(n=number, name=name))
    return asked


def _object(verdict: Verdict) -> dict[str, Any]:
    return {
        "schema": "webcare.triage/1",
        "language": verdict.language,
        "polarity": verdict.polarity,
        "p_negative": round(verdict.p_negative, 4),
        "kind": verdict.kind,
        "severity": verdict.severity,
        "arousal": verdict.arousal,
        "harm": list(verdict.harm),
        "because": [{"code": one.code, "detail": one.detail} for one in verdict.because],
    }
