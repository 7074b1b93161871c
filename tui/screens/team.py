"""The team as a shift lead sees it, to be read."""

from collections.abc import Callable

from textual.content import Content

from core.i18n import _
from desk.reports.plain import Line
from tui.screens.reading import ReadingScreen
from tui.screens.summary import STYLES


class TeamScreen(ReadingScreen):
    """Who has what, what is due and late, what is on its way, and which sources are in trouble."""

    def __init__(self, told: Callable[[int], list[Line]]) -> None:
        """Show lines for the width there is, all of them already safe."""

        def write(width: int) -> list[Content]:
            return [
                Content.assemble(*((text, STYLES[tone]) for text, tone in line))
                for line in told(width)
            ]

        super().__init__(_("Team"), write, _("h hands on the item under the cursor"))
