"""The coach beside the draft: what it remarks while one types, and the keys that go there."""

from pathlib import Path

import pytest
from textual.widgets import TextArea

from core.clock import HOUR
from core.vocabulary import ItemId, ReplyKind
from desk.services import items, replies
from tests.support.running import Running, running
from tui.widgets.draft import SAVE_AFTER
from webcare.wiring import LateCoach

HERE = ItemId(1)
LEAK = "Hoi Marieke, sorry voor je geld. Mail ons op piet@web.example!!"


async def type_reply(at_work: Running, text: str) -> None:
    """Write a reply, its last letters by keys, and wait until it was handed over and read."""
    await at_work.press("r")
    await at_work.paste(text[:-3])
    await at_work.press(*text[-3:])
    await at_work.pilot.pause(SAVE_AFTER + 0.1)
    await at_work.settle()


def selected(at_work: Running) -> str:
    """Return what is selected in the editor."""
    return at_work.app.screen.query_one(TextArea).selected_text


@pytest.mark.asyncio
async def test_remarks_stand_beneath_the_draft_while_it_is_typed(tmp_path: Path) -> None:
    """In a line, those that ask first; a key tells why, what to do, and who says so."""
    async with running(tmp_path, size=(80, 24)) as at_work:
        await type_reply(at_work, LEAK)
        assert "! personal data · " in at_work.reads()
        assert "shouting" in at_work.reads()
        assert "would read" not in at_work.reads()
        await at_work.press("ctrl+f")
        told = " ".join(at_work.reads().replace("│", " ").split())
        assert "would read" in told
        assert "three strategies" in told
        assert selected(at_work) == "piet@web.example"
        await at_work.press("ctrl+f", "ctrl+f", "ctrl+f")
        assert selected(at_work) == "!!"
        await at_work.press("escape")
        assert "personal data" in at_work.reads()


@pytest.mark.asyncio
async def test_where_there_is_room_the_weightiest_stands_in_full(tmp_path: Path) -> None:
    """On a tall screen no key is needed to read why."""
    async with running(tmp_path, size=(120, 40)) as at_work:
        await type_reply(at_work, LEAK)
        assert "would read personal data" in at_work.reads()


@pytest.mark.asyncio
async def test_a_key_mends_what_needs_no_thought(tmp_path: Path) -> None:
    """The remark gone to, else the first that can be mended; it can be undone like typing."""
    async with running(tmp_path) as at_work:
        await type_reply(at_work, LEAK)
        await at_work.press("ctrl+r")
        area = at_work.app.screen.query_one(TextArea)
        assert area.text == LEAK.replace("piet@web.example", "…")
        assert "personal data" not in at_work.reads()
        await at_work.press("ctrl+r")
        assert area.text == LEAK.replace("piet@web.example!!", "…!")
        draft = (await items.detail(at_work.desk, HERE)).draft_of("tim")
        assert draft is not None
        assert draft.body == area.text
        area.undo()
        assert area.text.endswith("!!")


@pytest.mark.asyncio
async def test_a_draft_is_mended_without_being_opened(tmp_path: Path) -> None:
    """The key acts on the draft as it is shown, and what it makes of it is kept."""
    async with running(tmp_path) as at_work:
        await type_reply(at_work, LEAK)
        await at_work.press("escape", "ctrl+r")
        mended = LEAK.replace("piet@web.example", "…")
        assert mended.removesuffix("!!") in " ".join(at_work.reads().split())
        draft = (await items.detail(at_work.desk, HERE)).draft_of("tim")
        assert draft is not None
        assert draft.body == mended


@pytest.mark.asyncio
async def test_without_a_remark_the_keys_say_so(tmp_path: Path) -> None:
    """One sentence each, and nothing changes."""
    async with running(tmp_path) as at_work:
        await at_work.press("ctrl+f", "ctrl+r")
        assert at_work.told() == [
            "The coach has no remark on this reply.",
            "Nothing here can be mended without thinking.",
        ]


@pytest.mark.asyncio
async def test_a_reply_that_cannot_be_taken_back_asks_for_one_key(tmp_path: Path) -> None:
    """Before it is ready, and before it is recorded when it was never made ready; no is safe."""
    async with running(tmp_path) as at_work:
        await type_reply(at_work, LEAK)
        await at_work.press("escape", "p")
        assert "Is this meant to go out?" in at_work.reads()
        assert "piet@web.example" in at_work.reads()
        await at_work.press("enter", "P")
        assert "Is this meant to go out?" in at_work.reads()
        await at_work.press("enter")
        item = (await items.detail(at_work.desk, HERE)).item
        assert (item.ready_at, item.replies) == (None, ())
        await at_work.press("P", "y", "enter", "ctrl+o")
        item = (await items.detail(at_work.desk, HERE)).item
        assert [reply.kind for reply in item.replies] == [ReplyKind.PUBLIC_FULL]


@pytest.mark.asyncio
async def test_what_the_team_answered_and_promised_counts(tmp_path: Path) -> None:
    """The last answers of the store are compared with; a promise on the clock is no remark."""
    text = "Hoi Marieke, drie weken is te lang, sorry. We bellen je morgen over je geld."
    async with running(tmp_path, size=(120, 40)) as at_work:
        await replies.reply(at_work.desk, ItemId(2), text.replace("Marieke", "Ola"))
        await type_reply(at_work, text)
        assert "repeated" in at_work.reads()
        assert "promise" in at_work.reads().lower()
        await at_work.press("escape")
        await replies.promise(at_work.desk, HERE, at_work.clock.now() + HOUR)
        at_work.live.wake()
        await at_work.settle()
        assert "a promise" not in at_work.reads()
        assert "repeated" in at_work.reads()


@pytest.mark.asyncio
async def test_what_is_wrong_with_the_teams_phrases_is_told_once(tmp_path: Path) -> None:
    """With file and line; the phrases of the house read on."""
    phrases = tmp_path / "coach.toml"
    phrases.write_text('[nl]\nclich = ["x"]\n', encoding="utf-8")
    async with running(tmp_path) as at_work:
        at_work.desk.coach = LateCoach(phrases)
        await type_reply(at_work, "A!!")
        (told,) = at_work.told()
        assert "coach.toml, line 2" in told
        assert "shouting" in at_work.reads()
        await at_work.press("!")
        await at_work.pilot.pause(SAVE_AFTER + 0.1)
        await at_work.settle()
        assert len(at_work.told()) == 1
