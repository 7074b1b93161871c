"""Our order at work, minute by minute: how steady its top is, and how right its forecasts are.

In one shift of each load it is looked at every second as well: a plan that is made anew only at
the instants it names must be the one that would have been made each second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bench.result import Result
from core.clock import HOUR, MINUTE, SECOND, Instant
from core.vocabulary import ItemId
from desk.order.capacity import Forecast, forecast
from desk.order.job import Hands, InHand, Job, Rules
from desk.order.plan import plan
from desk.order.scenario import Scenario
from desk.order.shift import draw
from desk.order.simulator import play

RULES = Rules()
LOADS = (0.7, 0.9, 1.1)
FIRST, SHIFTS = 2100, 8
"""The shifts that are watched: none of those that the rates were measured on."""
FLICKER_LIMIT = 1.0
"""How often an hour the top may change though nothing happened."""
FORECAST_LIMIT = 15.0
"""Percent by which the sum of all forecasts may be off."""
OUTSIDE_LIMIT = 30.0
"""Percent of forecasts whose range may miss; two in ten are meant to."""


@dataclass(slots=True)
class Watched:
    """Our order, watched while it is played."""

    step: int = MINUTE
    """How often it is looked at."""

    hours: float = 0.0
    flickers: int = 0
    checks: int = 0
    differ: int = 0
    """How often the plan that stood was another than the one of that instant."""
    told: list[tuple[frozenset[ItemId], Forecast]] = field(default_factory=list)
    """Of each hour, the open promises and how many of them were said to break."""
    last: tuple[Instant, list[Job], Hands] | None = None

    def pick(self, jobs: Sequence[Job], now: Instant, hands: Hands) -> Job:
        """Return the head of the plan, having looked at what passed since the last."""
        if self.last is not None:
            self._look_back(*self.last, now)
        made = plan(jobs, now, hands, RULES)
        if now // HOUR > len(self.told):
            open_ids = frozenset(job.id for job in jobs if job.due > now)
            self.told.append((open_ids, forecast(made)))
        first = made.order[0]
        rest = [job for job in jobs if job is not first]
        begun = replace(hands, in_hand=(*hands.in_hand, InHand(first.work, now)))
        self.last = (now, rest, begun)
        return first

    def _look_back(self, then: Instant, jobs: list[Job], hands: Hands, now: Instant) -> None:
        self.hours += (now - then) / HOUR
        if not jobs:
            return
        stands = plan(jobs, then, hands, RULES)
        top = stands.order[0]
        for later in range(then + self.step, now, self.step):
            while stands.replan_at <= later:
                stands = plan(jobs, stands.replan_at, hands, RULES)
            anew = plan(jobs, later, hands, RULES)
            self.checks += 1
            self.differ += anew.order[0] is not stands.order[0] or anew.lanes != stands.lanes
            if (later - then) % MINUTE == 0:
                self.flickers += anew.order[0] is not top
                top = anew.order[0]


def live(agents: int) -> Iterator[Result]:
    """Watch the balanced order with so many agents."""
    watched: list[Watched] = []
    forecasts: list[tuple[Forecast, int]] = []
    for load in LOADS:
        scenario = replace(Scenario(), agents=agents, load=load)
        for seed in range(FIRST, FIRST + SHIFTS):
            order = Watched(SECOND if seed == FIRST else MINUTE)
            done = play(draw(scenario, seed), order)
            broken = {one.task.job.id for one in done if one.at > one.task.job.due}
            watched.append(order)
            forecasts += [(told, len(ids & broken)) for ids, told in order.told]
    flickers = sum(one.flickers for one in watched) / sum(one.hours for one in watched)
    what = f"{agents} agents: top changes by time alone, an hour"
    yield Result(what, f"{flickers:.2f}", "", flickers, FLICKER_LIMIT, "times")
    differ = sum(one.differ for one in watched)
    checks = sum(one.checks for one in watched)
    what = f"{agents} agents: plan that stands is not that of the second"
    yield Result(what, str(differ), f"{checks:,} checks", differ, 0, "times")
    yield from calibration(agents, forecasts)


def calibration(agents: int, forecasts: Sequence[tuple[Forecast, int]]) -> Iterator[Result]:
    """Hold forecasts against how many promises broke."""
    told = sum(one.expected for one, _broken in forecasts)
    broken = sum(broken for _one, broken in forecasts)
    what = f"{agents} agents: forecast of broken promises off"
    off = abs(told / broken - 1) * 100
    yield Result(what, f"{told:.0f}", str(broken), off, FORECAST_LIMIT, "%")
    missed = [not one.low <= broken <= one.high for one, broken in forecasts]
    share = 100 * sum(missed) / len(missed)
    what = f"{agents} agents: outside the forecast's range, of {len(missed)}"
    yield Result(what, str(sum(missed)), "", share, OUTSIDE_LIMIT, "%")
