"""The lists of the desk: a window on each, and what to take next."""

from core.vocabulary import ItemId
from desk.services import items
from desk.services.desk import Desk
from desk.store.protocol import Counts, QueueRow, View, Window

NEXT_PAGE = 100


async def window(desk: Desk, view: View, offset: int, limit: int) -> Window:
    """Return a stretch of a list as it stands now."""
    return await desk.store.window(view, desk.agent, desk.now(), offset, limit)


async def position(desk: Desk, view: View, item: ItemId) -> int | None:
    """Return at which place of a list an item stands."""
    return await desk.store.position(view, desk.agent, desk.now(), item)


async def counts(desk: Desk) -> Counts:
    """Return the figures of the shift bar."""
    return await desk.store.counts(desk.agent, desk.now())


async def next_item(desk: Desk, *, take: bool = False) -> QueueRow | None:
    """Return the first item of the queue that nobody else holds; take it when asked."""
    offset = 0
    while True:
        page = await window(desk, View.QUEUE, offset, NEXT_PAGE)
        for row in page.rows:
            if row.claimed_by in {"", desk.agent}:
                if take:
                    await items.take(desk, row.id)
                return row
        offset += len(page.rows)
        if not page.rows or offset >= page.total:
            return None
