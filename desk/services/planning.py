"""The plan of the queue, and what it says of one item, of staffing and of breaks."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import tzinfo

from core.clock import Instant
from core.i18n import _, ngettext
from core.vocabulary import ItemId
from desk.model.item import Item
from desk.order.capacity import Help, broken_by_break, more_hands
from desk.order.reasons import Reason, reason, sentence
from desk.order.reasons import reckoning as reckoning_of
from desk.reports.standing import why as plain_why
from desk.services.desk import Desk
from desk.services.planner import Planner, QueuePlan
from desk.store.listing import QueueRow


async def planned(desk: Desk) -> QueuePlan:
    """Return the plan of the queue as it holds now."""
    if desk.planner is None:
        desk.planner = Planner()
    return await desk.planner.current(desk)


def last_made(desk: Desk) -> QueuePlan | None:
    """Return the plan as it was last made, for whoever is not to wait for another one."""
    return desk.planner.made if desk.planner else None


def why(desk: Desk, row: QueueRow, now: Instant, zone: tzinfo) -> str:
    """Return in one sentence why an item stands where it stands, by the plan last made."""
    made = last_made(desk)
    if made is not None and row.id in made.plan.jobs:
        return sentence(reason(made.plan, row.id), now, zone)
    return plain_why(row.due_at, row.wake_at, row.lane, now, zone)


async def reason_of(desk: Desk, item: Item) -> Reason | None:
    """Return why an item stands where it stands; None where the plan does not cover it.

    A plan that knows its promise is not made anew for this: whoever walks through the list is not
    to wait for it at every step.
    """
    if item.promise is None:
        return None
    made = last_made(desk)
    if made is None or not made.knows(item.id, item.promise.due_at):
        made = await planned(desk)
    return reason(made.plan, item.id) if item.id in made.plan.jobs else None


async def reckoning(desk: Desk, item: ItemId, zone: tzinfo) -> tuple[str, ...]:
    """Return everything the plan reckoned with for an item; nothing where it is not planned."""
    made = await planned(desk)
    return reckoning_of(made.plan, item, desk.now(), zone) if item in made.plan.jobs else ()


async def helping_hands(desk: Desk) -> Help | None:
    """Return which more hands would keep nearly all that is set aside, if any is."""
    return await asyncio.to_thread(more_hands, (await planned(desk)).plan)


async def broken_if_away(desk: Desk, length: int) -> int:
    """Return how many promises at least break if an agent leaves for so long."""
    return await asyncio.to_thread(broken_by_break, (await planned(desk)).plan, length)


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
