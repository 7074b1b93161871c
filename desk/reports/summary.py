"""What a summary of a shift holds, and how it is written as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from core.clock import SECOND, Instant
from core.vocabulary import Ball, ItemId, Kind, State, TimerKind
from desk.model.event import JSON
from desk.reports.figures import Durations, PromiseFigures
from desk.reports.written import written
from desk.store.records import Shift, SourceState

Counted = Mapping[str, int]
"""How many by code."""


@dataclass(frozen=True, slots=True)
class Volume:
    """What came and went; the first six balance."""

    backlog_start: int
    received: int
    reopened: int
    closed: int
    merged: int
    backlog_end: int
    late_on_arrival: int
    added_by_hand: int
    by_kind: Counted
    by_source: Counted


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about an item in the agent's words: an idea, or what was wrong."""

    id: ItemId
    text: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How items ended, and how we answered."""

    by_strategy: Counted
    by_code: Counted
    by_reply_kind: Counted
    by_removal_reason: Counted
    replies_put_right: tuple[Remark, ...]
    """What was wrong in replies that were corrected after they were posted."""


@dataclass(frozen=True, slots=True)
class Compliment:
    """How often praise was passed on to a colleague."""

    colleague: str
    n: int


@dataclass(frozen=True, slots=True)
class Positive:
    """What became of praise."""

    received: int
    answered: int
    follow_ups_made: int
    follow_ups_done: int
    compliments: tuple[Compliment, ...]


@dataclass(frozen=True, slots=True)
class Customers:
    """What customers said of how it was solved."""

    heard: int
    """Words that reached us outside the feed."""
    asked: int
    answered: int
    satisfied: int
    satisfied_percent: float | None
    """Satisfied of asked; no answer counts as asked."""
    verification: Counted


@dataclass(frozen=True, slots=True)
class Prevention:
    """A root cause, how often it was named, and what would prevent it."""

    root_cause: str
    n: int
    ideas: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One item that the next shift finds; without the customer's name."""

    id: ItemId
    source: str
    kind: Kind
    severity: int
    state: State
    ball: Ball
    due_at: Instant | None
    """When its first running promise is due."""
    wake_at: Instant | None
    text: str
    """As stored; clean it before showing it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A shift in figures."""

    shift: Shift
    end: Instant
    """The shift's end, or the present while it lasts."""
    sources: tuple[SourceState, ...]
    volume: Volume
    first_response: Durations
    next_response: Durations
    promises: Mapping[TimerKind, PromiseFigures]
    outcomes: Outcomes
    positive: Positive
    customer: Customers
    prevention: tuple[Prevention, ...]
    open: tuple[OpenLine, ...]
    """The most urgent ones; ``volume.backlog_end`` says how many there are."""
    handover: tuple[str, ...] = field(default=())
    """Lines of the note that the shift leaves, then what was handed on and is still open."""


FIGURES = """
    volume first_response next_response promises outcomes positive customer prevention open handover
"""


def summary_object(summary: Summary) -> dict[str, JSON]:
    """Return the summary as what json can hold; times are ISO 8601 in the shift's zone."""
    shift, zone = summary.shift, ZoneInfo(summary.shift.zone)
    return {
        "schema": "webcare.summary/1",
        "shift": {
            **written(shift, zone, "id team started_at ended_at"),
            "time_zone": shift.zone,
            "agents": list(dict.fromkeys(stay.agent for stay in shift.agents)),
        },
        "sources": [
            {
                **written(state, zone, "name status error last_ok_at"),
                "stale_s": _stale(state, summary),
            }
            for state in summary.sources
        ],
        **written(summary, zone, FIGURES),
    }


def _stale(state: SourceState, summary: Summary) -> int | None:
    seen = state.last_ok_at
    return None if seen is None else max(summary.end - seen, 0) // SECOND
