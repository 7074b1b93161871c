"""Knowledge beats order: what an item is, corrected with single keys."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.events import Key
from textual.widget import Widget

from core.i18n import _
from core.labels import label
from core.vocabulary import Kind, Language, Size
from desk.model.item import PINNED_SEVERITY, Item
from tui.screens.dialog import Dialog
from tui.widgets.choice import Choice, Option, mnemonics


@dataclass(frozen=True, slots=True)
class TriageAnswer:
    """What was corrected; all None confirms the triage as it is."""

    kind: Kind | None = None
    severity: int | None = None
    size: Size | None = None
    language: Language | None = None


class TriageDialog(Dialog[TriageAnswer]):
    """Shows kind, severity, size and language at once; each value has a key of its own."""

    def __init__(self, item: Item) -> None:
        super().__init__(_("What is it?"))
        self._item = item
        kinds, sizes, languages = tuple(Kind), tuple(Size), tuple(Language)
        keys = mnemonics([label(code) for code in (*kinds, *sizes, *languages)])
        severities = range(1, PINNED_SEVERITY + 1)
        self._kinds = Choice(
            _("Kind"),
            [Option(code, label(code)) for code in kinds],
            chosen=kinds.index(item.kind),
            keys=keys,
            across=True,
        )
        self._severities = Choice(
            _("Severity"),
            [Option(n, _severity_texts().get(n, "")) for n in severities],
            chosen=item.severity - 1,
            keys="".join(map(str, severities)),
            across=True,
        )
        self._sizes = Choice(
            _("Size"),
            [Option(code, label(code)) for code in sizes],
            chosen=sizes.index(item.size),
            keys=keys[len(kinds) :],
            across=True,
        )
        self._languages = Choice(
            _("Language"),
            [Option(code, label(code)) for code in languages],
            chosen=languages.index(item.language),
            keys=keys[len(kinds) + len(sizes) :],
            across=True,
        )

    def fields(self) -> Iterable[Widget]:
        """Return the four choices."""
        return (self._kinds, self._severities, self._sizes, self._languages)

    def on_key(self, event: Key) -> None:
        """Give a letter to the choice that has it, whichever has the keys."""
        choices = (self._kinds, self._severities, self._sizes, self._languages)
        if len(event.key) == 1 and any(choice.press(event.key) for choice in choices):
            event.stop()

    def answer(self) -> TriageAnswer:
        """Return what differs from the triage."""
        item = self._item
        kind, severity = self._kinds.value, self._severities.value
        size, language = self._sizes.value, self._languages.value
        return TriageAnswer(
            kind=None if kind is item.kind else kind,
            severity=None if severity == item.severity else severity,
            size=None if size is item.size else size,
            language=None if language is item.language else language,
        )


def _severity_texts() -> dict[int, str]:
    return {1: _("low"), 5: _("safety")}
