"""Waking the screen when something was written."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.worker import WorkerCancelled

from desk.services import items
from tests.support.desk import a_desk, arrive
from tests.support.items import post
from tui.actions.queue import follow


class Reading:
    """A reading that ends when a test says so."""

    def __init__(self) -> None:
        self.times = 0
        self.begun = asyncio.Event()
        self.is_newer_wanted = False
        self.ends = asyncio.Event()

    def __call__(self) -> Any:
        """Begin."""
        self.times += 1
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
