"""Every order a queue can have, ours and the common ones, by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from core.clock import HOUR, Instant
from desk.order.job import Dial, Hands, Job, Rules
from desk.order.plan import Plan, head, plan


class Order(Protocol):
    """Says which of the open items is next."""

    def pick(self, jobs: Sequence[Job], now: Instant, hands: Hands) -> Job:
        """Return the next of the open jobs, which are given by due instant; at least one."""
        ...


@dataclass(frozen=True, slots=True)
class Planned:
    """Ours: the head of the plan."""

    rules: Rules = field(default_factory=Rules)
    counts_in_hand: bool = True
    """Whether it reckons with the work that agents have begun."""

    def pick(self, jobs: Sequence[Job], now: Instant, hands: Hands) -> Job:
        """Return the head of the plan."""
        return head(jobs, now, self.seen(hands), self.rules)

    def seen(self, hands: Hands) -> Hands:
        """Return the hands as far as they count."""
        return hands if self.counts_in_hand else replace(hands, in_hand=())


Key = Callable[[Job, Instant], tuple[float, ...]]
"""Smaller comes first."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """A common order: the least key comes first."""

    key: Key

    def pick(self, jobs: Sequence[Job], now: Instant, hands: Hands) -> Job:  # noqa: ARG002
        """Return the job with the least key."""
        key = self.key
        return min(jobs, key=lambda job: key(job, now))


def _too_late(job: Job, now: Instant) -> bool:
    return job.due - job.work < now


def _band(job: Job) -> int:
    return 0 if job.weight >= 6 else 1 if job.weight >= 4 else 2


def _score(job: Job, now: Instant) -> float:
    """Forty points for weight, ten for age, fifty for urgency, half of it once it is missed."""
    age = now - job.began
    urgency = 0.5 if job.due < now else min(1.0, age / job.target) if job.target else 1.0
    return 40 * min(1.0, job.weight / 8) + 10 * min(1.0, age / (8 * HOUR)) + 50 * urgency


ORDERS: Mapping[str, Planned | Sorted] = {
    "promises": Planned(),
    "promises-fewest": Planned(Rules(dial=Dial.FEWEST)),
    "promises-never-long": Planned(Rules(dial=Dial.NEVER_LONG)),
    "newest": Sorted(lambda job, _now: (-job.began,)),
    "oldest": Sorted(lambda job, _now: (job.began,)),
    "priority": Sorted(lambda job, _now: (-job.weight, job.began)),
    "bands": Sorted(lambda job, _now: (_band(job), job.due)),
    "due": Sorted(lambda job, _now: (job.due,)),
    "due-late-last": Sorted(lambda job, now: (_too_late(job, now), job.due)),
    "laxity": Sorted(lambda job, _now: (job.due - job.work,)),
    "score": Sorted(lambda job, now: (-_score(job, now),)),
    "density-late-last": Sorted(lambda job, now: (_too_late(job, now), -job.weight / job.work)),
    "moore-hodgson": Planned(Rules(Dial.FEWEST, reserve=0.0, pins=False), counts_in_hand=False),
}
"""Name to order, ours first."""


def arrange(
    name: str, jobs: Sequence[Job], now: Instant, hands: Hands, rules: Rules
) -> tuple[Plan, tuple[Job, ...]]:
    """Return the plan, whose verdicts hold by any order, and the jobs in the order of this name."""
    order = ORDERS[name]
    if isinstance(order, Sorted):
        made = plan(jobs, now, hands, rules)
        return made, tuple(sorted(jobs, key=lambda job: (*order.key(job, now), job.id)))
    if order.counts_in_hand:
        rules = replace(rules, dial=order.rules.dial)
    else:  # nothing of the team's own but how far it looks
        rules = replace(order.rules, horizon=rules.horizon)
    made = plan(jobs, now, order.seen(hands), rules)
    return made, made.order
