"""Events are the truth: what happened to an item, when, by whom, and what it changed.

An event's ``data`` holds codes and numbers only. Text of people (comments, names, drafts,
notes, reasons) travels in ``texts`` and is stored in rows of its own that can be erased;
the event and the chain of hashes keep a salted digest of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from core.clock import Instant
from core.identifiers import new_event_id
from core.vocabulary import Ball, EventId, ItemId, State, TimerKind, TimerResult

JSON = Any
"""A value that json can hold."""

AUTHOR = "author"
"""What a note may be about besides the item it stands on."""

SYSTEM = "webcare"
"""The actor of what no person did: a poll, a breach that was noticed."""


class EventKind(StrEnum):
    """What can happen to an item."""

    SEEN = "seen"
    REVISED = "revised"
    VANISHED = "vanished"
    RETURNED = "returned"
    TRIAGED = "triaged"
    CORRECTED = "corrected"
    CLAIMED = "claimed"
    TAKEN_OVER = "taken_over"
    RELEASED = "released"
    HANDED = "handed"
    ACCEPTED = "accepted"
    STEP_DONE = "step_done"
    STEP_SKIPPED = "step_skipped"
    DECIDED = "decided"
    BREATHED = "breathed"
    DRAFTED = "drafted"
    REVIEW_ASKED = "review_asked"
    REVIEWED = "reviewed"
    READIED = "readied"
    REPLIED = "replied"
    ANSWER_SEEN = "answer_seen"
    PUT_RIGHT = "put_right"
    PROMISED = "promised"
    HEARD = "heard"
    ASKED = "asked"
    ANSWERED = "answered"
    EVIDENCE = "evidence"
    HANDED_ON = "handed_on"
    CONCLUDED = "concluded"
    CLOSED = "closed"
    RECHECKED = "rechecked"
    REOPENED = "reopened"
    MERGED = "merged"
    ABSORBED = "absorbed"
    NOTED = "noted"
    SNOOZED = "snoozed"
    SKIPPED = "skipped"
    LABELLED = "labelled"
    BREACHED = "breached"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Turn:
    """The item moves to a state, and the ball with it."""

    state: State
    ball: Ball


@dataclass(frozen=True, slots=True)
class StartTimer:
    """A clock begins to run."""

    kind: TimerKind
    cycle: int
    started_at: Instant
    due_at: Instant
    weight: int = 0


@dataclass(frozen=True, slots=True)
class MoveTimer:
    """A running clock gets another due instant; the old one stays in the history."""

    kind: TimerKind
    cycle: int
    due_at: Instant
    was: Instant
    weight: int = 0


@dataclass(frozen=True, slots=True)
class EndTimer:
    """A clock ends, and is frozen from then on."""

    kind: TimerKind
    cycle: int
    ended_at: Instant
    result: TimerResult


Effect = Turn | StartTimer | MoveTimer | EndTimer
"""What an event changes besides its own fact."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; never changed afterwards."""

    id: EventId
    item: ItemId
    """0 until the store has given the item its number."""
    at: Instant
    """When it holds from: a breach is dated its due instant, a reply when it was posted."""
    actor: str
    kind: EventKind
    data: Mapping[str, JSON] = field(default_factory=dict)
    """Codes and numbers; ``tell`` names the colleagues who are to be told of it."""
    effects: tuple[Effect, ...] = ()
    texts: Mapping[str, str | None] = field(default_factory=dict)
    """Text of people by field name; None where it has been erased."""
    recorded_at: Instant = 0
    """When it was written down; later than ``at`` for what was noticed late."""

    def text(self, name: str) -> str:
        """Return a text field, empty where it is absent or erased."""
        return self.texts.get(name) or ""


def telling(event: Event, *names: str) -> Event:
    """Return an event that tells colleagues of it; empty names are none, nor is its actor."""
    told = sorted(set(names) - {"", event.actor})
    return replace(event, data={**event.data, "tell": told}) if told else event


def new_event(
    kind: EventKind,
    now: Instant,
    actor: str,
    /,
    *,
    item: ItemId = ItemId(0),
    at: Instant | None = None,
    effects: Iterable[Effect] = (),
    texts: Mapping[str, str] | None = None,
    id: EventId | None = None,  # noqa: A002 - the field's own name
    **data: JSON,
) -> Event:
    """Make an event with a fresh id, recorded now; empty texts are left out."""
    return Event(
        id=id or new_event_id(now),
        item=item,
        at=now if at is None else at,
        actor=actor,
        kind=kind,
        data=data,
        effects=tuple(effects),
        texts={name: text for name, text in (texts or {}).items() if text},
        recorded_at=now,
    )
