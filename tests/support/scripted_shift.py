"""A shift on Wednesday 18 November 2026, nine to five: what came in, and what Ann did.

The figures that it must come to were worked out by hand.
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
from desk.model import conversation, ending, lifecycle
from desk.model.event import JSON, Event, EventKind, new_event
from desk.model.timers import breaches
from desk.store.records import Attendance, Shift, SourceState
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

NO_PROMISE: dict[str, JSON] = {
    "due": 0,
    "met": 0,
    "breached": 0,
    "waived": 0,
    "running": 0,
    "kept_percent": None,
}
BY_HAND: dict[str, JSON] = {
    "schema": "webcare.summary/1",
    "shift": {
        "id": "s-1",
        "team": "Care",
        "started_at": "2026-11-18T09:00:00+01:00",
        "ended_at": "2026-11-18T17:00:00+01:00",
        "time_zone": "Europe/Amsterdam",
        "agents": ["Ann", "Tim"],
    },
    "sources": [
        {
            "name": "forum",
            "status": "slow",
            "error": "timed out",
            "last_ok_at": "2026-11-18T16:50:00+01:00",
            "stale_s": 600,
        }
    ],
    "volume": {
        "backlog_start": 3,
        "received": 9,
        "reopened": 1,
        "closed": 5,
        "merged": 0,
        "backlog_end": 8,
        "late_on_arrival": 1,
        "added_by_hand": 1,
        "by_kind": {
            "complaint": 3,
            "question": 2,
            "harmful": 1,
            "praise": 1,
            "spam": 1,
            "troll": 1,
        },
        "by_source": {"forum": 6, "reviews": 2, "hand": 1},
    },
    "first_response": {
        "n": 4,
        "median_s": 1800,
        "p90_s": None,
        "max_s": 60600,
        "open_hours_median_s": 1800,
    },
    "next_response": {
        "n": 1,
        "median_s": 1800,
        "p90_s": None,
        "max_s": 1800,
        "open_hours_median_s": 1800,
    },
    "promises": {
        "first_response": {
            "due": 5,
            "met": 3,
            "breached": 1,
            "waived": 2,
            "running": 2,
            "kept_percent": 75.0,
        },
        "next_response": {
            "due": 2,
            "met": 1,
            "breached": 1,
            "waived": 0,
            "running": 0,
            "kept_percent": 50.0,
        },
        "resolution": NO_PROMISE,
        "promised_contact": NO_PROMISE | {"running": 1},
    },
    "outcomes": {
        "by_strategy": {"react": 3, "thank": 2, "discard": 1, "remove": 1},
        "by_code": {
            "thanked_public": 2,
            "bullying": 1,
            "compensated": 1,
            "information_given": 1,
            "solved_public": 1,
            "spam": 1,
        },
        "by_reply_kind": {"public_full": 5, "public_ack_then_private": 1},
        "by_removal_reason": {"bullying": 1},
        "replies_put_right": [],
    },
    "positive": {
        "received": 1,
        "answered": 1,
        "follow_ups_made": 1,
        "follow_ups_done": 1,
        "compliments": [{"colleague": "Iris", "n": 1}],
    },
    "customer": {
        "heard": 1,
        "asked": 2,
        "answered": 2,
        "satisfied": 1,
        "satisfied_percent": 50.0,
        "verification": {"partly": 1, "satisfied": 1},
    },
    "prevention": [
        {"root_cause": "communication", "n": 1, "ideas": []},
        {
            "root_cause": "delivery",
            "n": 1,
            "ideas": [{"id": 1, "text": "=1+1 | name the *day* of delivery"}],
        },
    ],
    "open": [],
    "handover": ["Outage in the north since 09:30.", "Use text 14."],
}
"""The summary of these items as JSON; nobody has listed the open ones yet."""


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
        ending.conclude,
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
        ending.conclude,
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
        ending.conclude,
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
