"""What our order keeps against the common ones.

Run it as ``python -m bench.order [AGENTS …]``; every order plays the same shifts, and
differences are taken shift by shift.
"""

import math
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from bench.bound import FIRST_SEED, against_bound
from bench.knowledge import knowledge
from bench.live import live
from bench.result import Result, table
from core.clock import HOUR, MINUTE, SECOND
from core.vocabulary import ItemId
from desk.order.job import Hands, Job, Rules
from desk.order.plan import plan
from desk.order.scenario import Scenario
from desk.order.simulator import Simulation, simulate

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
