"""A shift drawn from a scenario: what arrives when, what it is, and how long it will take.

Everything random is drawn here, per item, before anything is played: two orders that play the
same seed meet the same customers, the same misreadings and the same handling times.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from operator import attrgetter
from random import Random

from core.clock import MINUTE, Instant
from core.vocabulary import ItemId
from desk.order.job import Job
from desk.order.scenario import AnswersBack, KindMix, PromisedContact, Scenario

HEAVIEST = 2
"""How many of the weightiest kinds count as heavy."""
PINNED = "harmful"
ANSWER = "answer"
"""What a customer's answer to our answer is called in the results."""
CONTACT = "promised"
"""What a promised call is called in the results."""
NEIGHBOUR = 0.8
"""Share of misreadings that take a kind for the one beside it; the rest for the next but one."""
CLOCK_USED = 0.3
"""Share of the backlog whose promise runs since before the shift."""


_Sort = KindMix | AnswersBack | PromisedContact
"""What says how long a task is promised and takes."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, as it truly is and as the desk reads it."""

    kind: str
    seen_at: Instant
    """When the desk can first work on it."""
    since: Instant
    due: Instant
    weight: float
    minutes: float
    """How long it will take: known only once it is done."""
    job: Job
    """What the desk knows of it."""
    counts: bool = True
    """Whether its promise could still be kept when the shift began."""
    answer: "Answer | None" = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a customer will answer, once we have answered."""

    after: int
    seen_after: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A shift that can be played by any order."""

    tasks: tuple[Task, ...]
    """By the instant they are seen."""
    scenario: Scenario

    def answered(self, task: Task, number: int, done: Instant) -> Task | None:
        """Return what comes back after an answer given at an instant, if anything does."""
        answer, back = task.answer, self.scenario.answers_back
        if answer is None:
            return None
        since = done + answer.after
        if since > self.scenario.day_minutes * MINUTE:
            return None
        job = _job(number, since, back, self.scenario.known_minutes_factor)
        seen_at = since + answer.seen_after
        return Task(ANSWER, seen_at, since, job.due, back.weight, answer.minutes, job)


def draw(scenario: Scenario, seed: int) -> Drawn:
    """Return the shift of a seed."""
    return Drawn(tuple(sorted(_Dice(scenario, seed).tasks(), key=attrgetter("seen_at"))), scenario)


def _job(number: int, since: Instant, like: _Sort, factor: float) -> Job:
    """Return what the desk knows of a task that began at an instant."""
    target, work = round(like.target_minutes * MINUTE), round(like.mean_minutes * factor * MINUTE)
    return Job(ItemId(number), since + target, work, like.weight, target)


class _Dice:
    """Draws the tasks of one shift."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self._scenario = scenario
        self._random = Random(seed)  # noqa: S311 - the same shift for the same seed
        self._names = list(scenario.kinds)
        shares = [kind.share for kind in scenario.kinds.values()]
        self._shares = [share / sum(shares) for share in shares]
        self._numbers = count(1)
        weights = sorted({kind.weight for kind in scenario.kinds.values()}, reverse=True)
        self._heavy = weights[:HEAVIEST][-1]

    def tasks(self) -> Iterator[Task]:
        """Yield the backlog, the day's comments with its storms, and the promised calls."""
        scenario = self._scenario
        left = scenario.backlog_minutes_per_agent * scenario.agents
        while left > 0:
            kind = self._kind(self._shares)
            left -= scenario.kinds[kind].mean_minutes
            used = self._random.random() if self._random.random() < CLOCK_USED else 0.0
            yield self._comment(kind, -used * scenario.kinds[kind].target_minutes, backlog=True)
        comments = 0
        for minute, kind in self._arrivals():
            comments += 1
            yield self._comment(kind, minute)
        for _ in range(comments):
            if self._random.random() < scenario.promised_contact.share:
                yield self._contact()

    def _arrivals(self) -> Iterator[tuple[float, str]]:
        """Yield minute and kind of every comment, in parts within which the rate is constant."""
        scenario = self._scenario
        storms = [self._storm() for _ in range(int(scenario.storms.count))]
        factor = scenario.storms.factor
        angry = [
            share * (factor if name in STORMY else 1)
            for name, share in zip(self._names, self._shares, strict=True)
        ]
        day, profile = scenario.day_minutes, scenario.arrival_profile
        hours = [day * n / len(profile) for n in range(len(profile))]
        edges = sorted({*hours, *(edge for storm in storms for edge in storm), day})
        rate = scenario.load * capacity(scenario) / work_per_comment(scenario) / sum(profile)
        for begin, end in pairwise(edges):
            relative = profile[min(int(begin * len(profile) / day), len(profile) - 1)]
            calm = not any(start <= begin < stop for start, stop in storms)
            expected = rate * relative * (end - begin) * len(profile) / day
            for minute in self._poisson(begin, end, expected * (1 if calm else factor)):
                yield minute, self._kind(self._shares if calm else angry)

    def _storm(self) -> tuple[float, float]:
        day, length = self._scenario.day_minutes, self._scenario.storms.minutes
        begin = self._random.uniform(0, max(0.0, day - length))
        return begin, min(day, begin + length)

    def _poisson(self, begin: float, end: float, expected: float) -> Iterator[float]:
        if expected <= 0 or end <= begin:
            return
        rate = expected / (end - begin)
        at = begin + self._random.expovariate(rate)
        while at < end:
            yield at
            at += self._random.expovariate(rate)

    def _kind(self, shares: list[float]) -> str:
        return self._random.choices(self._names, shares)[0]

    def _read_as(self, kind: str) -> str:
        """Return the kind a comment is taken for."""
        if self._random.random() >= self._scenario.misread:
            return kind
        place = self._names.index(kind)
        far = self._random.random() >= NEIGHBOUR
        beside = [n for n in (place - 1, place + 1) if 0 <= n < len(self._names)]
        beyond = [n for n in (place - 2, place + 2) if 0 <= n < len(self._names)]
        near = (beyond if far else beside) or beside or [place]
        return self._names[self._random.choice(near)]

    def _minutes(self, mean: float, sigma: float) -> float:
        return self._random.lognormvariate(math.log(mean) - sigma**2 / 2, sigma)

    def _delay(self) -> float:
        return self._random.uniform(0, self._random.uniform(*self._scenario.poll_delay_minutes))

    def _comment(self, kind: str, minute: float, *, backlog: bool = False) -> Task:
        kinds = self._scenario.kinds
        true, read = kinds[kind], self._read_as(kind)
        taken_for = kinds[read]
        since = round(minute * MINUTE)
        delay = round(self._delay() * MINUTE)
        due = since + round(true.target_minutes * MINUTE)
        job = _job(next(self._numbers), since, taken_for, self._scenario.known_minutes_factor)
        return Task(
            kind=kind,
            seen_at=0 if backlog else since + delay,
            since=since,
            due=due,
            weight=true.weight,
            minutes=self._minutes(true.mean_minutes, true.sigma),
            job=job._replace(pinned=read == PINNED, heavy=taken_for.weight >= self._heavy),
            counts=due > 0,
            answer=self._answer(kind),
        )

    def _answer(self, kind: str) -> Answer | None:
        back = self._scenario.answers_back
        comes = self._random.random() < back.share
        after = self._random.lognormvariate(math.log(back.after_median_minutes), back.sigma)
        seen_after, minutes = self._delay(), self._minutes(back.mean_minutes, back.kind_sigma)
        if not comes or kind not in back.of:
            return None
        return Answer(round(after * MINUTE), round(seen_after * MINUTE), minutes)

    def _contact(self) -> Task:
        call = self._scenario.promised_contact
        ahead, day = call.workable_before_minutes, self._scenario.day_minutes
        due = round(self._random.uniform(min(ahead, day), day) * MINUTE)
        since = due - round(ahead * MINUTE)
        job = _job(next(self._numbers), since, call, self._scenario.known_minutes_factor)
        minutes = self._minutes(call.mean_minutes, call.sigma)
        return Task(CONTACT, max(0, since), since, due, call.weight, minutes, job)


STORMY = frozenset({"hot", "complaint"})
"""What storms are made of."""


def capacity(scenario: Scenario) -> float:
    """Return the agents' minutes in a day, without their breaks."""
    resting = sum(one.minutes for one in scenario.breaks)
    return scenario.agents * max(0.0, scenario.day_minutes - resting)


def work_per_comment(scenario: Scenario) -> float:
    """Return the minutes that a comment brings on average, with what it draws after it."""
    shares = sum(kind.share for kind in scenario.kinds.values())
    own = sum(kind.share * kind.mean_minutes for kind in scenario.kinds.values()) / shares
    back, call = scenario.answers_back, scenario.promised_contact
    answered = sum(scenario.kinds[name].share for name in back.of) / shares
    return own + answered * back.share * back.mean_minutes + call.share * call.mean_minutes
