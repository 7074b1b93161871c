"""The gate and the end of an item: react, watch, remove, thank or discard; and what came of it."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Required, TypedDict

from textual.content import Content

from core.clock import Instant
from core.errors import Refused
from core.i18n import N_, _
from core.labels import label
from core.moments import wall
from core.safe_text import safe_text
from core.vocabulary import (
    OUTCOMES_OF,
    FollowUpKind,
    Kind,
    OutcomeCode,
    ReplyKind,
    RootCause,
    Strategy,
    Verification,
)
from core.when import parse_when
from desk.model.difference import Difference
from desk.model.item import Item
from desk.model.said import Said
from desk.reports.difference import reworded, sentences
from tui.screens.dialog import Dialog, Field, need
from tui.screens.dialogs import confirm_dialog
from tui.screens.reading import marked_lines
from tui.widgets.choice import Choice, Option, codes, mnemonics, optional
from tui.widgets.lines import wrap
from tui.widgets.message import marked

CONDITIONS = {
    Strategy.REACT: N_("A real question or complaint: answer within the hour."),
    Strategy.WATCH: N_("An answer would feed it: leave it standing, look again."),
    Strategy.REMOVE: N_("It crosses a line we can name: keep evidence, say so."),
    Strategy.THANK: N_("Praise: thank in person, and follow it up."),
    Strategy.DISCARD: N_("Not for this desk: nobody waits for an answer."),
}
"""When each strategy is the right one, in one line."""


class Decision(TypedDict, total=False):
    """A strategy with what it asks for."""

    strategy: Required[Strategy]
    reason: OutcomeCode
    """For remove and discard."""
    announced: str
    """For remove: what was said about it in public."""
    why: str
    """For watch."""


def decide_dialog(given: Decision | None = None, announced: str = "") -> Dialog[Decision]:
    """Ask for one of five strategies, then for what it wants to know.

    What was ``given`` before is filled in again, and what a step ``announced`` already.
    """
    chosen, reason = (given["strategy"], given.get("reason")) if given else (None, None)
    options = [Option(code, label(code), _(CONDITIONS[code])) for code in Strategy]
    keys = mnemonics(option.text for option in options)
    strategy = Choice(_("Decision"), options, chosen, keys=keys)
    removal = codes(_("Reason"), OUTCOMES_OF[Strategy.REMOVE], reason)
    discard = codes(_("Reason"), OUTCOMES_OF[Strategy.DISCARD], reason)
    told = Field(
        _("Said so"),
        given.get("announced", announced) if given else announced,
        placeholder=_("what we wrote about the removal; empty: nothing was said"),
    )
    why = _why(given)

    def arrange() -> None:
        removal.display = told.display = strategy.value is Strategy.REMOVE
        discard.display = strategy.value is Strategy.DISCARD
        why.display = strategy.value is Strategy.WATCH

    def answer() -> Decision:
        decided = strategy.answer(_("Choose what to do first"))
        missing = _("Choose the reason first")
        match decided:
            case Strategy.WATCH:
                return _watched(why)
            case Strategy.REMOVE:
                because = removal.answer(missing)
                return Decision(strategy=decided, reason=because, announced=told.text)
            case Strategy.DISCARD:
                return Decision(strategy=decided, reason=discard.answer(missing))
            case _:
                return Decision(strategy=decided)

    fields = (strategy, removal, told, discard, why)
    title = _("What do we do with it?")
    return Dialog(title, *fields, answer=answer, arrange=arrange, stepwise=True)


def watch_dialog(given: Decision | None = None) -> Dialog[Decision]:
    """Ask why a comment is left standing and watched."""
    why = _why(given)
    return Dialog(_("What do we do with it?"), why, answer=lambda: _watched(why))


def _why(given: Decision | None) -> Field:
    said = given.get("why", "") if given else ""
    return Field(_("Why watch"), said, placeholder=_("why no answer is better"))


def _watched(why: Field) -> Decision:
    return Decision(strategy=Strategy.WATCH, why=need(why.text, _("Say why it is left standing")))


class Conclusion(TypedDict):
    """What came of an item."""

    code: OutcomeCode
    root_cause: RootCause | None
    prevention: str
    verified: Verification | None
    follow_up: FollowUpKind | None
    due: Instant | None
    """When the follow-up is due; None for the desk's own time."""
    colleague: str


def outcome_dialog(
    item: Item, now: Instant, zone: tzinfo, said: Said, given: Conclusion | None = None
) -> Dialog[Conclusion]:
    """Ask what came of an item, then what its strategy asks besides; a letter and enter are enough.

    What was ``given`` before is filled in again, else what steps ``said``.
    """
    strategy = item.strategy or suggested_strategy(item)
    known = given or _usual(item, strategy, said)
    code = codes(_("Outcome"), OUTCOMES_OF[strategy], known["code"])
    ask_later = _("ask at the follow-up")
    verified = optional(_("Satisfied?"), Verification, ask_later, known["verified"])
    cause = optional(_("Cause"), RootCause, _("not said"), known["root_cause"])
    how = _("how it need not happen again")
    prevention = Field(_("Prevent it"), known["prevention"], placeholder=how)
    nothing = _("nothing more is owed")
    follow_up = optional(_("Follow up"), FollowUpKind, nothing, known["follow_up"])
    until = wall(known["due"], now, zone) if known["due"] else ""
    due = Field(_("Due"), until, placeholder=_("in 3 days; or tomorrow 09:00, +2h"))
    whom = _("whom the compliment is for")
    colleague = Field(_("Colleague"), known["colleague"], placeholder=whom)

    def answer() -> Conclusion:
        passed_on = follow_up.value is FollowUpKind.PASS_COMPLIMENT_TO_COLLEAGUE
        if passed_on and not colleague.text:
            raise Refused(_("Name the colleague the compliment is for"))
        return Conclusion(
            code=code.answer(),
            root_cause=cause.value,
            prevention=prevention.text,
            verified=verified.value,
            follow_up=follow_up.value,
            due=parse_when(due.text, now, zone) if due.text else None,
            colleague=colleague.text,
        )

    asked = {
        Strategy.REACT: (verified, cause, prevention),
        Strategy.THANK: (follow_up, due, colleague),
    }
    title = _("What came of it? ({strategy})").format(strategy=label(strategy))
    return Dialog(title, code, *asked.get(strategy, ()), answer=answer)


def _usual(item: Item, strategy: Strategy, said: Said) -> Conclusion:
    return Conclusion(
        code=usual_outcome(item, strategy),
        root_cause=said.root_cause,
        prevention=said.prevention,
        verified=said.verified,
        follow_up=None,
        due=None,
        colleague=said.colleague,
    )


def suggested_strategy(item: Item) -> Strategy:
    """Return the strategy that fits an item for which none was decided."""
    return Strategy.THANK if item.kind is Kind.PRAISE else Strategy.REACT


def usual_outcome(item: Item, strategy: Strategy) -> OutcomeCode:
    """Return the outcome that is most likely, from how the customer was answered last."""
    last = item.replies[-1].kind if item.replies else None
    private = last in {ReplyKind.PRIVATE_ONLY, ReplyKind.PUBLIC_ACK_THEN_PRIVATE}
    match strategy:
        case Strategy.REACT if item.kind is Kind.QUESTION and not private:
            return OutcomeCode.INFORMATION_GIVEN
        case Strategy.REACT:
            return OutcomeCode.SOLVED_PRIVATE if private else OutcomeCode.SOLVED_PUBLIC
        case Strategy.THANK if last is ReplyKind.LIKE_ONLY:
            return OutcomeCode.LIKED_ONLY
        case Strategy.THANK:
            return OutcomeCode.THANKED_PRIVATE if private else OutcomeCode.THANKED_PUBLIC
        case _:
            return OUTCOMES_OF[strategy][0]


def changed_dialog(difference: Difference, titles: Mapping[str, str]) -> Dialog[bool]:
    """Show what others made of an item meanwhile; looking again is the answer that enter gives."""
    told = marked_lines(safe_text(one, line=True) for one in sentences(difference, titles))
    words = marked(reworded(difference))

    def write(width: int) -> list[Content]:
        return [*told(width), *(wrap(words, width) if words else [])]

    return confirm_dialog(
        _("It changed while you looked at it"),
        write,
        yes=_("yes, do it all the same"),
        no=_("no, let me look first"),
    )
