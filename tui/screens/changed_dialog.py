"""What others made of an item while its agent decided on it, and whether to go on."""

from collections.abc import Iterable, Mapping

from textual.content import Content
from textual.widget import Widget

from core.i18n import _
from core.safe_text import safe_text
from desk.model.difference import Difference
from desk.reports.difference import reworded, sentences
from tui.screens.text_dialogs import ConfirmDialog
from tui.widgets.lines import Lines, hang, wrap

STYLES = {" ": "", "-": "strike $text-muted", "+": "bold $text-success"}


class ChangedDialog(ConfirmDialog):
    """Shows the difference and asks; looking again is the answer that enter gives."""

    def __init__(self, difference: Difference, titles: Mapping[str, str]) -> None:
        super().__init__(
            _("It changed while you looked at it"),
            "",
            yes=_("yes, do it all the same"),
            no=_("no, let me look first"),
        )
        self._told = [Content(safe_text(one, line=True)) for one in sentences(difference, titles)]
        self._words = Content.assemble(
            *((one.marked, STYLES[one.sign]) for one in reworded(difference))
        )

    def fields(self) -> Iterable[Widget]:
        """Return what changed, and the question."""
        lines = Lines(classes="dialog-note")
        lines.fill(self._write)
        return (lines, self.choice)

    def _write(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for sentence in self._told:
            lines += hang(Content("· "), sentence, width)
        return [*lines, *(wrap(self._words, width) if self._words else [])]
