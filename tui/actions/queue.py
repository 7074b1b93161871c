"""Reading the lists, and waking when they change."""

import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from textual.worker import Worker, WorkerCancelled

from core.clock import MINUTE, SECOND, Instant
from core.vocabulary import ItemId
from desk.services import colleagues, notices, planning, queue, shifts
from desk.services.desk import Desk
from desk.store.listing import Beside, Counts, QueueRow, View, Window
from desk.store.records import Notice, Shift

LOADED = 200
"""Rows that are held at a time."""
SEEN_AGAIN = 10 * SECOND
"""How often a team's list is read anew, as nobody is woken when a colleague only looks."""
MERGE = 0.25
"""Seconds in which changes are merged into one repaint: at most four a second."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All that the list and the line on top show."""

    window: Window
    at: int | None
    """Where the item under the cursor stands; None when it has left the list."""
    counts: Counts
    shift: Shift | None
    order: str
    """The order the agent looks by; empty for the team's."""
    stale_at: Instant
    """When it is to be read again though nothing was written."""
    beside: Beside
    unseen: tuple[Notice, ...]
    """What the agent was told and has not opened yet, the newest first."""


async def read(desk: Desk, view: View, item: ItemId | None, look_at: int) -> Listing:
    """Read the rows around a place, and where the cursor's item stands."""
    offset = max(0, look_at - LOADED // 2)
    window = await queue.window(desk, view, offset, LOADED)
    at = _place(window, item)
    if item is not None and at is None:
        at = await queue.position(desk, view, item)
        if at is not None and abs(at - look_at) <= LOADED:
            window = await queue.window(desk, view, max(0, at - LOADED // 2), LOADED)
    if not window.rows and window.total:
        window = await queue.window(desk, view, max(0, window.total - LOADED), LOADED)
    now = desk.now()
    counts, shift = await queue.counts(desk), await shifts.current(desk)
    latest = now + (SEEN_AGAIN if desk.store.is_shared else MINUTE)
    stale = min(latest, (await planning.planned(desk)).replan_at)
    beside, unseen = await colleagues.beside(desk, shift), await notices.unseen(desk)
    return Listing(window, at, counts, shift, desk.order, stale, beside, tuple(unseen))


async def read_lines(desk: Desk, items: Collection[ItemId]) -> tuple[QueueRow, ...]:
    """Read single lines of the list, as far as the plan is not to be made anew for them."""
    return await queue.lines(desk, items) if items else ()


def _place(window: Window, item: ItemId | None) -> int | None:
    places = (n for n, row in enumerate(window.rows, window.offset) if row.id == item)
    return next(places, None)


async def place_in(desk: Desk, item: ItemId, views: tuple[View, ...]) -> tuple[View, int] | None:
    """Return the first of some lists that holds an item, and its place there."""
    for view in views:
        at = await queue.position(desk, view, item)
        if at is not None:
            return view, at
    return None


async def follow(desk: Desk, wake: Callable[[frozenset[ItemId]], Worker[None]]) -> None:
    """Call ``wake`` with what was written, by us or others; bursts wake once, at their end.

    What is heard as it happens elsewhere wakes at once, unless such did a moment ago; our own keys
    read for themselves, and what a look found was heard already. What was woken is let to end
    before it is woken again: else nothing would ever be read to its end where much is written and
    much is to be planned.
    """
    changes = desk.store.changes()
    rests_until = 0.0
    async for change in changes:
        if not change.at_once:
            await changes.pause(desk.clock.sleep(MERGE))
        await desk.clock.sleep(max(0.0, rests_until - time.monotonic()))
        more = changes.drain()
        if change.at_once or more.at_once:
            rests_until = time.monotonic() + MERGE
        changed = change.items | more.items
        with suppress(WorkerCancelled):  # something newer is read instead
            await wake(changed).wait()
