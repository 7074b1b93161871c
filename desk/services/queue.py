"""The lists of the desk: a window on each, and what to take next.

The queue stands in the order of the plan as far as the plan looks, then what woke, what is due
later, and what carries no promise, by the store's own key.
"""

from collections.abc import Collection
from dataclasses import replace

from core.errors import NotFound, StoreUnavailable, UsageError
from core.i18n import _
from core.vocabulary import ItemId
from desk.order.orders import ORDERS
from desk.services import handover, items, shifts
from desk.services.desk import Desk
from desk.services.planner import QueuePlan
from desk.services.planning import in_lanes, last_made, planned
from desk.store.listing import MOST_FOUND, Ahead, Counts, QueueRow, View, Window

NEXT_PAGE = 30


async def window(desk: Desk, view: View, offset: int, limit: int) -> Window:
    """Return a stretch of a list as it stands now."""
    made = await planned(desk)
    if view is View.HANDED:
        rows = await handover.received(desk)
        return Window(in_lanes(made, rows[offset : offset + limit]), offset, len(rows))
    if view is View.FOUND:
        ids = await desk.store.find(desk.sought, MOST_FOUND)
        page = await _found(desk, desk.sought, ids[offset : offset + limit])
        return Window(page, offset, len(ids))
    ahead = Ahead(made.order, made.spans) if view is View.QUEUE else None
    found = await desk.store.window(view, desk.agent, desk.now(), offset, limit, ahead)
    return replace(found, rows=await _shown(desk, made, found.rows))


async def position(desk: Desk, view: View, item: ItemId) -> int | None:
    """Return at which place of a list an item stands."""
    if view is View.HANDED:
        ids = [row.id for row in await handover.received(desk)]
        return ids.index(item) if item in ids else None
    if view is View.FOUND:
        found = await desk.store.find(desk.sought, MOST_FOUND)
        return found.index(item) if item in found else None
    if view is not View.QUEUE:
        return await desk.store.position(view, desk.agent, desk.now(), item)
    made = await planned(desk)
    if item in made.places:
        return made.places[item]
    place = await desk.store.position(view, desk.agent, desk.now(), item, made.spans)
    return None if place is None else len(made.order) + place


async def find(desk: Desk, words: str, limit: int) -> tuple[QueueRow, ...]:
    """Return the items that hold all of some words, the newest first, with what was found."""
    return await _found(desk, words, await desk.store.find(words, limit))


async def lines(desk: Desk, items: Collection[ItemId]) -> tuple[QueueRow, ...]:
    """Return the lines of some items by the plan last made, as far as they are to be had now."""
    try:
        rows = await handover.as_they_stand(desk, await desk.store.rows(sorted(items), desk.now()))
    except StoreUnavailable:
        return ()  # the list itself tells, and shows what was read last
    made = last_made(desk)
    return in_lanes(made, rows) if made else rows


async def row(desk: Desk, item: ItemId) -> QueueRow:
    """Return the line of one item; NotFound when there is none."""
    made = await planned(desk)
    found = await desk.store.rows([item], desk.now())
    if not found:
        raise NotFound(_("There is no item {item}").format(item=item))
    return (await _shown(desk, made, found))[0]


async def counts(desk: Desk) -> Counts:
    """Return the figures of the shift bar."""
    told = (await planned(desk)).forecast
    found = await desk.store.counts(desk.agent, desk.now())
    handed = len(await handover.received(desk))
    return replace(found, may_break=(told.low, told.high), handed=handed)


async def next_item(desk: Desk, *, take: bool = False) -> QueueRow | None:
    """Return the first item of the queue that nobody else holds or gets; take it when asked."""
    offset = 0
    shift = await shifts.current(desk)
    while True:
        page = await window(desk, View.QUEUE, offset, NEXT_PAGE)
        lines = [
            line
            for line in page.rows
            if line.claimed_by in {"", desk.agent}
            and (not line.handed_to or handover.is_for(line, desk.agent, shift))
        ]
        if lines and (not take or lines[0].claimed_by):
            return lines[0]
        taken = await items.take_first(desk, [line.id for line in lines]) if lines else None
        if taken is not None:
            return next(line for line in lines if line.id == taken)
        offset += len(page.rows)
        if not page.rows or offset >= page.total:
            return None


def look_by(desk: Desk, order: str) -> None:
    """Look at the queue by another order from now on; empty for the team's.

    Raises:
        UsageError: there is no order of this name.
    """
    if order and order not in ORDERS:
        raise UsageError(
            _("There is no order {name}").format(name=order),
            _("Choose one of {choices}.").format(choices=", ".join(ORDERS)),
        )
    desk.order = order


async def _found(desk: Desk, words: str, ids: list[ItemId]) -> tuple[QueueRow, ...]:
    rows = await _shown(desk, await planned(desk), await desk.store.rows(ids, desk.now()))
    matches = await desk.store.matches(words, ids)
    return tuple(replace(row, match=matches.get(row.id)) for row in rows)


async def _shown(desk: Desk, made: QueuePlan, rows: tuple[QueueRow, ...]) -> tuple[QueueRow, ...]:
    """Return lines with the plan's verdict, and without handovers that went back."""
    return in_lanes(made, await handover.as_they_stand(desk, rows))
