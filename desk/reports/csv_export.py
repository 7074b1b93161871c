"""Items as CSV: one row an item, safe to open in a spreadsheet.

RFC 4180: every cell quoted, CRLF, UTF-8. A text cell that a spreadsheet could take for a
formula carries an apostrophe in front; ``unescape`` takes it off again. Numbers and codes of
ours carry none. Times have their offset, durations are whole seconds, empty is not zero.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import tzinfo

from core.clock import SECOND, iso
from core.vocabulary import ReplyKind, State, Strategy, TimerKind, TimerResult
from desk.model.event import Event, EventKind, Turn
from desk.model.hours import Calendar
from desk.model.item import Item, Timer
from desk.reports.case import Case
from desk.reports.names import Names
from desk.reports.tally import outcome_text
from desk.reports.written import written

_SKIPPED = "\\x00-\\x20\\s\\ufeff\\u200b-\\u200f\\u2060-\\u2064\\u00ad\\u180e\\u061c"
"""What a spreadsheet may drop before it looks for a formula."""
_RISKY = re.compile(f"'*[{_SKIPPED}]*[=+\\-@\\t\\r＝＋－＠]")

Cell = str | int | float | bool | None


def escape(text: str) -> str:
    """Return a text cell with an apostrophe in front where a spreadsheet would compute."""
    return f"'{text}" if _RISKY.match(text) else text


def unescape(cell: str) -> str:
    """Return the text that ``escape`` was given: drop one apostrophe before a risky start."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell[1:]) else cell


COLUMNS = (
    *("item_id", "source", "external_id", "url", "author", "language", "kind", "severity"),
    *("published_at", "first_seen_at", "first_claimed_at", "first_claimed_by"),
    *("first_response_at", "first_response_s", "first_response_open_s"),
    *("first_response_due_at", "first_response_result", "next_response_breaches"),
    *("public_reply_count", "private_moved_at", "promised_contact_at", "promise_result"),
    *("strategy", "reply_kind", "outcome", "removal_reason", "announced", "verification"),
    *("root_cause", "prevention_idea", "steps_done", "steps_skipped", "reopen_count"),
    *("state_at_end", "ball_at_end", "closed_at", "closed_by"),
)
"""The header, in order."""

AS_THEY_ARE = """
    source language kind severity published_at first_seen_at strategy reopen_count closed_at
"""
"""Columns that are fields of an item."""
PRIVATE_KINDS = frozenset({ReplyKind.PUBLIC_ACK_THEN_PRIVATE, ReplyKind.PRIVATE_ONLY})
PUBLIC_KINDS = frozenset({ReplyKind.PUBLIC_FULL, ReplyKind.PUBLIC_ACK_THEN_PRIVATE})
TEXT_COLUMNS = frozenset(
    {"source", "external_id", "url", "author", "first_claimed_by", "prevention_idea", "closed_by"}
)
"""Columns whose words are not ours."""


def items_csv(cases: Iterable[Case], calendar: Calendar, zone: tzinfo, names: Names) -> str:
    """Return one row an item under a header, as text with CRLF line ends."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for case in cases:
        cells = item_cells(case, calendar, zone, names)
        writer.writerow([_shown(name, cells[name]) for name in COLUMNS])
    return file.getvalue()


def _shown(column: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return escape(str(cell)) if column in TEXT_COLUMNS else str(cell)


def item_cells(case: Case, calendar: Calendar, zone: tzinfo, names: Names) -> dict[str, Cell]:
    """Return the cells of one item by column, before they are escaped."""
    item = case.item
    promised = _last(item, TimerKind.PROMISED_CONTACT)
    moved = next((reply for reply in item.replies if reply.kind in PRIVATE_KINDS), None)
    return {
        **dict.fromkeys(COLUMNS),
        **written(item, zone, AS_THEY_ARE),
        "item_id": item.id,
        "external_id": names.address(item.native_id),
        "url": names.address(case.text("permalink")),
        "author": names.author(case.text("author")),
        "public_reply_count": sum(reply.kind in PUBLIC_KINDS for reply in item.replies),
        "private_moved_at": iso(moved.posted_at, zone) if moved else None,
        "promised_contact_at": iso(promised.due_at, zone) if promised else None,
        "promise_result": _result(promised),
        "reply_kind": item.replies[-1].kind if item.replies else None,
        "steps_done": sum(not step.skipped for step in item.steps),
        "steps_skipped": sum(step.skipped for step in item.steps),
        "state_at_end": item.state,
        "ball_at_end": item.ball,
        **_claim_and_close(case, zone),
        **_first_response(item, calendar, zone),
        **_outcome(case),
    }


def _claim_and_close(case: Case, zone: tzinfo) -> dict[str, Cell]:
    held = [event for event in case.history if event.id not in case.item.undone]
    claims = [e for e in held if e.kind in {EventKind.CLAIMED, EventKind.TAKEN_OVER}]
    closings = [event for event in held if _closes(event)] if case.item.is_closed else []
    return {
        "first_claimed_at": iso(claims[0].at, zone) if claims else None,
        "first_claimed_by": claims[0].actor if claims else None,
        "closed_by": closings[-1].actor if closings else None,
    }


def _closes(event: Event) -> bool:
    ends = {State.CLOSED, State.REMOVED}
    return any(isinstance(effect, Turn) and effect.state in ends for effect in event.effects)


def _first_response(item: Item, calendar: Calendar, zone: tzinfo) -> dict[str, Cell]:
    timer = next((t for t in item.timers if t.kind is TimerKind.FIRST_RESPONSE), None)
    next_ones = [t for t in item.timers if t.kind is TimerKind.NEXT_RESPONSE]
    missed = sum(t.breach_noticed or t.result is TimerResult.BREACHED for t in next_ones)
    cells: dict[str, Cell] = {
        "first_response_due_at": iso(timer.due_at, zone) if timer else None,
        "first_response_result": _result(timer),
        "next_response_breaches": missed,
    }
    answers = (reply for reply in item.replies if reply.kind in PUBLIC_KINDS | PRIVATE_KINDS)
    answer = next(answers, None)
    if timer and answer and timer.ended_at == answer.posted_at:
        start, end = timer.started_at, answer.posted_at
        cells["first_response_at"] = iso(end, zone)
        cells["first_response_s"] = max(end - start, 0) // SECOND
        cells["first_response_open_s"] = calendar.open_between(start, end) // SECOND
    return cells


def _outcome(case: Case) -> dict[str, Cell]:
    outcome = case.item.outcome
    if outcome is None:
        return {}
    return {
        "outcome": outcome.code,
        "removal_reason": outcome.code if outcome.strategy is Strategy.REMOVE else None,
        "announced": outcome.announced,
        "verification": outcome.verified,
        "root_cause": outcome.root_cause,
        "prevention_idea": outcome_text(case, "prevention"),
    }


def _last(item: Item, kind: TimerKind) -> Timer | None:
    return next((timer for timer in reversed(item.timers) if timer.kind is kind), None)


def _result(timer: Timer | None) -> str | None:
    if timer is None:
        return None
    return timer.result or "running"
