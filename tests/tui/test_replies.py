"""Replies by keys: versions of a draft, and a posted reply that is put right."""

from pathlib import Path

import pytest

from core.vocabulary import ItemId
from desk.services import drafts, items, replies
from tests.support.running import Running, running

HERE = ItemId(1)


async def bodies(at_work: Running) -> list[str]:
    """Return the versions of the drafts on the first item."""
    return [one.body for one in await drafts.versions(at_work.desk, HERE)]


@pytest.mark.asyncio
async def test_each_pause_keeps_a_version_and_one_is_taken_up_by_its_letter(tmp_path: Path) -> None:
    """Leaving the draft keeps it once; what was just typed is a version before an older returns."""
    async with running(tmp_path) as at_work:
        await at_work.press("V")
        assert at_work.told() == ["Nothing was written here before."]
        await at_work.press("r", *"Een", "escape", "r", "escape", "r", *" twee", "escape")
        assert await bodies(at_work) == ["Een", "Een twee"]
        await at_work.press("V", "b", "enter", "escape")
        draft = (await items.detail(at_work.desk, HERE)).draft_of("tim")
        assert draft is not None
        assert draft.body == "Een"
        assert await bodies(at_work) == ["Een", "Een twee", "Een"]


@pytest.mark.asyncio
async def test_a_posted_reply_is_put_right_by_its_key(tmp_path: Path) -> None:
    """Before anything was posted the key says so; then both halves are asked and recorded."""
    async with running(tmp_path) as at_work:
        await at_work.press("C")
        assert at_work.told() == ["Nothing has been posted yet."]
        await replies.reply(at_work.desk, HERE, "Dat kost 12 euro")
        at_work.live.wake()
        await at_work.settle()
        await at_work.press("3", "C", *"prijs", "enter", *(["backspace"] * 7), *"10", "ctrl+o")
        detail = await items.detail(at_work.desk, HERE)
        assert detail.posted == "Dat kost 10"
        assert detail.item.replies[0].put_right_at is not None
        assert "tim corrected the reply (prijs)" in at_work.reads()
