"""The page on triage says what the code does."""

import re
from pathlib import Path

from core.cue_lists import house_lists
from desk.triage.lexicon import FOLDER, read_rules

PAGE = (Path(__file__).parents[3] / "docs" / "triage.md").read_text(encoding="utf-8")


def test_every_list_is_named() -> None:
    """What a team may write stands on the page."""
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert set(house_lists(FOLDER, "nl")) <= named


def test_the_example_is_read(tmp_path: Path) -> None:
    """The file shown can be copied as it is."""
    file = tmp_path / "triage.toml"
    file.write_text(PAGE.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    assert read_rules(file)["nl"]["ignore"] == ("balen",)
