"""A report on the screen: what a shift came to, and how the team stands."""

from collections.abc import Callable

from textual.content import Content

from core.i18n import _
from desk.reports.plain import Line, Tone, summary_lines
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


def report_screen(title: str, told: Callable[[int], list[Line]], hint: str) -> ReadingScreen:
    """Show a report's lines, laid out for the width there is, all of them already safe."""

    def write(width: int) -> list[Content]:
        return [
            Content.assemble(*((text, STYLES[tone]) for text, tone in line)) for line in told(width)
        ]

    return ReadingScreen(title, write, hint)


def summary_screen(summary: Summary, sources: Sources) -> ReadingScreen:
    """Show a summary, its sources by their titles; its last line says how to make a file of it."""
    hint = _("as a file: {command}").format(command=EXPORT)
    return report_screen(_("Summary"), lambda width: summary_lines(summary, sources, width), hint)
