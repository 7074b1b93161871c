"""Playbooks read anew while the desk runs."""

from pathlib import Path

import pytest

from desk.services import items, steps
from desk.services.intake import take_in
from desk.store.records import SourceState
from playbooks.loader import SHIPPED, Shelf
from tests.support.running import posts, running

QUESTION = (SHIPPED / "question.toml").read_text(encoding="utf-8")


def _write(folder: Path, version: int, text: str = QUESTION) -> None:
    text = text.replace("version = 1", f"version = {version}")
    (folder / "question.toml").write_text(text, encoding="utf-8")


@pytest.mark.asyncio
async def test_a_running_desk_keeps_the_last_good_playbook(tmp_path: Path) -> None:
    """A file that went wrong is told with its line; a good one serves what begins from then on."""
    folder = tmp_path / "playbooks"
    folder.mkdir()
    _write(folder, 2)
    async with running(tmp_path, posts()[1:2]) as run:
        desk = run.desk
        desk.shelf = Shelf(folder)
        await run.press("ctrl+t")
        assert not any("question.toml" in said for said in run.told())
        asked = run.app.desk_screen.chosen
        assert asked is not None
        await steps.tick(desk, asked, "read")
        assert (await items.detail(desk, asked)).playbook.id == "question@2"

        _write(folder, 3, QUESTION.replace('kind = "reread"', 'kind = "re-read"'))
        await run.press("ctrl+t")
        line = QUESTION[: QUESTION.index('kind = "reread"')].count("\n") + 1
        place = f"question.toml, line {line}: step.reread.kind"
        assert any(place in said and "stays in use" in said for said in run.told())
        assert (await items.detail(desk, asked)).playbook.id == "question@2"

        _write(folder, 4)
        await run.press("ctrl+t")
        (later,) = (
            await take_in(
                desk, "shop", posts(first=7)[1:2], SourceState("shop", items_total=1, last_new_at=1)
            )
        ).new
        assert (await items.detail(desk, later)).playbook.id == "question@4"
        assert (await items.detail(desk, asked)).playbook.id == "question@2"
