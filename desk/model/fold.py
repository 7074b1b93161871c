"""Fold events into an item: the row a store keeps is nothing but this."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from core.vocabulary import (
    Ball,
    DateQuality,
    FollowUpKind,
    ItemId,
    Kind,
    Language,
    OutcomeCode,
    Reading,
    ReplyKind,
    RootCause,
    Size,
    State,
    Strategy,
    TimerKind,
    Verification,
)
from desk.model.event import Effect, EndTimer, Event, EventKind, MoveTimer, StartTimer, Turn
from desk.model.handover import QUEUE
from desk.model.item import Because, Handed, Item, Outcome, Reply, Timer
from playbooks.model import Record


def fold(item: Item | None, event: Event) -> Item:
    """Return the item as an event leaves it.

    An ``undone`` event only counts here; ``fold_all`` is what takes its target away.
    """
    changed = _born(event) if item is None else _stated(item, event)
    for effect in event.effects:
        changed = _affected(changed, effect, event)
    return replace(changed, version=changed.version + 1)


def fold_all(events: Iterable[Event]) -> Item:
    """Return the item that a whole history leaves, without the events that were undone."""
    history = list(events)
    undone = undone_ids(history)
    item: Item | None = None
    for event in history:
        if event.id not in undone:
            item = fold(item, event)
    if item is None:
        message = "an item without a first event cannot be folded"
        raise ValueError(message)
    skipped = tuple(event.id for event in history if event.id in undone)
    return replace(item, version=len(history), undone=skipped)


def undone_ids(events: Iterable[Event]) -> frozenset[str]:
    """Return the ids of the events that do not hold any more.

    Undoing an ``undone`` event makes its target hold again.
    """
    undone: set[str] = set()
    for event in reversed(list(events)):
        if event.kind is EventKind.UNDONE and event.id not in undone:
            undone.add(event.data["event"])
    return frozenset(undone)


def _born(event: Event) -> Item:
    data = event.data
    return Item(
        id=event.item,
        source=data["source"],
        native_id=data.get("native_id", ""),
        first_seen_at=event.at,
        date_quality=DateQuality(data.get("date_quality", DateQuality.OK)),
        text_event=event.id,
        **{name: data[name] for name in AS_SEEN if name in data},
    )


AS_SEEN = (
    *("brand", "published_at", "late_on_arrival", "held", "added_by"),
    *("rating", "rating_max", "length"),
)
"""What an item keeps of its first event under the same name."""


def _stated(item: Item, event: Event) -> Item:  # noqa: C901 - one arm a kind of event
    data = event.data
    match event.kind:
        case EventKind.REVISED:
            return replace(
                item,
                revision=item.revision + 1,
                text_event=event.id,
                length=data.get("length", item.length),
                rating=data.get("rating", item.rating),
                edited_after_answer=item.edited_after_answer or data.get("after_answer", False),
                vanished=False,
            )
        case EventKind.VANISHED | EventKind.RETURNED:
            return replace(item, vanished=event.kind is EventKind.VANISHED)
        case EventKind.TRIAGED | EventKind.CORRECTED:
            return _judged(item, event)
        case EventKind.STEP_DONE | EventKind.STEP_SKIPPED:
            return _stepped(item, event)
        case EventKind.EVIDENCE:
            return replace(item, evidence_at=event.at)
        case EventKind.DECIDED:
            outcome = _outcome(event) if data.get("code") else item.outcome
            return replace(item, strategy=Strategy(data["strategy"]), outcome=outcome)
        case EventKind.REVIEW_ASKED:
            return replace(item, reading=Reading.ASKED, reading_for=event.actor)
        case EventKind.REVIEWED:
            return replace(item, reading=Reading(data["verdict"]))
        case EventKind.READIED:
            return replace(item, ready_at=event.at)
        case EventKind.REPLIED:
            reply = Reply(
                event.id,
                ReplyKind(data["kind"]),
                event.at,
                event.actor,
                without_claim=data.get("without_claim", False),
                outside=data.get("outside", False),
                seen_at=event.recorded_at if data.get("outside") else None,
            )
            return replace(item, replies=(*item.replies, reply), ready_at=None)
        case EventKind.ANSWER_SEEN:
            return _with_reply(item, data["reply"], seen_at=event.at)
        case EventKind.PUT_RIGHT:
            return _with_reply(item, data["reply"], put_right_at=event.at)
        case EventKind.HEARD:
            return replace(item, cycle=data.get("cycle", item.cycle))
        case EventKind.CONCLUDED:
            outcome = _outcome(event)
            return replace(item, outcome=outcome, strategy=outcome.strategy)
        case EventKind.MERGED:
            return replace(item, merged_into=ItemId(data["into"]))
        case EventKind.ABSORBED:
            return replace(item, severity=max(item.severity, data["severity"]))
        case EventKind.LABELLED:
            kept = [name for name in item.labels if name not in data.get("remove", ())]
            return replace(item, labels=tuple(dict.fromkeys([*kept, *data.get("add", ())])))
        case EventKind.BREACHED:
            return _breached(item, event)
        case EventKind.HANDED:
            to = data["to"]
            given = None if to == QUEUE else Handed(to, event.actor, event.at, event.id)
            return replace(item, handed=given)
        case EventKind.CLAIMED | EventKind.TAKEN_OVER | EventKind.ACCEPTED:
            return replace(item, handed=None)
        case _:
            return item


def _with_reply(item: Item, chosen: str, **changes: Any) -> Item:
    replies = (replace(one, **changes) if one.id == chosen else one for one in item.replies)
    return replace(item, replies=tuple(replies))


def _turned(item: Item, state: State, ball: Ball, event: Event) -> Item:
    reopens = state is State.OPEN and (item.is_closed or item.state is State.RESOLVED)
    closes = state in {State.CLOSED, State.REMOVED}
    return replace(
        item,
        state=state,
        ball=ball,
        closed_at=event.at if closes else None,
        handed=None if closes else item.handed,
        reopen_count=item.reopen_count + reopens,
        outcome=None if reopens else item.outcome,
    )


def _judged(item: Item, event: Event) -> Item:
    data = event.data
    by_hand = event.kind is EventKind.CORRECTED
    return replace(
        item,
        kind=Kind(data.get("kind", item.kind)),
        severity=data.get("severity", item.severity),
        language=Language(data.get("language", item.language)),
        size=Size(data.get("size", item.size)),
        polarity=data.get("polarity", item.polarity),
        arousal=data.get("arousal", item.arousal),
        because=tuple(map(Because, data["because"])) if "because" in data else item.because,
        confirmed_by=event.actor if by_hand else item.confirmed_by,
    )


def _stepped(item: Item, event: Event) -> Item:
    record = Record(
        step=event.data["step"],
        done_at=event.at,
        done_by=event.actor,
        skipped=event.kind is EventKind.STEP_SKIPPED,
        event=event.id,
        answers=event.data.get("answers", {}),
    )
    others = tuple(step for step in item.steps if step.step != record.step)
    return replace(
        item, steps=(*others, record), playbook=event.data.get("playbook", item.playbook)
    )


def _outcome(event: Event) -> Outcome:
    data = event.data
    return Outcome(
        code=OutcomeCode(data["code"]),
        strategy=Strategy(data["strategy"]),
        at=event.at,
        by=event.actor,
        root_cause=RootCause(data["root_cause"]) if data.get("root_cause") else None,
        verified=Verification(data["verified"]) if data.get("verified") else None,
        follow_up=FollowUpKind(data["follow_up"]) if data.get("follow_up") else None,
        announced=data.get("announced"),
        event=event.id,
    )


def _breached(item: Item, event: Event) -> Item:
    key = (event.data["timer"], event.data["cycle"])
    timers = tuple(
        replace(timer, breach_noticed=True) if (timer.kind, timer.cycle) == key else timer
        for timer in item.timers
    )
    return replace(item, timers=timers)


def _affected(item: Item, effect: Effect, event: Event) -> Item:
    match effect:
        case Turn(state, ball):
            return _turned(item, state, ball, event)
        case StartTimer(kind, cycle, started_at, due_at, weight):
            timer = Timer(kind, cycle, started_at, due_at, weight)
            return replace(item, timers=(*item.timers, timer))
        case MoveTimer(kind, cycle, due_at, _, weight):
            return _with_timer(item, kind, cycle, due_at=due_at, weight=weight)
        case EndTimer(kind, cycle, ended_at, result):
            return _with_timer(item, kind, cycle, ended_at=ended_at, result=result)


def _with_timer(item: Item, kind: TimerKind, cycle: int, **changes: Any) -> Item:
    """Return the item with a running timer changed; one that has ended is frozen."""
    timers = (
        replace(timer, **changes)
        if timer.running and (timer.kind, timer.cycle) == (kind, cycle)
        else timer
        for timer in item.timers
    )
    return replace(item, timers=tuple(timers))
