"""Keeps the plan of the queue: made anew after a write, or when it changes by itself."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.clock import SECOND, Instant
from core.vocabulary import ItemId, Kind, Lane, Role
from desk.model.item import PINNED_SEVERITY
from desk.order.capacity import Forecast, forecast
from desk.order.job import Hands, InHand, Job, Rules
from desk.order.minutes import LONG_TEXT, Minutes, Traits
from desk.order.orders import arrange
from desk.order.plan import Plan
from desk.order.rates import Rates
from desk.services.desk import Desk
from desk.settings import DeskSettings, OrderSettings, Promises
from desk.store.listing import Spans
from desk.store.records import Handled, Near, Promised

MOST = 10_000
"""Promises that are planned; more than these cannot be worked within the horizon anyway."""
REST = SECOND // 1000
"""How long a plan stands at least, for each of its promises, unless something happens: where there
are very many of them, the verdict on one or another changes all the time."""
HOT = 4
"""Complaints from this severity on are promised anew once they are late."""
NEWEST, LEARNED = 100, 2000
"""Answers that are looked at for whether there is anything to learn, and that are learned from."""
RATES = "rates"
"""Under which name the rates are kept."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the plan is made from, as the store had it."""

    now: Instant
    near: Near
    agents: int
    """How many work; who is on a break does not."""
    crossing: Instant | None = None
    """When the lists next change by time alone."""
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """The plan, and in which order the queue shows what it covers."""

    name: str
    """The order's name."""
    stamp: str
    plan: Plan
    order: tuple[ItemId, ...]
    """What the agent has in hand, by due instant; the free ones; what colleagues have in hand."""
    places: Mapping[ItemId, int]
    lanes: Mapping[ItemId, Lane]
    spans: Spans
    """Which due instants it covers."""
    forecast: Forecast
    replan_at: Instant

    def knows(self, item: ItemId, due: Instant) -> bool:
        """Return whether this promise was there when the plan was made, or lies beyond it."""
        job = self.plan.jobs.get(item)
        if job is not None:
            return job.due == due
        return item in self.places or due > self.plan.now + self.plan.rules.horizon


class Planner:
    """Keeps the newest plan of a desk, and what the desk learned for it."""

    def __init__(self) -> None:
        self.made: QueuePlan | None = None
        self._turn = asyncio.Lock()
        self._minutes = Minutes()
        self._log: list[Handled] | None = None
        """The answers that were learned from, the newest first."""
        self._rates = Rates()

    async def current(self, desk: Desk) -> QueuePlan:
        """Return the plan as it holds now."""
        async with self._turn:
            now, stamp = desk.now(), await desk.store.stamp()
            made, name = self.made, desk.order or desk.settings.order.name
            if (
                made is None
                or (made.stamp, made.name) != (stamp, name)
                or not made.plan.now <= now < made.replan_at
            ):
                made = self.made = await self._renew(desk, name, now, stamp)
            return made

    async def _renew(self, desk: Desk, name: str, now: Instant, stamp: str) -> QueuePlan:
        answered = await self._learn_minutes(desk)
        shifts = await desk.store.shifts(limit=1)
        facts = Facts(
            now=now,
            near=await desk.store.promised(now, now + desk.settings.order.horizon, MOST),
            agents=max(1, shifts[0].at_work) if shifts else 1,
            crossing=await desk.store.next_crossing(now),
            stamp=stamp,
        )
        # In a thread: ten thousand promises must not hold up a key.
        made = await asyncio.to_thread(self.plan, facts, desk.settings, name, desk.agent)
        writes = answered and desk.role is not Role.READER  # time alone writes nothing
        if writes and self._rates.untold:
            await desk.store.put_learned(RATES, self._rates.dump())
            self._rates.untold = False
        return made

    def plan(self, facts: Facts, settings: DeskSettings, name: str, agent: str = "") -> QueuePlan:
        """Return the plan of these facts, in the order of this name, as an agent sees it."""
        now, promised = facts.now, facts.near.promised
        held = sorted((one for one in promised if one.claimed_at is not None), key=_due)
        in_hand = tuple(
            InHand(self._minutes.expected(_traits(one)), one.claimed_at or now) for one in held
        )
        jobs = self._jobs(settings, promised)
        hands = Hands(facts.agents, in_hand)
        plan, free = arrange(name, jobs, now, hands, _rules(settings.order))
        mine = [one.id for one in held if one.claimed_by == agent]
        theirs = [one.id for one in held if one.claimed_by != agent]
        order = (*mine, *(job.id for job in free), *theirs)
        lanes = {one.id: Lane.LATE if one.due <= now else Lane.KEEP for one in held}
        told = forecast(plan, self._rates.rates)
        self._rates.look(plan, {one.id: one.due for one in promised})
        latest = min(plan.replan_at, facts.crossing or plan.replan_at)
        return QueuePlan(
            name=name,
            stamp=facts.stamp,
            plan=plan,
            order=order,
            places=dict(zip(order, range(len(order)), strict=True)),
            lanes={**plan.lanes, **lanes},
            spans=facts.near.spans,
            forecast=told,
            replan_at=max(latest, now + REST * len(promised)),
        )

    def _jobs(self, settings: DeskSettings, promised: Iterable[Promised]) -> list[Job]:
        """Return the free promises as the plan sees them; what many share is reckoned once."""
        shared: dict[tuple[object, ...], tuple[int, int, bool, bool]] = {}
        jobs = []
        for one in promised:
            item, due, start, weight, kind, severity, size, source, length, _by, held = one
            if held is not None:
                continue
            alike = (kind, severity, size, source, length >= LONG_TEXT)
            known = shared.get(alike)
            if known is None:
                known = shared[alike] = (
                    self._minutes.expected(_traits(one)),
                    _longest(settings.promises_for(source), one),
                    severity >= PINNED_SEVERITY,
                    kind is Kind.HARMFUL or (severity >= HOT and kind is Kind.COMPLAINT),
                )
            work, longest, pinned, heavy = known
            target = due - start
            if not 0 <= target <= longest:
                target = max(0, min(target, longest))
            jobs.append(Job(item, due, work, weight, target, pinned, heavy, start))
        return jobs

    async def _learn_minutes(self, desk: Desk) -> bool:
        """Learn from the team's newest answers; return whether they are others than before.

        One may have been undone, come late out of its transaction, or be of another kind after
        all, and then all are learned anew: whoever opens a desk now is to reckon with the same
        minutes as who has it open.
        """
        if self._log is None:
            self._rates.load(await desk.store.learned(RATES))
        newest, known = await desk.store.handled(NEWEST), self._log or []
        fresh = [one for one in newest if not known or one.number > known[0].number]
        rest = newest[len(fresh) :]
        if self._log is None or rest != known[: NEWEST - len(fresh)]:
            self._log, self._minutes = await desk.store.handled(LEARNED), Minutes()
            self._minutes.learn(map(_taken, self._log))
            return True
        self._log = [*fresh, *known][:LEARNED]
        self._minutes.learn(map(_taken, fresh))
        self._minutes.learn(map(_taken, known[LEARNED - len(fresh) :]), times=-1)
        return bool(fresh)


def _rules(order: OrderSettings) -> Rules:
    return Rules(reserve=order.reserve / 100, guard=order.guard, horizon=order.horizon)


def _traits(one: Promised | Handled) -> Traits:
    return Traits(one.kind, one.severity, one.size, one.source, one.length)


def _longest(promises: Promises, one: Promised) -> int:
    """Return what a promise lasts at most; closed hours do not make it longer."""
    usual = promises.first_response(one.kind, one.severity)
    return max(promises.next_response.within, usual.within if usual else 0)


def _due(one: Promised) -> Instant:
    return one.due


def _taken(one: Handled) -> tuple[Traits, int]:
    return _traits(one), one.took
