"""The desk: the list, the item under its cursor in panes, and the keys that act on it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import DescendantBlur, DescendantFocus
from textual.widgets import Static

from core.clock import MINUTE, Clock
from core.i18n import _
from core.vocabulary import ItemId
from desk.store.listing import Counts, View
from tui.actions.guards import why_not
from tui.keys import bindings
from tui.screens.moves import MOVES
from tui.screens.work import WorkScreen
from tui.settings import Peek, TuiSettings
from tui.widgets.footer import KeyFooter
from tui.widgets.queue import QueueHead, QueueList
from tui.widgets.shift_bar import ShiftBar, Standing
from tui.widgets.views import Tabbed, empty_text

if TYPE_CHECKING:
    from desk.services.desk import Desk
    from desk.store.records import SourceState
    from tui.actions.live import LiveDesk
    from tui.actions.queue import Listing
    from tui.screens.panes import Panes
    from tui.widgets.draft import DraftPane
    from tui.widgets.finder import Finder

# Imports inside functions: what the first frame does not show is loaded after it.

Sources = Callable[[], Mapping[str, "SourceState"]]
REST = 0.03
"""Seconds the cursor must rest on an item before its detail is read."""


class DeskScreen(WorkScreen):
    """Holds the list and the panes; they are shown one immutable detail, and the time."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings())
    AUTO_FOCUS = "#queue"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's name
        (0, "-tiny"),
        (40, "-single"),
        (60, "-narrow"),
        (120, "-wide"),
        (180, "-vast"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (8, "-low"), (20, "-normal"), (34, "-tall")]  # noqa: RUF012 - likewise

    def __init__(self, peek: Peek, settings: TuiSettings, clock: Clock, sources: Sources) -> None:
        super().__init__(clock, settings.crash_dir)
        self.settings = settings
        self.zone = ZoneInfo(settings.zone)
        self.view = View.QUEUE
        self.live: LiveDesk | None = None
        """The desk, once it is open."""
        self.sources = sources
        self.queue: QueueList = QueueList(settings.agent, peek.titles, id="queue")
        self._peek = peek
        self._resting: asyncio.TimerHandle | None = None
        self._footer = KeyFooter(settings.keys, self._blocked)
        standing = Standing(settings.agent, self.zone, shift=peek.shift, counts=peek.counts)
        self._bar = ShiftBar(replace(standing, test_clock=clock.is_test))

    def compose(self) -> ComposeResult:
        """Lay out bar, list, room for the panes, and footer; the style sheet places them."""
        yield self._bar
        yield self._footer
        with Tabbed(id="list"):
            yield QueueHead()
            yield self.queue
        yield Vertical(id="right")
        yield Vertical(id="left")
        yield Static(_("webcare: window too small"), id="too-small", markup=False)

    def on_mount(self) -> None:
        """Show what was read before the desk was open, and start the one clock."""
        self.queue.empty = empty_text(self.view, self.sources(), self.clock.now())
        self.queue.show(self._peek.window, self.clock.now())
        self._show_counts(self._peek.counts)
        self.tick()
        self.set_interval(1.0, self.tick)

    async def attach(self, desk: "Desk") -> None:
        """Put up the panes, and work on a desk from now on."""
        from tui.actions.live import LiveDesk
        from tui.screens.panes import Panes
        from tui.widgets.finder import Finder

        self.zone = ZoneInfo(desk.settings.hours.zone)
        self._stand(zone=self.zone)
        panes, finder = Panes(self.zone), Finder()
        finder.display = False
        with self.app.batch_update():
            await self.query_one("#list").mount(finder, before=0)
            await self.query_one("#right").mount_all(panes.right)
            await self.query_one("#left").mount_all(panes.left)
        self.live = LiveDesk(self, desk, panes, finder)
        await self.live.begin()

    # -- the list

    def tick(self) -> None:
        """Let every clock in sight move on."""
        now = self.clock.now()
        self.queue.tick(now)
        self._stand(now=now - now % MINUTE, sources=tuple(self.sources().values()))
        if self.live is not None:
            self.live.tick(now)

    def show(self, listing: "Listing", sought: str, *, anew: bool) -> None:
        """Show the list as it was read, of what was ``sought``; ``anew`` from its first row on."""
        self._stand(shift=listing.shift, order=listing.order, notices=len(listing.unseen))
        now = self.clock.now()
        with self.app.batch_update():
            self.queue.empty = empty_text(self.view, self.sources(), now, sought)
            if anew:
                self.queue.restart()
            self.queue.show(listing.window, now, listing.at, listing.beside)
            self._show_counts(listing.counts)

    def _stand(self, **news: Any) -> None:
        self._bar.standing = replace(self._bar.standing, **news)

    def _show_counts(self, counts: Counts) -> None:
        self._stand(counts=counts)
        self.query_one("#list", Tabbed).show(self.view, counts)

    def show_view(self, view: View) -> None:
        """List something else, from its top."""
        if view is not self.view:
            self.view = view
            self.queue.restart()
            if self.live is not None:
                self.live.finder.display = view is View.FOUND
        self._show_counts(self._bar.standing.counts)
        self.queue.focus()
        self._load_rows()

    @on(QueueList.WindowNeeded)
    def _load_rows(self) -> None:
        if self.live is not None:
            self.live.wake()

    def on_finder_typed(self, message: "Finder.Typed") -> None:
        """List what holds the words."""
        if self.live is not None:
            self.live.look_for(message.words)

    def on_finder_chosen(self) -> None:
        """Give the keys to what was found."""
        self.queue.focus()

    # -- the item

    @property
    def panes(self) -> "Panes | None":
        """The panes of the item, once the desk is open."""
        return self.live.panes if self.live else None

    @property
    def edited(self) -> ItemId | None:
        """The item that is being written about."""
        return self.panes.edited if self.panes else None

    @property
    def chosen(self) -> ItemId | None:
        """The item that keys act on: the one being written about, else the cursor's."""
        return self.edited or self.queue.item

    @on(QueueList.Highlighted)
    def _follow_cursor(self, message: QueueList.Highlighted) -> None:
        message.stop()
        # A bare timer: a worker for each key of a held j costs more than painting its two lines.
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(REST, self._show_chosen)

    def _show_chosen(self) -> None:
        self._resting = None
        if self.live is not None and self.is_running:
            self.newest("detail", partial(self.live.show_item, self.chosen))

    # -- keys

    @property
    def is_acting(self) -> bool:
        """Whether the next key would meet what the one before it has not done yet."""
        return self.live is not None and self.live.is_acting and not self.is_written_in

    @property
    def is_written_in(self) -> bool:
        """Whether what has the keys writes them down."""
        focused = self.focused
        return focused is not None and focused.check_consume_key("j", "j")

    def action_perform(self, id_: str) -> None:
        """Do what a key stands for, or say why not."""
        if id_ in MOVES:
            MOVES[id_](self)
        elif reason := self._blocked(id_):
            self.tell(reason)
        elif self.live is not None:
            self.live.act(id_, self.chosen)

    def _blocked(self, id_: str) -> str:
        return why_not(id_, self.live.situation if self.live else None)

    @on(DescendantFocus)
    @on(DescendantBlur)
    def renew_footer(self) -> None:
        """Show the keys that can act now."""
        self._footer.refresh_keys(writing=self.is_written_in)

    # -- the draft

    def on_draft_pane_changed(self, message: "DraftPane.Changed") -> None:
        """Keep what was typed, and have it read along with."""
        if self.live:
            self.start("save", self.live.keeper.save(message.item, message.body))
            self.start("coach", self.live.keeper.read_along())

    def on_draft_pane_left(self, message: "DraftPane.Left") -> None:
        """Give the keys back to the list, and keep the draft as a version."""
        self.queue.focus()
        if self.live:
            self.start("save", self.live.keeper.keep_version(message.item, message.body))

    async def on_unmount(self) -> None:
        """Keep what was typed since the last save, however the program ends."""
        if self.live:
            await self.shielded(self.live.keeper.last_words())
