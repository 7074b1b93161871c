"""Finding a team's words in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cues import MOST, Cues, fold

LISTS = {"trouble": ["kapot", "wacht*", "geld terug", "weet je _ te vinden", "één ster", "👎"]}
CUES = Cues(LISTS, ["niet", "geen"])


def found(text: str) -> list[str]:
    """Return the words of the text that were hit."""
    return [text[hit.start : hit.end] for hit in CUES.find(fold(text)).get("trouble", [])]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Kapot!", ["Kapot"]),
        ("kapotte fiets", []),
        ("De WACHTTIJD is lang, ik wacht", ["WACHTTIJD", "wacht"]),
        ("verwacht", []),
        ("Ik wil mijn geld  terug.", ["geld  terug"]),
        ("ik weet je te vinden", ["weet je te vinden"]),
        ("Ik weet je echt wel te vinden", ["weet je echt wel te vinden"]),
        ("ik weet je niet meer ergens daar te vinden", []),
        ("een ster, Één Ster", ["een ster", "Één Ster"]),
        ("geld-terug-garantie", ["geld-terug"]),
        ("tja 👎👎", ["👎", "👎"]),
    ],
)
def test_words_stems_and_phrases(text: str, hits: list[str]) -> None:
    """Cues match whole words, whatever the case and the accents."""
    assert found(text) == hits


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("het is niet kapot", True),
        ("niet zo erg kapot", True),
        ("niet dat ik klaag over dit, kapot", False),
        ("het werkt niet. kapot", False),
        ("niet duur maar kapot", False),
        ("kapot niet", True),
        ("kapot. niet leuk", False),
        ("kapot", False),
    ],
)
def test_negation_reaches_three_words_in_its_clause(text: str, negated: bool) -> None:
    """A no just before turns a cue around, one in another clause does not."""
    assert [hit.negated for hit in CUES.find(fold(text))["trouble"]] == [negated]


def test_of_two_cues_at_a_place_the_longer_counts() -> None:
    """A phrase and a word in it are one hit of a list, and of two lists one hit each."""
    cues = Cues({"trouble": ["slecht", "slechte service"], "topic": ["service"]})
    hits = cues.find("slechte service")
    assert [(hit.start, hit.end) for hit in hits["trouble"]] == [(0, 15)]
    assert [(hit.start, hit.end) for hit in hits["topic"]] == [(8, 15)]


@pytest.mark.parametrize("text", ["it doesn't work", "it doesnt work", "It DOESN’T  work"])
def test_apostrophes_do_not_matter(text: str) -> None:
    """Many leave them out or type another one."""
    assert len(Cues({"trouble": ["doesn't work"]}).find(fold(text))["trouble"]) == 1


def test_an_empty_list_finds_nothing() -> None:
    """A language without a list is no reason to match everything."""
    assert Cues({}).find("anything") == {}


def test_number_of_hits_is_bounded() -> None:
    """A thousand times the same word is not a thousand reasons."""
    assert len(CUES.find("kapot " * 1000)["trouble"]) == MOST


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    """A hit in the folded text is a hit at the same place in the text itself."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
