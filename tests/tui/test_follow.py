"""Waking the screen when something was written."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.worker import WorkerCancelled

from core.vocabulary import ItemId
from desk.services import items
from desk.services.desk import Desk
from desk.store.listing import View
from desk.store.records import Change
from tests.support.clock import FakeClock
from tests.support.desk import a_desk, arrive
from tests.support.items import post
from tests.support.running import running
from tui.actions import live
from tui.actions.queue import MERGE, Listing, follow, read


class Reading:
    """A reading that ends when a test says so."""

    def __init__(self) -> None:
        self.times = 0
        self.changed: list[frozenset[ItemId]] = []
        self.begun = asyncio.Event()
        self.is_newer_wanted = False
        self.ends = asyncio.Event()

    def __call__(self, changed: frozenset[ItemId]) -> Any:
        """Begin."""
        self.times += 1
        self.changed.append(changed)
        self.begun.set()
        return self

    async def wait(self) -> None:
        """Wait until it ended; it is no more where something newer was wanted."""
        await self.ends.wait()
        if self.is_newer_wanted:
            raise WorkerCancelled


async def settle() -> None:
    """Let everything run that can."""
    for _ in range(100):
        await asyncio.sleep(0)


@pytest.mark.asyncio
@pytest.mark.parametrize("is_newer_wanted", [False, True])
async def test_what_is_being_read_is_read_to_its_end(tmp_path: Path, is_newer_wanted: bool) -> None:
    """Writes that come in meanwhile are read together after it, and are not lost."""
    async with a_desk(tmp_path) as desk:
        (item,) = await arrive(desk, post())
        reading = Reading()
        reading.is_newer_wanted = is_newer_wanted
        following = asyncio.create_task(follow(desk, reading))
        await asyncio.sleep(0)
        await items.note(desk, item.id, "gebeld")
        await reading.begun.wait()
        for number in range(3):
            await items.note(desk, item.id, f"gebeld {number}")
            await settle()
        assert reading.times == 1
        reading.begun.clear()
        reading.ends.set()
        await reading.begun.wait()
        await settle()
        assert reading.times == 2
        following.cancel()


class CountingClock(FakeClock):
    """Remembers how long it was to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Let others run."""
        self.waits.append(seconds)
        await super().sleep(seconds)


@pytest.mark.asyncio
async def test_what_others_do_is_seen_at_once_and_bursts_at_their_end(tmp_path: Path) -> None:
    """Heard as it happens it waits for nothing; what follows it is read together, soon after."""
    clock = CountingClock()
    async with a_desk(tmp_path, clock=clock) as desk:
        reading = Reading()
        reading.ends.set()
        following = asyncio.create_task(follow(desk, reading))
        await settle()
        for number in range(4):
            desk.store.database.tell(Change(frozenset({ItemId(number)}), at_once=True))
            if number == 0:
                await settle()
        await settle()
        assert reading.changed == [{0}, {1, 2, 3}]
        first, second = clock.waits
        assert first == 0
        assert MERGE / 2 < second <= MERGE
        desk.store.database.tell(Change(frozenset({ItemId(9)})))
        await settle()
        assert clock.waits[2] == MERGE
        following.cancel()


class StandingClock(FakeClock):
    """Time that does not pass: a pause does not end by itself."""

    async def sleep(self, seconds: float) -> None:
        """Wait for ever, unless there is nothing to wait for."""
        if seconds > 0:
            await asyncio.Event().wait()


@pytest.mark.asyncio
async def test_what_is_heard_ends_the_pause_after_what_was_not(tmp_path: Path) -> None:
    """A look at the server, or our own key, waits for more; a colleague's change is not kept."""
    async with a_desk(tmp_path, clock=StandingClock()) as desk:
        reading = Reading()
        reading.ends.set()
        following = asyncio.create_task(follow(desk, reading))
        await settle()
        desk.store.database.tell(Change(frozenset({ItemId(1)}), other=True))
        await settle()
        assert reading.changed == []
        desk.store.database.tell(Change(frozenset({ItemId(2)}), at_once=True))
        await settle()
        assert reading.changed == [{1, 2}]
        following.cancel()


@pytest.mark.asyncio
async def test_what_was_read_for_another_list_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading that was begun before the agent turned to another list may end after it."""
    late = asyncio.Event()

    async def slowly(desk: Desk, view: View, *rest: Any) -> Listing:
        listing = await read(desk, view, *rest)
        if view is View.QUEUE:
            await late.wait()
        return listing

    async with running(tmp_path) as run:
        monkeypatch.setattr(live, "read", slowly)
        first = asyncio.create_task(run.live.read())
        await run.pilot.pause()
        run.app.desk_screen.show_view(View.PRAISE)
        await run.settle()
        praise = run.app.desk_screen.queue.window
        assert [row.author for row in praise.rows] == ["sofie"]
        late.set()
        await first
        assert run.app.desk_screen.queue.window == praise
