"""The summary for people, as Markdown: readable, and outside text stays text."""

from dataclasses import replace

from desk.reports.markdown import escape, summary_markdown, table
from desk.reports.tally import summarise
from tests.support.scripted_shift import END, SHIFT
from tests.support.story import CALENDAR
from tests.support.summary import HOSTILE, TITLES, open_line, scripted_summary


def test_it_opens_with_what_matters() -> None:
    """Date, who, and four figures stand before any table."""
    lines = summary_markdown(scripted_summary(), {}).splitlines()
    assert lines[0] == "# Shift of 2026-11-18, 09:00–17:00"
    assert lines[2] == "Care · Ann, Tim · Europe/Amsterdam"
    assert lines[4] == "**9** received · **5** closed · **8** still open · **2** promises missed"


def test_tables_line_up() -> None:
    """Every row of a table is as wide as its head, so that it reads without a renderer."""
    text = summary_markdown(
        scripted_summary(open_line("Al drie weken wacht ik"), open_line("日本語", 11)), {}
    )
    widths: set[int] = set()
    for row in [*text.splitlines(), ""]:
        if row.startswith("|"):
            widths.add(len(row) + sum(char in "日本語" for char in row))
        else:
            assert len(widths) <= 1
            widths.clear()


def test_sections_tell_the_shift() -> None:
    """Waits, promises, outcomes, praise, causes and the note are there in words."""
    text = summary_markdown(scripted_summary(open_line("Al drie weken wacht ik")), TITLES)
    for words in (
        "| first answer | ",
        "30 min",
        "75 %",
        "solved in public",
        "| Iris ",
        "| satisfied, of those asked |   50 % |",
        "- \\=1+1 \\| name the \\*day\\* of delivery (1)",
        "due in 40 min",
        "And 7 more.",
        "- Use text 14.",
        "| Board  | ",
    ):
        assert words in text


def test_an_empty_shift_is_short() -> None:
    """Sections without anything to say are left out."""
    empty = summarise(
        replace(SHIFT, note="", team=""),
        [],
        end=END,
        backlog_end=0,
        open_lines=(),
        sources=(),
        calendar=CALENDAR,
    )
    assert [x for x in summary_markdown(empty, {}).splitlines() if x.startswith("#")] == [
        "# Shift of 2026-11-18, 09:00–17:00",
        "## Volume",
    ]


def test_outside_text_is_shown_and_does_nothing() -> None:
    """No control byte, no markup, no cell border of its own comes through."""
    text = summary_markdown(
        replace(scripted_summary(open_line(HOSTILE)), handover=(HOSTILE, "1. # x")), {}
    )
    assert not any(ord(char) < 32 and char != "\n" for char in text)
    assert "\u202e" not in text
    assert "\\[/\\] \\<b\\>x\\</b\\> \\| \\`a\\` \\*b\\* \\#" in text
    assert "- 1\\. \\# x" in text


def test_escape_keeps_a_line_from_becoming_a_list() -> None:
    """What Markdown would read at the beginning of a line is escaped as well."""
    assert escape("- no list") == "\\- no list"
    assert escape("1. no list") == "1\\. no list"


def test_a_table_pads_to_its_widest_cell() -> None:
    """Words stand left, figures right, and no cell ends its column early."""
    assert table(("Cause", "n", "who"), [("delivery", "12", "Ann"), ("a|b", "–", "Tim")]) == [
        "| Cause    |   n | who |",
        "| -------- | --: | --- |",
        "| delivery |  12 | Ann |",
        "| a\\|b     |   – | Tim |",
    ]
