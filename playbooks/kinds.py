"""Kinds of steps: what ticks each of them by itself, and which clock runs while it waits."""

from enum import StrEnum
from typing import NamedTuple, Self

from core.vocabulary import ReplyKind, TimerKind


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


class StepKind(StrEnum):
    """What a step is about, and what follows from it."""

    _value_: str
    rule: Rule

    def __new__(cls, code: str, rule: Rule | None = None) -> Self:
        """Make a kind; without a rule only the agent can say that it is done."""
        kind = str.__new__(cls, code)
        kind._value_, kind.rule = code, rule or Rule()
        return kind

    READ = "read"
    EVIDENCE = "evidence", Rule(Known.EVIDENCE)
    DECIDE = "decide", Rule(Known.DECIDED, by_hand=False)
    BREATHE = "breathe", Rule(Known.BREATHED, waits=TimerKind.COOL_DOWN)
    CHECK = "check"
    FACT_CHECK = "fact_check"
    ASK = "ask", Rule(Known.ANSWERED, by_hand=False, waits=TimerKind.INTERNAL_WAIT)
    DRAFT = "draft", Rule(Known.DRAFTED, by_hand=False)
    REREAD = "reread", Rule(Known.READY)
    SECOND_READER = (
        "second_reader",
        Rule(Known.APPROVED, by_hand=False, waits=TimerKind.REVIEW_WAIT),
    )
    POST = "post", Rule(Known.REPLIED, by_hand=False, replies=_ANSWERS)
    MOVE_PRIVATE = (
        "move_private",
        Rule(Known.PROMISED, by_hand=False, waits=TimerKind.PROMISED_CONTACT),
    )
    CONVERSATION = "conversation"
    OFFER = "offer"
    ANYTHING_ELSE = "anything_else"
    VERIFY = "verify", Rule(waits=TimerKind.FOLLOW_UP)
    PREVENT = "prevent"
    THANK = "thank", Rule(Known.REPLIED, by_hand=False, replies=_ANSWERS)
    LIKE = "like", Rule(Known.REPLIED, by_hand=False, replies=frozenset({ReplyKind.LIKE_ONLY}))
    PASS_COMPLIMENT = "pass_compliment", Rule(waits=_THEN)
    ASK_REUSE = "ask_reuse", Rule(waits=_THEN)
    INVITE_REVIEW = "invite_review", Rule(waits=_THEN)
    FOLLOW_UP = "follow_up", Rule(waits=_THEN)
    ANNOUNCE = "announce"
    REPORT = "report"
    LAST_WORD = "last_word"
    RECHECK = "recheck", Rule(Known.RECHECKED, by_hand=False, waits=TimerKind.WATCH_RECHECK)
    OUTCOME = "outcome", Rule(Known.CONCLUDED, by_hand=False)


POSTING = frozenset({StepKind.POST, StepKind.THANK})
"""Steps that put an answer before the public."""

SETTLED_BY_READY = frozenset({StepKind.BREATHE, StepKind.DRAFT, StepKind.REREAD})
"""Steps that getting a reply ready settles: its own guards hold the text and the cool-down."""
