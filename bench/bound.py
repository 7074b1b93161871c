"""How few promises anybody could have broken, knowing everything in advance."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from bench.result import Result
from core.clock import MINUTE, Instant
from desk.order.orders import ORDERS
from desk.order.scenario import Scenario
from desk.order.shift import Drawn, Task, draw
from desk.order.simulator import broken_percent, play

FIRST_SEED = 5000
"""Of the shifts that are played; those before it served to choose the rules."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Work that keeps a promise only between two instants."""

    release: Instant
    due: Instant
    work: int
    """Microseconds, above 0."""
    weight: float


def least_broken(pieces: Sequence[Piece], agents: int) -> float:
    """Return a weight that every order breaks at least.

    In any window [a, b] the agents work (b - a) * agents at most, so what is kept, is released
    at a or later and is due by b takes no more than that. Let work be kept in part, for that
    part of its weight, and be cut up and shared among agents at will: this only allows more.
    What can be kept is then what a transport from work to agent time can carry, which is a
    polymatroid, and there the greedy choice, most weight per minute first and as much of it as
    fits, keeps the greatest weight. As each piece may use one unbroken stretch of time, it fits
    as far as the tightest window around it has room. What is longer than its own window is
    broken by any order. Everything is counted in whole microseconds.
    """
    possible = [one for one in pieces if one.release + one.work <= one.due]
    broken = sum(one.weight for one in pieces) - sum(one.weight for one in possible)
    releases = sorted({one.release for one in possible})
    dues = sorted({one.due for one in possible})
    rooms = [[(due - release) * agents for due in dues] for release in releases]
    for one in sorted(possible, key=lambda one: -one.weight / one.work):
        column = bisect_left(dues, one.due)
        around = rooms[: bisect_left(releases, one.release) + 1]
        fits = min(one.work, *(min(row[column:]) for row in around))
        broken += one.weight * (1 - fits / one.work)
        if fits:
            for row in around:
                row[column:] = [room - fits for room in row[column:]]
    return broken


def clairvoyant(scenario: Scenario, seed: int) -> Drawn:
    """Return a shift in which nothing depends on the order: the one that the bound is of.

    Nothing is misread, nobody has a break, and customers answer as if our answer had come when
    it was due.
    """
    fixed = replace(scenario, misread=0, breaks=())
    shift = draw(fixed, seed)
    number = len(shift.tasks)
    backs = [
        back
        for place, task in enumerate(shift.tasks, 1)
        if (back := shift.answered(task, number + place, task.due)) is not None
    ]
    tasks = (*(replace(task, answer=None) for task in shift.tasks), *backs)
    return Drawn(tuple(sorted(tasks, key=lambda task: task.seen_at)), fixed)


def with_true_times(shift: Drawn) -> Drawn:
    """Return the shift with the desk knowing how long everything takes."""

    def told(task: Task) -> Task:
        return replace(task, job=task.job._replace(work=_work(task)))

    return replace(shift, tasks=tuple(told(task) for task in shift.tasks))


def bound_percent(shift: Drawn) -> float:
    """Return the least weighted share of broken promises, in percent."""
    pieces = [
        Piece(task.seen_at, task.due, _work(task), task.weight)
        for task in shift.tasks
        if task.counts
    ]
    least = least_broken(pieces, shift.scenario.agents)
    return 100 * least / sum(one.weight for one in pieces)


def against_bound() -> Iterator[Result]:
    """Tell what our order, and the bare plan given the true times, break against the bound.

    No limit is held: nobody knows how much of the distance is the bound's own slack.
    """
    for load, agents, count in ((0.9, 1, 24), (0.9, 4, 6), (1.1, 4, 6)):
        scenario = replace(Scenario(), load=load, agents=agents)
        shifts = [clairvoyant(scenario, FIRST_SEED + number) for number in range(count)]
        least = fmean(bound_percent(shift) for shift in shifts)
        known = [with_true_times(shift) for shift in shifts]
        for what, name, played in (
            ("promises-fewest", "promises-fewest", shifts),
            ("moore-hodgson with true times", "moore-hodgson", known),
        ):
            ours = fmean(broken_percent(play(shift, ORDERS[name])) for shift in played)
            yield Result(
                f"{load}/{agents} {what} against the bound",
                f"{ours:.1f} %",
                f"{least:.1f} %",
                ours / least,
                math.inf,
            )


def _work(task: Task) -> int:
    return max(1, round(task.minutes * MINUTE))
