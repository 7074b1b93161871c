"""Notice broken promises as they break; nothing else is written because time passes."""

from contextlib import suppress

from core.errors import Changed, StoreUnavailable
from core.vocabulary import ItemId, Role
from desk.model.timers import breaches
from desk.services.desk import Desk
from desk.store.records import Write

TICK = 1.0
"""Seconds between looks: one indexed read each, and a write only where a promise broke."""
BATCH = 200


async def notice_breaches(desk: Desk) -> int:
    """Record every promise that is broken by now, dated its due instant; return how many."""
    noticed = 0
    while overdue := await desk.store.overdue(desk.now(), BATCH):
        before = noticed
        for item_id in overdue:
            noticed += await _notice(desk, item_id)
        if noticed == before:
            break  # others were quicker; what is left is seen at the next look
    return noticed


async def _notice(desk: Desk, item_id: ItemId) -> int:
    item = await desk.store.item(item_id)
    events = breaches(item, desk.now())
    if not events:
        return 0
    try:
        await desk.store.append([Write(events, item.id, expected=item.version)])
    except Changed:
        return 0  # whoever changed it has recorded the breach with his own write
    return len(events)


async def keep_time(desk: Desk) -> None:
    """Record breaches as they come due until cancelled; a sleep or a moved clock is noticed."""
    if desk.role is Role.READER:
        return
    while True:
        with suppress(
            StoreUnavailable
        ):  # a breach is dated when it was due, however late it is seen
            await notice_breaches(desk)
        await desk.clock.sleep(TICK)
