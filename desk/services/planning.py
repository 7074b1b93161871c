"""The plan of the queue as it stands: made anew after a write, or when it changes by itself."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo

from core.clock import Instant
from core.i18n import _, ngettext
from core.vocabulary import ItemId, Kind, Lane
from desk.model.item import PINNED_SEVERITY
from desk.order.capacity import Forecast, Help, broken_by_break, forecast, more_hands
from desk.order.job import Hands, InHand, Job, Rules
from desk.order.minutes import LONG_TEXT, Minutes, Traits
from desk.order.orders import arrange
from desk.order.plan import Plan
from desk.order.rates import Rates
from desk.order.reasons import Reason, reason, sentence
from desk.order.reasons import reckoning as reckoning_of
from desk.reports.story import why as plain_why
from desk.services.desk import Desk
from desk.settings import OrderSettings, Promises
from desk.store.listing import QueueRow, Spans
from desk.store.records import Handled, Near, Promised

MOST = 10_000
"""Promises that are planned; more than these cannot be worked within the horizon anyway."""
HOT = 4
"""Complaints from this severity on are promised anew once they are late."""
RATES = "rates"
"""Under which name the rates are kept."""


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
    near: Near
    forecast: Forecast
    replan_at: Instant

    @property
    def spans(self) -> Spans:
        """Return which due instants it covers."""
        return self.near.spans


class Planner:
    """Keeps the newest plan of a desk, and what the desk learned for it."""

    def __init__(self) -> None:
        self.made: QueuePlan | None = None
        self._turn = asyncio.Lock()
        self._minutes = Minutes()
        self._heard_of = -1
        self._rates = Rates()

    async def current(self, desk: Desk) -> QueuePlan:
        """Return the plan as it holds now."""
        async with self._turn:
            now, stamp = desk.now(), await desk.store.stamp()
            made, name = self.made, desk.order or desk.settings.order.name
            holds = made is not None and made.plan.now <= now < made.replan_at
            if made is not None and holds and (made.stamp, made.name) == (stamp, name):
                return made
            self.made = await self._make(desk, name, now, stamp)
            return self.made

    async def _make(self, desk: Desk, name: str, now: Instant, stamp: str) -> QueuePlan:
        answered = await self._learn_minutes(desk)
        near = await desk.store.promised(now, now + desk.settings.order.horizon, MOST)
        shifts = await desk.store.shifts(limit=1)
        crossing = await desk.store.next_crossing(now)
        agents = max(1, shifts[0].at_work) if shifts else 1
        latest = crossing or now + desk.settings.order.horizon
        # In a thread: ten thousand promises must not hold up a key.
        made = await asyncio.to_thread(self._plan, desk, name, now, stamp, near, agents, latest)
        self._rates.look(made.plan, {one.id: one.due for one in near.promised})
        if answered and self._rates.untold:  # with a person's write: time alone writes nothing
            await desk.store.put_learned(RATES, self._rates.dump())
            self._rates.untold = False
        return made

    def _plan(
        self,
        desk: Desk,
        name: str,
        now: Instant,
        stamp: str,
        near: Near,
        agents: int,
        latest: Instant,
    ) -> QueuePlan:
        held = sorted(
            (one for one in near.promised if one.claimed_at is not None), key=lambda one: one.due
        )
        in_hand = tuple(
            InHand(self._minutes.expected(_traits(one)), one.claimed_at or now) for one in held
        )
        jobs = self._jobs(desk, near.promised)
        hands = Hands(agents, in_hand)
        plan, free = arrange(name, jobs, now, hands, _rules(desk.settings.order))
        mine = [one.id for one in held if one.claimed_by == desk.agent]
        theirs = [one.id for one in held if one.claimed_by != desk.agent]
        order = (*mine, *(job.id for job in free), *theirs)
        lanes = {one.id: Lane.LATE if one.due <= now else Lane.KEEP for one in held}
        return QueuePlan(
            name=name,
            stamp=stamp,
            plan=plan,
            order=order,
            places={item: place for place, item in enumerate(order)},
            lanes={**plan.lanes, **lanes},
            near=near,
            forecast=forecast(plan, self._rates.rates),
            replan_at=min(plan.replan_at, latest),
        )

    def _jobs(self, desk: Desk, promised: Iterable[Promised]) -> list[Job]:
        """Return the free promises as the plan sees them; what many share is reckoned once."""
        shared: dict[tuple[object, ...], tuple[int, int]] = {}
        jobs = []
        for one in promised:
            if one.claimed_at is not None:
                continue
            alike = (one.kind, one.severity, one.size, one.source, one.length >= LONG_TEXT)
            known = shared.get(alike)
            if known is None:
                work = self._minutes.expected(_traits(one))
                known = shared[alike] = work, _longest(desk.settings.promises_for(one.source), one)
            jobs.append(_job(one, *known))
        return jobs

    async def _learn_minutes(self, desk: Desk) -> bool:
        """Learn from the answers since the last time; return whether there were any."""
        if self._heard_of < 0:
            self._heard_of = 0
            self._rates.load(await desk.store.learned(RATES))
        news = await desk.store.handled(after=self._heard_of)
        if news:
            self._heard_of = news[0].number
            self._minutes.learn((_traits(one), one.took) for one in news)
        return bool(news)


async def planned(desk: Desk) -> QueuePlan:
    """Return the plan of the queue as it holds now."""
    if desk.planner is None:
        desk.planner = Planner()
    return await desk.planner.current(desk)


def why(desk: Desk, row: QueueRow, now: Instant, zone: tzinfo) -> str:
    """Return in one sentence why an item stands where it stands, by the plan last made."""
    made = desk.planner.made if desk.planner else None
    if made is not None and row.id in made.plan.jobs:
        return sentence(reason(made.plan, row.id), now, zone)
    return plain_why(row.due_at, row.wake_at, row.lane, now, zone)


async def reason_of(desk: Desk, item: ItemId) -> Reason | None:
    """Return why an item stands where it stands; None where the plan does not cover it."""
    plan = (await planned(desk)).plan
    return reason(plan, item) if item in plan.jobs else None


async def reckoning(desk: Desk, item: ItemId, zone: tzinfo) -> tuple[str, ...]:
    """Return everything the plan reckoned with for an item; nothing where it is not planned."""
    made = await planned(desk)
    return reckoning_of(made.plan, item, desk.now(), zone) if item in made.plan.jobs else ()


async def helping_hands(desk: Desk) -> Help | None:
    """Return which more hands would keep nearly all that is set aside, if any is."""
    plan = (await planned(desk)).plan
    jobs = tuple(plan.jobs.values())
    return await asyncio.to_thread(more_hands, jobs, desk.now(), plan.hands, plan.rules)


async def broken_if_away(desk: Desk, length: int) -> int:
    """Return how many promises at least break if an agent leaves for so long."""
    plan = (await planned(desk)).plan
    jobs = tuple(plan.jobs.values())
    return await asyncio.to_thread(
        broken_by_break, jobs, desk.now(), plan.hands, plan.rules, length
    )


def break_sentence(broken: int, minutes: int) -> str:
    """Return what a break costs at least, in one sentence."""
    if not broken:
        return _("As planned now, no promise breaks by {minutes} minutes; news may.").format(
            minutes=minutes
        )
    return ngettext(
        "At least {n} promise breaks if you take {minutes} minutes.",
        "At least {n} promises break if you take {minutes} minutes.",
        broken,
    ).format(n=broken, minutes=minutes)


def in_lanes(made: QueuePlan, rows: Iterable[QueueRow]) -> tuple[QueueRow, ...]:
    """Return lines with the plan's verdict on each that it covers."""
    lanes = made.lanes
    return tuple(
        row if lanes.get(row.id, row.lane) is row.lane else replace(row, lane=lanes[row.id])
        for row in rows
    )


def _rules(order: OrderSettings) -> Rules:
    return Rules(reserve=order.reserve / 100, guard=order.guard, horizon=order.horizon)


def _traits(one: Promised | Handled) -> Traits:
    return Traits(one.kind, one.severity, one.size, one.source, one.length)


def _longest(promises: Promises, one: Promised) -> int:
    """Return what a promise lasts at most; closed hours do not make it longer."""
    usual = promises.first_response(one.kind, one.severity)
    return max(promises.next_response.within, usual.within if usual else 0)


def _job(one: Promised, work: int, longest: int) -> Job:
    lasted = one.due - one.started_at
    hot = one.severity >= HOT
    return Job(
        one.id,
        one.due,
        work,
        one.weight,
        max(0, min(lasted, longest)),
        one.severity >= PINNED_SEVERITY,
        one.kind is Kind.HARMFUL or (hot and one.kind is Kind.COMPLAINT),
        one.started_at,
    )
