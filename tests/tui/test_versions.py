"""What changed in a comment, read at 80 columns."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.screen import ModalScreen

from core.clock import MINUTE
from desk.services.detail import Detail, PagePicture, Revision
from tests.support.clock import START
from tests.support.detail import HOSTILE, make_detail, make_item
from tests.support.running import running
from tests.support.screen import Stage, reading
from tui.screens.comment import versions_screen

ZONE = ZoneInfo("Europe/Amsterdam")


def screen(detail: Detail) -> ModalScreen[Any]:
    """Return what changed in an item's comment."""
    return versions_screen(detail, START, ZONE)


VERSIONS = (
    Revision(1, START - 60 * MINUTE, "", "Al drie weken wacht ik, schandalig!", "aa" * 32),
    Revision(
        2,
        START - 30 * MINUTE,
        "",
        "Al vier weken wacht ik!",
        "bb" * 32,
        edited_at=START - 41 * MINUTE,
    ),
    Revision(3, START, "", f"Al vier weken wacht ik! {HOSTILE}", "cc" * 32, after_answer=True),
)


@pytest.mark.asyncio
async def test_versions_stand_newest_first_with_words_that_changed() -> None:
    """Marks, digests, what is gone and pictures are there; a hostile text stays text."""
    detail = make_detail(
        item=replace(make_item(), vanished=True, revision=3),
        revisions=VERSIONS,
        pictures=(PagePicture(START, "tim", "item-7.png", "dd" * 32, "https://x.example", 200),),
    )
    app = Stage(lambda: screen(detail))
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        lines = reading(app)
    shown = "\n".join(lines)
    assert max(map(len, lines)) <= 80
    assert shown.index("gone at the source") < shown.index("version 3") < shown.index("version 1")
    assert "after our answer" in shown
    assert "changed 11:25" in shown
    assert "Al [-drie-] {+vier+} weken wacht ik[-, schandalig-]!" in shown
    assert "item-7.png" in shown
    for digest in ("aa", "bb", "cc", "dd"):
        assert digest * 20 in shown
    assert "\x1b" not in shown


@pytest.mark.asyncio
async def test_an_edit_of_what_cannot_be_seen_says_so() -> None:
    """A hidden character more is another version, though it reads the same."""
    same = (
        VERSIONS[0],
        replace(VERSIONS[0], n=2, text=VERSIONS[0].text + "\u200b", sha256="ee" * 32),
    )
    app = Stage(lambda: screen(make_detail(revisions=same)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Nothing that can be seen changed" in "\n".join(reading(app))


@pytest.mark.asyncio
async def test_evidence_keys_keep_mark_and_write(tmp_path: Path) -> None:
    """Gone is marked on the item; the dossier is written among the desk's files."""
    async with running(tmp_path) as at_work:
        await at_work.press("v")
        assert "version 1" in at_work.reads()
        await at_work.press("escape", "ctrl+g")
        assert "! gone at the source" in at_work.reads()
        await at_work.press("X", *"aangifte", "enter")
        (file,) = (tmp_path / "dossiers").iterdir()
        assert "aangifte" in file.read_text(encoding="utf-8")
        assert str(file) in at_work.told()[-1]
