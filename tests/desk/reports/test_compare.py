"""What changed between two texts, told word by word."""

import pytest

from desk.reports.compare import LONGEST, Words, compare, shortened


def told(before: str, after: str) -> str:
    """Return a comparison on one line."""
    return "".join(one.marked for one in compare(before, after))


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("Drie weken kwijt.", "Vier weken kwijt.", "[-Drie-] {+Vier+} weken kwijt."),
        ("Heel boos!", "Heel boos", "Heel boos[-!-]"),
        ("Boos! Weg ermee.", "Boos!", "Boos! [-Weg ermee.-]"),
        ("Boos", "Boos maar kalm", "Boos {+maar kalm+}"),
        ("a  b\nc", "a b c", "a b c"),
        ("", "Nieuw", "{+Nieuw+}"),
        ("Weg", "", "[-Weg-]"),
        (
            "Kjøpte én blåbærkake",
            "Kjøpte to blåbærkaker",
            "Kjøpte [-én blåbærkake-]{+to blåbærkaker+}",
        ),
    ],
)
def test_words_that_went_and_came_are_marked(before: str, after: str, line: str) -> None:
    """Whole words, also beyond ASCII; white space that changed alone is no change."""
    assert told(before, after) == line


def test_both_texts_can_be_read_out_of_a_comparison() -> None:
    """Without what came it is the old text, without what went the new one, but for white space."""
    before = "Al drie weken wacht ik. Niemand belt terug, schandalig!"
    after = "Al vier weken wacht ik, en niemand belt. Schandalig!"
    found = compare(before, after)
    old = "".join(one.text for one in found if one.sign != "+")
    new = "".join(one.text for one in found if one.sign != "-")
    assert old.split() == before.split()
    assert new.split() == after.split()


def test_a_long_text_shows_what_changed_and_a_little_around_it() -> None:
    """The middle of what stayed is left out; what changed never is."""
    same = "".join(f"woord{n} " for n in range(100))
    found = shortened(compare(f"{same}oud {same}", f"{same}nieuw {same}"))
    text = "".join(one.marked for one in found)
    assert "[-oud-] {+nieuw+} woord0" in text
    assert text.count("[…]") == 2
    assert len(text) < 500
    assert shortened([Words("-", same)]) == [Words("-", same)]


def test_no_text_keeps_a_comparison_busy() -> None:
    """Thousands of equal words and endless punctuation are compared in a moment, or cut."""
    for unit in ("a ", "! ", ".,", "x"):
        found = compare(unit * LONGEST, unit * LONGEST + "z")
        assert sum(len(one.text) for one in found) <= 2 * LONGEST
