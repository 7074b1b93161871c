"""Text from outside shows what it holds and does nothing else."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from core.safe_text import SafeText, clean_for_storage, safe_text, show_source

NEVER = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\ufeff"
    "\u00ad\ud800-\udfff\U000e0000-\U000e007f]"
)
HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x9b\x07\t\r\n\u200b\u200c\u200d\ufe0f\u202e\u2066\u0301\u0323"),
        st.sampled_from("ae👨👩🏽🇳🇱❤🔥ሀकषᄀ가"),
    ),
    max_size=60,
)


@given(HOSTILE, st.booleans())
def test_nothing_that_commands_or_hides_comes_out(text: str, line: bool) -> None:
    """No C0, C1, bidi or zero-width character is ever in the result."""
    shown = safe_text(text, line=line)
    assert not NEVER.search(shown)
    assert not (line and "\n" in shown)


@given(HOSTILE, st.booleans(), st.integers(min_value=1, max_value=40))
def test_cleaning_twice_changes_nothing(text: str, line: bool, cap: int) -> None:
    """A clean text is clean, also where it was cut."""
    once = safe_text(text, line=line, cap=cap, max_lines=3)
    again = safe_text(str(once), line=line, cap=cap, max_lines=3)
    assert again == once
    assert len(once) <= cap


@given(HOSTILE)
def test_terminals_agree_on_the_width_of_a_line(text: str) -> None:
    """The width Textual reckons with is the width a terminal uses.

    Spacing marks of Indic scripts are left out: there rich and wcwidth differ by design.
    """
    wcwidth = pytest.importorskip("wcwidth")
    shown = "".join(c for c in safe_text(text, line=True) if not _is_disputed(c))
    assert cell_len(shown) == wcwidth.wcswidth(shown)


def _is_disputed(char: str) -> bool:
    return unicodedata.category(char) == "Mc" or char == "\U0001171e"


@pytest.mark.parametrize(
    ("raw", "shown", "hidden"),
    [
        ("\x1b[2J", "␛[2J", 1),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇", 2),
        ("\x9b31m\x7f", "�31m␡", 2),
        ("\x1bPtmux;\x1b\\", "␛Ptmux;␛\\", 2),
        ("[/] [@click=app.quit]", "[/] [@click=app.quit]", 0),
        ("prijs [/", "prijs [/", 0),
        ("abc\u202etxt.exe", "abc�txt.exe", 1),
        ("שלום", "שלום", 0),
        ("pass\u200bword\u00ad", "password", 2),
        ("a\ud800b", "a�b", 1),
        ("a\ue000b", "a�b", 1),
        ("z" + "\u0335" * 9, "z" + "\u0335" * 4, 5),
        ("👨\u200d👩\u200d👧", "👨", 0),
        ("❤\ufe0f 👍🏽", "❤ 👍", 0),
        ("🇳🇱 1\ufe0f\u20e3", "NL 1", 0),
        ("a\u200db", "ab", 1),
        ("one\r\ntwo\tthree\u2028 four", "one two three four", 0),
        ("cafe\u0301", "café", 0),
    ],
)
def test_line_payloads(raw: str, shown: str, hidden: int) -> None:
    """Each known trick is shown for what it is, and its characters are counted."""
    safe = safe_text(raw, line=True)
    assert safe == shown
    assert safe.hidden == hidden


def test_body_keeps_lines_and_emoji_families() -> None:
    """A body keeps its line ends and its emoji; a tab becomes four spaces."""
    assert (
        safe_text("a\r\nb\x0bc\td 👨\u200d👩\u200d👧 ❤\ufe0f")
        == "a\nb\nc    d 👨\u200d👩\u200d👧 ❤\ufe0f"
    )


def test_hidden_counts_what_was_taken_out_or_replaced() -> None:
    """The badge can say how many characters there were that nobody saw."""
    assert safe_text("a\u200bb\u202ec\x1b").hidden == 3


def test_the_count_survives_a_second_cleaning() -> None:
    """A preview of a cleaned body still tells what the body held."""
    assert safe_text(safe_text("a\u200bb"), line=True).hidden == 1


def test_long_texts_end_in_an_ellipsis() -> None:
    """What is cut says so, in characters and in lines."""
    line = safe_text("x" * 1000, line=True)
    assert len(line) == 300
    assert line.endswith("x …")
    body = safe_text("y\n" * 5000)
    assert body.count("\n") == 1999
    assert body.endswith("y …")


def test_only_safe_text_makes_a_safe_text() -> None:
    """The type is a promise, so nobody else may give it."""
    with pytest.raises(TypeError, match="safe_text"):
        SafeText("x")


def test_source_shows_the_unseen() -> None:
    """The i key shows what a trick is made of."""
    assert show_source("a\u202eb\x1b[m\nc\ufe0fé") == "a\\u202eb\\x1b[m\nc\\ufe0fé"


def test_storage_takes_every_text() -> None:
    """NUL and lone surrogates go, and 100 kB is the most."""
    assert clean_for_storage("a\0b\ud83dc") == "ab�c"
    assert len(clean_for_storage("é" * 200_000).encode()) == 100_000
    assert clean_for_storage("x\x1b\u202e") == "x\x1b\u202e"


@pytest.mark.timed
@pytest.mark.parametrize(
    "flood",
    ["x\x1b" * 500_000, "z\u0335" * 500_000, "line\x1b\n" * 100_000, "\u200b" * 1_000_000],
)
def test_a_flood_costs_no_more_than_its_bound(flood: str) -> None:
    """Work is bounded by the cap, not by what was sent: a tenth of the flood costs the same."""
    bound = min(_seconds(flood[:100_000]) for _ in range(5))
    whole = min(_seconds(flood) for _ in range(5))
    assert whole < 5 * bound


def _seconds(text: str) -> float:
    start = time.perf_counter()
    safe_text(text)
    return time.perf_counter() - start
