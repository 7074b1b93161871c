"""Decisions and outcomes: their guards, and what they do to the clocks."""

import pytest

from core.clock import DAY, HOUR, MINUTE, SECOND
from core.errors import Refused
from core.vocabulary import (
    Ball,
    Channel,
    FollowUpKind,
    Kind,
    OutcomeCode,
    ReplyKind,
    State,
    Strategy,
    TimerKind,
    TimerResult,
    Verification,
)
from desk.model.conversation import answered, asked, heard, promised, readied, replied
from desk.model.ending import conclude
from desk.model.event import EventKind, new_event
from desk.model.fold import fold_all
from desk.model.item import Item
from desk.model.lifecycle import correct, decide, later, recheck, reopen
from desk.model.timers import breaches, cool_down
from tests.support.clock import START
from tests.support.items import AGENT, RULES, after, arrived


def result_of(item: Item, kind: TimerKind) -> TimerResult | None:
    """Return how the last timer of a kind ended."""
    return next(timer.result for timer in reversed(item.timers) if timer.kind is kind)


def with_reply(item: Item, at: int = START) -> Item:
    """Return the item answered in public."""
    return after(item, replied(item, at, AGENT, "Hoi Noor"))


def test_a_reply_meets_the_first_response() -> None:
    """An answer in time ends the promise as met, and the ball is the customer's."""
    item = with_reply(arrived())
    assert (item.state, item.ball) == (State.WAITING_CUSTOMER, Ball.CUSTOMER)
    assert result_of(item, TimerKind.FIRST_RESPONSE) is TimerResult.MET
    assert item.queue_from is None


def test_a_reply_is_judged_by_when_it_was_posted() -> None:
    """Recorded an hour late but posted in time is met; nothing about it is refused."""
    item = arrived()
    item = after(item, replied(item, START + 2 * HOUR, AGENT, "Hoi", at=START, without_claim=True))
    assert result_of(item, TimerKind.FIRST_RESPONSE) is TimerResult.MET
    assert item.replies[0].without_claim


def test_a_like_is_no_answer() -> None:
    """Liking leaves the clock running and the item ours."""
    item = arrived(Kind.PRAISE, 1)
    item = after(item, replied(item, START, AGENT, "", kind=ReplyKind.LIKE_ONLY))
    assert item.timer(TimerKind.FIRST_RESPONSE) is not None
    assert item.ball is Ball.US


def test_next_response_runs_from_the_oldest_unanswered_word() -> None:
    """A second message of the customer does not push the clock back."""
    item = with_reply(arrived())
    item = after(item, heard(item, START + HOUR, AGENT, RULES, "En nu?", Channel.DM))
    first = item.timer(TimerKind.NEXT_RESPONSE)
    item = after(item, heard(item, START + 90 * MINUTE, AGENT, RULES, "Hallo?", Channel.PHONE))
    assert item.timer(TimerKind.NEXT_RESPONSE) == first
    assert first is not None
    assert first.due_at == START + 2 * HOUR


def test_what_is_solved_comes_back_to_be_verified() -> None:
    """Solved is resolved until the follow-up; a verified outcome closes it."""
    item = with_reply(arrived())
    item = after(item, conclude(item, START, AGENT, RULES, OutcomeCode.SOLVED_PUBLIC))
    assert item.state is State.RESOLVED
    assert item.queue_from == START + DAY
    later_on = START + DAY
    item = after(
        item,
        conclude(
            item,
            later_on,
            AGENT,
            RULES,
            OutcomeCode.SOLVED_PUBLIC,
            verified=Verification.SATISFIED,
        ),
    )
    assert item.state is State.CLOSED
    assert item.queue_from is None
    assert not item.running


def test_solved_without_a_reply_is_refused() -> None:
    """Nothing is solved in public that was never answered."""
    item = arrived()
    with pytest.raises(Refused, match="No reply"):
        conclude(item, START, AGENT, RULES, OutcomeCode.SOLVED_PUBLIC)


def test_the_last_word_may_stay_with_the_customer() -> None:
    """Leaving it there waives the promise cleanly and closes the item."""
    item = arrived()
    item = after(item, conclude(item, START, AGENT, RULES, OutcomeCode.LAST_WORD_TO_CUSTOMER))
    assert item.state is State.CLOSED
    assert result_of(item, TimerKind.FIRST_RESPONSE) is TimerResult.WAIVED


def test_a_waived_promise_that_was_late_stays_broken() -> None:
    """Deciding late not to answer does not wash the breach away."""
    item = arrived()
    item = after(
        item,
        conclude(item, START + 2 * HOUR, AGENT, RULES, OutcomeCode.LAST_WORD_TO_CUSTOMER),
    )
    assert result_of(item, TimerKind.FIRST_RESPONSE) is TimerResult.BREACHED


@pytest.mark.parametrize(
    ("before_due", "result"), [(1, TimerResult.WAIVED), (0, TimerResult.BREACHED)]
)
def test_a_promise_given_up_is_broken_from_its_due_instant_on(
    before_due: int, result: TimerResult
) -> None:
    """Who discards in time owes nothing; at the due instant and after, it stays missed."""
    item = arrived()
    assert item.promise is not None
    now, reason = item.promise.due_at - before_due, OutcomeCode.NOT_OURS
    item = after(item, decide(item, now, AGENT, RULES, Strategy.DISCARD, reason=reason))
    assert result_of(item, TimerKind.FIRST_RESPONSE) is result


def test_watching_climbs_its_ladder() -> None:
    """A troll is looked at again after 30 minutes, 2 hours and a day."""
    item = arrived(Kind.TROLL, 1)
    item = after(item, decide(item, START, AGENT, RULES, Strategy.WATCH, why="geen kern"))
    assert item.state is State.WATCHING
    assert item.queue_from == START + 30 * MINUTE
    item = after(item, recheck(item, START + 30 * MINUTE, AGENT, RULES))
    assert item.queue_from == START + 150 * MINUTE
    item = after(item, recheck(item, START + 3 * HOUR, AGENT, RULES))
    assert item.queue_from == START + 27 * HOUR
    item = after(item, conclude(item, START + 2 * DAY, AGENT, RULES, OutcomeCode.DROWNED))
    assert item.state is State.CLOSED


def test_deciding_after_the_answer_turns_nothing() -> None:
    """The strategy is noted; the ball stays with the customer, who said nothing."""
    item = with_reply(arrived())
    decided = after(item, decide(item, START, AGENT, RULES, Strategy.REACT))
    assert decided.strategy is Strategy.REACT
    assert (decided.state, decided.running) == (item.state, item.running)


def test_a_threat_is_not_left_to_itself() -> None:
    """Watching is no answer to severity 5."""
    with pytest.raises(Refused, match="threat"):
        decide(arrived(Kind.HARMFUL, 5), START, AGENT, RULES, Strategy.WATCH)


def test_removal_needs_a_reason_and_evidence() -> None:
    """Nothing is removed without a reason of the list and evidence saved before."""
    item = arrived(Kind.HARMFUL, 5)
    with pytest.raises(Refused, match="reason"):
        decide(item, START, AGENT, RULES, Strategy.REMOVE)
    with pytest.raises(Refused, match="evidence"):
        decide(item, START, AGENT, RULES, Strategy.REMOVE, reason=OutcomeCode.INSULT_THREAT)
    item = after(item, new_event(EventKind.EVIDENCE, START, AGENT))
    event = decide(
        item,
        START,
        AGENT,
        RULES,
        Strategy.REMOVE,
        reason=OutcomeCode.INSULT_THREAT,
        announced="Verwijderd wegens bedreiging.",
    )
    item = after(item, event)
    assert item.state is State.REMOVED
    assert item.outcome is not None
    assert item.outcome.code is OutcomeCode.INSULT_THREAT
    assert item.outcome.announced


def test_thanks_may_owe_a_follow_up() -> None:
    """A compliment to pass on keeps the item until its follow-up is due, then closes."""
    item = with_reply(arrived(Kind.PRAISE, 1))
    follow_up = FollowUpKind.PASS_COMPLIMENT_TO_COLLEAGUE
    with pytest.raises(Refused, match="colleague"):
        conclude(item, START, AGENT, RULES, OutcomeCode.THANKED_PUBLIC, follow_up=follow_up)
    item = after(
        item,
        conclude(
            item,
            START,
            AGENT,
            RULES,
            OutcomeCode.THANKED_PUBLIC,
            follow_up=follow_up,
            colleague="Samira",
        ),
    )
    assert item.state is State.RESOLVED
    assert item.queue_from == START + 3 * DAY
    item = after(item, conclude(item, START + 3 * DAY, AGENT, RULES, OutcomeCode.SHARED_WITH_TEAM))
    assert item.state is State.CLOSED


def test_snooze_touches_no_clock() -> None:
    """Later hides the item; its promise runs on, and may not be slept through unsaid."""
    item = arrived()
    with pytest.raises(Refused, match="promise is due"):
        later(item, START, AGENT, START + 2 * HOUR)
    slept = after(item, later(item, START, AGENT, START + 20 * MINUTE))
    assert slept.queue_from == START + 20 * MINUTE
    assert slept.promise == item.promise


def test_the_customers_word_ends_a_snooze() -> None:
    """Whatever comes first: the time or the customer."""
    item = arrived()
    item = after(item, later(item, START, AGENT, START + 20 * MINUTE))
    item = after(item, heard(item, START + MINUTE, AGENT, RULES, "Nog iets", Channel.MAIL))
    assert item.queue_from == 0


def test_a_promised_contact_brings_the_item_back_in_time() -> None:
    """A promise on a waiting item returns it half an hour before it is due."""
    item = with_reply(arrived())
    item = after(item, promised(item, START, AGENT, START + 4 * HOUR, RULES))
    assert item.queue_from == START + 210 * MINUTE
    assert item.promise is not None
    assert item.promise.weight == 8
    item = after(
        item,
        replied(item, START + 3 * HOUR, AGENT, "Gebeld", kind=ReplyKind.PRIVATE_ONLY),
    )
    assert result_of(item, TimerKind.PROMISED_CONTACT) is TimerResult.MET


def test_asking_a_department_stops_no_promise() -> None:
    """The customer's clock runs on while the ball is internal."""
    item = arrived()
    item = after(item, asked(item, START, AGENT, RULES, "magazijn", "Waar is de bestelling?"))
    assert (item.state, item.ball) == (State.WAITING_INTERNAL, Ball.INTERNAL)
    assert item.promise is not None
    assert item.queue_from == START + 20 * MINUTE  # half an hour before first_response is due
    item = after(item, answered(item, START + MINUTE, AGENT, "Morgen binnen"))
    assert (item.state, item.ball) == (State.OPEN, Ball.US)


def test_a_corrected_kind_moves_the_clock_and_keeps_the_old() -> None:
    """Both targets stay in the history; the due counts from the same start."""
    item = arrived(Kind.QUESTION, 2)
    event = correct(item, START, AGENT, RULES, kind=Kind.COMPLAINT, severity=4)
    assert event.data["was"] == {"kind": Kind.QUESTION, "severity": 2}
    item = after(item, event)
    assert item.confirmed_by == AGENT
    assert item.promise is not None
    assert item.promise.due_at == START + 20 * MINUTE


def test_marking_spam_waives_and_unmarking_restores() -> None:
    """Spam has no promise; a wrong mark that is taken back starts from the old instant."""
    item = arrived()
    item = after(item, correct(item, START, AGENT, RULES, kind=Kind.SPAM))
    assert item.promise is None
    item = after(item, correct(item, START, AGENT, RULES, kind=Kind.COMPLAINT))
    assert item.promise is not None
    assert item.promise.due_at == START + 50 * MINUTE


def test_a_breach_is_recorded_once_and_dated_its_due() -> None:
    """However late it is noticed, the breach happened when the promise was due."""
    item = arrived()
    noticed = breaches(item, START + 9 * HOUR)
    assert [event.at for event in noticed] == [START + 50 * MINUTE]
    assert breaches(after(item, *noticed), START + 10 * HOUR) == ()


def test_reopening_starts_a_clock_of_its_own() -> None:
    """The first cycle's result is frozen; next_response runs from the reopening."""
    item = with_reply(arrived())
    item = after(item, conclude(item, START, AGENT, RULES, OutcomeCode.LAST_WORD_TO_CUSTOMER))
    item = after(item, reopen(item, START + DAY, AGENT, RULES, "klant belde"))
    assert item.state is State.OPEN
    assert item.reopen_count == 1
    assert item.outcome is None
    assert result_of(item, TimerKind.FIRST_RESPONSE) is TimerResult.MET
    assert item.timer(TimerKind.NEXT_RESPONSE) is not None


def test_a_heated_draft_takes_a_breath() -> None:
    """Ready waits for the breath, at most a fifth of the time left, or a reason."""
    item = arrived(Kind.COMPLAINT, 4, arousal="high")
    breath = cool_down(item, START, MINUTE)
    assert breath is not None
    assert breath.due_at == START + MINUTE
    item = after(item, new_event(EventKind.DRAFTED, START, AGENT, effects=(breath,)))
    with pytest.raises(Refused, match="30 seconds"):
        readied(item, START + 30 * SECOND, AGENT, "Hoi")
    assert readied(item, START + 30 * SECOND, AGENT, "Hoi", override="storing").data["override"]
    assert cool_down(item, START + 20 * MINUTE, MINUTE) is None


def test_an_undone_action_never_happened() -> None:
    """The fold without the undone event gives back state and clocks; undoing that redoes it."""
    from desk.model.arrival import Sighting, new_item
    from tests.support.items import post, verdict

    seen = new_item(post(), verdict(), RULES, Sighting(START))
    item = after(None, *seen)
    answer = replied(item, START, AGENT, "Hoi")
    undone = new_event(EventKind.UNDONE, START, AGENT, event=answer.id)
    restored = fold_all([*seen, answer, undone])
    assert restored.promise == item.promise
    assert restored.replies == ()
    assert restored.version == 4
    redone = new_event(EventKind.UNDONE, START, AGENT, event=undone.id)
    assert fold_all([*seen, answer, undone, redone]).state is State.WAITING_CUSTOMER
