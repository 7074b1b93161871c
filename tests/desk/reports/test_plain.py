"""The summary on a screen: in lines that fit, in columns that stand straight, with nothing lost."""

import pytest

from core.vocabulary import State
from desk.reports.cells import fitted, width, wrap
from desk.reports.plain import Line, Tone, summary_lines
from desk.reports.summary import Summary
from tests.support.summary import HOSTILE, TITLES, open_line, scripted_summary

WIDTHS = (57, 77, 117, 197)


def texts(lines: list[Line]) -> list[str]:
    """Return lines as they read."""
    return ["".join(text for text, _tone in line).rstrip() for line in lines]


def written(cells: int, summary: Summary | None = None) -> list[str]:
    """Return the scripted shift's summary as it reads at a width."""
    return texts(summary_lines(summary or full(), TITLES, cells))


def full() -> Summary:
    """Return a summary with open items of every length."""
    return scripted_summary(
        open_line("Al drie weken wacht ik op mijn geld terug, en niemand belt"),
        open_line(f"日本語 {HOSTILE}", 11, State.WAITING_CUSTOMER),
        open_line("", 12),
    )


@pytest.mark.parametrize("cells", WIDTHS)
def test_every_line_fits(cells: int) -> None:
    """No line is wider than the screen, from a window of sixty columns on."""
    assert [line for line in written(cells) if width(line) > cells] == []


@pytest.mark.parametrize("cells", WIDTHS)
def test_no_word_is_lost(cells: int) -> None:
    """Columns get narrower by breaking their texts, never by cutting them."""
    words = sorted(" ".join(written(120)).split())
    there = " ".join(written(cells)).split()
    assert sorted(set(words) - {"Comment"} - set(there)) == []


def test_it_opens_with_what_matters() -> None:
    """Date, who, and four figures stand on top; a broken promise stands out."""
    lines = summary_lines(full(), TITLES, 77)
    assert texts(lines)[:4] == [
        "Shift of 2026-11-18, 09:00–17:00",
        "Care · Ann, Tim · Europe/Amsterdam",
        "",
        "9 received   5 closed   8 still open   2 promises missed",
    ]
    assert lines[0][0][1] is Tone.TITLE
    assert ("2 promises missed", Tone.BAD) in lines[3]


def test_short_tables_stand_side_by_side() -> None:
    """As many as fit stand in a row, figures in straight columns, sources by their titles."""
    assert written(77)[5:9] == [
        "Items                     Received, by kind         Received, by source",
        "Open at the start     3   complaint             3   Board                 6",
        "+ received            9   question              2   App Store             2",
        "+ reopened            1   harmful               1   hand                  1",
    ]
    assert written(57)[5] == "Items                         Received, by kind"
    assert "Received" not in written(48)[5]


def test_heads_break_before_what_stands_beneath_them() -> None:
    """Sixty columns hold the promises, each still on one line."""
    lines = written(57)
    start = lines.index("Promises")
    assert lines[start + 1 : start + 7] == [
        "                                                  kept of",
        "                                    not             those",
        "Promise           kept  missed   needed  running   judged",
        "first answer         3       1        2        2     75 %",
        "next answer          1       1        0        0     50 %",
        "promised contact     0       0        0        1        –",
    ]


def test_open_comments_stand_beside_or_beneath_their_row() -> None:
    """Where a column of comments would be thin, each stands indented under its item."""
    wide = written(117)
    assert wide[wide.index("Still open") + 1].startswith("Comment  ")
    narrow = written(77)
    start = narrow.index("Still open")
    assert narrow[start + 1] == ("item  source  kind         state                     clock")
    assert narrow[start + 2 : start + 4] == [
        "  10  Board   complaint 3  new                       due in 40 min",
        "  Al drie weken wacht ik op mijn geld terug, en niemand belt",
    ]
    assert "- And 5 more." in narrow


def test_outside_text_is_shown_and_does_nothing() -> None:
    """No control byte comes through, and no escape of Markdown stands in the way."""
    text = "\n".join(written(77))
    assert not any(ord(char) < 32 and char != "\n" for char in text)
    assert "\u202e" not in text
    assert "[/] <b>x</b> | `a` *b* #" in text
    assert "- =1+1 | name the *day* of delivery (1)" in text


def test_wide_and_marking_characters_are_measured() -> None:
    """A sign of two cells counts twice, a mark over a letter not at all."""
    assert [width(text) for text in ("abc", "日本", "e\u0301")] == [3, 4, 1]
    assert wrap("日本語 text", 4) == ["日本", "語", "text"]
    assert wrap("", 4) == [""]


def test_columns_get_what_they_like_while_there_is_room() -> None:
    """Then heads are broken, then texts, and a single word never."""
    columns = [("name", "two words"), ("a long head", "1")]
    assert fitted(columns, 40) == [9, 11]
    assert fitted(columns, 14) == [9, 5]
    assert fitted(columns, 1) == [5, 4]
