"""By which order the queue is listed."""

from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase

from textual.widget import Widget

from core.i18n import N_, _
from tui.screens.dialog import Dialog
from tui.widgets.choice import Choice, Option

NAMES: Mapping[str, str] = {
    "promises": N_("keep the most promises"),
    "promises-fewest": N_("keep the most promises, late ones last"),
    "promises-never-long": N_("keep the most promises, nobody waits long"),
    "newest": N_("newest first"),
    "oldest": N_("oldest first"),
    "priority": N_("weightiest first"),
    "bands": N_("three bands of weight, each by due time"),
    "due": N_("next due first"),
    "due-late-last": N_("next due first, late ones last"),
    "laxity": N_("least time to spare first"),
    "score": N_("points for weight, age and urgency"),
    "density-late-last": N_("most weight per minute first, late ones last"),
    "moore-hodgson": N_("the plan without reserve and second promises"),
}
"""What each order does, to be translated."""


class OrderDialog(Dialog[str]):
    """Offers every order by a letter; the team's says so."""

    def __init__(self, names: Sequence[str], chosen: str, team: str) -> None:
        super().__init__(_("In which order?"))
        self._choice = Choice(
            "",
            [
                Option(name, _(NAMES[name]), _("the team's order") if name == team else "")
                for name in names
            ],
            chosen=names.index(chosen),
            keys=ascii_lowercase,
            folds=False,
        )

    def fields(self) -> Iterable[Widget]:
        """Return the choice."""
        return (self._choice,)

    def answer(self) -> str:
        """Return the name of the order that was chosen."""
        return self._choice.value or ""
