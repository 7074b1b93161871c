"""The summary: figures worked out by hand, and the rules behind them."""

import json
from dataclasses import replace

import pytest

from core.clock import MINUTE
from core.vocabulary import Kind, OutcomeCode, ReplyKind, Strategy, TimerKind
from desk.model import conversation, lifecycle
from desk.model.timers import breaches
from desk.reports.case import case_at, in_backlog
from desk.reports.figures import nearest_rank
from desk.reports.summary import Summary, summary_object
from desk.reports.tally import summarise
from tests.support.scripted_shift import BY_HAND, END, FORUM, SHIFT, START, TUESDAY, stories, undo
from tests.support.story import CALENDAR, RULES, Story, at


def summary_of(*told: Story, backlog_end: int | None = None) -> Summary:
    """Summarise a shift in which these items were touched."""
    cases = [case for story in told if (case := case_at(story.events, END)) is not None]
    open_now = sum(in_backlog(case.item) for case in cases)
    return summarise(
        SHIFT,
        cases,
        end=END,
        backlog_end=open_now if backlog_end is None else backlog_end,
        open_lines=(),
        sources=(FORUM,),
        calendar=CALENDAR,
    )


def test_a_scripted_shift_comes_to_the_figures_worked_out_by_hand() -> None:
    """Every key of the JSON is as a person with pen and paper gets it."""
    assert json.loads(json.dumps(summary_object(summary_of(*stories())))) == BY_HAND


def test_items_that_nobody_touched_only_count() -> None:
    """Leaving the untouched item out changes nothing but what the store must count."""
    told = [story for story in stories() if story.id != 13]
    assert summary_of(*told, backlog_end=8).volume == summary_of(*stories()).volume


@pytest.mark.parametrize("hidden", range(14))
def test_the_backlog_balances_whatever_happened(hidden: int) -> None:
    """The identity holds, and the start is what a count at the start would have given."""
    told = [story for n, story in enumerate(stories()) if n != hidden]
    volume = summary_of(*told).volume
    came = volume.received + volume.reopened
    assert volume.backlog_end == volume.backlog_start + came - volume.closed - volume.merged
    before = [case_at(story.events, START) for story in told]
    assert volume.backlog_start == sum(in_backlog(case.item) for case in before if case)


def test_closing_and_reopening_twice_counts_twice() -> None:
    """Each way in and out is counted, or the figures would not balance."""
    story = Story.of(1, Kind.SPAM, 1, at("10:00"))
    for hour in ("11", "13"):
        story.does(
            lifecycle.decide, at(f"{hour}:00"), RULES, Strategy.DISCARD, reason=OutcomeCode.TEST
        )
        story.does(lifecycle.reopen, at(f"{hour}:30"), RULES, "not spam")
    volume = summary_of(story).volume
    assert (volume.received, volume.reopened, volume.closed, volume.backlog_end) == (1, 2, 2, 1)


def test_an_undo_in_a_later_shift_reopens() -> None:
    """What another shift closed comes back as reopened, and that shift's summary stands."""
    story = Story.of(1, Kind.SPAM, 1, at("10:00", TUESDAY))
    mistake = story.does(
        lifecycle.decide, at("11:00", TUESDAY), RULES, Strategy.DISCARD, reason=OutcomeCode.TEST
    )
    story.tell(undo(mistake, at("10:00")))
    volume = summary_of(story).volume
    assert (volume.backlog_start, volume.reopened, volume.backlog_end) == (0, 1, 1)
    yesterday = case_at(story.events, at("17:00", TUESDAY))
    assert yesterday is not None
    assert not in_backlog(yesterday.item)


def test_what_happened_after_the_shift_is_not_in_it() -> None:
    """A summary asked for later is the one asked for at the end."""
    told = stories()
    told[9].does(conversation.replied, at("17:30"), "Dear customer")
    cases = [case for story in told if (case := case_at(story.events, END)) is not None]
    later = summarise(
        SHIFT,
        cases,
        end=END,
        backlog_end=8,
        open_lines=(),
        sources=(FORUM,),
        calendar=CALENDAR,
    )
    assert later == summary_of(*stories())


def test_an_answer_posted_in_time_but_recorded_late_keeps_its_promise() -> None:
    """The breach that was noticed meanwhile gives way to the fact."""
    story = Story.of(1, Kind.COMPLAINT, 3, at("10:00"))
    story.tell(*breaches(story.item, at("11:01")))
    story.does(conversation.replied, at("11:05"), "Dear customer", at=at("10:55"))
    figures = summary_of(story).promises[TimerKind.FIRST_RESPONSE]
    assert (figures.met, figures.breached, figures.kept_percent) == (1, 0, 100.0)


def test_a_late_decision_not_to_answer_is_a_missed_promise() -> None:
    """Waiving is for what is in time; it counts as missed but not as an answer."""
    story = Story.of(1, Kind.TROLL, 1, at("09:00"))
    story.does(lifecycle.decide, at("14:00"), RULES, Strategy.WATCH)
    summary = summary_of(story)
    figures = summary.promises[TimerKind.FIRST_RESPONSE]
    assert (figures.breached, figures.waived, summary.first_response.n) == (1, 0, 0)


def test_ten_answers_have_a_ninetieth_percentile() -> None:
    """With ten answers the ninth longest wait is shown, with nine none."""
    told = []
    for n in range(1, 11):
        story = Story.of(n, Kind.QUESTION, 2, at("10:00"))
        story.does(conversation.replied, at("10:00") + n * MINUTE, "Dear customer")
        told.append(story)
    assert summary_of(*told).first_response.p90_s == 540
    assert summary_of(*told[:9]).first_response.p90_s is None


def test_a_like_is_no_answer() -> None:
    """It counts as a reply of its kind and leaves the promise running."""
    story = Story.of(1, Kind.PRAISE, 1, at("10:00"))
    story.does(conversation.replied, at("10:05"), "", kind=ReplyKind.LIKE_ONLY)
    summary = summary_of(story)
    assert summary.first_response.n == 0
    assert summary.promises[TimerKind.FIRST_RESPONSE].running == 1
    assert summary.outcomes.by_reply_kind == {"like_only": 1}


def test_a_shift_that_lasts_has_no_end_yet() -> None:
    """Its JSON says null, and the figures run until now."""
    told = summarise(
        replace(SHIFT, ended_at=None),
        [],
        end=at("12:00"),
        backlog_end=4,
        open_lines=(),
        sources=(),
        calendar=CALENDAR,
    )
    shown = summary_object(told)
    assert shown["shift"]["ended_at"] is None
    assert shown["volume"]["backlog_start"] == 4


def test_nearest_rank() -> None:
    """The smallest value that at least so many percent reach."""
    assert nearest_rank([5, 1, 3, 2, 4], 50) == 3
    assert nearest_rank([4, 1, 3, 2], 50) == 2
    assert nearest_rank([7], 90) == 7
    assert nearest_rank([], 50) is None
