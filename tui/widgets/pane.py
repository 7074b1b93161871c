"""A part of the desk that shows one item: asked to show it, and to tick once a second."""

from abc import abstractmethod
from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from core.clock import SECOND, Instant
from core.i18n import _
from desk.services.detail import Detail
from tui.widgets.lines import Lines, Writer


class Pane(VerticalScroll, can_focus=True):
    """Shows one item in lines, and scrolls where they do not fit."""

    TITLE = ""
    """What its border says, to be translated."""

    def __init__(self, zone: tzinfo, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.zone = zone
        self.detail: Detail | None = None
        self.agent = ""
        self.border_title = Content(_(self.TITLE)) if self.TITLE else ""
        self._body = Lines()
        self._now: Instant = 0
        self._told: tuple[Detail | None, object] = (None, None)

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        yield self._body

    def show(self, detail: Detail | None, now: Instant, agent: str) -> None:
        """Show an item as it stands, or nothing; another item starts at its top."""
        other = (self.detail and self.detail.item.id) != (detail and detail.item.id)
        self.detail, self.agent = detail, agent
        self.tick(now)
        if other:
            self.scroll_home(animate=False)

    def tick(self, now: Instant) -> None:
        """Let the clock move on; nothing is written where nothing reads differently."""
        self._now = now
        detail = self.detail
        told = (detail, detail and self.depends(detail, now))
        if told[0] is self._told[0] and told[1] == self._told[1]:
            return
        self._told = told
        self._body.fill(_nothing if detail is None else self.writer(detail, now))

    def on_resize(self) -> None:
        """Write anew where the room decides what is told."""
        self.tick(self._now)

    def depends(self, detail: Detail, now: Instant) -> object:  # noqa: ARG002 - for panes that know better
        """Return what of the present the lines depend on: they are written when it changes."""
        return now // SECOND, self.size.height

    @abstractmethod
    def writer(self, detail: Detail, now: Instant) -> Writer:
        """Return what writes this pane's lines of an item."""


def _nothing(_width: int) -> list[Content]:
    return []
