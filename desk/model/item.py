"""An item: a post on our desk, as the fold of its events leaves it.

No text of people stands here: ``text_event`` names the event whose texts hold author and body.
"""

from dataclasses import dataclass, field

from core.clock import MINUTE, Instant
from core.vocabulary import (
    Ball,
    DateQuality,
    EventId,
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
    TimerResult,
    Verification,
)
from playbooks.model import Record


@dataclass(frozen=True, slots=True)
class Timer:
    """A clock of an item: start, due and, once frozen, its end and result."""

    kind: TimerKind
    cycle: int
    started_at: Instant
    due_at: Instant
    weight: int = 0
    ended_at: Instant | None = None
    result: TimerResult | None = None
    breach_noticed: bool = False
    """Whether the breach stands in the events; lateness itself is computed on read."""

    @property
    def running(self) -> bool:
        """Whether the clock has not ended."""
        return self.ended_at is None

    def is_late(self, now: Instant) -> bool:
        """Whether this is a running promise that is missed by now."""
        return self.running and self.kind.is_promise and self.due_at <= now


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that was posted: a fact."""

    id: EventId
    kind: ReplyKind
    posted_at: Instant
    by: str
    without_claim: bool = False
    """Recorded when the lease was gone; kept and flagged, never refused."""
    put_right_at: Instant | None = None
    """When it was last corrected on the platform."""
    outside: bool = False
    """Found at the source without having been recorded here: answered outside the desk."""
    seen_at: Instant | None = None
    """When the source was seen to show it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The structured end of an item."""

    code: OutcomeCode
    strategy: Strategy
    at: Instant
    by: str
    root_cause: RootCause | None = None
    verified: Verification | None = None
    follow_up: FollowUpKind | None = None
    announced: bool | None = None
    """For a removal: whether it was said in public."""
    event: EventId = EventId("")
    """Whose texts hold the prevention idea, the colleague's name, the announcement."""


@dataclass(frozen=True, slots=True)
class Handed:
    """An item on its way to somebody who has not accepted it yet."""

    to: str
    """A colleague, or ``next-shift``."""
    by: str
    at: Instant
    event: EventId = EventId("")
    """Whose texts say how it stands and what to watch out for."""


@dataclass(frozen=True, slots=True)
class Because:
    """One reason of a verdict: a code and the words it was read from."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A post on our desk: state, ball, strategy, clocks, steps and history."""

    id: ItemId
    source: str
    native_id: str
    first_seen_at: Instant
    published_at: Instant | None = None
    date_quality: DateQuality = DateQuality.OK
    late_on_arrival: bool = False
    """Past its target already when we first saw it; its breach is counted apart."""
    held: bool = False
    """Its source showed it long after its date: it was held there, for approval say."""
    added_by: str = ""
    """The agent who added it by hand."""
    brand: str = ""
    state: State = State.NEW
    ball: Ball = Ball.US
    strategy: Strategy | None = None
    kind: Kind = Kind.OTHER
    severity: int = 1
    """1 low … 5 safety or threat."""
    language: Language = Language.UND
    polarity: str = ""
    arousal: str = ""
    size: Size = Size.NORMAL
    because: tuple[Because, ...] = ()
    confirmed_by: str = ""
    """The agent who confirmed or overruled the triage."""
    rating: float | None = None
    rating_max: float | None = None
    text_event: EventId = EventId("")
    """The seen or revised event that holds the text as it stands now."""
    length: int = 0
    """Characters of its title and body as they stand now."""
    revision: int = 1
    edited_after_answer: bool = False
    vanished: bool = False
    timers: tuple[Timer, ...] = ()
    cycle: int = 1
    """Rises with each customer message that wants an answer."""
    playbook: str = ""
    """``name@version`` it began with; empty until the first step."""
    steps: tuple[Record, ...] = ()
    evidence_at: Instant | None = None
    """When an agent last kept the comment as evidence; each revision is kept anyway."""
    reading: Reading = Reading.NONE
    """How it stands with the second reader of the reply."""
    reading_for: str = ""
    """The agent who asked for one."""
    ready_at: Instant | None = None
    replies: tuple[Reply, ...] = ()
    outcome: Outcome | None = None
    merged_into: ItemId | None = None
    """The item that stands for the same comment, where an agent merged this one into it."""
    closed_at: Instant | None = None
    reopen_count: int = 0
    labels: tuple[str, ...] = ()
    handed: Handed | None = None
    """Until it is accepted, taken by another, or ended."""
    version: int = 0
    """How many events it has; every change must name the version it saw."""
    undone: tuple[EventId, ...] = field(default=())

    @property
    def clock_start(self) -> Instant:
        """When first_response starts; ``date_quality`` says why."""
        if self.published_at is None or self.date_quality is not DateQuality.OK:
            return self.first_seen_at
        return min(self.published_at, self.first_seen_at)

    @property
    def is_closed(self) -> bool:
        """Whether it counts as gone from the backlog."""
        return self.state in {State.CLOSED, State.REMOVED}

    def timer(self, kind: TimerKind) -> Timer | None:
        """Return the running timer of a kind, or None."""
        return next((t for t in self.timers if t.kind is kind and t.running), None)

    def next_cycle(self, kind: TimerKind) -> int:
        """Return the number of the next timer of a kind."""
        return 1 + sum(timer.kind is kind for timer in self.timers)

    @property
    def running(self) -> tuple[Timer, ...]:
        """Every clock that has not ended, earliest due first."""
        return tuple(sorted((t for t in self.timers if t.running), key=lambda t: t.due_at))

    @property
    def promise(self) -> Timer | None:
        """The running promise that is due first."""
        return next((t for t in self.running if t.kind.is_promise), None)

    @property
    def queue_from(self) -> Instant | None:
        """From when it stands in the queue: 0 at once, an instant when it wakes, None never."""
        snooze = self.timer(TimerKind.SNOOZE)
        if snooze is not None:
            return snooze.due_at
        if self.state in {State.NEW, State.OPEN} or (
            self.state is State.PRIVATE and self.ball is Ball.US
        ):
            return 0
        if self.is_closed or self.state is State.HISTORY:
            owed = self.timer(TimerKind.PRAISE_FOLLOW_UP)
            return owed.due_at if owed else None
        wakes = [t.due_at for t in self.running if t.kind in WAKING]
        wakes += [t.due_at - PROMISE_AHEAD for t in self.running if t.kind.is_promise]
        return min(wakes, default=None)

    @property
    def queue_due(self) -> Instant | None:
        """What it is ordered by in its band: its promise, else the instant it wakes; None last."""
        promise = self.promise
        return promise.due_at if promise else self.queue_from or None

    @property
    def band(self) -> int:
        """0 for severity 5, 1 for the rest; part of the stored static key."""
        return 0 if self.severity >= PINNED_SEVERITY else 1


PINNED_SEVERITY = 5
PROMISE_AHEAD = 30 * MINUTE
"""How long before its due instant a promise on a waiting item brings it back."""
WAKING = frozenset(
    {
        TimerKind.FOLLOW_UP,
        TimerKind.WATCH_RECHECK,
        TimerKind.PRAISE_FOLLOW_UP,
        TimerKind.INTERNAL_WAIT,
    }
)
"""Wake-ups that bring an item back into the queue when they are due."""
