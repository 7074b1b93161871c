"""``webcare triage``: JSON lines in, a verdict a line out."""

import asyncio
from dataclasses import asdict
from typing import Any

import click

from core.i18n import _, ngettext
from desk.services import learning
from desk.triage.verdict import Verdict
from webcare.commands.call import Call, call_command, print_object, print_row
from webcare.commands.json_lines import Fields, asked_objects
from webcare.wiring import LateTriage, open_desk

OPTIONAL: Fields = {"language": str, "rating": int | float, "rating_max": int | float}


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
    for asked in asked_objects({"text": str}, OPTIONAL):
        rating = asked["rating"]
        verdict = judge(
            asked["text"],
            declared=asked["language"] or "",
            rating=rating,
            rating_max=asked["rating_max"] or (5.0 if rating is not None else None),
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
