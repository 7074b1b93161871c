"""What others made of an item while its agent decided on it, and whether to go on."""

from collections.abc import Mapping

from textual.content import Content

from core.i18n import _
from core.safe_text import safe_text
from desk.model.difference import Difference
from desk.reports.difference import reworded, sentences
from tui.screens.text_dialogs import ConfirmDialog
from tui.screens.versions import marked
from tui.widgets.lines import hang, wrap


class ChangedDialog(ConfirmDialog):
    """Shows the difference and asks; looking again is the answer that enter gives."""

    def __init__(self, difference: Difference, titles: Mapping[str, str]) -> None:
        told = [Content(safe_text(one, line=True)) for one in sentences(difference, titles)]
        words = marked(reworded(difference))

        def write(width: int) -> list[Content]:
            lines = [line for one in told for line in hang(Content("· "), one, width)]
            return [*lines, *(wrap(words, width) if words else [])]

        super().__init__(
            _("It changed while you looked at it"),
            write,
            yes=_("yes, do it all the same"),
            no=_("no, let me look first"),
        )
