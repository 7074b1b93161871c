"""Items as CSV: safe in a spreadsheet, and lossless through Python's csv module."""

import csv
import io
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import MINUTE
from core.vocabulary import Kind
from desk.model import conversation
from desk.reports.case import Case, case_at
from desk.reports.csv_export import COLUMNS, TEXT_COLUMNS, escape, items_csv, unescape
from desk.reports.names import Names
from tests.support.scripted_shift import END, stories
from tests.support.story import CALENDAR, Story, at

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SHOWN = Names(shown=True)


def cases(*told: Story) -> list[Case]:
    """Return the cases of items at the end of the scripted shift."""
    return [case for story in told if (case := case_at(story.events, END)) is not None]


def rows(text: str) -> list[dict[str, str]]:
    """Read CSV as Python's own module does."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("start", list("=+-@\t\r＝＋－＠"))
@pytest.mark.parametrize("before", ["", " ", "\ufeff", "\u200b", "\n", "\u2060 ", "\x00"])
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(start: str, before: str) -> None:
    """Also behind spaces and characters that nobody sees."""
    assert escape(f"{before}{start}1+1") == f"'{before}{start}1+1"


@pytest.mark.parametrize("text", ["", "12", "a=b", "'quoted'", "https://a.example/=", "é-"])
def test_other_text_stays_as_it_is(text: str) -> None:
    """An apostrophe where none is needed would be one more thing to explain."""
    assert escape(text) == text


RISKY = st.text(st.sampled_from("'=+-@\t\r\n ＝\ufeff\u200bab\",;"), max_size=8)


@given(RISKY | st.text())
def test_unescape_gives_back_what_was_written(text: str) -> None:
    """Whatever the text, apostrophes of its own included."""
    assert unescape(escape(text)) == text


@given(RISKY | st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_survives_the_file(text: str) -> None:
    """Written, read by the csv module and unescaped, an author's name is what it was."""
    story = Story.of(1, Kind.QUESTION, 2, at("10:00"), author=text)
    read = rows(items_csv(cases(story), CALENDAR, AMSTERDAM, SHOWN))
    assert unescape(read[0]["author"]) == text


def test_our_own_numbers_carry_no_apostrophe() -> None:
    """Only columns with other people's words are escaped."""
    read = rows(items_csv(cases(*stories()), CALENDAR, AMSTERDAM, SHOWN))
    for row in read:
        for column in set(COLUMNS) - TEXT_COLUMNS:
            assert not row[column].startswith("'")
    assert read[0]["author"] == "'=Marieke"
    assert read[0]["prevention_idea"] == "'=1+1 | name the *day* of delivery"


def test_the_form_of_the_file() -> None:
    """Every cell is quoted, lines end in CRLF, the header comes first."""
    text = items_csv(cases(*stories()), CALENDAR, AMSTERDAM, SHOWN)
    lines = text.split("\r\n")
    assert lines[0] == ",".join(f'"{name}"' for name in COLUMNS)
    assert lines[-1] == ""
    assert len(lines) == len(stories()) + 2
    assert all(line.startswith('"') and line.endswith('"') for line in lines[:-1])


def test_a_row_tells_what_became_of_an_item() -> None:
    """Times have their offset, durations are seconds, and empty is not zero."""
    read = {
        row["item_id"]: row
        for row in rows(items_csv(cases(*stories()), CALENDAR, AMSTERDAM, SHOWN))
    }
    heated = read["4"]
    assert heated["first_response_at"] == "2026-11-18T11:45:00+01:00"
    assert heated["first_response_s"] == "2700"
    assert heated["first_response_due_at"] == "2026-11-18T11:30:00+01:00"
    assert heated["first_response_result"] == "breached"
    assert heated["next_response_breaches"] == "0"
    assert heated["public_reply_count"] == "2"
    assert heated["verification"] == "partly"
    assert (heated["state_at_end"], heated["closed_by"]) == ("closed", "Ann")
    assert heated["closed_at"] == "2026-11-18T12:40:00+01:00"
    assert (read["1"]["first_response_s"], read["1"]["first_response_open_s"]) == ("60600", "3000")
    removed = read["8"]
    assert (removed["removal_reason"], removed["announced"]) == ("bullying", "yes")
    assert (removed["first_response_s"], removed["first_response_result"]) == ("", "waived")
    private = read["7"]
    assert private["private_moved_at"] == "2026-11-18T13:10:00+01:00"
    assert private["promised_contact_at"] == "2026-11-19T10:00:00+01:00"
    assert private["promise_result"] == "running"
    assert (read["2"]["first_claimed_by"], read["3"]["first_claimed_by"]) == ("Ann", "")


def test_pseudonyms_stand_for_customers() -> None:
    """Without names there is no name, no address, and the same person has the same pseudonym."""
    told = [Story.of(n, Kind.QUESTION, 2, at("10:00"), author="Marieke") for n in (1, 2)]
    for story in told:
        story.does(conversation.replied, at("10:00") + MINUTE, "Dear Marieke")
    text = items_csv(cases(*told), CALENDAR, AMSTERDAM, Names(b"salt"))
    assert "Marieke" not in text
    assert "forum.example" not in text
    first, second = rows(text)
    assert first["author"].startswith("a-")
    assert first["author"] == second["author"]
    assert first["url"] != second["url"]
    other = rows(items_csv(cases(*told), CALENDAR, AMSTERDAM, Names(b"other")))
    assert other[0]["author"] != first["author"]
    house = rows(items_csv(cases(*told), CALENDAR, AMSTERDAM, Names(b"salt", addresses=True)))
    assert house[0]["url"] == "https://forum.example/1"
    assert house[0]["author"] == first["author"]
