"""Keys typed faster than the screen can follow go where the agent means them to go."""

import asyncio
from pathlib import Path

import pytest
from textual.events import Key

from core.vocabulary import ItemId
from desk.services import items
from tests.support.running import Running, running
from tui import type_ahead
from tui.actions import registry
from tui.actions.stage import Stage

HERE = ItemId(1)
WRITTEN = {"space": " "}


async def burst(run: Running, *keys: str) -> None:
    """Send keys at once, as a hurried hand or a slow line does, and wait for what comes of them."""
    for key in keys:
        run.app.post_message(Key(key, WRITTEN.get(key, key if len(key) == 1 else None)))
    async with asyncio.timeout(20):
        while not run.app._typed.is_done or run.live.is_acting:
            await run.pilot.pause(0.01)
    await run.settle()


@pytest.mark.asyncio
async def test_what_is_typed_after_a_key_is_written_into_its_dialog(tmp_path: Path) -> None:
    """Its letters are keys of the list, and none of them acts there."""
    async with running(tmp_path) as run:
        await burst(run, "c", *"aDxuq", "ctrl+o")
        detail = await items.detail(run.desk, HERE)
        assert [event.kind for event in detail.events][-1] == "noted"
        assert detail.events[-1].text("text") == "aDxuq"
        assert detail.claim is None
        assert run.told() == ["Noted."]


@pytest.mark.asyncio
async def test_tab_and_text_go_field_by_field(tmp_path: Path) -> None:
    """What follows tab is written into the next field, whatever is under way in the one before."""
    async with running(tmp_path) as run:
        text = "Werkt niet"
        await burst(run, "ctrl+n", "tab", *"ola", "tab", *(" " if c == " " else c for c in text))
        await burst(run, "ctrl+o")
        newest = max(await run.desk.store.item_ids())
        added = await items.detail(run.desk, newest)
        assert (added.author, added.body) == ("ola", "Werkt niet")


@pytest.mark.asyncio
async def test_the_next_key_acts_on_the_list_as_the_last_one_left_it(tmp_path: Path) -> None:
    """Two items are passed by and the third is taken, in one go."""
    async with running(tmp_path) as run:
        third = run.app.desk_screen.queue.window.rows[2].id
        await burst(run, "j", "j", "a")
        claims = await run.desk.store.claims(run.clock.now())
        assert [claim.item for claim in claims] == [third]


@pytest.mark.asyncio
async def test_what_takes_long_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key is kept for a while; then it acts on what is there."""
    ends = asyncio.Event()

    async def slow(_stage: Stage) -> None:
        await ends.wait()

    monkeypatch.setattr(type_ahead, "LONGEST", 0.3)
    async with running(tmp_path) as run:
        monkeypatch.setitem(registry.ACTIONS, "item.copy", slow)
        queue = run.app.desk_screen.queue
        run.app.post_message(Key("y", "y"))
        run.app.post_message(Key("j", "j"))
        await run.pilot.pause(0.1)
        assert queue.at == 0
        async with asyncio.timeout(20):
            while queue.at == 0:
                await run.pilot.pause(0.01)
        ends.set()
        await run.settle()
