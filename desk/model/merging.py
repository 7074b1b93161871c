"""Two items that are one comment: one of them is kept, with the older clock.

Pure, as ``lifecycle``. Each of the two gets an event that names the other's as its twin; an undo
takes both back.
"""

from dataclasses import replace

from core.clock import Instant
from core.errors import Refused
from core.i18n import _
from core.vocabulary import Ball, State, TimerKind, TimerResult
from desk.model.conversation import ANSWERS
from desk.model.event import Effect, Event, EventKind, MoveTimer, StartTimer, Turn, new_event
from desk.model.item import Item, Timer
from desk.model.lifecycle import refuse_ended
from desk.model.timers import end_all

BESIDE_ANSWERS = frozenset({TimerKind.RESOLUTION, TimerKind.PROMISED_CONTACT})


def merge(gone: Item, keep: Item, now: Instant, actor: str) -> tuple[Event, Event]:
    """Return what happens to the item that goes, and to the one that is kept."""
    if gone.id == keep.id:
        raise Refused(_("An item is not merged with itself"))
    for item in (gone, keep):
        if item.merged_into is not None:
            raise Refused(
                _("Item {item} was merged into item {into}").format(
                    item=item.id, into=item.merged_into
                ),
                _("Take that back first: webcare unmerge {item}").format(item=item.id),
            )
        refuse_ended(item)
    ended = end_all(gone, TimerKind, now, TimerResult.CANCELLED)
    effects: tuple[Effect, ...] = (*ended, Turn(State.CLOSED, Ball.NOBODY))
    merged = new_event(EventKind.MERGED, now, actor, item=gone.id, effects=effects, into=keep.id)
    absorbed = new_event(
        EventKind.ABSORBED,
        now,
        actor,
        item=keep.id,
        effects=_older_clocks(gone, keep, now),
        into=gone.id,
        severity=max(gone.severity, keep.severity),
    )
    return _twins(merged, absorbed)


def undone(event: Event, now: Instant, actor: str) -> tuple[Event, Event]:
    """Return what takes a merge back, or lets it hold again: for the item and its twin's."""
    here, there = event.item, event.data["into"]
    told = (
        new_event(EventKind.UNDONE, now, actor, item=item, event=of, kind=event.kind, into=other)
        for item, other, of in ((here, there, event.id), (there, here, event.data["twin"]))
    )
    return _twins(*told)


def _twins(one: Event, other: Event) -> tuple[Event, Event]:
    """Return two events that name each other."""
    return (
        replace(one, data={**one.data, "twin": other.id}),
        replace(other, data={**other.data, "twin": one.id}),
    )


def _older_clocks(gone: Item, keep: Item, now: Instant) -> tuple[Effect, ...]:
    """Return what makes the kept item carry whichever promise of the two is due first."""
    effects: list[Effect] = []
    theirs, mine = _answering(gone), _answering(keep)
    if theirs is not None and mine is None:  # answered there, but not here
        effects += end_all(keep, {TimerKind.SNOOZE}, now)
        effects += [_continued(keep, theirs, TimerKind.NEXT_RESPONSE), Turn(State.OPEN, Ball.US)]
    elif theirs is not None and mine is not None:
        effects += _moved(mine, theirs)
    for kind in sorted(BESIDE_ANSWERS):
        timer, own = gone.timer(kind), keep.timer(kind)
        if timer is not None:
            effects += [_continued(keep, timer, kind)] if own is None else _moved(own, timer)
    return tuple(effects)


def _answering(item: Item) -> Timer | None:
    return next((timer for timer in item.running if timer.kind in ANSWERS), None)


def _continued(keep: Item, timer: Timer, kind: TimerKind) -> StartTimer:
    cycle = keep.next_cycle(kind)
    return StartTimer(kind, cycle, timer.started_at, timer.due_at, timer.weight)


def _moved(mine: Timer, theirs: Timer) -> list[Effect]:
    if theirs.due_at >= mine.due_at:
        return []
    weight = max(mine.weight, theirs.weight)
    return [MoveTimer(mine.kind, mine.cycle, theirs.due_at, mine.due_at, weight)]
