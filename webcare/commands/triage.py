"""``webcare triage``: JSON lines in, a verdict a line out."""

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

from core.errors import UsageError
from core.i18n import _
from desk.triage.verdict import Verdict
from webcare.commands.call import Call, call_command, print_object
from webcare.wiring import LateTriage

LONGEST_LINE = 1_000_000


@click.command("triage")
@call_command
def triage(call: Call) -> None:
    """Judge comments: {"text":…,"language":…,"rating":…} a line, all but the text optional."""
    judge = LateTriage()
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
