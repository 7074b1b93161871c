"""Kinds of steps: what ticks each of them by itself, and which clock runs while it waits."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from core.vocabulary import ReplyKind, TimerKind


class StepKind(StrEnum):
    """What a step is about; RULES says what follows from it."""

    READ = "read"
    EVIDENCE = "evidence"
    DECIDE = "decide"
    BREATHE = "breathe"
    CHECK = "check"
    FACT_CHECK = "fact_check"
    ASK = "ask"
    DRAFT = "draft"
    REREAD = "reread"
    SECOND_READER = "second_reader"
    POST = "post"
    MOVE_PRIVATE = "move_private"
    CONVERSATION = "conversation"
    OFFER = "offer"
    ANYTHING_ELSE = "anything_else"
    VERIFY = "verify"
    PREVENT = "prevent"
    THANK = "thank"
    LIKE = "like"
    PASS_COMPLIMENT = "pass_compliment"  # noqa: S105 - a compliment, not a password
    ASK_REUSE = "ask_reuse"
    INVITE_REVIEW = "invite_review"
    FOLLOW_UP = "follow_up"
    ANNOUNCE = "announce"
    REPORT = "report"
    LAST_WORD = "last_word"
    RECHECK = "recheck"
    OUTCOME = "outcome"


class Known(StrEnum):
    """What the desk knows of an item without being told."""

    EVIDENCE = "evidence"
    DECIDED = "decided"
    BREATHED = "breathed"
    DRAFTED = "drafted"
    READY = "ready"
    APPROVED = "approved"
    REPLIED = "replied"
    PROMISED = "promised"
    ANSWERED = "answered"
    """By the department that was asked."""
    RECHECKED = "rechecked"
    CONCLUDED = "concluded"


class Rule(NamedTuple):
    """What follows from a step's kind."""

    known: Known | None = None
    """What ticks it by itself; None where only the agent can say so."""
    by_hand: bool = True
    """Whether the agent may tick it as well; else only the desk's own knowledge does."""
    waits: TimerKind | None = None
    """The clock that it shows while it runs."""
    replies: frozenset[ReplyKind] = frozenset()
    """Which replies do it, where a step does not name them itself."""


_ANSWERS = frozenset(
    {ReplyKind.PUBLIC_FULL, ReplyKind.PUBLIC_ACK_THEN_PRIVATE, ReplyKind.PRIVATE_ONLY}
)
_THEN = TimerKind.PRAISE_FOLLOW_UP

RULES: Mapping[StepKind, Rule] = dict.fromkeys(StepKind, Rule()) | {
    StepKind.EVIDENCE: Rule(Known.EVIDENCE),
    StepKind.DECIDE: Rule(Known.DECIDED, by_hand=False),
    StepKind.BREATHE: Rule(Known.BREATHED, waits=TimerKind.COOL_DOWN),
    StepKind.ASK: Rule(Known.ANSWERED, by_hand=False, waits=TimerKind.INTERNAL_WAIT),
    StepKind.DRAFT: Rule(Known.DRAFTED, by_hand=False),
    StepKind.REREAD: Rule(Known.READY),
    StepKind.SECOND_READER: Rule(Known.APPROVED, by_hand=False, waits=TimerKind.REVIEW_WAIT),
    StepKind.POST: Rule(Known.REPLIED, by_hand=False, replies=_ANSWERS),
    StepKind.MOVE_PRIVATE: Rule(Known.PROMISED, by_hand=False, waits=TimerKind.PROMISED_CONTACT),
    StepKind.VERIFY: Rule(waits=TimerKind.FOLLOW_UP),
    StepKind.THANK: Rule(Known.REPLIED, by_hand=False, replies=_ANSWERS),
    StepKind.LIKE: Rule(Known.REPLIED, by_hand=False, replies=frozenset({ReplyKind.LIKE_ONLY})),
    StepKind.PASS_COMPLIMENT: Rule(waits=_THEN),
    StepKind.ASK_REUSE: Rule(waits=_THEN),
    StepKind.INVITE_REVIEW: Rule(waits=_THEN),
    StepKind.FOLLOW_UP: Rule(waits=_THEN),
    StepKind.RECHECK: Rule(Known.RECHECKED, by_hand=False, waits=TimerKind.WATCH_RECHECK),
    StepKind.OUTCOME: Rule(Known.CONCLUDED, by_hand=False),
}

POSTING = frozenset({StepKind.POST, StepKind.THANK})
"""Steps that put an answer before the public."""

SETTLED_BY_READY = frozenset({StepKind.BREATHE, StepKind.DRAFT, StepKind.REREAD})
"""Steps that getting a reply ready settles: its own guards hold the text and the cool-down."""
