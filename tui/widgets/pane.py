"""A part of the desk that shows one item: asked to show it, and to tick once a second."""

from abc import abstractmethod
from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from core.clock import SECOND, Instant
from core.i18n import _
from core.moments import wall
from desk.services.detail import Detail
from tui.widgets.lines import Lines


class Pane(VerticalScroll, can_focus=True):
    """Shows one item in lines, and scrolls where they do not fit."""

    TITLE = ""
    """What its border says, to be translated."""

    def __init__(self, zone: tzinfo, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.zone = zone
        self.now: Instant = 0
        self.detail: Detail | None = None
        self.agent = ""
        self.border_title = Content(_(self.TITLE))
        self._body = Lines()
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
        self.now = now
        told = (self.detail, self.detail and self.depends(self.detail))
        if told[0] is not self._told[0] or told[1] != self._told[1]:
            self._told = told
            self._body.fill(self._written)

    def on_resize(self) -> None:
        """Write anew where the room decides what is told."""
        self.tick(self.now)

    def _written(self, width: int) -> list[Content]:
        return self.lines(self.detail, width) if self.detail else []

    def wall(self, at: Instant) -> str:
        """Return when something was or will be, as it is said now."""
        return wall(at, self.now, self.zone)

    def depends(self, detail: Detail) -> object:  # noqa: ARG002 - for panes that know better
        """Return what of the present the lines depend on: they are written when it changes."""
        return self.now // SECOND, self.size.height

    @abstractmethod
    def lines(self, detail: Detail, width: int) -> list[Content]:
        """Return what this pane tells of an item now."""
