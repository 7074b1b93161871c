"""What stores take and give beside items and lists: identities, leases, drafts, shifts, sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from core.clock import DAY, MINUTE, Instant
from core.vocabulary import EventId, ItemId, Kind, Size
from desk.store.listing import Spans

if TYPE_CHECKING:
    from desk.model.event import Event


@dataclass(frozen=True, slots=True)
class Identity:
    """By what an intake recognises an item."""

    source: str
    native_id: str
    content_hash: str
    permalink_key: str = ""
    """Permalink with scheme, www and trailing slash folded; empty when there is none."""
    counts: str = ""
    """What people made of it, as ``counts_doc`` writes it; empty where nobody counts."""
    counted_at: Instant = 0
    """When that was seen."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of a post it has seen before."""

    item: ItemId
    source: str
    native_id: str
    content_hash: str
    permalink_key: str = ""
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Engagement:
    """What a source counts beside a comment: likes, answers, views."""

    source: str
    counts: Mapping[str, int]
    at: Instant
    """When it was last seen to change."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another item of the same author."""

    item: ItemId
    kind: Kind
    first_seen_at: Instant


@dataclass(frozen=True, slots=True)
class Write:
    """Events for one item, written together."""

    events: tuple[Event, ...]
    item: ItemId | None = None
    """None makes a new item; its first event is ``seen``."""
    expected: int | None = None
    """The version the events were decided on; Changed is raised when it moved on."""
    identity: Identity | None = None
    """Set for what comes from a source; a new item whose identity is known is skipped."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one poll: a line of its source's log."""

    at: Instant
    said: str
    """A status, or a fault's code where there was none."""
    new: int = 0
    edited: int = 0
    note: str = ""
    """One line for the agent: what was wrong, or odd."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is remembered of a source between polls."""

    name: str
    etag: str = ""
    last_modified: str = ""
    body_sha256: str = ""
    polls: int = 0
    last_attempt_at: Instant | None = None
    last_ok_at: Instant | None = None
    last_new_at: Instant | None = None
    next_poll_at: Instant = 0
    status: str = ""
    """ok · unchanged · slow · waiting · offline · failing · poison · paused"""
    error: str = ""
    """One line for the agent, without secrets."""
    fail_count: int = 0
    poison_sha256: str = ""
    """Hash of a body that killed the parser, so that it is not parsed again."""
    cursor: Mapping[str, str] = field(default_factory=dict)
    """What an adapter keeps for itself, for instance since_id."""
    items_total: int = 0
    moved_to: str = ""
    """A permanent redirect seen, without secrets: proposed to the user, never taken silently."""
    moved_since: Instant | None = None
    moved_seen: int = 0
    """How often the same feed answered from there, one time after the other."""
    rate: float = 0.0
    """Comments an hour, the latest counting most."""
    full_at: Instant | None = None
    """When the whole of it was last seen: not behind a 304."""
    trust: Mapping[str, str] = field(default_factory=dict)
    """Which validators show an edit, and which hide it, as far as that was seen."""
    wait_asked: int = 0
    """How long the server asks to wait between two polls, in microseconds."""
    why: str = ""
    """Why the next poll is when it is: pace · server · retry · hold · gap"""
    recent: tuple[Answered, ...] = ()
    """The last answers, oldest first."""
    lags: tuple[int, ...] = ()
    """How long after they were written the last new comments came in, in seconds, oldest first;
    -1 for one whose date told nothing."""

    def has_moved(self, now: Instant) -> bool:
        """Tell whether it has moved for good; a portal that asks to sign in is gone in a day."""
        return self.moved_seen >= 3 and now - (self.moved_since or now) >= DAY

    def silent_since(self, now: Instant) -> Instant | None:
        """Return since when nothing is known of what is said there; None while that is known.

        That is a source that was not reached for a while, or not asked in its time: its silence
        is no peace. 0 for one that never answered.
        """
        is_well = self.status in ANSWERED
        since = self.next_poll_at if is_well else self.last_ok_at or 0
        is_unknown = not self.status or (is_well and not since)
        if is_unknown or now - since <= SILENT_AFTER:
            return None
        return self.last_ok_at or 0


ANSWERED = frozenset({"ok", "unchanged", "slow"})
"""States of sources that answered when they were asked last."""

SILENT_AFTER = 15 * MINUTE


@dataclass(frozen=True, slots=True)
class Asking:
    """A wish to ask a source now, and the manners of its host."""

    source: str
    host: str = ""
    """``name:port``, the unit that manners are kept for; empty where nobody is asked."""
    every: int = 0
    """Microseconds after which the host may be asked once more."""
    burst: int = 1
    """Requests that may follow each other at once."""
    due: Callable[[SourceState], Instant] | None = field(default=None, compare=False)
    """From when it is to be asked, by what is remembered of it; None for at once."""


class Hindrance(StrEnum):
    """What stands against asking a source now."""

    EARLY = "early"
    """It is not due."""
    HOLD = "hold"
    """Its host asked to be left alone."""
    PACE = "pace"
    """Its host was asked often enough for now."""
    LEASE = "lease"
    """Another process is asking it, or its host."""


@dataclass(frozen=True, slots=True)
class SourceTurn:
    """The right to ask a source, or what stands against it."""

    state: SourceState
    """What is remembered of the source."""
    hindrance: Hindrance | None = None
    until: Instant = 0
    """When the hindrance ends, as far as that is known."""


class Promised(NamedTuple):
    """An item in the queue with its first running promise: what the plan must know of it.

    A tuple, because ten thousand of them are read for a plan.
    """

    id: ItemId
    due: Instant
    started_at: Instant
    weight: int
    kind: Kind
    severity: int
    size: Size
    source: str
    length: int
    """Characters of the comment."""
    claimed_by: str = ""
    claimed_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """The promises that can collide, and between which due instants these are all there are."""

    promised: tuple[Promised, ...]
    spans: Spans


@dataclass(frozen=True, slots=True)
class Handled:
    """What one answer took, and what its item is known to be by now."""

    number: int
    """Rises with each answer recorded."""
    took: int
    """Microseconds between taking the item and answering it."""
    kind: Kind
    severity: int
    size: Size
    source: str
    length: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A lease on an item by an agent."""

    item: ItemId
    agent: str
    until: Instant
    taken_at: Instant


@dataclass(frozen=True, slots=True)
class Draft:
    """Text being written; each agent has one of his own on an item."""

    item: ItemId
    agent: str
    body: str
    saved_at: Instant


@dataclass(frozen=True, slots=True)
class Attendance:
    """One agent's stay in a shift."""

    agent: str
    joined_at: Instant
    left_at: Instant | None = None
    away_since: Instant | None = None
    """Since when the agent is on a break; None while working."""


@dataclass(frozen=True, slots=True)
class Shift:
    """An interval of the desk that agents join and leave."""

    id: str
    started_at: Instant
    ended_at: Instant | None = None
    zone: str = "UTC"
    team: str = ""
    agents: tuple[Attendance, ...] = ()
    note: str = ""
    version: int = 0
    """How often it was written; a change names the one it was made from."""

    def stay_of(self, agent: str) -> Attendance | None:
        """Return an agent's stay, None where he is not in the shift any more."""
        return next((s for s in self.agents if s.agent == agent and s.left_at is None), None)

    @property
    def at_work(self) -> int:
        """How many agents are in it and not on a break."""
        return sum(stay.left_at is None and stay.away_since is None for stay in self.agents)


@dataclass(frozen=True, slots=True)
class Notice:
    """What an agent is told: by a colleague's words, or by what happened to an item."""

    id: EventId
    at: Instant
    by: str
    to: str = ""
    """For whom; empty for everybody."""
    text: str = ""
    event: Event | None = None
    """What happened, where there are no words."""
    seen_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """What an agent looks at, and whether a reply is being written to it."""

    agent: str
    item: ItemId | None
    until: Instant
    writes: bool = False


@dataclass(frozen=True, slots=True)
class TeamDocument:
    """A version of the team's part of the configuration, with who wrote it and when."""

    version: int
    at: Instant
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A hint that something was written, by us or by another process; read to know what."""

    items: frozenset[ItemId]
    other: bool = False
    """Whether sources, shifts, drafts or claims may have changed too."""
    at_once: bool = field(default=False, compare=False)
    """Whether it was heard as it happened elsewhere, and is to be seen now."""
