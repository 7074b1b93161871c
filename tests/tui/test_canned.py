"""Canned texts by keys: chosen, filled in where the cursor stands, signed when ready."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.vocabulary import Brand, Kind, Language
from playbooks.canned import Canned
from tests.support.desk import SETTINGS
from tests.support.running import running

WITH_TEXTS = replace(
    SETTINGS,
    brands={"zon": Brand("zon", "Zon", signature="^{agent}", tone="warm en kort")},
    canned=(
        Canned("a", "Excuus", Language.NL, "Hoi {name}, {personal} Sorry, tot {time}."),
        Canned("b", "Beklager", Language.NB, "Hei {name}, {personal}"),
        Canned("c", "Dank", Language.NL, "Dank je! {personal}", kinds=(Kind.PRAISE,)),
    ),
)


@pytest.mark.asyncio
async def test_a_canned_text_is_chosen_and_filled_in_by_keys(tmp_path: Path) -> None:
    """Only what fits is offered; typing takes the open place; ready adds the signature."""
    async with running(tmp_path, desk_settings=WITH_TEXTS) as at_work:
        assert "Dutch · je · warm en kort" in at_work.reads()
        await at_work.press("m")
        assert "Excuus" in at_work.reads()
        assert "Beklager" not in at_work.reads()
        assert "Dank" not in at_work.reads()
        await at_work.press("enter")
        assert "! fill in {personal} {time}" in at_work.reads()
        await at_work.press(*"Ook ik baal.", "tab", *"16:00", "escape")
        draft = at_work.app.desk_screen.panes.draft  # type: ignore[union-attr]  # it is open
        assert draft.text == "Hoi marieke, Ook ik baal. Sorry, tot 16:00."
        assert "fill in" not in at_work.reads()
        assert f"{len(draft.text) + len('+^tim')} characters" in at_work.reads()

        await at_work.press("m", "a", "enter", "escape")
        assert draft.text.count("Sorry") == 2
        assert draft.text.startswith("Hoi marieke, Ook ik baal.")


@pytest.mark.asyncio
async def test_where_no_text_fits_one_sentence_says_so(tmp_path: Path) -> None:
    """Without texts the key opens nothing."""
    async with running(tmp_path) as at_work:
        await at_work.press("m")
        assert at_work.told() == ["No canned text is for this kind, language and brand."]
