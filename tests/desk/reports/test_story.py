"""The story of an item: a sentence for every event, and why an item stands where it stands."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.clock import HOUR, MINUTE, SECOND
from core.vocabulary import (
    Channel,
    FollowUpKind,
    Kind,
    Lane,
    OutcomeCode,
    Size,
    Strategy,
    TimerKind,
)
from desk.model import conversation, ending, lifecycle
from desk.model.event import Event, EventKind, new_event
from desk.model.timers import breaches
from desk.reports.standing import why
from desk.reports.story import tell
from tests.support.story import RULES, Story, at

NOW = at("12:00")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def worked() -> Story:
    """Return a complaint that nearly everything happened to."""
    story = Story.of(1, Kind.COMPLAINT, 4, at("09:00"))
    story.does(
        lifecycle.correct, at("09:01"), RULES, severity=3, size=Size.LONG, kind=Kind.COMPLAINT
    )
    story.does(lifecycle.correct, at("09:02"), RULES)
    story.does(lifecycle.decide, at("09:03"), RULES, Strategy.REACT)
    story.does(conversation.drafted, at("09:04"), None)
    story.does(conversation.readied, at("09:05"), "Dear customer", override="she waits")
    story.does(conversation.asked, at("09:06"), RULES, "Stores", "Is it in stock?")
    story.does(conversation.answered, at("09:07"), "It is")
    story.tell(*breaches(story.item, at("10:01")))
    story.does(conversation.replied, at("10:02"), "Dear customer", without_claim=True)
    story.does(conversation.promised, at("10:03"), at("12:03"), RULES, "to call")
    story.does(conversation.heard, at("10:04"), RULES, "Thanks", Channel.PHONE)
    story.does(lifecycle.later, at("10:05"), at("10:35"))
    story.does(
        ending.conclude, at("10:06"), RULES, OutcomeCode.SOLVED_PUBLIC, prevention="label it"
    )
    story.does(lifecycle.reopen, at("10:07"), RULES, "broken again")
    return story


SENTENCES = (
    "Came in from forum",
    "Read as complaint, severity 4, Dutch",
    "Ann corrected severity: 3, was 4; size: long, was normal",
    "Ann confirmed what it is",
    "Ann decided: react",
    "Ann began a reply",
    "Ann readied the reply before its breath was over: “she waits”",
    "Ann asked Stores: “Is it in stock?”",
    "Ann logged the colleague's answer: “It is”",
    "Too late: first answer",
    "Ann posted: answered in public, without holding the item: “Dear customer”",
    "Ann promised to be in touch within 2 h 00: “to call”",
    "Ann heard the customer by phone: “Thanks”",
    "Ann put it away for 30 min",
    "Ann recorded the outcome: solved in public: “label it”",
    "Ann opened it again: “broken again”",
)


def test_an_item_tells_its_story() -> None:
    """Event by event, with names for codes and the words that were written down."""
    assert tuple(tell(event) for event in worked().events) == SENTENCES


def event(what: EventKind, texts: dict[str, str] | None = None, /, **data: Any) -> Event:
    """Return an event of Ann's."""
    return new_event(what, NOW, "Ann", texts=texts, **data)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (event(EventKind.REVISED, n=2, after_answer=True), "version 2, after our answer"),
        (event(EventKind.REVISED, n=3, after_answer=False), "edited, version 3"),
        (event(EventKind.VANISHED), "gone from its source"),
        (event(EventKind.RETURNED), "back at its source"),
        (event(EventKind.ANSWER_SEEN, reply="r"), "Our answer stands at the source"),
        (
            event(EventKind.REPLIED, {"body": "Beste Bo"}, kind="public_full", outside=True),
            "Answered outside the desk: “Beste Bo”",
        ),
        (event(EventKind.SEEN, source="forum", held=True), "Came in from forum, held there until"),
        (event(EventKind.CLAIMED), "Ann took it"),
        (event(EventKind.TAKEN_OVER, {"reason": "lunch"}, **{"from": "Tim"}), "from Tim: “lunch”"),
        (
            event(EventKind.TAKEN_OVER, away=True, **{"from": "Tim"}),
            "Ann took it over from Tim, who was away",
        ),
        (event(EventKind.RELEASED), "Ann gave it back"),
        (event(EventKind.RELEASED, **{"from": "Tim"}), "Ann gave back what Tim held"),
        (
            event(EventKind.HANDED, {"note": "calls at 4", "watch": "no refund"}, to="Tim"),
            "Ann handed it to Tim: “calls at 4 – no refund”",
        ),
        (event(EventKind.HANDED, to="next-shift"), "Ann handed it to the next shift"),
        (
            event(EventKind.HANDED, to="queue", **{"from": "Tim"}),
            "Ann handed it to the queue, from Tim",
        ),
        (event(EventKind.ACCEPTED), "Ann accepted it"),
        (event(EventKind.STEP_DONE, step="read"), "Ann did the step read"),
        (event(EventKind.STEP_SKIPPED, {"reason": "known"}, step="read"), "skipped the step read:"),
        (event(EventKind.EVIDENCE, sha256="ab"), "kept the comment as evidence"),
        (event(EventKind.EVIDENCE, picture="item-1.png"), "a picture of its page"),
        (event(EventKind.BREATHED), "Ann took a breath"),
        (event(EventKind.REVIEW_ASKED, {"text": "too soft?"}), "second reader: “too soft?”"),
        (event(EventKind.REVIEWED, verdict="approved"), "Ann approved the reply"),
        (
            event(EventKind.REVIEWED, {"text": "name her"}, verdict="returned"),
            "Ann gave the reply back: “name her”",
        ),
        (event(EventKind.DRAFTED), "Ann began a reply"),
        (event(EventKind.DRAFTED, {"body": "Hoi"}, version=True), "Ann wrote on the reply"),
        (event(EventKind.CLOSED), "Ann closed it"),
        (event(EventKind.HANDED_ON, {"reason": "police"}), "dossier to hand on: “police”"),
        (
            event(EventKind.PUT_RIGHT, {"wrong": "price", "body": "10 euro"}, reply="r"),
            "Ann corrected the reply (price): “10 euro”",
        ),
        (event(EventKind.MERGED, into=12, twin="t"), "Ann merged it into item 12"),
        (event(EventKind.ABSORBED, into=9, twin="t"), "Ann merged item 9 into this one"),
        (event(EventKind.RECHECKED), "nothing new"),
        (event(EventKind.NOTED, {"text": "see #3"}), "Ann noted: “see #3”"),
        (event(EventKind.SKIPPED, {"reason": "Tim knows"}), "passed it by: “Tim knows”"),
        (event(EventKind.LABELLED, add=["vip"], remove=["old"]), "put on vip, took off old"),
        (event(EventKind.UNDONE, event="e", kind="replied"), "Ann took back the reply"),
        (event(EventKind.UNDONE, event="e", kind="noted"), "Ann took back the last action"),
        (
            event(EventKind.DECIDED, {"why": "bait"}, strategy="watch"),
            "Ann decided: watch: “bait”",
        ),
        (
            event(EventKind.DECIDED, strategy="remove", reason="bullying"),
            "Ann decided: remove (bullying)",
        ),
        (
            event(EventKind.SEEN, source="hand", added_by="Ann"),
            "Ann added it by hand, under hand",
        ),
        (
            event(EventKind.SEEN, source="forum", date_quality="missing", late_on_arrival=True),
            "Came in from forum, no date given, already past its target",
        ),
    ],
)
def test_what_else_can_happen(told: Event, sentence: str) -> None:
    """Each in a sentence of its own."""
    assert sentence in tell(told)


def test_every_kind_of_event_is_told() -> None:
    """No event is left to a sentence that only repeats its code."""
    told = {one.kind for one in worked().events}
    parametrized = test_what_else_can_happen.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert told | {one.kind for one, _sentence in parametrized} == set(EventKind)


def test_texts_from_outside_are_cleaned_and_short() -> None:
    """Control bytes, line breaks and long texts do not get into a sentence."""
    hostile = "\x1b[2J[@click=app.quit]x\nline \u202e" + "y" * 500
    sentence = tell(event(EventKind.NOTED, {"text": hostile}))
    assert not any(ord(char) < 32 for char in sentence)
    assert "\u202e" not in sentence
    assert len(sentence) < 200
    assert "\x1b" not in tell(new_event(EventKind.CLAIMED, NOW, "\x1b[2JAnn"))


def test_erased_text_leaves_the_sentence() -> None:
    """What a customer had erased is gone, what happened is not."""
    gone = Event(
        id=event(EventKind.NOTED).id,
        item=Story.of(1, Kind.OTHER, 1, NOW).id,
        at=NOW,
        actor="Ann",
        kind=EventKind.NOTED,
        texts={"text": None},
    )
    assert tell(gone) == "Ann noted"


@pytest.mark.parametrize(
    ("due", "wake", "lane", "words"),
    [
        (NOW - 4 * MINUTE, None, Lane.LATE, "late by 4 min"),
        (NOW, None, Lane.LATE, "late by 0 s"),
        (NOW + 7 * MINUTE, None, Lane.KEEP, "due in 7 min"),
        (NOW + 40 * SECOND, None, Lane.KEEP, "due in 40 s"),
        (NOW + 2 * HOUR, None, Lane.SET_ASIDE, "set aside, due in 2 h 00"),
        (NOW + HOUR, NOW - MINUTE, Lane.KEEP, "due in 1 h 00"),
        (None, NOW - 10 * MINUTE, Lane.KEEP, "back since 11:50"),
        (None, NOW + 24 * HOUR, Lane.KEEP, "comes back tomorrow 12:00"),
        (None, None, Lane.KEEP, "no promise"),
        (None, 0, Lane.KEEP, "no promise"),
    ],
)
def test_why_an_item_stands_where_it_stands(
    due: int | None, wake: int | None, lane: Lane, words: str
) -> None:
    """A promise first, then the moment that brings it back."""
    assert why(due, wake, lane, NOW, AMSTERDAM) == words


def test_a_follow_up_of_praise_is_told_by_its_outcome() -> None:
    """The colleague's name stays out of the sentence; the outcome is in it."""
    story = Story.of(2, Kind.PRAISE, 1, at("09:00"))
    story.does(conversation.replied, at("09:10"), "Thank you")
    told = story.does(
        ending.conclude,
        at("09:11"),
        RULES,
        OutcomeCode.THANKED_PUBLIC,
        follow_up=FollowUpKind.PASS_COMPLIMENT_TO_COLLEAGUE,
        colleague="Iris",
    )
    assert tell(told) == "Ann recorded the outcome: thanked in public"
    assert story.item.timer(TimerKind.PRAISE_FOLLOW_UP) is not None
