"""Spelling by hunspell: with a small dictionary of our own, and with those of the system."""

import sys
from pathlib import Path

import pytest

from core.vocabulary import Language
from playbooks.coach.coach import Coach
from playbooks.coach.finding import Case, Code
from playbooks.coach.spelling import FOLDERS, NAMES, Speller
from tests.support.coach_cases import score
from tests.support.coach_sets import LANGUAGES, rows

WORDS = (
    "we",
    "sturen",
    "je",
    "een",
    "nieuwe",
    "fiets",
    "met",
    "bel",
    "klant",
    "zodra",
    "hij",
    "is",
)


@pytest.fixture
def coach(tmp_path: Path) -> Coach:
    """Return a coach with a Dutch dictionary of a dozen words."""
    (tmp_path / "nl_NL.aff").write_text("SET UTF-8\n", encoding="utf-8")
    text = "\n".join([str(len(WORDS)), *WORDS])
    (tmp_path / "nl_NL.dic").write_text(text + "\n", encoding="utf-8")
    return Coach({"nl": {"words": ("zwabber",)}}, Speller([tmp_path]))


def misspelt(coach: Coach, text: str, comment: str = "") -> list[tuple[str, str | None]]:
    """Return what is told of, and what is offered instead."""
    case = Case(comment, language=Language.NL)
    found = [finding for finding in coach(text, case) if finding.code is Code.SPELLING]
    return [(text[finding.start : finding.end], finding.mend) for finding in found]


def test_a_slip_is_told_of_with_the_word_that_was_meant(coach: Coach) -> None:
    """Swapped, doubled, wrong and left out letters are undone."""
    text = "we sturne je een niewe fietts zodra hij er is"
    offered = [("sturne", "sturen"), ("niewe", "nieuwe"), ("fietts", "fiets")]
    assert misspelt(coach, text) == offered
    assert misspelt(coach, "met een bek.") == [("bek", "bel")]


@pytest.mark.parametrize(
    "text",
    [
        "we sturen Fiest een fiets.",
        "we sturen @fietz een fiets, zie fietz.example of https://fietz.example/niewe.",
        "we sturen je een zwabber.",
        "we sturen je een FIETZ.",
        "we sturen je een fietsenklantbel.",
        "we sturen je een niewe",
    ],
)
def test_what_no_dictionary_holds_is_left_alone(coach: Coach, text: str) -> None:
    """Names, handles, links, the team's words, capitals, far words and what is half typed."""
    assert misspelt(coach, text) == []


def test_the_customers_own_word_is_right(coach: Coach) -> None:
    """A word of the comment may be taken up as it was written."""
    assert misspelt(coach, "we sturen een fietz.") == [("fietz", "fiets")]
    assert misspelt(coach, "we sturen een fietz.", "Mijn fietz is stuk") == []


def test_without_dictionaries_or_hunspell_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check is simply not there, and raises nothing."""
    assert misspelt(Coach(speller=Speller([tmp_path])), "we sturen een fietz.") == []
    monkeypatch.setitem(sys.modules, "hunspell", None)
    assert misspelt(Coach(speller=Speller(FOLDERS)), "we sturen een fietz.") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_planted_slips_are_found(language: str) -> None:
    """With the system's dictionaries, 85 of 100 are found and 85 of 100 remarks are right."""
    names = NAMES[Language(language)]
    if not any((folder / f"{name}.dic").is_file() for folder in FOLDERS for name in names):
        pytest.skip(f"no dictionary of {language} is installed")
    replies = [(row["verdict"] == "fault", row) for row in rows(f"spelling.{language}")]
    judged = score(Coach(speller=Speller()), "spelling", language, replies)
    assert judged.recall >= 0.85, judged.wrong
    assert judged.precision >= 0.85, judged.wrong
