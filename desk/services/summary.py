"""The summary of a shift, read from the store without loading what the shift did not touch."""

from core.clock import DAY, Instant
from core.vocabulary import ItemId
from desk.reports.case import GONE, Case, case_at, in_backlog
from desk.reports.summary import OpenLine, Summary
from desk.reports.tally import summarise
from desk.services.desk import Desk
from desk.store.listing import QueueRow, View
from desk.store.records import Shift

OPEN_LISTED = 200
"""Open items that a summary lists at most, the most urgent first."""
UNNOTICED = 10_000
"""Promises at most that may have crossed their due instant without being written down yet."""
OPEN_VIEWS = (View.QUEUE, View.WAITING, View.WATCHING, View.PRAISE)


async def shift_summary(desk: Desk, shift: Shift) -> Summary:
    """Return what a shift came to; until now while it lasts."""
    now = desk.now()
    end = _end_of(shift, now)
    backlog = (await desk.store.counts(desk.agent, now)).backlog
    touched = await _touched(desk, shift, now)
    cases: list[Case] = []
    for item in touched:
        events = await desk.store.events(item)
        as_of_end = case_at(events, end)
        as_of_now = case_at(events, now + 1)
        backlog -= in_backlog(as_of_now.item if as_of_now else None)
        backlog += in_backlog(as_of_end.item if as_of_end else None)
        if as_of_end is not None:
            cases.append(as_of_end)
    states = await desk.store.source_states()
    return summarise(
        shift,
        cases,
        end=end,
        backlog_end=backlog,
        open_lines=await _open_lines(desk, cases, frozenset(touched), now),
        sources=tuple(states[name] for name in sorted(states)),
        calendar=desk.calendar,
    )


async def shift_cases(desk: Desk, shift: Shift) -> list[Case]:
    """Return the items that a shift touched, as they stood at its end."""
    end = _end_of(shift, desk.now())
    items = await desk.store.event_items(shift.started_at, end)
    cases = [case_at(await desk.store.events(item), end) for item in sorted(items)]
    return [case for case in cases if case is not None]


def _end_of(shift: Shift, now: Instant) -> Instant:
    """Return up to where to report: what is recorded at this very instant is still in it."""
    return now + 1 if shift.ended_at is None else shift.ended_at


async def _touched(desk: Desk, shift: Shift, now: Instant) -> list[ItemId]:
    """Return what changed since the shift began, by an event or by time alone."""
    written = await desk.store.event_items(shift.started_at, now + DAY)
    crossed = await desk.store.overdue(now, UNNOTICED)
    return sorted({*written, *crossed})


async def _open_lines(
    desk: Desk, cases: list[Case], touched: frozenset[ItemId], now: Instant
) -> tuple[OpenLine, ...]:
    """List what was open at the end: touched items as they stood then, the others as they are."""
    lines = {case.item.id: _line_of(case) for case in cases if in_backlog(case.item)}
    for view in OPEN_VIEWS:
        limit = OPEN_LISTED + len(touched)
        window = await desk.store.window(view, desk.agent, now, 0, limit)
        for row in window.rows:
            if row.id not in touched and row.state not in GONE:
                lines.setdefault(row.id, _line_from(row))
    ranked = sorted(lines.values(), key=_urgency)
    return tuple(ranked[:OPEN_LISTED])


def _urgency(line: OpenLine) -> tuple[bool, Instant, ItemId]:
    first = line.due_at if line.due_at is not None else line.wake_at
    return first is None, first or 0, line.id


def _line_of(case: Case) -> OpenLine:
    item = case.item
    text = "\n".join(filter(None, (case.text("title"), case.text("body"))))
    return OpenLine(
        id=item.id,
        source=item.source,
        kind=item.kind,
        severity=item.severity,
        state=item.state,
        ball=item.ball,
        due_at=item.promise.due_at if item.promise else None,
        wake_at=item.queue_from or None,
        text=text[:TEXT_SHOWN],
    )


def _line_from(row: QueueRow) -> OpenLine:
    return OpenLine(
        id=row.id,
        source=row.source,
        kind=row.kind,
        severity=row.severity,
        state=row.state,
        ball=row.ball,
        due_at=row.due_at,
        wake_at=row.wake_at,
        text=row.text[:TEXT_SHOWN],
    )


TEXT_SHOWN = 100
"""Characters of a comment that its line carries."""
