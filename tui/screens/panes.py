"""The panes of one item; made after the first frame, which shows the list alone."""

from datetime import tzinfo

from core.clock import Instant
from core.vocabulary import ItemId
from desk.services.detail import Detail
from tui.widgets.clock import ClockPane
from tui.widgets.draft import DraftPane
from tui.widgets.history import HistoryPane
from tui.widgets.message import MessagePane
from tui.widgets.steps import StepsPane


class Panes:
    """Comment and draft on the left, steps, clock and history on the right; one detail for all."""

    def __init__(self, zone: tzinfo) -> None:
        self.detail: Detail | None = None
        self.message = MessagePane(zone, id="message")
        self.draft = DraftPane(zone, id="draft")
        self.left = (self.message, self.draft)
        self.right = (
            StepsPane(zone, id="steps"),
            ClockPane(zone, id="clock"),
            HistoryPane(zone, id="history"),
        )

    @property
    def edited(self) -> ItemId | None:
        """The item whose draft is open for writing."""
        return self.detail.item.id if self.detail and self.draft.is_editing else None

    def detail_of(self, item: ItemId | None) -> Detail | None:
        """Return the detail that is shown, if it is this item's."""
        return self.detail if self.detail and self.detail.item.id == item else None

    def show(self, detail: Detail | None, now: Instant, agent: str) -> None:
        """Show an item as it stands, or nothing."""
        self.detail = detail
        for pane in (*self.left, *self.right):
            pane.show(detail, now, agent)

    def tick(self, now: Instant) -> None:
        """Let every clock in the panes move on."""
        for pane in (*self.left, *self.right):
            pane.tick(now)
