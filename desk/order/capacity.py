"""What the plan says about staffing: how many promises break, and what helps.

The rates at which promises of a class break are learned from what became of them; the ones
given here were measured on simulated shifts and count as a start. Everything is an estimate
of a wide spread, so figures are ranges, and no count of zero means that nothing breaks.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from core.clock import MINUTE
from core.vocabulary import Lane
from desk.order.job import Job
from desk.order.plan import Plan

HEAVY_WEIGHT = 4
BUSY = 30 * MINUTE
"""Planned work per agent from which a desk is busy."""
FEW_LEFT = 0.1
"""Help is enough once this share of what was set aside is left."""
MOST_HELP = 12
"""More agents than this are not asked for."""
SHORTEST_HELP, LONGEST_HELP = 15 * MINUTE, 180 * MINUTE
HELP_PACE = 0.7
"""Share of a helper's time that goes into the work meant."""
SPREAD = 1.28
"""Standard deviations to either side that hold eight of ten outcomes."""
SHARED = 0.45
"""How far promises fare alike: the standard deviation of a busy hour's common fortune."""


class PlanClass(StrEnum):
    """What the plan says of a promise and of the desk around it."""

    SET_ASIDE = "set_aside"
    TOO_LATE = "too_late"
    HEAVY_CALM = "heavy_calm"
    HEAVY_BUSY = "heavy_busy"
    HEAVY_FULL = "heavy_full"
    LIGHT_CALM = "light_calm"
    LIGHT_BUSY = "light_busy"
    LIGHT_FULL = "light_full"


@dataclass(frozen=True, slots=True)
class Rate:
    """How many promises of a class were broken, of how many."""

    broken: float
    seen: float

    @property
    def share(self) -> float:
        """Return the share that breaks."""
        return self.broken / self.seen

    def learn(self, *, broken: bool) -> "Rate":
        """Return the rate with one more outcome."""
        return Rate(self.broken + broken, self.seen + 1)


START_SEEN = 50
"""The measured rates weigh as much as this many promises of the desk's own."""
RATES: Mapping[PlanClass, Rate] = {
    PlanClass.SET_ASIDE: Rate(0.797 * START_SEEN, START_SEEN),
    PlanClass.TOO_LATE: Rate(0.994 * START_SEEN, START_SEEN),
    PlanClass.HEAVY_CALM: Rate(0.027 * START_SEEN, START_SEEN),
    PlanClass.HEAVY_BUSY: Rate(0.069 * START_SEEN, START_SEEN),
    PlanClass.HEAVY_FULL: Rate(0.161 * START_SEEN, START_SEEN),
    PlanClass.LIGHT_CALM: Rate(0.030 * START_SEEN, START_SEEN),
    PlanClass.LIGHT_BUSY: Rate(0.116 * START_SEEN, START_SEEN),
    PlanClass.LIGHT_FULL: Rate(0.150 * START_SEEN, START_SEEN),
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many of the open promises that are not missed yet will break."""

    expected: float
    low: int
    high: int
    """Eight of ten outcomes lie between low and high."""
    missed: int
    """How many are missed already."""


@dataclass(frozen=True, slots=True)
class Help:
    """More hands that would keep most of what is set aside."""

    agents: int
    duration: int
    saves: int
    """How many fewer promises would be set aside."""


def classes(plan: Plan) -> list[tuple[Job, PlanClass]]:
    """Return every promise that is not missed yet, with its class."""
    work = sum(job.work for job in plan.kept)
    calm = "calm" if work <= BUSY * max(1, plan.hands.agents) else "busy"
    desk = "full" if plan.count(Lane.SET_ASIDE) else calm
    heavy, light = PlanClass(f"heavy_{desk}"), PlanClass(f"light_{desk}")
    known = {Lane.SET_ASIDE: PlanClass.SET_ASIDE, Lane.LATE: PlanClass.TOO_LATE}
    now, lanes = plan.now, plan.lanes
    return [
        (job, known.get(lanes[job.id], heavy if job.weight >= HEAVY_WEIGHT else light))
        for job in plan.order
        if job.due > now
    ]


def forecast(plan: Plan, rates: Mapping[PlanClass, Rate] = RATES) -> Forecast:
    """Return how many promises will break at this staffing, as a range."""
    counts = Counter(kind for _job, kind in classes(plan))
    shares = {kind: rates[kind].share for kind in counts}
    expected = sum(count * shares[kind] for kind, count in counts.items())
    own = sum(count * shares[kind] * (1 - shares[kind]) for kind, count in counts.items())
    spread = SPREAD * math.sqrt(own + (SHARED * expected) ** 2)
    return Forecast(
        expected=expected,
        low=max(0, math.floor(expected - spread)),
        high=min(counts.total(), math.ceil(expected + spread)),
        missed=len(plan.order) - counts.total(),
    )


def more_hands(plan: Plan) -> Help | None:
    """Return the fewest more agents who would keep nearly all that is set aside, if any is."""
    aside = [job for job in plan.jobs.values() if plan.lanes[job.id] is Lane.SET_ASIDE]
    if not aside:
        return None
    extra, left = 0, len(aside)
    while left > FEW_LEFT * len(aside) and extra < MOST_HELP:
        extra += 1
        more = replace(plan.hands, agents=max(1, plan.hands.agents) + extra)
        left = plan.with_hands(more).count(Lane.SET_ASIDE)
    needed = sum(job.work for job in aside) / extra / HELP_PACE
    duration = min(max(needed, SHORTEST_HELP), LONGEST_HELP)
    duration = min(duration, max(job.due for job in aside) - plan.now)
    return Help(extra, int(duration), len(aside) - left)


def broken_by_break(plan: Plan, away: int) -> int:
    """Return how many of the open promises at least break if an agent leaves for a while.

    What arrives meanwhile comes on top, so 0 only says that the plan has room for it today.
    """
    leave = plan.with_hands(replace(plan.hands, away=plan.hands.away + away))
    return max(0, leave.count(Lane.SET_ASIDE) - plan.count(Lane.SET_ASIDE))
