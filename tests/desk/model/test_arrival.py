"""What a post becomes when it reaches the desk."""

import pytest

from core.clock import DAY, HOUR, MINUTE
from core.vocabulary import Ball, DateQuality, Kind, State, TimerKind
from desk.model.arrival import Sighting, new_item, revised
from desk.model.conversation import replied
from tests.support.clock import START
from tests.support.items import AGENT, RULES, after, arrived, post, verdict


def test_clock_starts_when_the_customer_wrote() -> None:
    """A plausible date starts first_response, not the moment of the poll."""
    item = arrived()
    timer = item.timer(TimerKind.FIRST_RESPONSE)
    assert timer is not None
    assert timer.started_at == START - 10 * MINUTE
    assert timer.due_at == START + 50 * MINUTE
    assert not item.late_on_arrival


@pytest.mark.parametrize(
    ("published", "unreadable", "quality"),
    [
        (None, False, DateQuality.MISSING),
        (None, True, DateQuality.UNREADABLE),
        (-6_500_000_000_000_000, False, DateQuality.ANCIENT),
        (START + DAY, False, DateQuality.FUTURE),
        (START - 8 * DAY, False, DateQuality.LATE_ARRIVAL),
    ],
)
def test_doubtful_dates_start_at_first_sight(
    published: int | None, unreadable: bool, quality: DateQuality
) -> None:
    """A date that cannot be trusted, or is a week old, starts the clock when we saw it."""
    item = arrived(published_at=published, date_unreadable=unreadable)
    assert item.date_quality is quality
    timer = item.timer(TimerKind.FIRST_RESPONSE)
    assert timer is not None
    assert timer.started_at == START


def test_past_its_target_at_first_sight_is_counted_apart() -> None:
    """A comment that is two hours old already is late on arrival, not our breach alone."""
    item = arrived(published_at=START - 2 * HOUR)
    assert item.late_on_arrival
    assert item.promise is not None
    assert item.promise.is_late(START)


def test_old_comments_of_a_new_source_are_history() -> None:
    """The first poll of a source keeps what is older than a day, without clock or queue."""
    events = new_item(
        post(published_at=START - 2 * DAY), verdict(), RULES, Sighting(START, first_poll=True)
    )
    item = after(None, *events)
    assert (item.state, item.ball) == (State.HISTORY, Ball.NOBODY)
    assert item.timers == ()
    assert item.queue_from is None


def test_spam_has_no_promise() -> None:
    """Spam stands in the queue but no clock runs on it."""
    item = arrived(Kind.SPAM, 1)
    assert item.timers == ()
    assert item.queue_from == 0


def test_own_words_are_kept_but_never_queued() -> None:
    """What one of our own accounts wrote annotates the history."""
    assert arrived(is_own=True).state is State.HISTORY


def test_text_of_people_stays_out_of_event_data() -> None:
    """Names and comments travel in texts, which can be erased."""
    events = new_item(post(), verdict(), RULES, Sighting(START))
    for event in events:
        assert "Noor" not in str(event.data)
        assert "kapot" not in str(event.data)
    assert events[0].text("author") == "Noor Vermeer"


def test_an_edit_never_resets_the_clock() -> None:
    """A revision keeps the first due instant."""
    item = arrived()
    edited = after(
        item, *revised(item, post(body="Nu doet hij het."), verdict(), RULES, START + HOUR)
    )
    assert edited.revision == 2
    assert edited.promise == item.promise
    assert not edited.edited_after_answer


def test_an_edit_after_our_answer_comes_back_marked() -> None:
    """The customer changed the comment that we answered: our turn again, with a new clock."""
    item = after(item := arrived(), replied(item, START, AGENT, "Hoi Noor"))
    assert item.queue_from is None
    edited = after(item, *revised(item, post(body="Toch niet."), verdict(), RULES, START + HOUR))
    assert edited.edited_after_answer
    assert (edited.state, edited.ball) == (State.OPEN, Ball.US)
    assert edited.timer(TimerKind.NEXT_RESPONSE) is not None


def test_a_milder_edit_moves_the_target() -> None:
    """When the new text is judged otherwise, the promise follows and the old due is kept."""
    item = arrived(Kind.COMPLAINT, 4)
    events = revised(item, post(body="?"), verdict(Kind.QUESTION, 2), RULES, START)
    edited = after(item, *events)
    assert edited.kind is Kind.QUESTION
    assert edited.promise is not None
    assert edited.promise.due_at == START + 110 * MINUTE


def test_an_agents_judgement_outlives_an_edit() -> None:
    """What an agent confirmed is not overruled by the rules when the text changes."""
    from desk.model.lifecycle import correct

    item = arrived()
    item = after(item, correct(item, START, AGENT, RULES, kind=Kind.QUESTION))
    events = revised(item, post(body="x"), verdict(Kind.COMPLAINT, 5), RULES, START)
    assert len(events) == 1
