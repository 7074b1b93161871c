"""The page on the coach says what the code does."""

import re
from pathlib import Path

from core.cue_lists import house_lists
from playbooks.coach.finding import Code
from playbooks.coach.phrases import FOLDER, WORDS, read_phrases

PAGE = (Path(__file__).parents[3] / "docs" / "coach.md").read_text(encoding="utf-8")


def test_every_remark_is_explained() -> None:
    """The table has a row for each code and no other."""
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(Code)


def test_the_lists_it_names_exist() -> None:
    """What a team is told to add to can be added to."""
    named = re.findall(r"`(\w+)`", PAGE.partition("The lists to add to:")[2].partition("##")[0])
    assert named
    assert set(named) <= {*house_lists(FOLDER, "nl"), *WORDS}


def test_the_example_is_read(tmp_path: Path) -> None:
    """The file shown can be copied as it is."""
    file = tmp_path / "coach.toml"
    file.write_text(PAGE.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    assert read_phrases(file)["nl"]["ignore"] == ("ongemak",)
