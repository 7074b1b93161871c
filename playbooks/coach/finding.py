"""What the coach is told of a reply's surroundings, and what it remarks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from core.i18n import N_, _
from core.safe_text import safe_text
from core.vocabulary import Kind, Language


class Code(StrEnum):
    """What a remark is about, and its sentences; the codes are stable, as scripts read them."""

    _value_: str
    about: str
    """What it is about, in a word or two."""
    why: str
    how: str
    source: str

    def __new__(
        cls, code: str, about: str = "", why: str = "", how: str = "", source: str = ""
    ) -> Self:
        """Make a code with the sentences of its remarks, to be translated."""
        made = str.__new__(cls, code)
        made._value_, made.about, made.why, made.how, made.source = code, about, why, how, source
        return made

    PERSONAL_DATA = (
        "personal_data",
        N_("personal data"),
        N_("The public would read personal data: {words}."),
        N_("Take it out, or send it in a private message."),
        N_("three strategies; GDPR"),
    )
    LANGUAGE = (
        "language",
        N_("language"),
        N_("The customer writes {theirs}, this reply is {ours}."),
        N_("Answer in the customer's language."),
        N_("preventing escalation, point 3"),
    )
    LENGTH = (
        "length",
        N_("length"),
        N_("This platform cuts or refuses it: {over} characters too many."),
        N_("Shorten it to {limit} characters."),
        N_("the platform"),
    )
    GREETING = (
        "greeting",
        N_("greeting"),
        N_("A reply that names the customer is read as meant for them."),
        N_("Begin with “{greeting}”."),
        N_("Norwegian tips"),
    )
    ECHO = (
        "echo",
        N_("own words"),
        N_("Nothing in it shows that the comment was read: none of the customer's words is there."),
        N_("Take up what they wrote, for instance: {words}."),
        N_("preventing escalation, point 3; Herhausen 2023"),
    )
    APOLOGY = (
        "apology",
        N_("apology"),
        N_("A complaint is answered with an apology at least."),
        N_("Say that you are sorry, and for what."),
        N_("step plan, step 6; Norwegian tips"),
    )
    NEXT_STEP = (
        "next_step",
        N_("next step"),
        N_("It does not say what happens now."),
        N_("Say what you do and by when, or what you need from the customer."),
        N_("step plan, step 6"),
    )
    PRIVATE = (
        "private",
        N_("private place"),
        N_("It goes on in front of everybody."),
        N_("Invite the customer to a private message or a call."),
        N_("Norwegian tips; Golmohammadi 2021"),
    )
    ASKS_DATA = (
        "asks_data",
        N_("asks data"),
        N_("It asks for {words} where everybody reads along."),
        N_("Ask for it in a private message."),
        N_("step plan, step 6; negative reviews"),
    )
    PROMISE = (
        "promise",
        N_("a promise"),
        N_("A promise without a clock is soon forgotten."),
        N_("Put it on the clock, with the key for a promise."),
        N_("negative reviews, step 1"),
    )
    DEFENSIVE = (
        "defensive",
        N_("defence"),
        N_("“{words}” defends us; that makes the customer angrier."),
        N_("Say what it was like for them instead."),
        N_("negative reviews; preventing escalation"),
    )
    FACTS = (
        "facts",
        N_("arguing"),
        N_("“{words}” argues; facts alone convince nobody who is angry."),
        N_("Show understanding first; keep it if you put an error right."),
        N_("preventing escalation, point 5; Norwegian tips"),
    )
    COMPENSATION = (
        "compensation",
        N_("compensation"),
        N_("Compensation offered in public makes others ask for it too."),
        N_("Offer it in a private message."),
        N_("Herhausen 2019"),
    )
    SELLING = (
        "selling",
        N_("selling"),
        N_("“{words}” sells; thanks that sell something are no thanks."),
        N_("Thank, briefly and sincerely, and leave it at that."),
        N_("Wang & Chaudhry 2018; Chen 2019"),
    )
    CLICHE = (
        "cliche",
        N_("cliché"),
        N_("“{words}” is said to everybody, and soon an empty shell."),
        N_("Say it in your own words and the customer's."),
        N_("preventing escalation, point 2"),
    )
    ADDRESS = (
        "address",
        N_("form of address"),
        N_("“{words}” is not how this customer is addressed elsewhere."),
        N_("Keep to one form of address: {form}."),
        N_("preventing escalation, point 3"),
    )
    SHOUTING = (
        "shouting",
        N_("shouting"),
        N_("“{words}” reads as shouting."),
        N_("Write it without capitals, with one sign at the end."),
        N_("Norwegian tips"),
    )
    REPEATED = (
        "repeated",
        N_("repeated"),
        N_("The team sent nearly the same lately, {n} times."),
        N_("Write this one for this customer."),
        N_("preventing escalation, point 2; Herhausen 2019"),
    )
    SPELLING = (
        "spelling",
        N_("spelling"),
        N_("“{words}” is in no dictionary."),
        N_("Perhaps “{near}”."),
        N_("the dictionary"),
    )


class Level(StrEnum):
    """Whether a remark only advises, or wants one deliberate key before the reply goes out."""

    ADVICE = "advice"
    ASK = "ask"


DELIBERATE = frozenset({Code.PERSONAL_DATA, Code.LANGUAGE})
"""What is asked about before a reply is ready: it cannot be taken back once it was read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a reply; its sentences are in the agent's language and safe to show."""

    code: Code
    start: int
    end: int
    """The characters it is about; none (start = end) where something is missing."""
    why: str
    """One sentence."""
    source: str
    how: str
    """What to do about it, in one sentence."""
    mend: str | None = None
    """What to write in its place, where that needs no thought."""

    @property
    def level(self) -> Level:
        """Whether it asks or advises."""
        return Level.ASK if self.code in DELIBERATE else Level.ADVICE


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of the comment, the customer and our side; anything may be missing."""

    comment: str = ""
    author: str = ""
    language: Language = Language.UND
    """The customer's."""
    kind: Kind = Kind.OTHER
    hot: bool = False
    """Whether it is angry, or a complaint of severity 4 or 5."""
    answered: int = 0
    """How many public answers of ours stand there already."""
    public: bool = True
    limit: int = 0
    """Longest reply that is taken; 0 to go by the platform."""
    platform: str = ""
    formal: bool = False
    """Whether the brand addresses its customers as u or De."""
    own_contacts: tuple[str, ...] = ()
    promised: bool = False
    """Whether a promised contact is on the clock."""
    earlier: tuple[str, ...] = ()
    """What the team answered lately, newest first."""

    @property
    def is_first_to_complaint(self) -> bool:
        """Whether this would be the first answer to a complaint, which decides how it goes on."""
        return self.kind is Kind.COMPLAINT and not self.answered


_SHOWN = 40


def name_of(code: Code) -> str:
    """Return what remarks of a kind are about, in a word or two."""
    return _(code.about)


def remark(
    code: Code, start: int, end: int, *, mend: str | None = None, **values: object
) -> Finding:
    """Return a finding with its sentences, in which values of the reply are made safe to show."""
    shown = {
        name: safe_text(value, line=True, cap=_SHOWN) if isinstance(value, str) else value
        for name, value in values.items()
    }
    why, how = _(code.why).format(**shown), _(code.how).format(**shown)
    return Finding(code, start, end, why, _(code.source), how, mend)
