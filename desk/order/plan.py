"""The plan: which promises can still be kept, which are set aside, and what comes next.

Weighted Moore-Hodgson over expected times: promises are taken in by due instant, and whenever
one would end too late, the one that keeps least weight per minute of work is set aside. Part
of the agents' time is reserved for what has not arrived yet. A missed promise gets a second
one, so that nobody is forgotten. Instants and durations are microseconds (core.clock).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from operator import attrgetter

from core.clock import HOUR, MINUTE, Instant
from core.vocabulary import ItemId, Lane

SECOND_PROMISE = 3
"""A second promise is due this many targets after the first: four targets in all."""
LEAST_LEFT = 0.4
"""Share of its expected time that work in hand still takes, however long it has lasted."""
LOOK_AHEAD = 32
"""How many second promises, nearest first, are tried for a place before a kept one."""


class Dial(StrEnum):
    """How much those count whose promise is missed already."""

    FEWEST = "fewest"
    """Fewest broken promises: late ones wait until nothing else can be kept."""
    BALANCED = "balanced"
    """Late ones get a second promise, kept where the first ones leave half an hour of room."""
    NEVER_LONG = "never-long"
    """Second promises are kept wherever they do not break a first one."""


@dataclass(frozen=True, slots=True)
class Job:
    """A promise that runs, and the work that keeps it; one for each open item."""

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


def plan(jobs: Sequence[Job], now: Instant, hands: Hands = Hands(), rules: Rules = Rules()) -> Plan:
    """Return the order of the jobs, their lanes, and when that changes by itself."""
    by_due = sorted(jobs, key=attrgetter("due"))
    verdicts = _sort(by_due, now, hands, rules)
    pace = rules.pace(hands.agents)
    starts, rooms = _lay_out(verdicts, pace)
    seconds = second_promises(verdicts.late, now, rules)
    queue = _Queue(verdicts, rooms, seconds, pace, rules)
    order = tuple(queue)
    lanes = dict.fromkeys((job.id for job in by_due), Lane.KEEP)
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
        starts={job.id: start for job, start in zip(verdicts.kept, starts, strict=True)},
        seconds={job.id: due for job, due in seconds},
        moved=frozenset(queue.moved),
        jobs={job.id: job for job in by_due},
        kept=tuple(verdicts.kept),
        replan_at=now + int(stands) + 1,
    )


def head(by_due: Sequence[Job], now: Instant, hands: Hands, rules: Rules) -> Job:
    """Return only the first of the plan; the jobs are given by due instant."""
    verdicts = _sort(by_due, now, hands, rules)
    pace = rules.pace(hands.agents)
    _starts, rooms = _lay_out(verdicts, pace)
    seconds = second_promises(verdicts.late, now, rules)
    return next(iter(_Queue(verdicts, rooms, seconds, pace, rules)))


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
            heappush(heap, (one.weight / one.work, -index, one))
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
    """Give every job its verdict: the one pass the whole order rests on."""
    pace = rules.pace(hands.agents)
    end = now + rules.horizon
    pins = rules.pins
    pinned = [job for job in by_due if pins and job.pinned]
    clock = begin = hands.begin(now) + sum(job.work for job in pinned) * pace
    heap: list[tuple[float, int]] = []
    late: list[Job] = []
    out: set[int] = set()
    beyond = len(by_due)
    stands = min(
        (one.due - one.work - now for one in pinned if one.due - one.work >= now),
        default=float(rules.horizon),
    )
    taken: list[int] = []
    for index, job in enumerate(by_due):
        if pins and job.pinned:
            continue
        due, work = job.due, job.work
        if due - work < now:
            late.append(job)
            continue
        if due > end:
            beyond = index
            stands = min(stands, due - end)
            break
        taken.append(index)
        heappush(heap, (job.weight / work, index))
        clock += work * pace
        room = due - (clock - work * pace + work)
        while room < 0:
            dropped = heappop(heap)[1]
            gone = by_due[dropped].work * pace
            out.add(dropped)
            if dropped == index:
                clock -= gone
                stands = min(stands, due - work - now)
                break
            clock -= gone
            room += gone
        else:
            stands = min(stands, room)
    for index in out:
        stands = min(stands, by_due[index].due - by_due[index].work - now)
    return _Sorted(
        pinned=pinned,
        kept=[by_due[index] for index in taken if index not in out],
        aside=[by_due[index] for index in taken if index in out],
        late=late,
        beyond=[job for job in by_due[beyond:] if not (pins and job.pinned)],
        begin=begin,
        stands=stands,
    )


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

    def __init__(
        self,
        verdicts: _Sorted,
        rooms: Sequence[float],
        seconds: Sequence[tuple[Job, Instant]],
        pace: float,
        rules: Rules,
    ) -> None:
        self._verdicts = verdicts
        self._rooms = rooms
        self._seconds = list(seconds)
        self._pace = pace
        self._rules = rules
        self.stands = float(rules.horizon)
        self.moved: list[ItemId] = []

    def __iter__(self) -> Iterator[Job]:
        verdicts = self._verdicts
        promised = {job.id for job, _due in self._seconds}
        yield from verdicts.pinned
        spent = 0.0
        for job, room in zip(verdicts.kept, self._rooms, strict=True):
            while (late := self._fits(job, room - spent)) is not None:
                self.moved.append(late.id)
                spent += late.work * self._pace
                yield late
            yield job
        yield from (job for job, _due in self._seconds)
        yield from verdicts.beyond
        rest = [job for job in verdicts.late if job.id not in promised]
        rest += verdicts.aside
        rest.sort(key=lambda job: -job.weight / job.work)
        yield from rest

    def _fits(self, before: Job, room: float) -> Job | None:
        """Take out the late one with the nearest second promise that may go before a kept one."""
        for index, (late, due) in enumerate(self._seconds[:LOOK_AHEAD]):
            if due >= before.due:
                return None
            spare = room - late.work * self._pace - self._rules.guard_of(late)
            if spare >= 0:
                self.stands = min(self.stands, spare)
                del self._seconds[index]
                return late
        return None
