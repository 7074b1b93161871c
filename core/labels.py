"""What the codes of the vocabulary are called, in the agent's language."""

from collections.abc import Mapping
from enum import StrEnum

from core.i18n import N_, _
from core.vocabulary import (
    Ball,
    Channel,
    DateQuality,
    FollowUpKind,
    Kind,
    Lane,
    Language,
    OutcomeCode,
    Reading,
    ReplyKind,
    Role,
    RootCause,
    Size,
    State,
    Strategy,
    TimerKind,
    TimerResult,
    Verification,
)


def label(code: StrEnum) -> str:
    """Return what a code is called; codes of equal spelling differ by their enumeration."""
    return _(LABELS[type(code)][code.value])


KINDS: Mapping[str, str] = {
    Kind.COMPLAINT: N_("complaint"),
    Kind.QUESTION: N_("question"),
    Kind.PRAISE: N_("praise"),
    Kind.HARMFUL: N_("harmful"),
    Kind.TROLL: N_("troll"),
    Kind.SPAM: N_("spam"),
    Kind.OTHER: N_("other"),
}
SIZES: Mapping[str, str] = {
    Size.QUICK: N_("quick"),
    Size.NORMAL: N_("normal"),
    Size.LONG: N_("long"),
}
LANGUAGES: Mapping[str, str] = {
    Language.NL: N_("Dutch"),
    Language.NB: N_("Norwegian"),
    Language.EN: N_("English"),
    Language.UND: N_("not known"),
}
ROLES: Mapping[str, str] = {
    Role.LEAD: N_("shift lead"),
    Role.AGENT: N_("agent"),
    Role.READER: N_("reader"),
}
STATES: Mapping[str, str] = {
    State.NEW: N_("new"),
    State.OPEN: N_("open"),
    State.WAITING_CUSTOMER: N_("waiting for the customer"),
    State.PRIVATE: N_("in private"),
    State.WAITING_INTERNAL: N_("waiting for a colleague"),
    State.WATCHING: N_("watched"),
    State.RESOLVED: N_("solved, to be verified"),
    State.REMOVED: N_("removed"),
    State.CLOSED: N_("closed"),
    State.HISTORY: N_("from before the desk"),
}
BALLS: Mapping[str, str] = {
    Ball.US: N_("our turn"),
    Ball.CUSTOMER: N_("the customer's turn"),
    Ball.INTERNAL: N_("a colleague's turn"),
    Ball.NOBODY: N_("nobody's turn"),
}
LANES: Mapping[str, str] = {
    Lane.KEEP: N_("keep"),
    Lane.SET_ASIDE: N_("set aside"),
    Lane.LATE: N_("late"),
}
TIMERS: Mapping[str, str] = {
    TimerKind.FIRST_RESPONSE: N_("first answer"),
    TimerKind.NEXT_RESPONSE: N_("next answer"),
    TimerKind.RESOLUTION: N_("solution"),
    TimerKind.PROMISED_CONTACT: N_("promised contact"),
    TimerKind.COOL_DOWN: N_("a breath first"),
    TimerKind.REVIEW_WAIT: N_("second reader"),
    TimerKind.INTERNAL_WAIT: N_("colleague's answer"),
    TimerKind.FOLLOW_UP: N_("follow-up"),
    TimerKind.WATCH_RECHECK: N_("next look"),
    TimerKind.PRAISE_FOLLOW_UP: N_("follow-up of praise"),
    TimerKind.SNOOZE: N_("back in the queue"),
}
TIMER_RESULTS: Mapping[str, str] = {
    TimerResult.MET: N_("kept"),
    TimerResult.BREACHED: N_("missed"),
    TimerResult.WAIVED: N_("not needed"),
    TimerResult.ELAPSED: N_("over"),
    TimerResult.CANCELLED: N_("cancelled"),
}
STRATEGIES: Mapping[str, str] = {
    Strategy.REACT: N_("react"),
    Strategy.WATCH: N_("watch"),
    Strategy.REMOVE: N_("remove"),
    Strategy.THANK: N_("thank"),
    Strategy.DISCARD: N_("discard"),
}
REPLY_KINDS: Mapping[str, str] = {
    ReplyKind.PUBLIC_FULL: N_("answered in public"),
    ReplyKind.PUBLIC_ACK_THEN_PRIVATE: N_("acknowledged in public, on in private"),
    ReplyKind.PRIVATE_ONLY: N_("answered in private"),
    ReplyKind.LIKE_ONLY: N_("a like, no words"),
    ReplyKind.NONE: N_("no answer"),
}
CHANNELS: Mapping[str, str] = {
    Channel.DM: N_("private message"),
    Channel.PHONE: N_("phone"),
    Channel.MAIL: N_("mail"),
}
READINGS: Mapping[str, str] = {
    Reading.NONE: N_("nobody reads along"),
    Reading.ASKED: N_("waits for a second reader"),
    Reading.APPROVED: N_("approved"),
    Reading.RETURNED: N_("given back"),
}
OUTCOMES: Mapping[str, str] = {
    OutcomeCode.SOLVED_PUBLIC: N_("solved in public"),
    OutcomeCode.SOLVED_PRIVATE: N_("solved in private"),
    OutcomeCode.SOLVED_BY_PHONE_OR_VISIT: N_("solved by phone or visit"),
    OutcomeCode.COMPENSATED: N_("compensated"),
    OutcomeCode.CORRECTED_FACT: N_("fact corrected"),
    OutcomeCode.INFORMATION_GIVEN: N_("information given"),
    OutcomeCode.DECLINED_WITH_EXPLANATION: N_("declined, and explained why"),
    OutcomeCode.PASSED_ON: N_("passed on"),
    OutcomeCode.CUSTOMER_SILENT: N_("customer went silent"),
    OutcomeCode.UNRESOLVED_DISPUTE: N_("dispute stays unsolved"),
    OutcomeCode.LAST_WORD_TO_CUSTOMER: N_("last word to the customer"),
    OutcomeCode.DROWNED: N_("drowned by itself"),
    OutcomeCode.GREW_THEN_REACTED: N_("grew, then we reacted"),
    OutcomeCode.STILL_WATCHING: N_("still watching"),
    OutcomeCode.APPROACHED_PERSONALLY: N_("approached in person"),
    OutcomeCode.INSULT_THREAT: N_("insult or threat"),
    OutcomeCode.DISCRIMINATION_HATE: N_("discrimination or hate"),
    OutcomeCode.BULLYING: N_("bullying"),
    OutcomeCode.SPAM: N_("spam"),
    OutcomeCode.PRIVACY: N_("someone's privacy"),
    OutcomeCode.NOT_FOR_PUBLIC: N_("not for the public"),
    OutcomeCode.THANKED_PUBLIC: N_("thanked in public"),
    OutcomeCode.THANKED_PRIVATE: N_("thanked in private"),
    OutcomeCode.LIKED_ONLY: N_("liked only"),
    OutcomeCode.SHARED_WITH_TEAM: N_("shared with the team"),
    OutcomeCode.PERMISSION_ASKED_TO_REUSE: N_("asked whether we may quote it"),
    OutcomeCode.REVIEW_INVITED: N_("invited to review"),
    OutcomeCode.ANSWERED_QUESTION_INSIDE: N_("question inside answered"),
    OutcomeCode.LEFT_ALONE_NOT_ADDRESSED_TO_US: N_("left alone, not meant for us"),
    OutcomeCode.NOT_OURS: N_("not ours"),
    OutcomeCode.DUPLICATE: N_("here twice"),
    OutcomeCode.TEST: N_("a test"),
}
FOLLOW_UPS: Mapping[str, str] = {
    FollowUpKind.PASS_COMPLIMENT_TO_COLLEAGUE: N_("pass the compliment on"),
    FollowUpKind.ASK_REUSE: N_("ask whether we may quote it"),
    FollowUpKind.INVITE_REVIEW: N_("invite to a review"),
    FollowUpKind.LOYALTY_NOTE: N_("a note for a loyal customer"),
}
VERIFICATIONS: Mapping[str, str] = {
    Verification.SATISFIED: N_("satisfied"),
    Verification.PARTLY: N_("partly satisfied"),
    Verification.NOT_SATISFIED: N_("not satisfied"),
    Verification.NO_ANSWER: N_("asked, no answer"),
    Verification.NOT_ASKED: N_("not asked"),
}
ROOT_CAUSES: Mapping[str, str] = {
    RootCause.EXPECTATION_NOT_MET: N_("expectation not met"),
    RootCause.COMMUNICATION: N_("communication"),
    RootCause.PRODUCT_DEFECT: N_("defect in the product"),
    RootCause.DELIVERY: N_("delivery"),
    RootCause.PRICE_INVOICE: N_("price or invoice"),
    RootCause.WEBSITE_FINDABILITY: N_("hard to find on the site"),
    RootCause.STAFF_CONTACT: N_("contact with staff"),
    RootCause.POLICY: N_("our policy"),
    RootCause.OUTAGE: N_("outage"),
    RootCause.MISUNDERSTANDING: N_("misunderstanding"),
    RootCause.UNFOUNDED: N_("unfounded"),
    RootCause.UNKNOWN: N_("none known"),
}
DATE_QUALITIES: Mapping[str, str] = {
    DateQuality.OK: N_("as published"),
    DateQuality.MISSING: N_("no date given"),
    DateQuality.UNREADABLE: N_("date not readable"),
    DateQuality.ANCIENT: N_("date from before 2000"),
    DateQuality.FUTURE: N_("date in the future"),
    DateQuality.LATE_ARRIVAL: N_("older than a week at first sight"),
}

LABELS: Mapping[type[StrEnum], Mapping[str, str]] = {
    Kind: KINDS,
    Size: SIZES,
    Language: LANGUAGES,
    Role: ROLES,
    State: STATES,
    Ball: BALLS,
    Lane: LANES,
    TimerKind: TIMERS,
    TimerResult: TIMER_RESULTS,
    Strategy: STRATEGIES,
    ReplyKind: REPLY_KINDS,
    Channel: CHANNELS,
    Reading: READINGS,
    OutcomeCode: OUTCOMES,
    FollowUpKind: FOLLOW_UPS,
    Verification: VERIFICATIONS,
    RootCause: ROOT_CAUSES,
    DateQuality: DATE_QUALITIES,
}
"""Every enumeration of the vocabulary, with its labels by code."""
