"""The desk's words as types: ids, enumerations, and the brand for whom we speak.

The codes are stable: they stand in events, exports and scripts. Labels for people are
translated where they are shown.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

ItemId = NewType("ItemId", int)
"""Short integer given by the store; kept when a desk moves between stores."""

EventId = NewType("EventId", str)
"""UUIDv7 made by whoever acts, so that an action can be retried without being doubled."""


class State(StrEnum):
    """Where an item is in its life; the ball, not the state, drives the clocks."""

    NEW = "new"
    OPEN = "open"
    WAITING_CUSTOMER = "waiting_customer"
    PRIVATE = "private"
    WAITING_INTERNAL = "waiting_internal"
    WATCHING = "watching"
    RESOLVED = "resolved"
    REMOVED = "removed"
    CLOSED = "closed"
    HISTORY = "history"


class Ball(StrEnum):
    """Whose turn it is."""

    US = "us"
    CUSTOMER = "customer"
    INTERNAL = "internal"
    NOBODY = "nobody"


class Kind(StrEnum):
    """What a comment is; decides target, weight and playbook."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    PRAISE = "praise"
    HARMFUL = "harmful"
    TROLL = "troll"
    SPAM = "spam"
    OTHER = "other"


class Size(StrEnum):
    """How much work an item looks; with kind it gives the expected minutes."""

    QUICK = "quick"
    NORMAL = "normal"
    LONG = "long"


class Language(StrEnum):
    """Languages the desk reads and speaks; UND where a text is too short to tell."""

    NL = "nl"
    NB = "nb"
    EN = "en"
    UND = "und"


class Lane(StrEnum):
    """The plan's verdict on an item: keep its promise, set it aside, or already late."""

    KEEP = "keep"
    SET_ASIDE = "set_aside"
    LATE = "late"


NEXT_SHIFT = "next-shift"
"""To whom an item is handed that whoever comes next is to receive."""


class Role(StrEnum):
    """What somebody may do on a desk; in a team the server says so."""

    LEAD = "lead"
    """Everything: the team's configuration, notices, reassigning."""
    AGENT = "agent"
    """All work on items."""
    READER = "reader"
    """Looking only."""


class TimerKind(StrEnum):
    """Clocks an item can carry. Promises breach and have weight; wake-ups never breach."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"
    PROMISED_CONTACT = "promised_contact"
    COOL_DOWN = "cool_down"
    REVIEW_WAIT = "review_wait"
    INTERNAL_WAIT = "internal_wait"
    FOLLOW_UP = "follow_up"
    WATCH_RECHECK = "watch_recheck"
    PRAISE_FOLLOW_UP = "praise_follow_up"
    SNOOZE = "snooze"

    @property
    def is_promise(self) -> bool:
        """Whether missing it is a breach."""
        return self in PROMISES


PROMISES = frozenset(
    {
        TimerKind.FIRST_RESPONSE,
        TimerKind.NEXT_RESPONSE,
        TimerKind.RESOLUTION,
        TimerKind.PROMISED_CONTACT,
    }
)


class TimerResult(StrEnum):
    """How a timer ended."""

    MET = "met"
    BREACHED = "breached"
    WAIVED = "waived"
    ELAPSED = "elapsed"
    CANCELLED = "cancelled"


class Strategy(StrEnum):
    """The decision at the gate; every close path passes one."""

    REACT = "react"
    WATCH = "watch"
    REMOVE = "remove"
    THANK = "thank"
    DISCARD = "discard"


class ReplyKind(StrEnum):
    """How an answer reached the customer."""

    PUBLIC_FULL = "public_full"
    PUBLIC_ACK_THEN_PRIVATE = "public_ack_then_private"
    PRIVATE_ONLY = "private_only"
    LIKE_ONLY = "like_only"
    NONE = "none"


class Channel(StrEnum):
    """How the customer was heard outside the feed."""

    DM = "dm"
    PHONE = "phone"
    MAIL = "mail"


class Reading(StrEnum):
    """How it stands with the second reader of a reply."""

    NONE = ""
    ASKED = "asked"
    APPROVED = "approved"
    RETURNED = "returned"


class OutcomeCode(StrEnum):
    """The structured end of an item; OUTCOMES_OF says which strategy allows which."""

    SOLVED_PUBLIC = "solved_public"
    SOLVED_PRIVATE = "solved_private"
    SOLVED_BY_PHONE_OR_VISIT = "solved_by_phone_or_visit"
    COMPENSATED = "compensated"
    CORRECTED_FACT = "corrected_fact"
    INFORMATION_GIVEN = "information_given"
    DECLINED_WITH_EXPLANATION = "declined_with_explanation"
    PASSED_ON = "passed_on"
    CUSTOMER_SILENT = "customer_silent"
    UNRESOLVED_DISPUTE = "unresolved_dispute"
    LAST_WORD_TO_CUSTOMER = "last_word_to_customer"
    DROWNED = "drowned"
    GREW_THEN_REACTED = "grew_then_reacted"
    STILL_WATCHING = "still_watching"
    APPROACHED_PERSONALLY = "approached_personally"
    INSULT_THREAT = "insult_threat"
    DISCRIMINATION_HATE = "discrimination_hate"
    BULLYING = "bullying"
    SPAM = "spam"
    PRIVACY = "privacy"
    NOT_FOR_PUBLIC = "not_for_public"
    THANKED_PUBLIC = "thanked_public"
    THANKED_PRIVATE = "thanked_private"
    LIKED_ONLY = "liked_only"
    SHARED_WITH_TEAM = "shared_with_team"
    PERMISSION_ASKED_TO_REUSE = "permission_asked_to_reuse"
    REVIEW_INVITED = "review_invited"
    ANSWERED_QUESTION_INSIDE = "answered_question_inside"
    LEFT_ALONE_NOT_ADDRESSED_TO_US = "left_alone_not_addressed_to_us"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"
    TEST = "test"


_Code = OutcomeCode
OUTCOMES_OF: dict[Strategy, tuple[OutcomeCode, ...]] = {
    Strategy.REACT: (
        _Code.SOLVED_PUBLIC,
        _Code.SOLVED_PRIVATE,
        _Code.SOLVED_BY_PHONE_OR_VISIT,
        _Code.COMPENSATED,
        _Code.CORRECTED_FACT,
        _Code.INFORMATION_GIVEN,
        _Code.DECLINED_WITH_EXPLANATION,
        _Code.PASSED_ON,
        _Code.CUSTOMER_SILENT,
        _Code.UNRESOLVED_DISPUTE,
        _Code.LAST_WORD_TO_CUSTOMER,
    ),
    Strategy.WATCH: (
        _Code.DROWNED,
        _Code.GREW_THEN_REACTED,
        _Code.STILL_WATCHING,
        _Code.APPROACHED_PERSONALLY,
    ),
    Strategy.REMOVE: (
        _Code.INSULT_THREAT,
        _Code.DISCRIMINATION_HATE,
        _Code.BULLYING,
        _Code.SPAM,
        _Code.PRIVACY,
        _Code.NOT_FOR_PUBLIC,
    ),
    Strategy.THANK: (
        _Code.THANKED_PUBLIC,
        _Code.THANKED_PRIVATE,
        _Code.LIKED_ONLY,
        _Code.SHARED_WITH_TEAM,
        _Code.PERMISSION_ASKED_TO_REUSE,
        _Code.REVIEW_INVITED,
        _Code.ANSWERED_QUESTION_INSIDE,
        _Code.LEFT_ALONE_NOT_ADDRESSED_TO_US,
    ),
    Strategy.DISCARD: (_Code.SPAM, _Code.NOT_OURS, _Code.DUPLICATE, _Code.TEST),
}
"""Outcome codes by strategy; for remove and discard the code is the reason itself."""

del _Code


class FollowUpKind(StrEnum):
    """What is still owed after praise."""

    PASS_COMPLIMENT_TO_COLLEAGUE = "pass_compliment_to_colleague"  # noqa: S105 - no password
    ASK_REUSE = "ask_reuse"
    INVITE_REVIEW = "invite_review"
    LOYALTY_NOTE = "loyalty_note"


class Verification(StrEnum):
    """Whether the customer was asked if it is solved, and the answer."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    NOT_SATISFIED = "not_satisfied"
    NO_ANSWER = "no_answer"
    NOT_ASKED = "not_asked"


class RootCause(StrEnum):
    """Why it happened, for the prevention log."""

    EXPECTATION_NOT_MET = "expectation_not_met"
    COMMUNICATION = "communication"
    PRODUCT_DEFECT = "product_defect"
    DELIVERY = "delivery"
    PRICE_INVOICE = "price_invoice"
    WEBSITE_FINDABILITY = "website_findability"
    STAFF_CONTACT = "staff_contact"
    POLICY = "policy"
    OUTAGE = "outage"
    MISUNDERSTANDING = "misunderstanding"
    UNFOUNDED = "unfounded"
    UNKNOWN = "unknown"


class DateQuality(StrEnum):
    """Why a clock starts when it starts."""

    OK = "ok"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    ANCIENT = "ancient"
    FUTURE = "future"
    LATE_ARRIVAL = "late_arrival"


@dataclass(frozen=True, slots=True)
class Brand:
    """For whom a source speaks."""

    name: str
    """Its id for ever."""
    title: str
    """As people know it."""
    signature: str = ""
    """Put under a reply, for instance ``^{agent}``."""
    formal: bool = False
    """Whether customers are addressed formally (u, De)."""
    tone: str = ""
    """How the brand speaks, in a few words; stands above what is being written."""
    own_contacts: tuple[str, ...] = ()
    """Phone numbers and addresses of our own, allowed in public replies."""
