"""What the plan is made from: the promises, the hands there are, and the team's rules.

Instants and durations are microseconds (core.clock).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from core.clock import HOUR, MINUTE, Instant
from core.vocabulary import ItemId

LEAST_LEFT = 0.4
"""Share of its expected time that work in hand still takes, however long it has lasted."""


class Dial(StrEnum):
    """How much those count whose promise is missed already."""

    FEWEST = "fewest"
    """Fewest broken promises: late ones wait until nothing else can be kept."""
    BALANCED = "balanced"
    """Late ones get a second promise, kept where the first ones leave half an hour of room."""
    NEVER_LONG = "never-long"
    """Second promises are kept wherever they do not break a first one."""


class Job(NamedTuple):
    """A promise that runs, and the work that keeps it; one for each open item.

    A tuple, because ten thousand of them are made for a plan.
    """

    id: ItemId
    due: Instant
    work: int
    """Expected time at it, above 0."""
    weight: float
    target: int
    """How long the promise was from its start."""
    pinned: bool = False
    """Safety: it comes first whatever it costs."""
    heavy: bool = False
    """Of the kinds that weigh most: once late, it is promised anew until it is answered."""
    start: Instant | None = None
    """When the promise began, where closed hours lie between; None is its target before due."""

    @property
    def began(self) -> Instant:
        """Return when the promise began to run."""
        return self.due - self.target if self.start is None else self.start


@dataclass(frozen=True, slots=True)
class InHand:
    """Work an agent has begun."""

    work: int
    """Expected time at it."""
    since: Instant


@dataclass(frozen=True, slots=True)
class Hands:
    """Who works now; who is on a break is not counted."""

    agents: int = 1
    in_hand: tuple[InHand, ...] = ()
    away: int = 0
    """Agent time that is about to be lost, as to a break."""

    def begin(self, now: Instant) -> float:
        """Return when these agents come to the first open item, on average."""
        agents = max(1, self.agents)
        busy = float(self.away)
        if agents - len(self.in_hand) <= 1:
            busy += sum(
                max(LEAST_LEFT * one.work, one.work - (now - one.since)) for one in self.in_hand
            )
        return now + busy / agents


@dataclass(frozen=True, slots=True)
class Rules:
    """What a team can turn about its order."""

    dial: Dial = Dial.BALANCED
    reserve: float = 0.30
    """Share of the agents' time kept free for what has not arrived yet."""
    guard: int = 30 * MINUTE
    """Room that first promises must have before a late one is moved ahead of them."""
    horizon: int = 12 * HOUR
    """What is due later cannot collide yet and simply follows by its due instant."""
    pins: bool = True
    """Whether safety comes first; off only to compare."""

    def pace(self, agents: int) -> float:
        """Return how much of the clock a unit of work takes."""
        return 1 / (max(1, agents) * (1 - self.reserve))

    def guard_of(self, job: Job) -> int:
        """Return the room that must stay when this late one is moved ahead."""
        return 0 if job.heavy or self.dial is Dial.NEVER_LONG else self.guard
