"""What it is worth to know better: kinds read right, sizes told, and minutes learned."""

import math
import random
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bench.result import Result
from core.clock import MINUTE, Instant
from core.vocabulary import ItemId, Kind, Size
from desk.order.job import Hands, Job
from desk.order.minutes import SIZES, Minutes, Traits
from desk.order.orders import ORDERS
from desk.order.scenario import KINDS, Scenario
from desk.order.shift import HEAVIEST, PINNED, Drawn, Task, draw
from desk.order.simulator import broken_percent, play

OURS = ORDERS["promises"]
BEFORE = 3
"""How many shifts the team has worked, and learned from, before the one that is measured."""
HEAVY = sorted(kind.weight for kind in KINDS.values())[-HEAVIEST]
READ = {
    (KINDS[name].weight, KINDS[name].target_minutes * MINUTE): (kind, severity)
    for name, kind, severity in (
        ("harmful", Kind.HARMFUL, 5),
        ("hot", Kind.COMPLAINT, 4),
        ("complaint", Kind.COMPLAINT, 3),
        ("question", Kind.QUESTION, 1),
        ("praise", Kind.PRAISE, 1),
    )
}
"""Weight and promise of what a comment is read as, to kind and severity."""


def told_sizes(shift: Drawn) -> dict[ItemId, Size]:
    """Return the size told of every task, three in four of them rightly."""
    dice = random.Random(1)  # noqa: S311 - the same agent every time
    sizes = tuple(SIZES)

    def told(task: Task) -> Size:
        share = task.minutes * MINUTE / task.job.work
        right = 0 if share < 0.65 else 1 if share < 1.2 else 2
        return sizes[right if dice.random() < 0.75 else dice.choice((0, 1, 2))]

    return {task.job.id: told(task) for task in shift.tasks}


def keyed(shift: Drawn) -> Drawn:
    """Return the shift with every comment's size told, and taken as the factors given say."""
    sizes = told_sizes(shift)

    def told(task: Task) -> Task:
        work = max(1, round(task.job.work * SIZES[sizes[task.job.id]]))
        return replace(task, job=task.job._replace(work=work))

    return replace(shift, tasks=tuple(told(task) for task in shift.tasks))


def read_right(shift: Drawn) -> Drawn:
    """Return the shift with every kind read as what it is."""

    def told(task: Task) -> Task:
        kind = KINDS.get(task.kind)
        if kind is None:
            return task
        target = round(kind.target_minutes * MINUTE)
        job = Job(
            id=task.job.id,
            due=task.since + target,
            work=round(kind.mean_minutes * MINUTE),
            weight=kind.weight,
            target=target,
            pinned=task.kind == PINNED,
            heavy=kind.weight >= HEAVY,
        )
        return replace(task, job=job)

    return replace(shift, tasks=tuple(told(task) for task in shift.tasks))


@dataclass(slots=True)
class Learning:
    """Our order for one shift, by minutes that learn from what is finished.

    What customers answer and what was promised to them keep their means.
    """

    minutes: Minutes
    traits: dict[ItemId, Traits]
    took: dict[ItemId, int]
    """True times: looked at only once the work is finished."""
    begun: dict[tuple[int, Instant], int] = field(default_factory=dict)
    running: list[tuple[Instant, ItemId]] = field(default_factory=list)

    def pick(self, jobs: Sequence[Job], now: Instant, hands: Hands) -> Job:
        """Return the head of the plan that is made with the learned minutes."""
        ended = [item for end, item in self.running if end <= now]
        self.running = [one for one in self.running if one[0] > now]
        self.minutes.learn((self.traits[item], self.took[item]) for item in ended)
        in_hand = tuple(
            replace(one, work=self.begun.get((one.work, one.since), one.work))
            for one in hands.in_hand
        )
        known = [self._known(job) for job in jobs]
        first = OURS.pick(known, now, replace(hands, in_hand=in_hand))
        job = next(job for job in jobs if job.id == first.id)
        self.begun[job.work, now] = first.work
        if job.id in self.traits:
            self.running.append((now + self.took[job.id], job.id))
        return job

    def _known(self, job: Job) -> Job:
        traits = self.traits.get(job.id)
        return job if traits is None else job._replace(work=self.minutes.expected(traits))


def learned(scenario: Scenario, seed: int, *, sizes: bool) -> float:
    """Return the broken percent of a shift, by minutes learned in earlier shifts and in it."""
    minutes = Minutes()
    broken = 0.0
    for earlier in range(BEFORE, -1, -1):
        shift = draw(scenario, seed + 100_000 * earlier)
        told = told_sizes(shift) if sizes else {}
        traits = {
            task.job.id: Traits(*READ[task.job.weight, task.job.target])
            for task in shift.tasks
            if task.kind in KINDS
        }
        for item in traits.keys() & told.keys():
            traits[item] = replace(traits[item], size=told[item])
        took = {task.job.id: round(task.minutes * MINUTE) for task in shift.tasks}
        broken = broken_percent(play(shift, Learning(minutes, traits, took)))
    return broken


def knowledge(seeds: Sequence[int]) -> Iterator[Result]:
    """Compare kind means alone with means that are off, the size key, and learned minutes."""
    scenario = replace(Scenario(), load=1.1)
    plain = [broken_percent(play(draw(scenario, seed), OURS)) for seed in seeds]
    sized = [broken_percent(play(keyed(draw(scenario, seed)), OURS)) for seed in seeds]
    read = [broken_percent(play(read_right(draw(scenario, seed)), OURS)) for seed in seeds]
    off = replace(scenario, known_minutes_factor=1.5)
    wrong = [broken_percent(play(draw(off, seed), OURS)) for seed in seeds]
    learned_plain = [learned(scenario, seed, sizes=False) for seed in seeds]
    learned_sized = [learned(scenario, seed, sizes=True) for seed in seeds]
    for what, ours, peer in (
        ("right means", plain, wrong),
        ("kinds read right", read, plain),
        ("size key", sized, plain),
        ("learned minutes with the size key", learned_sized, plain),
    ):
        yield _gained(what, ours, peer, 0)
    yield _gained("learned minutes without sizes", learned_plain, plain, math.inf)
    yield _gained("learning, beyond the size key", learned_sized, sized, math.inf)


def _gained(what: str, ours: Sequence[float], peer: Sequence[float], limit: float) -> Result:
    gains = [one - other for one, other in zip(ours, peer, strict=True)]
    error = statistics.stdev(gains) / math.sqrt(len(gains))
    return Result(
        f"1.1/4 {what}: points gained",
        f"{statistics.fmean(ours):.1f} %",
        f"{statistics.fmean(peer):.1f} % ±{error:.2f}",
        statistics.fmean(gains),
        limit,
        "points",
    )
