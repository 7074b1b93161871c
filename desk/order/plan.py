"""The plan: which promises can still be kept, which are set aside, and what comes next.

Weighted Moore-Hodgson over expected times: promises are taken in by due instant, and whenever
one would end too late, the one that keeps least weight per minute of work is set aside. Part
of the agents' time is reserved for what has not arrived yet. A missed promise gets a second
one, so that nobody is forgotten. Instants and durations are microseconds (core.clock).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import compress
from operator import attrgetter

from core.clock import Instant
from core.vocabulary import ItemId, Lane
from desk.order.job import Dial, Hands, Job, Rules

SECOND_PROMISE = 3
"""A second promise is due this many targets after the first: four targets in all."""
LOOK_AHEAD = 32
"""How many second promises, nearest first, are tried for a place before a kept one."""


@dataclass(slots=True)
class _Sorted:
    """The jobs by verdict, and for how long it stands if nothing happens."""

    pinned: list[Job]
    kept: list[Job]
    aside: list[Job]
    late: list[Job]
    beyond: list[Job]
    begin: float
    """When the first kept one starts."""
    stands: float
    """The verdicts stay as they are for this long at least."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The order of the open items with the verdict on each."""

    now: Instant
    hands: Hands
    rules: Rules
    order: tuple[Job, ...]
    """Every job, in the order in which to take them."""
    lanes: Mapping[ItemId, Lane]
    starts: Mapping[ItemId, float]
    """When those that are kept would be started."""
    seconds: Mapping[ItemId, Instant]
    """The second promise of those that are late and have one that can be kept."""
    moved: frozenset[ItemId]
    """Late ones that stand ahead of a promise that is kept."""
    jobs: Mapping[ItemId, Job]
    kept: tuple[Job, ...]
    """Those the plan keeps within the horizon, by due instant; pinned ones are not among them."""
    replan_at: Instant
    """Until then the plan stays as it is, unless something happens."""

    def count(self, lane: Lane) -> int:
        """Return how many stand in a lane."""
        return sum(one is lane for one in self.lanes.values())

    def with_hands(self, hands: Hands) -> "Plan":
        """Return the plan of the same promises for other hands."""
        return plan(tuple(self.jobs.values()), self.now, hands, self.rules)


def plan(jobs: Sequence[Job], now: Instant, hands: Hands, rules: Rules) -> Plan:
    """Return the order of the jobs, their lanes, and when that changes by itself."""
    by_due = sorted(jobs, key=attrgetter("due"))
    queue = _Queue(by_due, now, hands, rules)
    order, verdicts, seconds = tuple(queue), queue.verdicts, queue.seconds
    jobs_by_id = {job.id: job for job in by_due}
    lanes: dict[ItemId, Lane] = dict.fromkeys(jobs_by_id, Lane.KEEP)
    lanes.update(dict.fromkeys((job.id for job in verdicts.aside), Lane.SET_ASIDE))
    lanes.update(dict.fromkeys((job.id for job in verdicts.late), Lane.LATE))
    lanes.update((job.id, Lane.LATE) for job in verdicts.pinned if job.due - job.work < now)
    second_ends = (due - job.work - now for job, due in seconds)
    stands = min(verdicts.stands, queue.stands, min(second_ends, default=verdicts.stands))
    return Plan(
        now=now,
        hands=hands,
        rules=rules,
        order=order,
        lanes=lanes,
        starts={job.id: start for job, start in zip(verdicts.kept, queue.starts, strict=True)},
        seconds={job.id: due for job, due in seconds},
        moved=frozenset(queue.moved),
        jobs=jobs_by_id,
        kept=tuple(verdicts.kept),
        replan_at=now + int(stands) + 1,
    )


def head(by_due: Sequence[Job], now: Instant, hands: Hands, rules: Rules) -> Job:
    """Return only the first of the plan; the jobs are given by due instant."""
    return next(iter(_Queue(by_due, now, hands, rules)))


def price(plan: Plan, job: Job) -> tuple[Job, ...]:
    """Return the kept ones that would break if a job that is set aside were kept."""
    pace = plan.rules.pace(plan.hands.agents)
    pinned = sum(one.work for one in plan.order if one.pinned)
    clock = plan.hands.begin(plan.now) + pinned * pace
    heap: list[tuple[float, int, Job]] = []
    lost = []
    for index, one in enumerate(sorted((*plan.kept, job), key=attrgetter("due"))):
        clock += one.work * pace
        if one is not job:
            heappush(heap, (one.weight / one.work, index, one))
        while heap and clock - one.work * pace + one.work > one.due:
            cheapest = heappop(heap)[2]
            clock -= cheapest.work * pace
            lost.append(cheapest)
            if cheapest is one:
                break
    return tuple(lost)


def second_promises(late: Sequence[Job], now: Instant, rules: Rules) -> list[tuple[Job, Instant]]:
    """Return the late ones whose second promise can be kept, the nearest first."""
    if rules.dial is Dial.FEWEST:
        return []
    found = []
    for job in late:
        due = job.due + SECOND_PROMISE * job.target
        missed = now + job.work - due
        if missed > 0 and job.heavy and job.target > 0:
            cycle = (SECOND_PROMISE + 1) * job.target
            due += -(-missed // cycle) * cycle
            missed = 0
        if missed <= 0:
            found.append((job, due))
    found.sort(key=lambda pair: pair[1])
    return found


def _sort(by_due: Sequence[Job], now: Instant, hands: Hands, rules: Rules) -> _Sorted:
    """Give every job its verdict."""
    end = now + rules.horizon
    pinned: list[Job] = []
    near: list[Job] = []
    late: list[Job] = []
    beyond: list[Job] = []
    stands = float(rules.horizon)
    for job in by_due:
        if job.pinned and rules.pins:
            pinned.append(job)
            stands = min(stands, job.due - job.work - now) if job.due - job.work >= now else stands
        elif job.due - job.work < now:
            late.append(job)
        elif job.due <= end:
            near.append(job)
        else:
            beyond.append(job)
    if beyond:
        stands = min(stands, beyond[0].due - end)
    pace = rules.pace(hands.agents)
    begin = hands.begin(now) + sum(job.work for job in pinned) * pace
    out, least = _set_aside(near, begin, pace)
    kept = [job for job, gone in zip(near, out, strict=True) if not gone]
    aside = list(compress(near, out))
    stands = min(stands, least, *(job.due - job.work - now for job in aside))
    return _Sorted(pinned, kept, aside, late, beyond, begin, stands)


def _set_aside(jobs: Sequence[Job], begin: float, pace: float) -> tuple[bytearray, float]:
    """Return for each job whether it is given up, and the least room by which the rest fits.

    This is the pass that the whole order rests on. While that least room is not used up, the
    same pass gives up the same jobs, so nothing needs to be planned anew.
    """
    heap: list[tuple[float, int, float]] = []
    out = bytearray(len(jobs))
    least = math.inf
    clock = begin
    for index, job in enumerate(jobs):
        work = job.work
        step = work * pace
        room = job.due - clock - work
        one = (job.weight / work, index, step)
        if room < 0 and (not heap or one < heap[0]):
            out[index] = True
            continue
        clock += step
        heappush(heap, one)
        while room < 0:
            _density, cheapest, gone = heappop(heap)
            out[cheapest] = True
            clock -= gone
            if cheapest == index:
                break
            room += gone
        else:
            least = min(least, room)
    return out, least


def _lay_out(verdicts: _Sorted, pace: float) -> tuple[list[float], list[float]]:
    """Return the start of each kept job, and the least room from it to the last."""
    starts = []
    rooms = []
    clock = verdicts.begin
    for job in verdicts.kept:
        starts.append(clock)
        rooms.append(job.due - clock - job.work)
        clock += job.work * pace
    for index in range(len(rooms) - 2, -1, -1):
        rooms[index] = min(rooms[index], rooms[index + 1])
    return starts, rooms


class _Queue:
    """The order, one by one: pinned, kept with second promises between, and the rest."""

    def __init__(self, by_due: Sequence[Job], now: Instant, hands: Hands, rules: Rules) -> None:
        self.verdicts = _sort(by_due, now, hands, rules)
        self.seconds = second_promises(self.verdicts.late, now, rules)
        self._pace = pace = rules.pace(hands.agents)
        self.starts, self._rooms = _lay_out(self.verdicts, pace)
        self._waiting = [
            (job, due, job.work * pace + rules.guard_of(job)) for job, due in self.seconds
        ]
        self._least = min((needed for _job, _due, needed in self._waiting), default=0.0)
        self.stands = float(rules.horizon)
        self.moved: list[ItemId] = []

    def __iter__(self) -> Iterator[Job]:
        verdicts = self.verdicts
        yield from verdicts.pinned
        spent = 0.0
        for job, room in zip(verdicts.kept, self._rooms, strict=True):
            while (late := self._fits(job, room - spent)) is not None:
                self.moved.append(late.id)
                spent += late.work * self._pace
                yield late
            yield job
        yield from (job for job, _due, _needed in self._waiting)
        yield from verdicts.beyond
        promised = {job.id for job, _due in self.seconds}
        rest = [job for job in verdicts.late if job.id not in promised]
        rest += verdicts.aside
        rest.sort(key=lambda job: -job.weight / job.work)
        yield from rest

    def _fits(self, before: Job, room: float) -> Job | None:
        """Take out the late one with the nearest second promise that may go before a kept one."""
        if room < self._least:
            return None
        for index, (late, due, needed) in enumerate(self._waiting[:LOOK_AHEAD]):
            if due >= before.due:
                return None
            if room >= needed:
                self.stands = min(self.stands, room - needed)
                del self._waiting[index]
                return late
        return None
