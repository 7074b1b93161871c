"""The scripted shift's summary, for tests of what writes it down."""

from core.vocabulary import Ball, ItemId, Kind, State
from desk.reports.case import case_at, in_backlog
from desk.reports.summary import OpenLine, Summary
from desk.reports.tally import summarise
from desk.settings import SourceRules
from tests.support.scripted_shift import END, FORUM, SHIFT, stories
from tests.support.story import CALENDAR, at

HOSTILE = "[/] <b>x</b> | `a` *b* # \x1b[2J\x1b]52;c;aGk=\x07 \u202ecod"
TITLES = {
    "forum": SourceRules("forum", title="Board"),
    "reviews": SourceRules("reviews", title="App Store"),
}


def scripted_summary(*open_lines: OpenLine) -> Summary:
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


def open_line(text: str, number: int = 10, state: State = State.NEW) -> OpenLine:
    """Return one open item."""
    return OpenLine(
        ItemId(number),
        "forum",
        Kind.COMPLAINT,
        3,
        state,
        Ball.US,
        due_at=at("17:40"),
        wake_at=None,
        text=text,
    )
