"""The desk: the list, the item under its cursor in panes, and the keys that act on it."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import DescendantBlur, DescendantFocus
from textual.screen import Screen
from textual.widgets import Input, Static, TextArea

from core.clock import MINUTE, Clock
from core.errors import WebcareError
from core.i18n import _
from core.safe_text import safe_text
from core.vocabulary import ItemId
from desk.store.protocol import SourceState, View
from tui.actions.guards import Situation, why_not
from tui.keys import bindings
from tui.screens.front import ScreenFront
from tui.screens.moves import MOVES
from tui.settings import Peek, TuiSettings
from tui.widgets.clock import ClockPane
from tui.widgets.draft import DraftPane
from tui.widgets.footer import KeyFooter
from tui.widgets.history import HistoryPane
from tui.widgets.message import MessagePane
from tui.widgets.queue import QueueHead, QueueList
from tui.widgets.shift_bar import ShiftBar, Standing
from tui.widgets.steps import StepsPane
from tui.widgets.views import empty_text, view_tabs

if TYPE_CHECKING:
    from desk.services.desk import Desk
    from desk.services.detail import Detail
    from tui.actions.queue import Listing

Sources = Callable[[], Mapping[str, SourceState]]
REST = 0.03
"""Seconds the cursor must rest on an item before its detail is read."""


class DeskScreen(Screen[None]):
    """Holds the list and one immutable detail; its panes are shown that detail and the time."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings())
    AUTO_FOCUS = "#queue"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's name
        (0, "-tiny"),
        (40, "-single"),
        (60, "-narrow"),
        (120, "-wide"),
        (180, "-vast"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's name
        (0, "-flat"),
        (8, "-low"),
        (20, "-normal"),
        (34, "-tall"),
    ]

    def __init__(
        self,
        peek: Peek,
        settings: TuiSettings,
        clock: Clock,
        sources: Sources,
        poll_now: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.clock = clock
        self.zone = ZoneInfo(settings.zone)
        self.view = View.QUEUE
        self.desk: Desk | None = None
        self.detail: Detail | None = None
        self.sources = sources
        self.poll_now = poll_now
        self._peek = peek
        self._counts = peek.counts
        self._stale_at = 0
        self._acting = asyncio.Lock()
        self._saving = asyncio.Lock()
        self.queue: QueueList = QueueList(settings.agent, peek.titles, id="queue")
        self.message_pane = MessagePane(self.zone, id="message")
        self.draft_pane = DraftPane(self.zone, id="draft")
        self._panes = (
            self.message_pane,
            StepsPane(self.zone, id="steps"),
            ClockPane(self.zone, id="clock"),
            HistoryPane(self.zone, id="history"),
            self.draft_pane,
        )
        self._bar = ShiftBar()
        self._footer = KeyFooter(settings.keys, self._blocked)
        self.front = ScreenFront(self)

    def compose(self) -> ComposeResult:
        """Lay out bar, list, panes and footer; the style sheet places them by size."""
        message, steps, clock, history, draft = self._panes
        yield self._bar
        with Vertical(id="body"):
            with Vertical(id="list"):
                yield QueueHead()
                yield self.queue
            with Vertical(id="right"):
                yield steps
                yield clock
                yield history
            with Vertical(id="left"):
                yield message
                yield draft
        yield self._footer
        yield Static(_("webcare: window too small"), id="too-small", markup=False)

    def on_mount(self) -> None:
        """Show what was read before the desk was open, and start the one clock."""
        self.queue.empty = empty_text(self.view, bool(self.sources()))
        self.queue.show(self._peek.window, self.clock.now())
        self._bar.standing = Standing(
            self.settings.agent,
            self.zone,
            shift=self._peek.shift,
            counts=self._peek.counts,
            test_clock=self.clock.is_test,
        )
        self.show_tabs()
        self.tick()
        self.set_interval(1.0, self.tick)

    # -- time

    def tick(self) -> None:
        """Let every clock in sight move on; lists are read anew when time changes them."""
        now = self.clock.now()
        self.queue.tick(now)
        for pane in self._panes:
            pane.tick(now)
        standing = self._bar.standing
        if standing is not None:
            titles = self._peek.titles
            states = tuple((titles.get(n, n), state) for n, state in self.sources().items())
            self._bar.standing = replace(standing, now=now - now % MINUTE, sources=states)
        if self.desk is not None and now >= self._stale_at:
            self.wake()

    # -- the list

    def attach(self, desk: "Desk") -> None:
        """Work on a desk from now on."""
        from tui.actions.queue import follow

        self.desk = desk
        self.run_worker(self.shielded(follow(desk, self.wake)), group="follow")
        self.wake()

    def wake(self) -> None:
        """Read the list and the item anew; the newest call wins."""
        self.run_worker(self.shielded(self.read()), group="list", exclusive=True)

    async def read(self) -> None:
        """Read the list and the item as they stand."""
        from tui.actions.queue import read

        if self.desk is None:
            return
        at = self.queue.at
        if not self.queue.is_in_sight:
            at = self.queue.scroll_offset.y
        self._show_listing(await read(self.desk, self.view, self.queue.item, at))
        await self._read_detail(self.queue.item)

    def _show_listing(self, listing: "Listing") -> None:
        now = self.clock.now()
        self._counts, self._stale_at = listing.counts, listing.stale_at
        standing = self._bar.standing
        if standing is not None:
            self._bar.standing = replace(standing, counts=listing.counts, shift=listing.shift)
        with self.app.batch_update():
            self.queue.empty = empty_text(self.view, bool(self.sources()))
            self.queue.show(listing.window, now, listing.at)
            self.show_tabs()

    def show_view(self, view: View) -> None:
        """List something else, from its top."""
        if view is not self.view:
            self.view = view
            self.queue.restart()
        self.show_tabs()
        self.queue.focus()
        self.wake()

    def show_tabs(self) -> None:
        """Name the views over the list, with how many each holds."""
        self.query_one("#list").border_title = view_tabs(self.view, self._counts)

    async def go_to(self, item: ItemId) -> None:
        """Put the cursor on an item, in the first list that holds it."""
        from tui.actions.queue import place_in

        if self.desk is None:
            return
        views = (self.view, View.QUEUE, View.WAITING, View.WATCHING, View.PRAISE, View.ALL)
        found = await place_in(self.desk, item, tuple(dict.fromkeys(views)))
        if found is not None:
            self.view, at = found
            self.queue.follow(item, at)

    @on(QueueList.WindowNeeded)
    def _load_rows(self) -> None:
        self.wake()

    # -- the item

    @on(QueueList.Highlighted)
    def _choose(self, message: QueueList.Highlighted) -> None:
        self._follow_cursor(message.item)

    @work(group="detail", exclusive=True, exit_on_error=False)
    async def _follow_cursor(self, item: ItemId | None) -> None:
        await asyncio.sleep(REST)
        await self.shielded(self._read_detail(item))

    async def _read_detail(self, item: ItemId | None) -> None:
        from tui.actions.items import read_detail

        if self.desk is None:
            return
        item = self._edited() or item
        detail = None if item is None else await read_detail(self.desk, item)
        if item == self.chosen:
            self._show_detail(detail)

    def _edited(self) -> ItemId | None:
        return self.detail.item.id if self.detail and self.draft_pane.is_editing else None

    @property
    def chosen(self) -> ItemId | None:
        """The item that keys act on: the one being written about, else the cursor's."""
        return self._edited() or self.queue.item

    def _show_detail(self, detail: "Detail | None") -> None:
        self.detail = detail
        now = self.clock.now()
        with self.app.batch_update():
            for pane in self._panes:
                pane.show(detail, now, self.settings.agent)
        self._renew_footer()

    # -- keys

    def action_perform(self, id_: str) -> None:
        """Do what a key stands for, or say why not."""
        reason = self._blocked(id_)
        if reason:
            self.front.tell(reason)
        elif id_ in MOVES:
            MOVES[id_](self)
        else:
            self.run_worker(self.shielded(self._act(id_)), group="act")

    async def _act(self, id_: str) -> None:
        from tui.actions.registry import ACTIONS
        from tui.actions.stage import Stage

        if self.desk is None:
            return
        stage = Stage(self.front, self.desk, self.chosen)
        async with self._acting:
            await ACTIONS[id_](stage)
        await self.read()

    async def shielded(self, work: Coroutine[object, object, None]) -> None:
        """Run a piece of work to its end; what goes wrong is told, and ends nothing else."""
        try:
            await work
        except WebcareError as error:
            self.front.tell(safe_text(str(error), line=True), wrong=True)
        except Exception as error:  # noqa: BLE001 - the one border where a fault is reported and the shift goes on
            self.front.report(error)

    def _blocked(self, id_: str) -> str:
        return why_not(id_, self._situation())

    def _situation(self) -> Situation:
        standing = self._bar.standing
        return Situation(
            self.settings.agent,
            self.clock.now(),
            desk_open=self.desk is not None,
            chosen=self.chosen is not None,
            detail=self.detail if self.detail and self.detail.item.id == self.chosen else None,
            shift=standing.shift if standing else None,
        )

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _renew_footer(self) -> None:
        self._footer.refresh_keys(writing=isinstance(self.focused, (Input, TextArea)))

    # -- the draft

    @on(DraftPane.Changed)
    def _save(self, message: DraftPane.Changed) -> None:
        self.run_worker(self.shielded(self.save_draft(message.item, message.body)), group="save")

    @on(DraftPane.Left)
    def _stop_writing(self) -> None:
        self.queue.focus()
        self.wake()

    async def save_draft(self, item: ItemId, body: str) -> None:
        """Keep a draft, in the order of typing; the pane says so once it is durable."""
        from tui.actions.replies import keep_draft

        if self.desk is None:
            return
        async with self._saving:
            saved_at = await keep_draft(self.desk, item, body)
        self.draft_pane.saved(saved_at, body)

    async def on_unmount(self) -> None:
        """Keep what was typed since the last save, however the program ends."""
        draft, detail = self.draft_pane, self.detail
        if detail is not None and not draft.is_saved:
            await self.shielded(self.save_draft(detail.item.id, draft.text))
