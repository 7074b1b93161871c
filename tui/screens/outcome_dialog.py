"""The end of an item: its outcome, and what is worth keeping of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo
from typing import TypeVar

from textual.widget import Widget

from core.clock import Instant
from core.errors import Refused
from core.i18n import _
from core.labels import label
from core.moments import wall
from core.vocabulary import (
    OUTCOMES_OF,
    FollowUpKind,
    Kind,
    OutcomeCode,
    ReplyKind,
    RootCause,
    Strategy,
    Verification,
    Word,
)
from core.when import parse_when
from desk.model.item import Item
from desk.model.said import Said
from tui.screens.dialog import Dialog, Field
from tui.widgets.choice import Choice, Option

C = TypeVar("C", bound=Word)


@dataclass(frozen=True, slots=True)
class OutcomeAnswer:
    """What came of an item."""

    code: OutcomeCode
    root_cause: RootCause | None = None
    prevention: str = ""
    verified: Verification | None = None
    follow_up: FollowUpKind | None = None
    due: Instant | None = None
    """When the follow-up is due; None for the desk's own time."""
    colleague: str = ""


class OutcomeDialog(Dialog[OutcomeAnswer]):
    """Asks what came of an item: a letter and enter are enough."""

    def __init__(
        self,
        item: Item,
        now: Instant,
        zone: tzinfo,
        given: OutcomeAnswer | None = None,
        said: Said | None = None,
    ) -> None:
        """Ask; ``given`` was answered before and is filled in again, as is what steps ``said``."""
        self.strategy = item.strategy or suggested_strategy(item)
        super().__init__(_("What came of it? ({strategy})").format(strategy=label(self.strategy)))
        self._now, self._zone = now, zone
        codes = OUTCOMES_OF[self.strategy]
        self.code = Choice(
            _("Outcome"),
            [Option(code, label(code)) for code in codes],
            chosen=codes.index(usual_outcome(item, self.strategy)),
        )
        self.verified = optional(_("Satisfied?"), Verification, _("ask at the follow-up"))
        self.cause = optional(_("Cause"), RootCause, _("not said"))
        self.prevention = Field(_("Prevent it"), placeholder=_("how it need not happen again"))
        self.follow_up = optional(_("Follow up"), FollowUpKind, _("nothing more is owed"))
        self.due = Field(_("Due"), placeholder=_("in 3 days; or tomorrow 09:00, +2h"))
        self.colleague = Field(_("Colleague"), placeholder=_("whom the compliment is for"))
        if said is not None:
            self.verified.put(said.verified)
            self.cause.put(said.root_cause)
            self.prevention.entry.value = said.prevention
            self.colleague.entry.value = said.colleague
        if given is not None:
            self._fill(given)

    def _fill(self, given: OutcomeAnswer) -> None:
        self.code.put(given.code)
        self.verified.put(given.verified)
        self.cause.put(given.root_cause)
        self.follow_up.put(given.follow_up)
        self.prevention.entry.value = given.prevention
        self.colleague.entry.value = given.colleague
        self.due.entry.value = wall(given.due, self._now, self._zone) if given.due else ""

    def fields(self) -> Iterable[Widget]:
        """Return the outcome first, then what its strategy asks besides."""
        match self.strategy:
            case Strategy.REACT:
                return (self.code, self.verified, self.cause, self.prevention)
            case Strategy.THANK:
                return (self.code, self.follow_up, self.due, self.colleague)
            case _:
                return (self.code,)

    def answer(self) -> OutcomeAnswer:
        """Return the outcome; a compliment to pass on needs its colleague."""
        code = self.code.value
        if code is None:
            raise Refused(_("Choose an outcome first"))
        follow_up = self.follow_up.value
        colleague = self.colleague.text
        if follow_up is FollowUpKind.PASS_COMPLIMENT_TO_COLLEAGUE and not colleague:
            raise Refused(_("Name the colleague the compliment is for"))
        due = self.due.text
        return OutcomeAnswer(
            code=code,
            root_cause=self.cause.value,
            prevention=self.prevention.text,
            verified=self.verified.value,
            follow_up=follow_up,
            due=parse_when(due, self._now, self._zone) if due else None,
            colleague=colleague,
        )


def optional(title: str, codes: type[C], none: str) -> Choice[C | None]:
    """Return a choice of codes that may stay unanswered: ``none`` says what that means."""
    options: list[Option[C | None]] = [Option(None, none)]
    options += [Option(code, label(code)) for code in codes]
    return Choice(title, options, chosen=0)


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
