"""What each remark says: why it matters, who says so, and what to do about it."""

from collections.abc import Mapping
from typing import NamedTuple

from core.i18n import N_, _
from core.safe_text import safe_text
from playbooks.coach.finding import Code, Finding


class Remark(NamedTuple):
    """The sentences of a remark, to be translated."""

    name: str
    """What it is about, in a word or two."""
    why: str
    how: str
    source: str


REMARKS: Mapping[Code, Remark] = {
    Code.PERSONAL_DATA: Remark(
        N_("personal data"),
        N_("The public would read personal data: {words}."),
        N_("Take it out, or send it in a private message."),
        N_("three strategies; GDPR"),
    ),
    Code.LANGUAGE: Remark(
        N_("language"),
        N_("The customer writes {theirs}, this reply is {ours}."),
        N_("Answer in the customer's language."),
        N_("preventing escalation, point 3"),
    ),
    Code.LENGTH: Remark(
        N_("length"),
        N_("This platform cuts or refuses it: {over} characters too many."),
        N_("Shorten it to {limit} characters."),
        N_("the platform"),
    ),
    Code.GREETING: Remark(
        N_("greeting"),
        N_("A reply that names the customer is read as meant for them."),
        N_("Begin with “{greeting}”."),
        N_("Norwegian tips"),
    ),
    Code.ECHO: Remark(
        N_("own words"),
        N_("Nothing in it shows that the comment was read: none of the customer's words is there."),
        N_("Take up what they wrote, for instance: {words}."),
        N_("preventing escalation, point 3; Herhausen 2023"),
    ),
    Code.APOLOGY: Remark(
        N_("apology"),
        N_("A complaint is answered with an apology at least."),
        N_("Say that you are sorry, and for what."),
        N_("step plan, step 6; Norwegian tips"),
    ),
    Code.NEXT_STEP: Remark(
        N_("next step"),
        N_("It does not say what happens now."),
        N_("Say what you do and by when, or what you need from the customer."),
        N_("step plan, step 6"),
    ),
    Code.PRIVATE: Remark(
        N_("private place"),
        N_("It goes on in front of everybody."),
        N_("Invite the customer to a private message or a call."),
        N_("Norwegian tips; Golmohammadi 2021"),
    ),
    Code.ASKS_DATA: Remark(
        N_("asks data"),
        N_("It asks for {words} where everybody reads along."),
        N_("Ask for it in a private message."),
        N_("step plan, step 6; negative reviews"),
    ),
    Code.PROMISE: Remark(
        N_("a promise"),
        N_("A promise without a clock is soon forgotten."),
        N_("Put it on the clock, with the key for a promise."),
        N_("negative reviews, step 1"),
    ),
    Code.DEFENSIVE: Remark(
        N_("defence"),
        N_("“{words}” defends us; that makes the customer angrier."),
        N_("Say what it was like for them instead."),
        N_("negative reviews; preventing escalation"),
    ),
    Code.FACTS: Remark(
        N_("arguing"),
        N_("“{words}” argues; facts alone convince nobody who is angry."),
        N_("Show understanding first; keep it if you put an error right."),
        N_("preventing escalation, point 5; Norwegian tips"),
    ),
    Code.COMPENSATION: Remark(
        N_("compensation"),
        N_("Compensation offered in public makes others ask for it too."),
        N_("Offer it in a private message."),
        N_("Herhausen 2019"),
    ),
    Code.SELLING: Remark(
        N_("selling"),
        N_("“{words}” sells; thanks that sell something are no thanks."),
        N_("Thank, briefly and sincerely, and leave it at that."),
        N_("Wang & Chaudhry 2018; Chen 2019"),
    ),
    Code.CLICHE: Remark(
        N_("cliché"),
        N_("“{words}” is said to everybody, and soon an empty shell."),
        N_("Say it in your own words and the customer's."),
        N_("preventing escalation, point 2"),
    ),
    Code.ADDRESS: Remark(
        N_("form of address"),
        N_("“{words}” is not how this customer is addressed elsewhere."),
        N_("Keep to one form of address: {form}."),
        N_("preventing escalation, point 3"),
    ),
    Code.SHOUTING: Remark(
        N_("shouting"),
        N_("“{words}” reads as shouting."),
        N_("Write it without capitals, with one sign at the end."),
        N_("Norwegian tips"),
    ),
    Code.REPEATED: Remark(
        N_("repeated"),
        N_("The team sent nearly the same lately, {n} times."),
        N_("Write this one for this customer."),
        N_("preventing escalation, point 2; Herhausen 2019"),
    ),
    Code.SPELLING: Remark(
        N_("spelling"),
        N_("“{words}” is in no dictionary."),
        N_("Perhaps “{near}”."),
        N_("the dictionary"),
    ),
}

_SHOWN = 40


def name_of(code: Code) -> str:
    """Return what remarks of a kind are about, in a word or two."""
    return _(REMARKS[code].name)


def remark(
    code: Code, start: int, end: int, *, mend: str | None = None, **values: object
) -> Finding:
    """Return a finding with its sentences, in which values of the reply are made safe to show."""
    shown = {
        name: safe_text(value, line=True, cap=_SHOWN) if isinstance(value, str) else value
        for name, value in values.items()
    }
    _name, why, how, source = (_(sentence) for sentence in REMARKS[code])
    return Finding(code, start, end, why.format(**shown), source, how.format(**shown), mend)
