"""Which canned text to begin a reply with."""

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from textual.widget import Widget

from core.errors import Refused
from core.i18n import _, ngettext
from playbooks.canned import Offer
from tui.screens.dialog import Dialog
from tui.widgets.choice import Choice, Option


class CannedDialog(Dialog[Offer]):
    """Offers the texts that fit by a letter each, filled in, with how often they were used."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__(_("Canned text"))
        self._choice = Choice(
            "",
            [Option(offer, _named(offer), offer.text) for offer in offers[: len(ascii_lowercase)]],
            chosen=0,
            folds=False,
        )

    def fields(self) -> Iterable[Widget]:
        """Return the choice."""
        return (self._choice,)

    def answer(self) -> Offer:
        """Return the text that was chosen."""
        if self._choice.value is None:
            raise Refused(_("Choose a text"))
        return self._choice.value


def _named(offer: Offer) -> str:
    if not offer.used:
        return offer.canned.title
    count = ngettext("used once today", "used {n} times today", offer.used).format(n=offer.used)
    return f"{offer.canned.title} · {count}"
