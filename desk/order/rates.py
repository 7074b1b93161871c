"""Learning how often promises of a class break, from what became of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.clock import MINUTE, Instant
from core.vocabulary import ItemId
from desk.order.capacity import RATES, PlanClass, Rate, classes
from desk.order.plan import Plan

EVERY = 30 * MINUTE
"""How often promises are looked at anew; each is followed from one look until it ends."""


@dataclass(slots=True)
class Rates:
    """The rates of a desk, and the promises that are followed to learn them."""

    rates: dict[PlanClass, Rate] = field(default_factory=lambda: dict(RATES))
    _followed: dict[ItemId, tuple[Instant, PlanClass]] = field(default_factory=dict)
    _looked_at: Instant | None = None
    untold: bool = False
    """Whether something was learned that is not written down yet."""

    def look(self, plan: Plan, running: Mapping[ItemId, Instant]) -> None:
        """Learn what became of the promises that are followed, and follow more now and then.

        Args:
            plan: the plan of now.
            running: the due instant of each promise that runs, those in hand as well.
        """
        for item, (due, kind) in tuple(self._followed.items()):
            runs = running.get(item) == due
            if runs and plan.now < due:
                continue
            del self._followed[item]
            if runs or (item not in running and plan.now < due):
                self.rates[kind] = self.rates[kind].learn(broken=runs)
                self.untold = True
        if self._looked_at is not None and 0 <= plan.now - self._looked_at < EVERY:
            return
        self._looked_at = plan.now
        for job, kind in classes(plan):
            self._followed.setdefault(job.id, (job.due, kind))

    def dump(self) -> str:
        """Return the rates as a document."""
        return json.dumps({kind: [rate.broken, rate.seen] for kind, rate in self.rates.items()})

    def load(self, document: str) -> None:
        """Take over the rates of a document; what it leaves out stays."""
        told = json.loads(document or "{}")
        self.rates.update(
            {kind: Rate(*told[kind.value]) for kind in PlanClass if kind.value in told}
        )
