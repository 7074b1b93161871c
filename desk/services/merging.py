"""Merge two items that are one comment, and take that back."""

from collections.abc import Callable

from core.clock import Instant
from core.errors import Changed, Locked, Refused
from core.i18n import _
from core.vocabulary import ItemId
from desk.model import merging
from desk.model.event import Event, EventKind
from desk.model.item import Item
from desk.model.timers import breaches
from desk.services.desk import RETRIES, Desk
from desk.store.records import Write


async def merge(desk: Desk, gone: ItemId, keep: ItemId) -> Item:
    """Merge an item into another, which gets the older clock of the two; return that one."""
    await _must_be_free(desk, gone)
    await _must_be_free(desk, keep)
    kept = await _write_both(
        desk, gone, keep, lambda one, other, now: merging.merge(one, other, now, desk.agent)
    )
    await desk.store.release(gone, desk.agent)
    return kept


async def unmerge(desk: Desk, gone: ItemId) -> Item:
    """Take a merge back; both items stand as if it had not been. Return the one that was merged."""
    item = await desk.store.item(gone)
    if item.merged_into is None:
        raise Refused(_("Item {item} was not merged into another").format(item=gone))
    merged = [e for e in await desk.store.events(gone) if e.kind is EventKind.MERGED]
    return await take_back(desk, next(e for e in reversed(merged) if e.id not in item.undone))


async def take_back(desk: Desk, event: Event) -> Item:
    """Undo one of the two events of a merge together with its twin, or redo them."""
    await _write_both(
        desk,
        event.item,
        ItemId(event.data["into"]),
        lambda _one, _other, now: merging.undone(event, now, desk.agent),
    )
    return await desk.store.item(event.item)


async def _must_be_free(desk: Desk, item: ItemId) -> None:
    claim = await desk.store.claim_of(item, desk.now())
    if claim is not None and claim.agent != desk.agent:
        raise Locked(_("{agent} works on item {item}").format(agent=claim.agent, item=item))


async def _write_both(
    desk: Desk,
    one: ItemId,
    other: ItemId,
    decide: Callable[[Item, Item, Instant], tuple[Event, Event]],
) -> Item:
    """Write an event on each of two items, or on neither; return the second."""
    for attempt in range(RETRIES):
        first, second = await desk.store.item(one), await desk.store.item(other)
        now = desk.now()
        events = decide(first, second, now)
        writes = [
            Write((*breaches(item, now), event), item.id, expected=item.version)
            for item, event in zip((first, second), events, strict=True)
        ]
        try:
            written = await desk.store.append(writes)
        except Changed:
            if attempt == RETRIES - 1:
                raise
            continue
        return written[1] or second
    raise AssertionError  # the loop returns or raises
