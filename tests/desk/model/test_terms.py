"""What is typed to look for, as terms, and where these stand in a text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.model.terms import MOST, SHOWN, Term, excerpt, fold_text, places, read_terms


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        (' ?! "" ', ()),
        ("Pakket", (Term(("pakket",), is_begun=True),)),
        ("pakket ", (Term(("pakket",)),)),
        ("waar p", (Term(("waar",)), Term(("p",)))),
        ("één waar", (Term(("een",)), Term(("waar",), is_begun=True))),
        ('"mijn Pakket" weg', (Term(("mijn", "pakket")), Term(("weg",), is_begun=True))),
        ('"mijn pak', (Term(("mijn", "pak"), is_begun=True),)),
        ("e-mail", (Term(("e", "mail"), is_begun=True),)),
        ("'s avonds ", (Term(("s",)), Term(("avonds",)))),
        ("weg weg weg ", (Term(("weg",)),)),
    ],
)
def test_words_phrases_and_the_one_being_typed(typed: str, terms: tuple[Term, ...]) -> None:
    """A space or a quote ends a word; what is typed last may go on from its second letter."""
    assert read_terms(typed) == terms


@given(st.text(max_size=600))
def test_any_text_gives_plain_words(typed: str) -> None:
    """Whatever is typed comes out as few words of letters and figures, in small letters."""
    terms = read_terms(typed)
    assert len(terms) <= MOST
    for term in terms:
        assert term.words
        assert all(word.isalnum() and word == fold_text(word) for word in term.words)


@given(st.text())
def test_folding_keeps_each_character_in_its_place(text: str) -> None:
    """What is found in the folded text is shown from the composed one."""
    assert len(fold_text(text)) == len(unicodedata.normalize("NFC", text))


def test_places_are_those_of_whole_words_or_of_their_beginning() -> None:
    """Only the words that stand there have a place, folded as the text is."""
    text = "Wél een crème-brûlée, geen crèmes"
    assert places(read_terms("wel creme "), text) == [0, 8]
    assert places(read_terms("brul"), text) == [14]
    assert places(read_terms("rul"), text) == []
    assert places(read_terms('"creme brulee" nee '), text) == [8]


def test_an_excerpt_shows_the_place_and_begins_with_a_word() -> None:
    """What stands far into a long text is seen at the start of the line."""
    text = "woord " * 1000 + "hier " + "staart " * 1000
    shown = excerpt(text, text.index("hier"))
    assert shown.startswith("… woord ")
    assert "hier" in shown[:60]
    assert len(shown) <= SHOWN + 2
    assert excerpt("kort hier", 5) == "kort hier"
