"""Two items that are one comment: merged by hand with the older clock, and taken apart again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import MINUTE
from core.errors import Locked, Refused
from core.vocabulary import ItemId, OutcomeCode, State, Strategy, TimerKind
from desk.model.event import EventKind
from desk.model.item import Item
from desk.services import items, merging, outcomes, queue, replies, shifts, summary
from desk.services.desk import Desk
from desk.store.listing import View
from tests.support.clock import START as NOW
from tests.support.clock import FakeClock
from tests.support.desk import a_desk, arrive
from tests.support.items import post

OLD, NEW = ItemId(1), ItemId(2)


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Yield Tim's desk with the same complaint twice, the first half an hour older."""
    async with a_desk(tmp_path) as opened:
        await arrive(opened, post(native_id="a", permalink="", published_at=NOW - 40 * MINUTE))
        await arrive(opened, post(native_id="b", permalink="", published_at=NOW - 10 * MINUTE))
        yield opened
        assert await opened.store.rebuild() == 0


async def due_of(desk: Desk, item: ItemId) -> int:
    """Return when an item's first promise is due."""
    promise = (await desk.store.item(item)).promise
    assert promise
    return promise.due_at


async def both(desk: Desk) -> tuple[Item, Item]:
    """Return both items."""
    return await desk.store.item(OLD), await desk.store.item(NEW)


@pytest.mark.asyncio
async def test_the_older_clock_wins(desk: Desk) -> None:
    """The item that is kept is due when the first of the two was; the other leaves the queue."""
    first, second = await due_of(desk, OLD), await due_of(desk, NEW)
    assert first < second
    kept = await merging.merge(desk, OLD, NEW)
    assert kept.id == NEW
    assert await due_of(desk, NEW) == first
    gone, _kept = await both(desk)
    assert (gone.state, gone.merged_into, gone.running) == (State.CLOSED, NEW, ())
    assert (await queue.window(desk, View.QUEUE, 0, 10)).total == 1


@pytest.mark.asyncio
async def test_the_younger_clock_is_nothing_to_the_older(desk: Desk) -> None:
    """Merged the other way round, the kept item's own clock stays."""
    first = await due_of(desk, OLD)
    await merging.merge(desk, NEW, OLD)
    assert await due_of(desk, OLD) == first


@pytest.mark.asyncio
async def test_unmerge_leaves_both_as_they_were(desk: Desk) -> None:
    """By command, or by undo and redo, which act on both at once."""
    before = await both(desk)
    await merging.merge(desk, OLD, NEW)
    merged = await both(desk)
    await merging.unmerge(desk, OLD)
    for n, item in enumerate(await both(desk)):
        assert (item.state, item.timers, item.merged_into) == (
            before[n].state,
            before[n].timers,
            None,
        )
    await merging.merge(desk, OLD, NEW)
    undone = await outcomes.undo(desk)
    assert undone.event.kind is EventKind.MERGED
    assert [item.timers for item in await both(desk)] == [item.timers for item in before]
    await outcomes.redo(desk)
    assert [item.timers for item in await both(desk)] == [item.timers for item in merged]
    assert (await desk.store.item(OLD)).merged_into == NEW


@pytest.mark.asyncio
async def test_what_cannot_be_merged_is_refused(desk: Desk) -> None:
    """With itself, into a merged item, a merged one again, what has ended; nothing is written."""
    await arrive(desk, post(native_id="c", permalink=""))
    third = ItemId(3)
    with pytest.raises(Refused):
        await merging.merge(desk, OLD, OLD)
    await merging.merge(desk, OLD, NEW)
    for gone, keep in ((third, OLD), (OLD, third)):
        with pytest.raises(Refused, match="merged into item 2"):
            await merging.merge(desk, gone, keep)
    with pytest.raises(Refused):
        await merging.unmerge(desk, NEW)
    with pytest.raises(Refused, match="merged"):
        await outcomes.reopen(desk, OLD, "toch anders")
    await outcomes.decide(desk, third, Strategy.DISCARD, reason=OutcomeCode.SPAM)
    with pytest.raises(Refused):
        await merging.merge(desk, third, NEW)
    assert (await desk.store.item(third)).merged_into is None


@pytest.mark.asyncio
async def test_a_colleagues_item_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    """Neither of the two may be in somebody else's hands."""
    assert isinstance(desk.clock, FakeClock)
    async with a_desk(tmp_path, "ann", desk.clock) as ann:
        await items.take(ann, NEW)
    for gone, keep in ((OLD, NEW), (NEW, OLD)):
        with pytest.raises(Locked):
            await merging.merge(desk, gone, keep)


@pytest.mark.asyncio
async def test_an_answered_item_takes_over_an_unanswered_clock(desk: Desk) -> None:
    """Our answer stood under one of the two only: the other's question is still to be answered."""
    await replies.reply(desk, NEW, "Hoi Noor, wat vervelend.")
    first = await due_of(desk, OLD)
    kept = await merging.merge(desk, OLD, NEW)
    assert kept.state is State.OPEN
    clock = kept.timer(TimerKind.NEXT_RESPONSE)
    assert clock
    assert (clock.started_at, clock.due_at) == (NOW - 40 * MINUTE, first)


@pytest.mark.asyncio
async def test_a_merge_is_counted_as_one(tmp_path: Path) -> None:
    """In the summary it is merged, not closed, and the volume balances."""
    async with a_desk(tmp_path) as desk:
        shift = await shifts.start(desk)
        for name in ("a", "b"):
            await arrive(desk, post(native_id=name, permalink=""))
        await merging.merge(desk, OLD, NEW)
        volume = (await summary.shift_summary(desk, shift)).volume
    assert (volume.received, volume.merged, volume.closed, volume.backlog_end) == (2, 1, 0, 1)
