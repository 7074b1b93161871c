"""The desk screen on a real store: keys in, stored rows and screen text out."""

from pathlib import Path

import pytest

from core.clock import MINUTE
from core.vocabulary import State, Strategy, TimerKind
from desk.model.event import EventKind
from desk.services import items, replies, shifts
from desk.services.intake import take_in
from desk.store.listing import View
from desk.store.records import Change, SourceState
from tests.support.desk import a_desk
from tests.support.running import HOSTILE, posts, running
from tui.settings import TuiSettings
from tui.widgets.queue import QueueList


@pytest.mark.asyncio
async def test_the_item_under_the_cursor_is_shown(tmp_path: Path) -> None:
    """Moving the cursor shows the next item in the panes."""
    async with running(tmp_path) as run:
        first = run.app.desk_screen.chosen
        await run.press("j")
        second = run.app.desk_screen.chosen
        assert first != second
        panes = run.app.desk_screen.panes
        assert panes is not None
        assert panes.detail is not None
        assert panes.detail.item.id == second
        assert any(isinstance(message, QueueList.Highlighted) for message in run.messages)


@pytest.mark.asyncio
async def test_taking_writes_a_claim_and_shows_it(tmp_path: Path) -> None:
    """a claims the item; the list says whose it is."""
    async with running(tmp_path) as run:
        item = run.app.desk_screen.chosen
        assert item is not None
        await run.press("a")
        claim = await run.desk.store.claim_of(item, run.desk.now())
        assert claim is not None
        assert claim.agent == "tim"
        assert any(line.startswith(">") and "you" in line for line in run.lines())


@pytest.mark.asyncio
async def test_what_another_holds_is_refused_with_the_reason(tmp_path: Path) -> None:
    """A colleague's item is not worked on, and the notice says how to take it over."""
    async with running(tmp_path) as run:
        item = run.app.desk_screen.chosen
        assert item is not None
        now = run.desk.now()
        await run.desk.store.claim(item, "ann", now, now + 3 * MINUTE)
        await run.live.read()
        await run.press("d")
        assert run.told()[-1] == "ann works on it; A takes it over."
        await run.press("A", *"off sick".replace(" ", "_"), "enter")
        claim = await run.desk.store.claim_of(item, run.desk.now())
        assert claim is not None
        assert claim.agent == "tim"
        kinds = [event.kind for event in await run.desk.store.events(item)]
        assert EventKind.TAKEN_OVER in kinds


@pytest.mark.asyncio
async def test_a_draft_is_stored_while_it_is_typed_and_kept_on_leaving(tmp_path: Path) -> None:
    """r opens the draft, letters are text and not keys, escape keeps it."""
    async with running(tmp_path) as run:
        item = run.app.desk_screen.chosen
        assert item is not None
        await run.press("r", *"dxq", "escape")
        drafts = await run.desk.store.drafts(item)
        assert [draft.body for draft in drafts] == ["dxq"]
        assert run.app.focused is run.app.desk_screen.queue
        assert "saved" in run.reads()


@pytest.mark.asyncio
async def test_a_draft_that_was_not_saved_yet_is_stored_on_the_way_out(tmp_path: Path) -> None:
    """Ending the program in the middle of a word loses none of it."""
    async with running(tmp_path) as run:
        item = run.app.desk_screen.chosen
        await run.press("r")
        await run.pilot.press(*"half")
        run.app.leave(143)
        await run.pilot.pause()
    assert run.app.return_code == 143
    async with running(tmp_path, []) as again:
        assert item is not None
        drafts = await again.desk.store.drafts(item)
        assert [draft.body for draft in drafts] == ["half"]


@pytest.mark.asyncio
async def test_a_watched_item_leaves_the_queue_and_undo_brings_it_back(tmp_path: Path) -> None:
    """w with a reason starts a re-check; u takes it back and puts the cursor on it."""
    async with running(tmp_path) as run:
        item = run.app.desk_screen.chosen
        assert item is not None
        await run.press("w", *"drowns", "enter")
        stored = await run.desk.store.item(item)
        assert stored.strategy is Strategy.WATCH
        assert stored.state is State.WATCHING
        assert stored.timer(TimerKind.WATCH_RECHECK) is not None
        assert run.app.desk_screen.chosen != item
        await run.press("u")
        assert (await run.desk.store.item(item)).strategy is None
        assert run.app.desk_screen.chosen == item


@pytest.mark.asyncio
async def test_an_arrival_does_not_move_what_is_looked_at(tmp_path: Path) -> None:
    """A more urgent comment comes in; the cursor stays on its item."""
    async with running(tmp_path) as run:
        await run.press("j")
        item = run.app.desk_screen.chosen
        urgent = posts([("pelle", "Ik steek jullie winkel in brand, ik weet jullie te vinden")], 50)
        state = SourceState("shop", items_total=5, last_new_at=1)
        await take_in(run.desk, "shop", urgent, state)
        await run.live.read()
        await run.settle()
        assert run.app.desk_screen.chosen == item
        assert "pelle" in run.reads()


@pytest.mark.asyncio
async def test_views_list_what_they_say(tmp_path: Path) -> None:
    """2 lists what was taken, 4 praise, 1 the queue again."""
    async with running(tmp_path) as run:
        await run.press("a", "2")
        assert run.app.desk_screen.view is View.MINE
        assert run.app.desk_screen.queue.window.total == 1
        await run.press("4")
        assert [row.author for row in run.app.desk_screen.queue.window.rows] == ["sofie"]
        await run.press("5")
        assert "Nothing is being watched." in run.reads()
        await run.press("1")
        assert run.app.desk_screen.queue.window.total == 4


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "size", [(20, 5), (39, 20), (50, 14), (60, 16), (80, 24), (120, 40), (200, 50)]
)
async def test_every_size_is_drawn_and_nothing_hostile_gets_through(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """A comment full of markup and escape codes is text at every size, and no net is needed."""
    hostile = posts([(HOSTILE, HOSTILE)])
    async with running(tmp_path, hostile, size=size) as run:
        await run.press("i", "escape", "enter", "tab", "escape", "2", "1")
        shown = run.reads()
        assert run.app.stray_controls == 0
        assert "\x1b" not in shown
        assert "\x07" not in shown
        assert len(run.lines()) == size[1]
        if size[0] < 40 or size[1] < 8:
            assert "window too" in shown
        else:
            assert "[/] [@" in shown


@pytest.mark.asyncio
async def test_hostile_text_in_every_field_of_the_desk(tmp_path: Path) -> None:
    """Agent, note, label, draft, asked colleague and source title are text too."""
    settings = TuiSettings(agent="tim", zone="Europe/Oslo", runtime_dir=tmp_path)
    async with running(tmp_path, settings=settings, size=(200, 50)) as run:
        item = run.app.desk_screen.chosen
        assert item is not None
        await items.note(run.desk, item, HOSTILE)
        await items.label(run.desk, item, [HOSTILE[:40]])
        await replies.save_draft(run.desk, item, HOSTILE)
        await replies.ask(run.desk, item, HOSTILE, HOSTILE)
        now = run.desk.now()
        await run.desk.store.claim(item, HOSTILE, now, now + MINUTE, over=True)
        await run.live.go_to(item)
        await run.press("k", "j", "d")
        assert run.app.stray_controls == 0
        assert "[/] [@click=app.quit]" in run.reads()


@pytest.mark.asyncio
async def test_the_shift_starts_joins_and_ends_by_one_key(tmp_path: Path) -> None:
    """s starts a shift; pressed again it asks for a note and ends it; ^e shows the summary."""
    async with running(tmp_path) as run:
        await run.press("s")
        assert await shifts.current(run.desk) is not None
        assert "shift since" in run.reads()
        await run.press("s", *"calm", "ctrl+o")
        assert await shifts.current(run.desk) is None
        newest = await run.desk.store.shifts(limit=1)
        assert newest[0].note == "calm"
        await run.press("ctrl+e")
        assert run.app.screen is not run.app.desk_screen


@pytest.mark.asyncio
async def test_q_ends_nothing_and_says_how(tmp_path: Path) -> None:
    """A slip of the finger is answered with the key that stops."""
    async with running(tmp_path) as run:
        await run.press("q")
        assert run.told() == ["^q stops webcare."]


@pytest.mark.asyncio
async def test_a_remapped_key_acts_and_its_old_one_does_not(tmp_path: Path) -> None:
    """[keys] gives an action another key, in the footer too."""
    settings = TuiSettings(agent="tim", keys={"item.take": "f2"}, runtime_dir=tmp_path)
    async with running(tmp_path, settings=settings, size=(160, 40)) as run:
        item = run.app.desk_screen.chosen
        assert item is not None
        assert "f2 take" in run.reads()
        await run.press("a")
        assert await run.desk.store.claim_of(item, run.desk.now()) is None
        await run.press("f2")
        assert await run.desk.store.claim_of(item, run.desk.now()) is not None


@pytest.mark.asyncio
async def test_help_lists_the_table_and_narrows_by_typing(tmp_path: Path) -> None:
    """? shows every key; what is typed leaves those it fits."""
    async with running(tmp_path) as run:
        await run.press("question_mark")
        assert "Go to the next row." in run.reads()
        await run.press(*"promise")
        shown = run.reads()
        assert "Promise the customer a time." in shown
        assert "Go to the next row." not in shown
        await run.press("escape")
        assert run.app.screen is run.app.desk_screen


@pytest.mark.asyncio
async def test_time_repaints_the_clock_and_writes_nothing(tmp_path: Path) -> None:
    """A tick changes what the clock reads; the store hears nothing of it."""
    async with running(tmp_path) as run:
        changes: list[Change] = []
        before = run.lines()[3]
        run.clock.advance(5 * MINUTE)
        run.app.desk_screen.tick()
        await run.settle()
        assert run.lines()[3] != before
        assert changes == []


@pytest.mark.asyncio
async def test_an_empty_desk_says_what_to_do(tmp_path: Path) -> None:
    """Nothing to list: the screen helps instead of staying blank."""
    async with running(tmp_path, []) as run:
        assert "All done: nothing waits for an answer." in run.reads()
        await run.press("a")
        assert run.told() == ["Nothing is selected."]


@pytest.mark.asyncio
async def test_an_item_is_added_by_hand(tmp_path: Path) -> None:
    """^n takes pasted text and puts the cursor on the new item."""
    async with running(tmp_path, []) as run:
        await run.press("ctrl+n", "tab", *"nora", "tab", *"hello?", "ctrl+o")
        item = run.app.desk_screen.chosen
        assert item is not None
        assert (await run.desk.store.item(item)).added_by == "tim"
        assert "hello?" in run.reads()


@pytest.mark.asyncio
async def test_an_outcome_on_what_changed_meanwhile_shows_the_difference_and_keeps_the_answer(
    tmp_path: Path,
) -> None:
    """A colleague answers while the dialog stands: it is shown, and nothing typed is lost."""
    async with running(tmp_path) as run:
        item = run.app.desk_screen.chosen
        assert item is not None
        await run.press("w", *"drowns")
        async with a_desk(tmp_path, "ann", run.clock) as ann:
            await replies.reply(ann, item, "Hoi Marieke")
        await run.press("enter")
        assert "ann posted" in run.reads()
        assert "Hoi Marieke" in run.reads()
        await run.press("enter")
        assert (await run.desk.store.item(item)).strategy is None
        assert "shows your answer again" in run.told()[-1]
        await run.live.go_to(item)
        await run.settle()
        await run.press("w")
        assert "drowns" in run.reads()
        await run.press("enter")
        stored = await run.desk.store.item(item)
        assert stored.strategy is Strategy.WATCH


@pytest.mark.asyncio
async def test_what_is_written_about_says_when_it_changes(tmp_path: Path) -> None:
    """While a reply is typed, a colleague's answer is told at once; the draft stays."""
    async with running(tmp_path) as run:
        item = run.app.desk_screen.chosen
        assert item is not None
        await run.press("r", *"hoi")
        async with a_desk(tmp_path, "ann", run.clock) as ann:
            await replies.reply(ann, item, "Hoi Marieke")
        await run.live.read()
        await run.settle()
        assert "ann posted" in run.told()[-1]
        assert run.app.desk_screen.panes is not None
        assert run.app.desk_screen.panes.draft.text == "hoi"
