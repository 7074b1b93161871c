"""Plays a shift by an order, and says what was kept and what was broken."""

import math
import statistics
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from operator import attrgetter

from core.clock import MINUTE, Instant
from desk.order.job import Hands, InHand, Job
from desk.order.orders import ORDERS, Order
from desk.order.scenario import Scenario
from desk.order.shift import Drawn, Task, draw

FOURFOLD = 4
"""A customer who waits longer than this many times the promise waits long."""


@dataclass(frozen=True, slots=True)
class Done:
    """A task and when its answer was given."""

    task: Task
    at: Instant

    @property
    def broken(self) -> bool:
        """Whether the promise was missed."""
        return self.at > self.task.due


@dataclass(frozen=True, slots=True)
class Figures:
    """What one kind of task came to over all seeds."""

    n: int
    broken_percent: float
    p50_minutes: float
    """Half of them were answered within this."""
    p99_minutes: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """What an order keeps and breaks, over a number of shifts."""

    scenario: str
    order: str
    seeds: int
    broken_percent: float
    """Weighted share of promises missed; those late before the shift began are left out."""
    broken_percent_se: float
    lateness_minutes: float
    """Weighted mean by how much answers were late."""
    late_fourfold_percent: float
    """Share of customers who waited longer than four times their promise."""
    by_kind: dict[str, Figures]
    shifts: tuple[float, ...]
    """Broken percent of each shift, to compare orders in pairs."""


def simulate(scenario: Scenario, name: str, seeds: Sequence[int]) -> Simulation:
    """Play the shifts of these seeds by the order of this name."""
    played = [play(draw(scenario, seed), ORDERS[name]) for seed in seeds]
    broken = [broken_percent(shift) for shift in played]
    spread = statistics.stdev(broken) if len(broken) > 1 else 0.0
    all_done = [done for shift in played for done in shift if done.task.counts]
    weight = sum(done.task.weight for done in all_done) or 1.0
    late = sum(done.task.weight * max(0, done.at - done.task.due) for done in all_done)
    long = sum(
        done.at - done.task.since > FOURFOLD * (done.task.due - done.task.since)
        for done in all_done
    )
    return Simulation(
        scenario=scenario.name,
        order=name,
        seeds=len(seeds),
        broken_percent=statistics.fmean(broken),
        broken_percent_se=spread / math.sqrt(len(broken)),
        lateness_minutes=late / weight / MINUTE,
        late_fourfold_percent=100 * long / (len(all_done) or 1),
        by_kind=_by_kind(all_done),
        shifts=tuple(broken),
    )


def broken_percent(shift: Sequence[Done]) -> float:
    """Return the weighted share of a shift's promises that were missed, in percent."""
    counted = [done for done in shift if done.task.counts]
    weight = sum(done.task.weight for done in counted)
    missed = sum(done.task.weight for done in counted if done.broken)
    return 100 * missed / weight if weight else 0.0


def play(shift: Drawn, order: Order) -> list[Done]:
    """Return every task of a shift with the instant it was done."""
    return _Play(shift, order).run()


def _by_kind(all_done: Sequence[Done]) -> dict[str, Figures]:
    kinds: dict[str, list[Done]] = {}
    for done in all_done:
        kinds.setdefault(done.task.kind, []).append(done)
    figures = {}
    for kind, group in kinds.items():
        waits = sorted((done.at - done.task.since) / MINUTE for done in group)
        figures[kind] = Figures(
            n=len(group),
            broken_percent=100 * sum(done.broken for done in group) / len(group),
            p50_minutes=waits[len(waits) // 2],
            p99_minutes=waits[min(len(waits) - 1, int(len(waits) * 0.99))],
        )
    return figures


@dataclass(slots=True)
class _Agent:
    """Someone at the desk: what is in hand, and the breaks still to come."""

    breaks: list[tuple[Instant, int]]
    task: Task | None = None
    since: Instant = 0
    away: bool = False


class _Play:
    """The state of a shift that is being played."""

    def __init__(self, shift: Drawn, order: Order) -> None:
        self._shift = shift
        self._order = order
        self._open: list[Job] = []
        """By due instant."""
        self._tasks: dict[int, Task] = {}
        self._done: list[Done] = []
        self._number = len(shift.tasks) + 1
        self._events: list[tuple[Instant, int, Task | _Agent]]
        self._events = [(task.seen_at, task.job.id, task) for task in shift.tasks]
        scenario = shift.scenario
        self._agents = [_Agent(scenario.breaks_of(n)) for n in range(scenario.agents)]
        for agent in self._agents:
            for at, _length in agent.breaks:
                self._wake(at, agent)
        heapify(self._events)

    def run(self) -> list[Done]:
        """Play until nothing is left to do."""
        events = self._events
        while events:
            now = events[0][0]
            while events and events[0][0] == now:
                one = heappop(events)[2]
                if isinstance(one, Task):
                    self._tasks[one.job.id] = one
                    insort(self._open, one.job, key=_due)
                else:
                    self._turn(one, now)
            self._assign(now)
        return self._done

    def _turn(self, agent: _Agent, now: Instant) -> None:
        """Let an agent finish what is done by now, come back, or go on a break."""
        task = agent.task
        if task is not None:
            if agent.since + round(task.minutes * MINUTE) > now:
                return
            agent.task = None
            self._done.append(Done(task, now))
            self._number += 1
            back = self._shift.answered(task, self._number, now)
            if back is not None:
                heappush(self._events, (back.seen_at, back.job.id, back))
        agent.away = False
        while agent.breaks and agent.breaks[0][0] <= now:
            _at, length = agent.breaks.pop(0)
            agent.away = True
            self._wake(now + length, agent)
            return

    def _assign(self, now: Instant) -> None:
        """Give every free agent the next of the open items."""
        for agent in self._agents:
            if not self._open:
                return
            if agent.task is not None or agent.away:
                continue
            job = self._order.pick(self._open, now, self._hands())
            at = bisect_left(self._open, job.due, key=_due)
            while self._open[at] is not job:
                at += 1
            del self._open[at]
            agent.task = self._tasks.pop(job.id)
            agent.since = now
            self._wake(now + round(agent.task.minutes * MINUTE), agent)

    def _hands(self) -> Hands:
        present = [agent for agent in self._agents if not agent.away]
        in_hand = tuple(
            InHand(agent.task.job.work, agent.since) for agent in present if agent.task is not None
        )
        return Hands(len(present), in_hand)

    def _wake(self, at: Instant, agent: _Agent) -> None:
        self._number += 1
        heappush(self._events, (at, self._number, agent))


_due = attrgetter("due")
