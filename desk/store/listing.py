"""What the lists of the desk screen are made of: all that its first frame needs of the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from core.clock import Instant
from core.vocabulary import Ball, FoundIn, ItemId, Kind, Lane, Language, State

NEVER: Instant = 2**62
"""Sorts behind every instant: nothing is promised, it does not come back."""


MOST_FOUND = 200
"""Items that are found by words at most: whoever sees so many types one word more."""


class View(StrEnum):
    """Lists of the desk screen."""

    QUEUE = "queue"
    """Everything whose turn it is ours, due or late first."""
    MINE = "mine"
    """Claimed by the agent."""
    WAITING = "waiting"
    """On the customer or on a department, by when they come back."""
    PRAISE = "praise"
    """Praise that is open or has a follow-up running."""
    WATCHING = "watching"
    """Watched items, by their next re-check."""
    HANDED = "handed"
    """Handed to the agent or to the shift, and not accepted yet."""
    ALL = "all"
    """Everything, newest first; history and closed items too."""
    FOUND = "found"
    """What holds the words that the agent looks for, newest first; closed ones too."""


class Match(NamedTuple):
    """Where an item holds the words that were looked for."""

    found_in: FoundIn
    text: str
    """A line of that text around them, as stored; clean it before showing it."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of a list."""

    id: ItemId
    source: str
    author: str
    text: str
    """Title and body as stored, cut to 400 characters; clean it before showing it."""
    kind: Kind
    severity: int
    language: Language
    state: State
    ball: Ball
    lane: Lane
    due_at: Instant | None
    """When its first running promise is due; None where none runs."""
    wake_at: Instant | None
    """When it comes or came back; None where it just stands in the queue."""
    claimed_by: str = ""
    lease_until: Instant | None = None
    has_draft: bool = False
    revision: int = 1
    reopened: bool = False
    published_at: Instant | None = None
    first_seen_at: Instant = 0
    rating: float | None = None
    permalink: str = ""
    handed_to: str = ""
    """To whom it is on its way; empty where it was accepted, or went back to the queue."""
    handed_at: Instant = 0
    match: Match | None = None
    """What was found in it; None in any list but that of what was looked for."""


class Beside(NamedTuple):
    """What a list shows of colleagues besides their claims."""

    looks: Mapping[ItemId, str]
    """Who looks at an item, one name for each."""
    writes: frozenset[ItemId]
    """Items to which a colleague is writing a reply."""
    away: frozenset[str]
    """Who is on a break."""


NOBODY = Beside({}, frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Span:
    """Due instants from one to another, both of them in it."""

    first: Instant
    last: Instant


Spans = tuple[Span, Span]
"""What the plan covers: a span for safety (severity 5), and one for the rest."""


class Ahead(NamedTuple):
    """What the plan puts at the head of the queue."""

    ids: tuple[ItemId, ...]
    """In the order they are listed."""
    spans: Spans
    """Where all others lie outside of."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a list: ``rows[0]`` stands at ``offset`` of ``total``."""

    rows: tuple[QueueRow, ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of the shift bar."""

    queue: int = 0
    late: int = 0
    soon: int = 0
    """Promises due within ten minutes."""
    mine: int = 0
    waiting: int = 0
    praise: int = 0
    watching: int = 0
    handed: int = 0
    backlog: int = 0
    """Every queued or waiting item: neither closed, removed nor history."""
    unsent: int = 0
    """What a team's server has not taken yet."""
    away_since: Instant | None = None
    """Since when that server is away."""
    returned: tuple[ItemId, ...] = ()
    """Items whose decision was not written, because they had changed: to be decided again."""
    may_break: tuple[int, int] | None = None
    """How many of the planned promises will break, at least and at most; None before a plan."""
