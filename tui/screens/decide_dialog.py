"""The gate: react, watch, remove, thank or discard, each under its condition."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.widget import Widget

from core.errors import Refused
from core.i18n import N_, _
from core.labels import label
from core.vocabulary import OUTCOMES_OF, OutcomeCode, Strategy
from tui.screens.dialog import Dialog, Field, need
from tui.widgets.choice import Choice, Option, mnemonics

CONDITIONS = {
    Strategy.REACT: N_("A real question or complaint: answer within the hour."),
    Strategy.WATCH: N_("An answer would feed it: leave it standing, look again."),
    Strategy.REMOVE: N_("It crosses a line we can name: keep evidence, say so."),
    Strategy.THANK: N_("Praise: thank in person, and follow it up."),
    Strategy.DISCARD: N_("Not for this desk: nobody waits for an answer."),
}
"""When each strategy is the right one, in one line."""


@dataclass(frozen=True, slots=True)
class DecideAnswer:
    """A decision with what it asks for."""

    strategy: Strategy
    reason: OutcomeCode | None = None
    """For remove and discard."""
    announced: str = ""
    """For remove: what was said about it in public."""
    why: str = ""
    """For watch."""


class DecideDialog(Dialog[DecideAnswer]):
    """Asks for one of five strategies, then for the reason where one is due."""

    stepwise = True

    def __init__(
        self,
        chosen: Strategy | None = None,
        given: DecideAnswer | None = None,
        announced: str = "",
    ) -> None:
        """Ask for a decision; ``chosen`` goes straight to what that one asks.

        What was ``given`` before is filled in again, and what a step ``announced`` already.
        """
        super().__init__(_("What do we do with it?"))
        strategies = tuple(Strategy)
        self.strategy = Choice(
            _("Decision"),
            [Option(code, label(code), _(CONDITIONS[code])) for code in strategies],
            chosen=None if chosen is None else strategies.index(chosen),
            keys=mnemonics(label(code) for code in strategies),
        )
        self.removal = _reasons(Strategy.REMOVE)
        self.discard = _reasons(Strategy.DISCARD)
        told = _("what we wrote about the removal; empty: nothing was said")
        self.announced = Field(_("Said so"), announced, placeholder=told)
        self.why = Field(_("Why watch"), placeholder=_("why no answer is better"))
        self.strategy.display = chosen is None
        if given is not None:
            if chosen is None:
                self.strategy.put(given.strategy)
            self.removal.put(given.reason)
            self.discard.put(given.reason)
            self.announced.entry.value, self.why.entry.value = given.announced, given.why
        self._ask()

    def fields(self) -> Iterable[Widget]:
        """Return the strategies and what each may ask."""
        return (self.strategy, self.removal, self.announced, self.discard, self.why)

    def on_choice_chosen(self) -> None:
        """Ask only for what the strategy wants to know."""
        self._ask()

    def answer(self) -> DecideAnswer:
        """Return the decision; removing and discarding need a reason, watching a why."""
        strategy = self.strategy.value
        if strategy is None:
            raise Refused(_("Choose what to do first"))
        match strategy:
            case Strategy.WATCH:
                why = need(self.why.text, _("Say why it is left standing"))
                return DecideAnswer(strategy, why=why)
            case Strategy.REMOVE:
                reason = _chosen(self.removal)
                return DecideAnswer(strategy, reason, announced=self.announced.text)
            case Strategy.DISCARD:
                return DecideAnswer(strategy, _chosen(self.discard))
            case _:
                return DecideAnswer(strategy)

    def _ask(self) -> None:
        strategy = self.strategy.value
        self.removal.display = self.announced.display = strategy is Strategy.REMOVE
        self.discard.display = strategy is Strategy.DISCARD
        self.why.display = strategy is Strategy.WATCH


def _reasons(strategy: Strategy) -> Choice[OutcomeCode]:
    options = [Option(code, label(code)) for code in OUTCOMES_OF[strategy]]
    return Choice(_("Reason"), options)


def _chosen(reason: Choice[OutcomeCode]) -> OutcomeCode:
    if reason.value is None:
        raise Refused(_("Choose the reason first"))
    return reason.value
