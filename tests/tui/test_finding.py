"""/ and words: any item is found, closed ones too, and esc goes back to where one was."""

from pathlib import Path

import pytest

from core.vocabulary import OutcomeCode, State, Strategy
from desk.services import items, outcomes
from desk.store.listing import View
from tests.support.running import Running, posts, running


async def look_for(run: Running, words: str) -> None:
    """Type words into the finder, and wait for what is found."""
    screen = run.app.desk_screen
    await run.press("slash")
    await run.pilot.press(*("space" if sign == " " else sign for sign in words))
    while screen.live is None or screen.live.desk.sought != words:
        await run.pilot.pause(0.02)
    await run.settle()


@pytest.mark.asyncio
async def test_words_find_an_item_and_esc_goes_back(tmp_path: Path) -> None:
    """What is typed narrows the list; enter gives it the keys, esc the list and row from before."""
    async with running(tmp_path) as run:
        screen = run.app.desk_screen
        await run.press("j")
        before = screen.chosen
        await look_for(run, "utrech")
        assert "1 found" in run.reads()
        found = await run.desk.store.find("utrecht", 5)
        assert [row.id for row in screen.queue.window.rows] == found
        assert screen.chosen == found[0]
        await run.press("enter")
        assert run.app.focused is screen.queue
        await run.press("a")
        claim = await run.desk.store.claim_of(found[0], run.desk.now())
        assert claim is not None
        assert claim.agent == "tim"
        await run.press("escape")
        assert screen.view is View.QUEUE
        assert screen.chosen == before
        assert "1 found" not in run.reads()


@pytest.mark.asyncio
async def test_letters_are_words_from_the_first_key_on(tmp_path: Path) -> None:
    """Whoever types without a pause after / presses no other key of the desk."""
    async with running(tmp_path) as run:
        item = run.app.desk_screen.chosen
        assert item is not None
        await run.pilot.press("slash", *"adwx", "escape")
        await run.settle()
        assert await run.desk.store.claim_of(item, run.desk.now()) is None
        assert run.app.desk_screen.view is View.QUEUE
        assert run.app.desk_screen.chosen == item


@pytest.mark.asyncio
async def test_what_was_said_about_a_closed_item_is_found_and_shown(tmp_path: Path) -> None:
    """A note on an item that left every list is found, and its line shows the note."""
    async with running(tmp_path) as run:
        item = run.app.desk_screen.chosen
        assert item is not None
        await items.note(run.desk, item, "klant belt terug over kassabon")
        await outcomes.decide(run.desk, item, Strategy.DISCARD, reason=OutcomeCode.SPAM)
        assert (await run.desk.store.item(item)).state is State.CLOSED
        await look_for(run, "kassab")
        assert run.app.desk_screen.chosen == item
        assert any("closed · note: klant" in line for line in run.lines())


@pytest.mark.asyncio
async def test_what_stands_nowhere_is_said(tmp_path: Path) -> None:
    """Nothing found names the words, and a new word goes on from there."""
    async with running(tmp_path) as run:
        await look_for(run, "zebra")
        assert "Nothing found for zebra" in run.reads()
        await run.press("escape")
        await look_for(run, "geld")
        assert "1 found" in run.reads()
        await run.press("2")
        assert "geld" in run.reads()  # still typing: a figure is part of the words


@pytest.mark.asyncio
async def test_many_hits_are_the_newest(tmp_path: Path) -> None:
    """A frequent word lists the newest two hundred, and says so."""
    many = posts([("klant", f"mijn pakket nummer {n}") for n in range(230)])
    async with running(tmp_path, many) as run:
        await look_for(run, "pakket ")
        assert "the newest 200" in run.reads()
        newest = await run.desk.store.find("pakket", 1)
        assert run.app.desk_screen.chosen == newest[0]
        await run.press("enter", "G")
        assert run.app.desk_screen.queue.at == 199
