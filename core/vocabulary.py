"""The desk's words as types: ids, enumerations, and the brand for whom we speak.

The codes are stable: they stand in events, exports and scripts. What people call them stands
beside each, in English; ``core.labels.label`` translates it where it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Self

from core.i18n import N_

ItemId = NewType("ItemId", int)
"""Short integer given by the store; kept when a desk moves between stores."""

EventId = NewType("EventId", str)
"""UUIDv7 made by whoever acts, so that an action can be retried without being doubled."""


class Word(StrEnum):
    """A code and what it is called."""

    _value_: str
    english: str

    def __new__(cls, code: str, english: str = "") -> Self:
        """Make a code with its label."""
        word = str.__new__(cls, code)
        word._value_, word.english = code, english
        return word


class State(Word):
    """Where an item is in its life; the ball, not the state, drives the clocks."""

    NEW = "new", N_("new")
    OPEN = "open", N_("open")
    WAITING_CUSTOMER = "waiting_customer", N_("waiting for the customer")
    PRIVATE = "private", N_("in private")
    WAITING_INTERNAL = "waiting_internal", N_("waiting for a colleague")
    WATCHING = "watching", N_("watched")
    RESOLVED = "resolved", N_("solved, to be verified")
    REMOVED = "removed", N_("removed")
    CLOSED = "closed", N_("closed")
    HISTORY = "history", N_("from before the desk")


class Ball(Word):
    """Whose turn it is."""

    US = "us", N_("our turn")
    CUSTOMER = "customer", N_("the customer's turn")
    INTERNAL = "internal", N_("a colleague's turn")
    NOBODY = "nobody", N_("nobody's turn")


class Kind(Word):
    """What a comment is; decides target, weight and playbook."""

    COMPLAINT = "complaint", N_("complaint")
    QUESTION = "question", N_("question")
    PRAISE = "praise", N_("praise")
    HARMFUL = "harmful", N_("harmful")
    TROLL = "troll", N_("troll")
    SPAM = "spam", N_("spam")
    OTHER = "other", N_("other")


class Size(Word):
    """How much work an item looks; with kind it gives the expected minutes."""

    QUICK = "quick", N_("quick")
    NORMAL = "normal", N_("normal")
    LONG = "long", N_("long")


class Language(Word):
    """Languages the desk reads and speaks; UND where a text is too short to tell."""

    NL = "nl", N_("Dutch")
    NB = "nb", N_("Norwegian")
    EN = "en", N_("English")
    UND = "und", N_("not known")


class Lane(Word):
    """The plan's verdict on an item: keep its promise, set it aside, or already late."""

    KEEP = "keep", N_("keep")
    SET_ASIDE = "set_aside", N_("set aside")
    LATE = "late", N_("late")


NEXT_SHIFT = "next-shift"
"""To whom an item is handed that whoever comes next is to receive."""


class Role(Word):
    """What somebody may do on a desk; in a team the server says so."""

    LEAD = "lead", N_("shift lead")
    """Everything: the team's configuration, notices, reassigning."""
    AGENT = "agent", N_("agent")
    """All work on items."""
    READER = "reader", N_("reader")
    """Looking only."""


class TimerKind(Word):
    """Clocks an item can carry. Promises breach and have weight; wake-ups never breach."""

    FIRST_RESPONSE = "first_response", N_("first answer")
    NEXT_RESPONSE = "next_response", N_("next answer")
    RESOLUTION = "resolution", N_("solution")
    PROMISED_CONTACT = "promised_contact", N_("promised contact")
    COOL_DOWN = "cool_down", N_("a breath first")
    REVIEW_WAIT = "review_wait", N_("second reader")
    INTERNAL_WAIT = "internal_wait", N_("colleague's answer")
    FOLLOW_UP = "follow_up", N_("follow-up")
    WATCH_RECHECK = "watch_recheck", N_("next look")
    PRAISE_FOLLOW_UP = "praise_follow_up", N_("follow-up of praise")
    SNOOZE = "snooze", N_("back in the queue")

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


class TimerResult(Word):
    """How a timer ended."""

    MET = "met", N_("kept")
    BREACHED = "breached", N_("missed")
    WAIVED = "waived", N_("not needed")
    ELAPSED = "elapsed", N_("over")
    CANCELLED = "cancelled", N_("cancelled")


class Strategy(Word):
    """The decision at the gate; every close path passes one."""

    REACT = "react", N_("react")
    WATCH = "watch", N_("watch")
    REMOVE = "remove", N_("remove")
    THANK = "thank", N_("thank")
    DISCARD = "discard", N_("discard")


class ReplyKind(Word):
    """How an answer reached the customer."""

    PUBLIC_FULL = "public_full", N_("answered in public")
    PUBLIC_ACK_THEN_PRIVATE = "public_ack_then_private", N_("acknowledged in public, on in private")
    PRIVATE_ONLY = "private_only", N_("answered in private")
    LIKE_ONLY = "like_only", N_("a like, no words")
    NONE = "none", N_("no answer")


class Channel(Word):
    """How the customer was heard outside the feed."""

    DM = "dm", N_("private message")
    PHONE = "phone", N_("phone")
    MAIL = "mail", N_("mail")


class Reading(Word):
    """How it stands with the second reader of a reply."""

    NONE = "", N_("nobody reads along")
    ASKED = "asked", N_("waits for a second reader")
    APPROVED = "approved", N_("approved")
    RETURNED = "returned", N_("given back")


_REACT, _WATCH, _REMOVE, _THANK, _DISCARD = Strategy


class OutcomeCode(Word):
    """The structured end of an item, and which strategies may end so."""

    strategies: tuple[Strategy, ...]

    def __new__(cls, code: str, english: str = "", *strategies: Strategy) -> Self:
        """Make a code of the outcomes that some strategies lead to."""
        outcome = str.__new__(cls, code)
        outcome._value_, outcome.english, outcome.strategies = code, english, strategies
        return outcome

    SOLVED_PUBLIC = "solved_public", N_("solved in public"), _REACT
    SOLVED_PRIVATE = "solved_private", N_("solved in private"), _REACT
    SOLVED_BY_PHONE_OR_VISIT = "solved_by_phone_or_visit", N_("solved by phone or visit"), _REACT
    COMPENSATED = "compensated", N_("compensated"), _REACT
    CORRECTED_FACT = "corrected_fact", N_("fact corrected"), _REACT
    INFORMATION_GIVEN = "information_given", N_("information given"), _REACT
    DECLINED_WITH_EXPLANATION = (
        "declined_with_explanation",
        N_("declined, and explained why"),
        _REACT,
    )
    PASSED_ON = "passed_on", N_("passed on"), _REACT
    CUSTOMER_SILENT = "customer_silent", N_("customer went silent"), _REACT
    UNRESOLVED_DISPUTE = "unresolved_dispute", N_("dispute stays unsolved"), _REACT
    LAST_WORD_TO_CUSTOMER = "last_word_to_customer", N_("last word to the customer"), _REACT
    DROWNED = "drowned", N_("drowned by itself"), _WATCH
    GREW_THEN_REACTED = "grew_then_reacted", N_("grew, then we reacted"), _WATCH
    STILL_WATCHING = "still_watching", N_("still watching"), _WATCH
    APPROACHED_PERSONALLY = "approached_personally", N_("approached in person"), _WATCH
    INSULT_THREAT = "insult_threat", N_("insult or threat"), _REMOVE
    DISCRIMINATION_HATE = "discrimination_hate", N_("discrimination or hate"), _REMOVE
    BULLYING = "bullying", N_("bullying"), _REMOVE
    SPAM = "spam", N_("spam"), _REMOVE, _DISCARD
    PRIVACY = "privacy", N_("someone's privacy"), _REMOVE
    NOT_FOR_PUBLIC = "not_for_public", N_("not for the public"), _REMOVE
    THANKED_PUBLIC = "thanked_public", N_("thanked in public"), _THANK
    THANKED_PRIVATE = "thanked_private", N_("thanked in private"), _THANK
    LIKED_ONLY = "liked_only", N_("liked only"), _THANK
    SHARED_WITH_TEAM = "shared_with_team", N_("shared with the team"), _THANK
    PERMISSION_ASKED_TO_REUSE = (
        "permission_asked_to_reuse",
        N_("asked whether we may quote it"),
        _THANK,
    )
    REVIEW_INVITED = "review_invited", N_("invited to review"), _THANK
    ANSWERED_QUESTION_INSIDE = "answered_question_inside", N_("question inside answered"), _THANK
    LEFT_ALONE_NOT_ADDRESSED_TO_US = (
        "left_alone_not_addressed_to_us",
        N_("left alone, not meant for us"),
        _THANK,
    )
    NOT_OURS = "not_ours", N_("not ours"), _DISCARD
    DUPLICATE = "duplicate", N_("here twice"), _DISCARD
    TEST = "test", N_("a test"), _DISCARD


OUTCOMES_OF: Mapping[Strategy, tuple[OutcomeCode, ...]] = {
    strategy: tuple(code for code in OutcomeCode if strategy in code.strategies)
    for strategy in Strategy
}


class FollowUpKind(Word):
    """What is still owed after praise."""

    PASS_COMPLIMENT_TO_COLLEAGUE = "pass_compliment_to_colleague", N_("pass the compliment on")
    ASK_REUSE = "ask_reuse", N_("ask whether we may quote it")
    INVITE_REVIEW = "invite_review", N_("invite to a review")
    LOYALTY_NOTE = "loyalty_note", N_("a note for a loyal customer")


class Verification(Word):
    """Whether the customer was asked if it is solved, and the answer."""

    SATISFIED = "satisfied", N_("satisfied")
    PARTLY = "partly", N_("partly satisfied")
    NOT_SATISFIED = "not_satisfied", N_("not satisfied")
    NO_ANSWER = "no_answer", N_("asked, no answer")
    NOT_ASKED = "not_asked", N_("not asked")


class RootCause(Word):
    """Why it happened, for the prevention log."""

    EXPECTATION_NOT_MET = "expectation_not_met", N_("expectation not met")
    COMMUNICATION = "communication", N_("communication")
    PRODUCT_DEFECT = "product_defect", N_("defect in the product")
    DELIVERY = "delivery", N_("delivery")
    PRICE_INVOICE = "price_invoice", N_("price or invoice")
    WEBSITE_FINDABILITY = "website_findability", N_("hard to find on the site")
    STAFF_CONTACT = "staff_contact", N_("contact with staff")
    POLICY = "policy", N_("our policy")
    OUTAGE = "outage", N_("outage")
    MISUNDERSTANDING = "misunderstanding", N_("misunderstanding")
    UNFOUNDED = "unfounded", N_("unfounded")
    UNKNOWN = "unknown", N_("none known")


class FoundIn(Word):
    """Which of an item's texts holds the words that were looked for."""

    AUTHOR = "author", N_("author")
    COMMENT = "comment", N_("comment")
    REPLY = "reply", N_("our reply")
    HEARD = "heard", N_("heard")
    NOTE = "note", N_("note")
    HISTORY = "history", N_("history")


class DateQuality(Word):
    """Why a clock starts when it starts."""

    OK = "ok", N_("as published")
    MISSING = "missing", N_("no date given")
    UNREADABLE = "unreadable", N_("date not readable")
    ANCIENT = "ancient", N_("date from before 2000")
    FUTURE = "future", N_("date in the future")
    LATE_ARRIVAL = "late_arrival", N_("older than a week at first sight")


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
