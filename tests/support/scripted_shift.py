"""A shift on Wednesday 18 November 2026, nine to five: what came in, and what Ann did.

The figures that it must come to are worked out by hand in the tests that use it.
"""

from core.clock import Instant
from core.vocabulary import (
    Channel,
    FollowUpKind,
    Kind,
    OutcomeCode,
    ReplyKind,
    RootCause,
    Strategy,
    Verification,
)
from desk.model import conversation, lifecycle
from desk.model.event import Event, EventKind, new_event
from desk.model.timers import breaches
from desk.store.protocol import Attendance, Shift, SourceState
from tests.support.story import RULES, ZONE, Story, at

TUESDAY = "2026-11-17"
THURSDAY = "2026-11-19"
START, END = at("09:00"), at("17:00")

SHIFT = Shift(
    id="s-1",
    started_at=START,
    ended_at=END,
    zone=ZONE,
    team="Care",
    agents=(Attendance("Ann", START, END), Attendance("Tim", START), Attendance("Ann", START)),
    note="Outage in the north since 09:30.\n\nUse text 14.",
)
FORUM = SourceState("forum", status="slow", error="timed out", last_ok_at=at("16:50"))


def stories() -> list[Story]:
    """Return every item of the shift, each with its whole history."""
    return [
        _from_yesterday(),
        _question(),
        _praise(),
        _heated_complaint(),
        _troll(),
        _spam(),
        _late_on_arrival(),
        _threat_added_by_hand(),
        _reopened(),
        Story.of(10, Kind.COMPLAINT, 3, at("16:40")),
        Story.of(
            11, Kind.QUESTION, 2, at("09:05"), published=at("09:00", TUESDAY), first_poll=True
        ),
        _discarded_by_mistake(),
        Story.of(13, Kind.SPAM, 1, at("16:00", TUESDAY), body="Nobody has touched this one"),
        _praise_followed_up(),
    ]


def _reply(story: Story, now: Instant, kind: ReplyKind = ReplyKind.PUBLIC_FULL) -> None:
    story.does(conversation.replied, now, "Dear customer", kind=kind)


def _end(
    story: Story,
    now: Instant,
    code: OutcomeCode,
    verified: Verification | None = None,
    root_cause: RootCause | None = None,
    prevention: str = "",
) -> None:
    story.does(
        lifecycle.conclude,
        now,
        RULES,
        code,
        verified=verified,
        root_cause=root_cause,
        prevention=prevention,
    )


def _from_yesterday() -> Story:
    """Came at 16:30 on Tuesday, answered within the hour of open time on Wednesday."""
    story = Story.of(1, Kind.COMPLAINT, 3, at("16:30", TUESDAY), author="=Marieke")
    _reply(story, at("09:20"))
    _end(
        story,
        at("09:25"),
        OutcomeCode.SOLVED_PUBLIC,
        root_cause=RootCause.DELIVERY,
        prevention="=1+1 | name the *day* of delivery",
    )
    return story


def _question() -> Story:
    story = Story.of(2, Kind.QUESTION, 2, at("10:00"), published=at("09:50"))
    story.tell(new_event(EventKind.CLAIMED, at("10:01"), "Ann"))
    _reply(story, at("10:10"))
    _end(story, at("10:15"), OutcomeCode.INFORMATION_GIVEN, Verification.SATISFIED)
    return story


def _praise() -> Story:
    story = Story.of(3, Kind.PRAISE, 1, at("10:30"), source="reviews")
    _reply(story, at("11:00"))
    story.does(
        lifecycle.conclude,
        at("11:05"),
        RULES,
        OutcomeCode.THANKED_PUBLIC,
        follow_up=FollowUpKind.PASS_COMPLIMENT_TO_COLLEAGUE,
        colleague="Iris",
    )
    return story


def _heated_complaint() -> Story:
    """Answered too late, called back by phone, answered again in time."""
    story = Story.of(4, Kind.COMPLAINT, 4, at("11:00"))
    story.tell(*breaches(story.item, at("11:31")))
    _reply(story, at("11:45"))
    story.does(conversation.heard, at("12:00"), RULES, "Still broken", Channel.PHONE)
    _reply(story, at("12:30"))
    _end(
        story,
        at("12:40"),
        OutcomeCode.COMPENSATED,
        Verification.PARTLY,
        root_cause=RootCause.COMMUNICATION,
    )
    return story


def _troll() -> Story:
    story = Story.of(5, Kind.TROLL, 1, at("12:00"))
    story.does(lifecycle.decide, at("12:10"), RULES, Strategy.WATCH, why="bait")
    return story


def _spam() -> Story:
    story = Story.of(6, Kind.SPAM, 1, at("12:30"))
    story.does(lifecycle.decide, at("12:31"), RULES, Strategy.DISCARD, reason=OutcomeCode.SPAM)
    return story


def _late_on_arrival() -> Story:
    """Published before opening, seen three hours after its target; moved to private."""
    story = Story.of(7, Kind.COMPLAINT, 3, at("13:00"), published=at("07:00"), source="reviews")
    _reply(story, at("13:10"), ReplyKind.PUBLIC_ACK_THEN_PRIVATE)
    story.does(conversation.promised, at("13:15"), at("10:00", THURSDAY), RULES)
    return story


def _threat_added_by_hand() -> Story:
    story = Story.of(8, Kind.HARMFUL, 5, at("14:00"), source="hand", added_by="Ann")
    story.tell(new_event(EventKind.EVIDENCE, at("14:01"), "Ann"))
    story.does(
        lifecycle.decide,
        at("14:02"),
        RULES,
        Strategy.REMOVE,
        reason=OutcomeCode.BULLYING,
        announced="We removed a threat.",
    )
    return story


def _reopened() -> Story:
    """Ended on Tuesday; its new promise passed at 16:00 while nobody wrote that down."""
    story = Story.of(9, Kind.COMPLAINT, 3, at("10:00", TUESDAY))
    _reply(story, at("10:30", TUESDAY))
    _end(story, at("11:00", TUESDAY), OutcomeCode.SOLVED_PUBLIC, Verification.SATISFIED)
    story.does(lifecycle.reopen, at("15:00"), RULES, "It came back")
    return story


def _discarded_by_mistake() -> Story:
    story = Story.of(12, Kind.QUESTION, 2, at("15:30"))
    mistake = story.does(
        lifecycle.decide, at("15:35"), RULES, Strategy.DISCARD, reason=OutcomeCode.TEST
    )
    story.tell(undo(mistake, at("15:36")))
    return story


def _praise_followed_up() -> Story:
    story = Story.of(14, Kind.PRAISE, 1, at("10:00", TUESDAY), source="reviews")
    _reply(story, at("10:30", TUESDAY))
    story.does(
        lifecycle.conclude,
        at("10:35", TUESDAY),
        RULES,
        OutcomeCode.THANKED_PUBLIC,
        follow_up=FollowUpKind.INVITE_REVIEW,
    )
    _end(story, at("16:00"), OutcomeCode.THANKED_PUBLIC)
    return story


def undo(event: Event, now: Instant) -> Event:
    """Return the event that takes another one back."""
    return new_event(EventKind.UNDONE, now, "Ann", event=event.id, kind=event.kind)
