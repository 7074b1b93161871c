"""The summary for people: readable, and outside text stays text."""

from dataclasses import replace

from core.vocabulary import Ball, ItemId, Kind, State
from desk.reports.case import case_at, in_backlog
from desk.reports.markdown import summary_markdown
from desk.reports.summary import OpenLine, Summary, summarise
from desk.reports.tables import escape, table
from tests.support.scripted_shift import END, FORUM, SHIFT, stories
from tests.support.story import CALENDAR, at

HOSTILE = "[/] <b>x</b> | `a` *b* # \x1b[2J\x1b]52;c;aGk=\x07 \u202ecod"


def summary(*open_lines: OpenLine) -> Summary:
    """Return the summary of the scripted shift."""
    cases = [case for story in stories() if (case := case_at(story.events, END)) is not None]
    return summarise(
        SHIFT,
        cases,
        end=END,
        backlog_end=sum(in_backlog(case.item) for case in cases),
        open_lines=open_lines,
        sources=(FORUM,),
        calendar=CALENDAR,
    )


def line(text: str, number: int = 10) -> OpenLine:
    """Return one open item."""
    return OpenLine(
        ItemId(number),
        "forum",
        Kind.COMPLAINT,
        3,
        State.NEW,
        Ball.US,
        due_at=at("17:40"),
        wake_at=None,
        text=text,
    )


def test_it_opens_with_what_matters() -> None:
    """Date, who, and four figures stand before any table."""
    lines = summary_markdown(summary()).splitlines()
    assert lines[0] == "# Shift of 2026-11-18, 09:00–17:00"
    assert lines[2] == "Care · Ann, Tim · Europe/Amsterdam"
    assert lines[4] == "**9** received · **5** closed · **8** still open · **2** promises missed"


def test_tables_line_up() -> None:
    """Every row of a table is as wide as its head, so that it reads without a renderer."""
    text = summary_markdown(summary(line("Al drie weken wacht ik"), line("日本語", 11)))
    widths: set[int] = set()
    for row in [*text.splitlines(), ""]:
        if row.startswith("|"):
            widths.add(len(row) + sum(char in "日本語" for char in row))
        else:
            assert len(widths) <= 1
            widths.clear()


def test_sections_tell_the_shift() -> None:
    """Waits, promises, outcomes, praise, causes and the note are there in words."""
    text = summary_markdown(summary(line("Al drie weken wacht ik")))
    for words in (
        "| first answer | ",
        "30 min",
        "75 %",
        "solved in public",
        "| Iris ",
        "50 % of those who were asked are satisfied.",
        "- =1+1 \\| name the \\*day\\* of delivery (1)".replace("- =", "- \\="),
        "due in 40 min",
        "And 7 more.",
        "- Use text 14.",
        "| forum  | ",
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
    assert [x for x in summary_markdown(empty).splitlines() if x.startswith("#")] == [
        "# Shift of 2026-11-18, 09:00–17:00",
        "## Volume",
    ]


def test_outside_text_is_shown_and_does_nothing() -> None:
    """No control byte, no markup, no cell border of its own comes through."""
    text = summary_markdown(replace(summary(line(HOSTILE)), handover=(HOSTILE, "1. # x")))
    assert not any(ord(char) < 32 and char != "\n" for char in text)
    assert "\u202e" not in text
    assert "\\[/\\] \\<b\\>x\\</b\\> \\| \\`a\\` \\*b\\* \\#" in text
    assert "- 1\\. \\# x" in text


def test_escape_makes_one_line() -> None:
    """A line break of the text would end the table row."""
    assert escape("a\nb\r\nc") == "a b c"
    assert escape("- no list") == "\\- no list"


def test_a_table_pads_to_its_widest_cell() -> None:
    """Words stand left, figures right."""
    assert table(("Cause", "n", "who"), [("delivery", "12", "Ann"), ("price", "–", "Tim")]) == [
        "| Cause    |   n | who |",
        "| -------- | --: | --- |",
        "| delivery |  12 | Ann |",
        "| price    |   – | Tim |",
    ]
