"""A team's own cues: merged over those of the house, and checked."""

from pathlib import Path

import pytest

from core.cue_lists import house_lists
from core.errors import ConfigError
from core.vocabulary import Kind
from desk.triage.judge import Judge
from desk.triage.lexicon import FOLDER, read_rules


def written(folder: Path, text: str) -> Path:
    """Return a rules file with this text."""
    file = folder / "triage.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_teams_cues_stand_over_those_of_the_house(tmp_path: Path) -> None:
    """What a team adds is found, and what it ignores is not."""
    judge = Judge()
    assert judge("Mijn roltrap piept").kind is Kind.OTHER
    assert judge("Ik baal").kind is Kind.COMPLAINT
    judge.use(
        read_rules(written(tmp_path, '[nl]\nnegative = ["roltrap piept*"]\nignore = ["baal"]\n'))
    )
    assert judge("Mijn roltrap piept").kind is Kind.COMPLAINT
    assert judge("Ik baal").kind is Kind.OTHER


def test_a_teams_threat_is_seen_in_every_language(tmp_path: Path) -> None:
    """A harm family is extended like any list."""
    rules = read_rules(written(tmp_path, '[any]\nthreat = ["zwarte lijst"]\n'))
    assert Judge(rules)("You are on our zwarte lijst now, everybody").harm == ("threat",)


def test_no_file_is_no_rules(tmp_path: Path) -> None:
    """A team without rules of its own judges as the house does."""
    assert read_rules(tmp_path / "none.toml") == {}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[nl]\n\nnegativ = ["x"]', 3, "did you mean negative"),
        ('[fr]\nnegative = ["x"]', 1, "any, nl, nb, en"),
        ("nl = 3", 1, "nl"),
        ('[nl]\nnegative = "x"', 2, "list"),
        ('[nl]\nnegative = [\n  "goed",\n  3,\n]', 4, "not a cue"),
        ('[nl]\nnegative = ["wach*ten"]', 2, "not a cue"),
        ('[nl]\nnegative = ["_ kapot"]', 2, "not a cue"),
        ('[nl]\nnegative = ["kapot _"]', 2, "not a cue"),
        ('[nl]\nnegative = ["  "]', 2, "not a cue"),
        ('[nl]\nnegative = ["' + "a" * 81 + '"]', 2, "not a cue"),
        ("[nl\nnegative = []", 1, "triage.toml"),
    ],
)
def test_mistakes_name_file_and_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    """An error says where it stands and what to write."""
    with pytest.raises(ConfigError) as caught:
        read_rules(written(tmp_path, text))
    assert f"triage.toml, line {line}: " in str(caught.value)
    assert says in str(caught.value)


def test_the_houses_own_lists_keep_the_rules(tmp_path: Path) -> None:
    """What ships passes the same check as a team's lists."""
    for language in ("nl", "nb", "en"):
        lists = house_lists(FOLDER, language)
        text = "\n".join(
            f"{name} = [{', '.join(repr(cue) for cue in cues)}]"
            for name, cues in lists.items()
            if len(cues) < 2000
        )
        assert read_rules(written(tmp_path, f"[{language}]\n{text}"))
