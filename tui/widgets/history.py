"""What happened to the item, one sentence an event, newest last."""

from textual.content import Content

from core.clock import Instant, to_datetime
from core.i18n import N_
from core.moments import day
from core.safe_text import safe_text
from desk.reports.story import tell
from desk.services.detail import Detail
from tui.widgets.lines import hang
from tui.widgets.pane import Pane

MUTED = "$text-muted"


class HistoryPane(Pane):
    """The story of an item by the hour; what was undone is struck through."""

    TITLE = N_("history")

    def depends(self, detail: Detail) -> object:  # noqa: ARG002 - the same for all
        """Return the date: it is all that time changes here."""
        return day(self.now, self.zone)

    def lines(self, detail: Detail, width: int) -> list[Content]:
        """Return a sentence for each event, under its date where that is not today."""
        undone = set(detail.item.undone)
        lines: list[Content] = []
        shown = day(self.now, self.zone)
        for event in detail.events:
            date = day(event.at, self.zone)
            if date != shown:
                lines.append(Content.styled(date, f"bold {MUTED}"))
                shown = date
            time = Content.styled(f"{to_datetime(event.at, self.zone):%H:%M} ", MUTED)
            style = f"strike {MUTED}" if event.id in undone else ""
            sentence = safe_text(tell(event, detail.titles), line=True)
            lines += hang(time, Content.styled(sentence, style), width)
        return lines

    def show(self, detail: Detail | None, now: Instant, agent: str) -> None:
        """Show an item's story, scrolled to its end where something was added."""
        before = len(self.detail.events) if self.detail else 0
        super().show(detail, now, agent)
        if detail is not None and len(detail.events) != before:
            self.call_after_refresh(self.scroll_end, animate=False)
