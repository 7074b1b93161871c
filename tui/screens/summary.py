"""What a shift came to, as text."""

from textual.content import Content

from core.i18n import _
from desk.reports.plain import Tone, summary_lines
from desk.reports.sections import Sources
from desk.reports.summary import Summary
from tui.screens.reading import ReadingScreen

EXPORT = "webcare summary --output summary.md"
STYLES = {
    Tone.PLAIN: "",
    Tone.TITLE: "bold",
    Tone.QUIET: "$text-muted",
    Tone.BAD: "bold $text-error",
}


class SummaryScreen(ReadingScreen):
    """The summary to read; a file of it is made by the command its last line names."""

    def __init__(self, summary: Summary, sources: Sources) -> None:
        """Show a summary, its sources by their titles, laid out for the width there is."""

        def write(width: int) -> list[Content]:
            return [
                Content.assemble(*((text, STYLES[tone]) for text, tone in line))
                for line in summary_lines(summary, sources, width)
            ]

        super().__init__(_("Summary"), write, _("as a file: {command}").format(command=EXPORT))
