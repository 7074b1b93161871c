"""What our order keeps against the common ones.

Run it as ``python -m bench.order [AGENTS …]``; every order plays the same shifts, and
differences are taken shift by shift.
"""

import math
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

from bench.bound import FIRST_SEED, against_bound
from bench.knowledge import knowledge
from bench.result import Result, table
from core.clock import HOUR, MINUTE, SECOND, Instant
from core.vocabulary import ItemId
from desk.order.capacity import Forecast, forecast
from desk.order.job import Hands, InHand, Job, Rules
from desk.order.plan import head, plan
from desk.order.scenario import Scenario
from desk.order.shift import draw
from desk.order.simulator import Simulation, play, simulate

SEEDS = 24
COMMON = ("newest", "oldest", "priority", "bands", "due", "laxity", "score")
LIMITS = {0.7: (0.85, 0.88), 0.9: (0.70, 0.75), 1.1: (0.78, 0.85), 1.3: (0.85, 0.88)}
"""Load to how much of the best common order's broken promises ours may break: without second
promises, and with them."""
NOW = 1_700_000_000 * SECOND
BALANCED = Rules()


def seeds(count: int = SEEDS) -> range:
    """Return the shifts that are played."""
    return range(FIRST_SEED, FIRST_SEED + count)


def ratio(ours: Simulation, peer: Simulation) -> tuple[float, float]:
    """Return the ratio of two means over the same shifts, and its standard error."""
    times = ours.broken_percent / peer.broken_percent
    rest = [one - times * other for one, other in zip(ours.shifts, peer.shifts, strict=True)]
    return times, statistics.stdev(rest) / math.sqrt(len(rest)) / peer.broken_percent


def cell(load: float, agents: int) -> Iterator[Result]:
    """Compare at one load and one number of agents."""
    scenario = replace(Scenario(), load=load, agents=agents)
    names = (*COMMON, "moore-hodgson", "promises-fewest", "promises")
    by = {name: simulate(scenario, name, seeds()) for name in names}
    best = min((by[name] for name in COMMON), key=lambda one: one.broken_percent)
    where = f"{load}/{agents}"
    for name, limit in zip(("promises-fewest", "promises"), LIMITS[load], strict=True):
        times, error = ratio(by[name], best)
        yield Result(
            f"{where} {name} against {best.order}",
            f"{by[name].broken_percent:.1f} %",
            f"{best.broken_percent:.1f} % ±{error:.3f}",
            times,
            limit,
        )
    fewest, balanced, plain = by["promises-fewest"], by["promises"], by["moore-hodgson"]
    yield Result(
        f"{where} promises-fewest above moore-hodgson",
        f"{fewest.broken_percent:.1f} %",
        f"{plain.broken_percent:.1f} %",
        fewest.broken_percent - plain.broken_percent,
        0.3,
        "points",
    )
    yield Result(
        f"{where} waits beyond 4x, balanced against fewest",
        f"{balanced.late_fourfold_percent:.1f} %",
        f"{fewest.late_fourfold_percent:.1f} %",
        balanced.late_fourfold_percent / fewest.late_fourfold_percent,
        0.75 if load < 1 else 1.0,
    )
    if (load, agents) == (0.9, 4):
        p99 = balanced.by_kind["harmful"].p99_minutes
        waits = f"{by['due'].by_kind['harmful'].p99_minutes:.0f} min"
        yield Result(f"{where} harmful, 99 of 100 answered", "", waits, p99, 60, "min")


def missed(order: Sequence[Job]) -> float:
    """Return the weight missed when one agent works an order without a pause."""
    clock, weight = NOW, 0.0
    for job in order:
        clock += job.work
        weight += job.weight if clock > job.due else 0
    return weight


def tiny(seed: int) -> list[Job]:
    """Return seven jobs that do not all fit."""
    dice = random.Random(seed)  # noqa: S311 - the same desk every time
    return [
        Job(
            ItemId(number),
            NOW + round(dice.uniform(5, 40) * MINUTE),
            round(dice.uniform(2, 10) * MINUTE),
            dice.choice((1, 2, 4, 6, 8)),
            HOUR,
        )
        for number in range(7)
    ]


def against_every_order(count: int = 60) -> Iterator[Result]:
    """Hold the plan with true times against the best of all orders of tiny desks."""
    ours, best, equal, better = 0.0, 0.0, 0, 0
    for seed in range(count):
        jobs = tiny(seed)
        mine = missed(plan(jobs, NOW, Hands(1), Rules(reserve=0.0)).order)
        least = min(missed(order) for order in permutations(jobs))
        ours, best = ours + mine, best + least
        equal += mine == least
        better += mine < least
    yield Result(f"tiny desks: best of all orders in {equal} of {count}", "", "", ours / best, 1.2)
    yield Result("tiny desks: better than the best possible", "", "", better, 0, "times")


@dataclass(slots=True)
class Watched:
    """Our order, watched while it is played: flicker, lazy planning and forecasts."""

    rules: Rules = BALANCED
    hours: float = 0.0
    flickers: int = 0
    checks: int = 0
    differ: int = 0
    told: list[tuple[frozenset[ItemId], Forecast]] = field(default_factory=list)
    last: tuple[Instant, list[Job], Hands] | None = None

    def pick(self, jobs: Sequence[Job], now: Instant, hands: Hands) -> Job:
        """Return the head of the plan, having looked at what passed since the last."""
        if self.last is not None:
            self._look_back(*self.last, now)
        made = plan(jobs, now, hands, self.rules)
        for part in (0.1, 0.5, 0.9, 0.999):
            later = now + int((made.replan_at - 1 - now) * part)
            again = plan(jobs, later, hands, self.rules)
            self.checks += 1
            self.differ += again.order[0] is not made.order[0] or again.lanes != made.lanes
        if now // HOUR > sum(1 for _ in self.told):
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
        top = head(jobs, then, hands, self.rules)
        for minute in range(then + MINUTE, now, MINUTE):
            following = head(jobs, minute, hands, self.rules)
            self.flickers += following is not top
            top = following


def live(agents: int, shifts: int = 8) -> Iterator[Result]:
    """Watch the balanced order at work: the top's rest, lazy planning, and the forecast."""
    scenario = replace(Scenario(), agents=agents)
    hours, flickers, checks, differ, forecasts, actual = 0.0, 0, 0, 0, 0.0, 0
    snapshots, outside = 0, 0
    for load in (0.7, 0.9, 1.1):
        for seed in range(2100, 2100 + shifts):
            order = Watched()
            done = play(draw(replace(scenario, load=load), seed), order)
            broken = {one.task.job.id for one in done if one.at > one.task.job.due}
            hours, flickers = hours + order.hours, flickers + order.flickers
            checks, differ = checks + order.checks, differ + order.differ
            for ids, told in order.told:
                forecasts, actual = forecasts + told.expected, actual + len(ids & broken)
                snapshots, outside = (
                    snapshots + 1,
                    outside + (not told.low <= len(ids & broken) <= told.high),
                )
    yield Result(
        f"{agents} agents: top changes by time alone, an hour", "", "", flickers / hours, 1
    )
    yield Result(f"{agents} agents: lazy differs, {checks} checks", "", "", differ, 0, "times")
    off = abs(forecasts / actual - 1) * 100
    mine, was = f"{forecasts:.0f}", f"{actual}"
    yield Result(f"{agents} agents: forecast of broken promises off", mine, was, off, 15, "%")
    share = 100 * outside / snapshots
    yield Result(f"{agents} agents: outside the forecast's range", "", "", share, 30, "%")


def measure(agents: Sequence[int] = (1, 4)) -> Iterator[Result]:
    """Yield every measurement."""
    yield from against_every_order()
    yield from knowledge(seeds())
    yield from against_bound()
    for count in agents:
        for load in LIMITS:
            yield from cell(load, count)
    for count in (1, 4):
        yield from live(count)


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]] or [1, 4]
    print(table(measure(asked)))
