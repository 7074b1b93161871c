"""Clocks as pure functions: which promise an item carries, when it ends, when it is broken.

Targets are counted in opening hours; wake-ups and promised times are plain time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.clock import SECOND, Instant
from core.vocabulary import PROMISES, Kind, TimerKind, TimerResult
from desk.model.event import (
    SYSTEM,
    Effect,
    EndTimer,
    Event,
    EventKind,
    MoveTimer,
    StartTimer,
    new_event,
)
from desk.model.hours import Calendar
from desk.model.item import Item, Timer
from desk.settings import Promises, Target, Waits

WAKES = frozenset(TimerKind) - PROMISES
"""Clocks that bring an item back and are never broken."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for one item: its promises, the waits, and the opening hours."""

    promises: Promises
    waits: Waits
    calendar: Calendar


def start_promise(
    item: Item, kind: TimerKind, target: Target, start: Instant, rules: Rules
) -> StartTimer:
    """Return a promise that begins at ``start`` and is due in opening hours."""
    due = rules.calendar.due(start, target.within)
    return StartTimer(kind, item.next_cycle(kind), start, due, target.weight)


def next_response(item: Item, now: Instant, rules: Rules) -> StartTimer:
    """Return the promise of an answer to the customer's next word."""
    return start_promise(item, TimerKind.NEXT_RESPONSE, rules.promises.next_response, now, rules)


def start_wake(item: Item, kind: TimerKind, now: Instant, due: Instant) -> StartTimer:
    """Return a wake-up; it never breaches and weighs nothing."""
    return StartTimer(kind, item.next_cycle(kind), now, due)


def wake_anew(item: Item, kind: TimerKind, now: Instant, due: Instant) -> tuple[Effect, ...]:
    """Return a wake-up in the place of the one of its kind that runs, if any."""
    return (*end_all(item, {kind}, now), start_wake(item, kind, now, due))


def end(timer: Timer, at: Instant, result: TimerResult | None = None) -> EndTimer:
    """Return the end of a timer: met or breached for a promise, elapsed for a wake-up."""
    if result is None:
        if not timer.kind.is_promise:
            result = TimerResult.ELAPSED
        else:
            result = TimerResult.MET if at <= timer.due_at else TimerResult.BREACHED
    return EndTimer(timer.kind, timer.cycle, at, result)


def end_all(
    item: Item, kinds: Iterable[TimerKind], at: Instant, result: TimerResult | None = None
) -> tuple[EndTimer, ...]:
    """Return the ends of every running timer of these kinds."""
    wanted = frozenset(kinds)
    return tuple(end(timer, at, result) for timer in item.running if timer.kind in wanted)


def end_unanswered(item: Item, at: Instant) -> tuple[EndTimer, ...]:
    """End every clock without an answer: a promise is waived while in time, breached once late."""
    promises = (
        end(timer, at, TimerResult.BREACHED if timer.is_late(at) else TimerResult.WAIVED)
        for timer in item.running
        if timer.kind.is_promise
    )
    return (*promises, *end_all(item, WAKES, at))


def retarget(
    item: Item, kind: Kind, severity: int, now: Instant, rules: Rules
) -> tuple[Effect, ...]:
    """Return what a corrected kind or severity does to the first-response clock.

    The new due counts from the old start; a breach that was recorded already stays.
    """
    target = rules.promises.first_response(kind, severity)
    running = item.timer(TimerKind.FIRST_RESPONSE)
    if running is None:
        if target is None or item.replies or item.queue_from != 0:
            return ()
        return (start_promise(item, TimerKind.FIRST_RESPONSE, target, item.clock_start, rules),)
    if target is None:
        return (end(running, now, TimerResult.WAIVED),)
    due = rules.calendar.due(running.started_at, target.within)
    if (due, target.weight) == (running.due_at, running.weight):
        return ()
    return (MoveTimer(running.kind, running.cycle, due, running.due_at, target.weight),)


def breaches(item: Item, now: Instant) -> tuple[Event, ...]:
    """Return the breaches that are due by now and not recorded yet, dated their due instant."""
    return tuple(
        new_event(
            EventKind.BREACHED,
            now,
            SYSTEM,
            item=item.id,
            at=timer.due_at,
            timer=timer.kind,
            cycle=timer.cycle,
            due_at=timer.due_at,
        )
        for timer in item.running
        if timer.is_late(now) and not timer.breach_noticed
    )


def cool_down(item: Item, now: Instant, length: int) -> StartTimer | None:
    """Return the breath before a heated draft is sent, or None where none is due any more.

    It takes at most a fifth of the time left to the first promise, between counting to ten and to
    a hundred; ``length`` is what its playbook asks for, in microseconds.
    """
    if item.replies or item.next_cycle(TimerKind.COOL_DOWN) > 1:
        return None
    length = min(max(length, SHORTEST_BREATH), LONGEST_BREATH)
    promise = item.promise
    if promise is not None:
        length = min(length, (promise.due_at - now) // 5)
    if length < SHORTEST_BREATH:
        return None
    return start_wake(item, TimerKind.COOL_DOWN, now, now + length)


SHORTEST_BREATH = 10 * SECOND
LONGEST_BREATH = 100 * SECOND
