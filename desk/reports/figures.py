"""Durations and promises of a shift: how long customers waited, and what we kept."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.clock import SECOND, Instant
from core.vocabulary import PROMISES, ItemId, TimerKind, TimerResult
from desk.model.event import EndTimer, EventKind
from desk.model.hours import Calendar
from desk.model.item import Item, Timer
from desk.reports.case import Case, Step

Promise = tuple[TimerKind, int]
"""A promise of an item: its kind and cycle."""

ENOUGH_FOR_P90 = 10
"""Answers below which a ninetieth percentile says more than it knows."""


@dataclass(frozen=True, slots=True)
class Durations:
    """How long answers took, in whole seconds; null where there were too few."""

    n: int
    median_s: int | None
    p90_s: int | None
    max_s: int | None
    open_hours_median_s: int | None
    """The median again, counting opening hours only."""


@dataclass(frozen=True, slots=True)
class PromiseFigures:
    """What became of the promises of one kind."""

    due: int
    """Whose due instant lay in the shift, and that had not ended before it."""
    met: int
    breached: int
    waived: int
    running: int
    """In time still at the end, among the items that the shift touched."""
    kept_percent: float | None
    """Met of met and breached; null when there were none."""


def nearest_rank(values: Sequence[int], percent: int) -> int | None:
    """Return the smallest value that at least ``percent`` of all reach; None of none."""
    if not values:
        return None
    rank = -(-percent * len(values) // 100)
    return sorted(values)[max(rank, 1) - 1]


def durations(steps: Iterable[Step], kind: TimerKind, calendar: Calendar) -> Durations:
    """Return how long the answers recorded in these steps took, by clock and opening hours."""
    spans = [
        (timer.started_at, timer.ended_at or timer.started_at)
        for step in steps
        for timer in _answered(step, kind)
    ]
    waits = [max(end - start, 0) // SECOND for start, end in spans]
    open_waits = [calendar.open_between(start, end) // SECOND for start, end in spans]
    return Durations(
        n=len(waits),
        median_s=nearest_rank(waits, 50),
        p90_s=nearest_rank(waits, 90) if len(waits) >= ENOUGH_FOR_P90 else None,
        max_s=max(waits, default=None),
        open_hours_median_s=nearest_rank(open_waits, 50),
    )


def _answered(step: Step, kind: TimerKind) -> list[Timer]:
    """Return the timers of a kind that a posted answer ended, those blamed on nobody left out."""
    if step.event.kind is not EventKind.REPLIED or _excused(step.after, kind):
        return []
    ended = _ended((step,))
    return [t for t in step.after.timers if t.kind is kind and (t.kind, t.cycle) in ended]


def promise_figures(
    cases: Iterable[Case], steps: Mapping[ItemId, Sequence[Step]], span: tuple[Instant, Instant]
) -> dict[TimerKind, PromiseFigures]:
    """Return the figures by kind of promise, for what is dated in ``[start, end)``."""
    counts = {kind: Counter[str]() for kind in TimerKind if kind in PROMISES}
    for case in cases:
        ended = _ended(steps[case.item.id])
        broken = breaches(case, span[1])
        for timer in case.item.timers:
            key = (timer.kind, timer.cycle)
            in_play = timer.running or (key in ended and timer.result is not TimerResult.CANCELLED)
            if timer.kind in counts and in_play and not _excused(case.item, timer.kind):
                counts[timer.kind].update(_fates(timer, broken.get(key), span))
    return {kind: _figures(count) for kind, count in counts.items()}


def _fates(timer: Timer, broken_at: Instant | None, span: tuple[Instant, Instant]) -> Iterator[str]:
    """Yield the names of the figures in which a promise counts."""
    start, end = span
    if start <= timer.due_at < end:
        yield "due"
    if broken_at is not None:
        if start <= broken_at < end:
            yield "breached"
    elif timer.running:
        yield "running"
    elif timer.result in {TimerResult.MET, TimerResult.WAIVED}:
        yield str(timer.result)


def _figures(count: Counter[str]) -> PromiseFigures:
    judged = count["met"] + count["breached"]
    return PromiseFigures(
        due=count["due"],
        met=count["met"],
        breached=count["breached"],
        waived=count["waived"],
        running=count["running"],
        kept_percent=round(100 * count["met"] / judged, 1) if judged else None,
    )


def breaches(case: Case, end: Instant) -> dict[Promise, Instant]:
    """Return the promises missed before ``end``, each with the instant it was due.

    What was never written down, because the program slept, counts as well; what was written
    down stands, whatever became of the target, unless the answer turns out to be posted earlier.
    """
    promises = [timer for timer in case.item.timers if timer.kind in PROMISES]
    missed = {(t.kind, t.cycle): t.due_at for t in promises if _missed(t, end)}
    ended = {(t.kind, t.cycle): t.ended_at for t in promises if t.result is TimerResult.MET}
    for event in case.history:
        if event.kind is EventKind.BREACHED:
            key = (TimerKind(event.data["timer"]), event.data["cycle"])
            met_at = ended.get(key)
            if met_at is None or met_at > event.at:
                missed[key] = event.at
    return missed


def _missed(timer: Timer, end: Instant) -> bool:
    if timer.result is not None:
        return timer.result is TimerResult.BREACHED
    return timer.due_at < end


def _excused(item: Item, kind: TimerKind) -> bool:
    """A comment past its target at first sight is listed apart, and not blamed on the shift."""
    return item.late_on_arrival and kind is TimerKind.FIRST_RESPONSE


def _ended(steps: Iterable[Step]) -> frozenset[Promise]:
    return frozenset(
        (effect.kind, effect.cycle)
        for step in steps
        for effect in step.event.effects
        if isinstance(effect, EndTimer)
    )
