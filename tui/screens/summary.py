"""What a shift came to, as text."""

from textual.content import Content

from core.i18n import _
from core.safe_text import safe_text
from tui.screens.reading import ReadingScreen
from tui.widgets.lines import wrap

EXPORT = "webcare summary --output summary.md"


class SummaryScreen(ReadingScreen):
    """The summary to read; a file of it is made by the command its last line names."""

    def __init__(self, text: str) -> None:
        """Show a summary that was written as Markdown, as plain text with its headings bold."""
        shown = [(line, _style(line)) for line in safe_text(text, cap=200_000).split("\n")]

        def write(width: int) -> list[Content]:
            return [
                part
                for line, style in shown
                for part in (wrap(Content.styled(line, style), width) if line else [Content("")])
            ]

        super().__init__(_("Summary"), write, _("as a file: {command}").format(command=EXPORT))


def _style(line: str) -> str:
    return "bold" if line.startswith("#") else ""
