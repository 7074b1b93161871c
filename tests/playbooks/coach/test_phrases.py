"""The coach's phrase lists: a team's own are checked, the house's are all used."""

from pathlib import Path

import pytest

from core.cue_lists import house_lists
from core.errors import ConfigError
from playbooks.coach.phrases import FOLDER, TOGETHER, WORDS, read_phrases
from tests.support.coach_sets import LANGUAGES


def written(folder: Path, text: str) -> Path:
    """Return a file of phrases with this text."""
    file = folder / "coach.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_teams_file_is_read(tmp_path: Path) -> None:
    """Lists of the house, words that are right, and what is left alone may stand in it."""
    text = '[nl]\ncliche = ["top* service"]\nwords = ["zonnebundel"]\n[any]\nignore = ["dm"]\n'
    assert read_phrases(written(tmp_path, text))["nl"]["words"] == ("zonnebundel",)
    assert read_phrases(tmp_path / "none.toml") == {}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[nl]\n\nclich = ["x"]', 3, "did you mean cliche"),
        ('[de]\ncliche = ["x"]', 1, "any, nl, nb, en"),
        ('[nb]\ndefensive = [\n  "bra",\n  "_",\n]', 4, "not a cue"),
        ("[nl\n", 1, "coach.toml"),
    ],
)
def test_mistakes_name_file_and_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    """An error says where it stands and what to write."""
    with pytest.raises(ConfigError) as caught:
        read_phrases(written(tmp_path, text))
    assert f"coach.toml, line {line}: " in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_houses_own_lists_keep_the_rules(tmp_path: Path, language: str) -> None:
    """What ships passes the same check as a team's lists."""
    text = (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    assert read_phrases(written(tmp_path, "\n".join([f"[{language}]", text])))


def test_every_list_is_looked_at() -> None:
    """No list is dead: a check, a pair of lists or the words name each of them."""
    code = "".join(file.read_text(encoding="utf-8") for file in FOLDER.parent.glob("*.py"))
    halves = {name for pairs in TOGETHER.values() for pair in pairs for name in pair}
    for language in LANGUAGES:
        for name in house_lists(FOLDER, language):
            assert name in halves or name in WORDS or f'"{name}"' in code, (language, name)
