"""The desk: the list, the item under its cursor in panes, and the keys that act on it."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import DescendantBlur, DescendantFocus
from textual.screen import Screen
from textual.widgets import Static

from core.clock import MINUTE, Clock
from core.errors import WebcareError
from core.i18n import _
from core.safe_text import safe_text
from core.vocabulary import ItemId, Role
from desk.store.listing import Counts, View
from tui.actions.guards import Situation, why_not
from tui.keys import bindings
from tui.screens.colleagues import Colleagues
from tui.screens.front import ScreenFront
from tui.screens.keeping import Keeper
from tui.screens.moves import MOVES
from tui.settings import Peek, TuiSettings
from tui.widgets.footer import KeyFooter
from tui.widgets.queue import QueueHead, QueueList
from tui.widgets.shift_bar import ShiftBar, Standing
from tui.widgets.views import Tabbed, empty_text

if TYPE_CHECKING:
    from textual.worker import Worker

    from desk.services.desk import Desk
    from desk.store.records import SourceState
    from tui.screens.panes import Panes
    from tui.widgets.draft import DraftPane

# Imports inside functions: what the first frame does not show is loaded after it.

Sources = Callable[[], Mapping[str, "SourceState"]]
REST = 0.03
"""Seconds the cursor must rest on an item before its detail is read."""


class DeskScreen(Screen[None]):
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

    def __init__(
        self,
        peek: Peek,
        settings: TuiSettings,
        clock: Clock,
        sources: Sources,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.clock = clock
        self.zone = ZoneInfo(settings.zone)
        self.view = View.QUEUE
        self.desk: Desk | None = None
        self.panes: Panes | None = None
        self.sources = sources
        self.front = ScreenFront(self)
        self.colleagues = Colleagues(self)
        self.queue: QueueList = QueueList(settings.agent, peek.titles, id="queue")
        self._peek = peek
        self._stale_at = 0
        self._resting: asyncio.TimerHandle | None = None
        self._acting = asyncio.Lock()
        self._keeper = Keeper(self)
        self._bar = ShiftBar()
        self._footer = KeyFooter(settings.keys, self._blocked)
        self.standing = Standing(
            settings.agent,
            self.zone,
            shift=peek.shift,
            counts=peek.counts,
            test_clock=clock.is_test,
        )

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

    # -- time

    def tick(self) -> None:
        """Let every clock in sight move on; lists are read anew when time changes them."""
        now = self.clock.now()
        self.queue.tick(now)
        if self.panes is not None:
            self.panes.tick(now)
        titles = self.queue.titles
        states = tuple((titles.get(name, name), state) for name, state in self.sources().items())
        self.standing = replace(self.standing, now=now - now % MINUTE, sources=states)
        self._bar.standing = self.standing
        self.colleagues.tick(now)
        if self.desk is not None and now >= self._stale_at and not self._is_reading:
            self.wake()

    # -- the list

    async def attach(self, desk: "Desk") -> None:
        """Put up the panes, and work on a desk from now on."""
        from tui.actions.queue import follow
        from tui.actions.steps import playbook_trouble
        from tui.screens.panes import Panes

        self.zone = self.front.zone = ZoneInfo(desk.settings.hours.zone)
        self.standing = replace(self.standing, zone=self.zone)
        panes = Panes(self.zone)
        with self.app.batch_update():
            await self.query_one("#right").mount_all(panes.right)
            await self.query_one("#left").mount_all(panes.left)
        self.panes, self.desk = panes, desk
        if trouble := playbook_trouble(desk):
            self.front.tell(trouble, wrong=True)
        self.run_worker(self.shielded(follow(desk, self.wake)), group="follow")
        await self.shielded(self.read())

    def wake(self, changed: frozenset[ItemId] = frozenset()) -> "Worker[None]":
        """Read the list and the item anew, after the lines that changed; the newest call wins."""
        return self._newest(partial(self.read, changed), "list")

    @property
    def _is_reading(self) -> bool:
        return any(worker.group == "list" and worker.is_running for worker in self.workers)

    def _newest(
        self, work: Callable[[], Coroutine[object, object, None]], group: str
    ) -> "Worker[None]":
        """Begin a piece of work; the newest of its group wins, and an older one may not begin."""
        begin: Any = partial(self._begin, work)
        return self.run_worker(begin, group=group, exclusive=True)

    async def _begin(self, work: Callable[[], Coroutine[object, object, None]]) -> None:
        await self.shielded(work())

    async def read(self, changed: frozenset[ItemId] = frozenset()) -> None:
        """Read the list and the item as they stand; before them, what changed of the lines."""
        from tui.actions.queue import read, read_lines

        if self.desk is None:
            return
        self.queue.mend(await read_lines(self.desk, self.queue.in_sight & changed))
        # The first frame knows no plan: a cursor that was left alone goes to the plan's first.
        untouched = self._stale_at == 0 and self.queue.at == 0
        at = self.queue.at if self.queue.is_in_sight else self.queue.scroll_offset.y
        item = None if untouched else self.queue.item
        listing = await read(self.desk, self.view, item, at)
        untouched = untouched and self.queue.at == 0
        self._stale_at = listing.stale_at
        self.standing = replace(
            self.standing, shift=listing.shift, order=listing.order, notices=len(listing.unseen)
        )
        self.colleagues.follow(self.desk.settings)
        self.colleagues.tell(listing.unseen)
        with self.app.batch_update():
            self.queue.empty = empty_text(self.view, self.sources(), self.clock.now())
            if untouched:
                self.queue.restart()
            self.queue.show(listing.window, self.clock.now(), listing.at, listing.beside)
            self._show_counts(listing.counts)
        await self.show_item(self.chosen)

    def _show_counts(self, counts: Counts) -> None:
        self.standing = replace(self.standing, counts=counts)
        self._bar.standing = self.standing
        self.query_one("#list", Tabbed).show(self.view, counts)

    def show_view(self, view: View) -> None:
        """List something else, from its top."""
        if view is not self.view:
            self.view = view
            self.queue.restart()
        self._show_counts(self.standing.counts)
        self.queue.focus()
        self.wake()

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

    @property
    def chosen(self) -> ItemId | None:
        """The item that keys act on: the one being written about, else the cursor's."""
        edited = self.panes.edited if self.panes else None
        return edited or self.queue.item

    @on(QueueList.Highlighted)
    def _follow_cursor(self, message: QueueList.Highlighted) -> None:
        message.stop()
        # A bare timer: a worker for each key of a held j costs more than painting its two lines.
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(REST, self._show_chosen)

    def _show_chosen(self) -> None:
        self._resting = None
        if self.is_running:
            self._newest(partial(self.show_item, self.chosen), "detail")

    async def show_item(self, item: ItemId | None) -> None:
        """Show an item in the panes, unless the keys act on another one by then."""
        from tui.actions.items import read_detail

        if self.desk is None or self.panes is None:
            return
        detail = None if item is None else await read_detail(self.desk, item)
        if detail is not None:
            now = self.clock.now()  # when one of its clocks ends, its steps may go on
            ends = (timer.due_at for timer in detail.item.running if timer.due_at > now)
            self._stale_at = min((self._stale_at, *ends))
        if item == self.chosen:
            if detail is not None and item == self.panes.edited:
                self.colleagues.warn(self.panes.detail, detail)
            with self.app.batch_update():
                self.panes.show(detail, self.clock.now(), self.settings.agent)
            self._keeper.read_along()
            self.renew_footer()

    # -- keys

    def action_perform(self, id_: str) -> None:
        """Do what a key stands for, or say why not."""
        if id_ in MOVES:
            MOVES[id_](self)
        elif reason := self._blocked(id_):
            self.front.tell(reason)
        else:
            item = self.chosen
            shown = self.panes.detail_of(item) if self.panes else None
            work = self._act(id_, item, shown.item.version if shown else None)
            self.run_worker(self.shielded(work), group="act")

    async def _act(self, id_: str, item: ItemId | None, seen: int | None) -> None:
        from tui.actions.registry import ACTIONS
        from tui.actions.stage import Stage

        if self.desk is None:
            return
        async with self._acting:
            await ACTIONS[id_](Stage(self.front, self.desk, item, seen))
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
        item = self.chosen
        situation = Situation(
            self.settings.agent,
            self.clock.now(),
            desk_open=self.desk is not None,
            chosen=item is not None,
            detail=self.panes.detail_of(item) if self.panes else None,
            away=self.queue.beside.away,
            role=self.desk.role if self.desk else Role.LEAD,
        )
        return why_not(id_, situation)

    @on(DescendantFocus)
    @on(DescendantBlur)
    def renew_footer(self) -> None:
        """Show the keys that can act now."""
        focused = self.focused
        self._footer.refresh_keys(
            writing=focused is not None and focused.check_consume_key("j", "j")
        )

    # -- the draft

    def on_draft_pane_changed(self, message: "DraftPane.Changed") -> None:
        """Keep what was typed, and have it read along with."""
        work = self._keeper.save(message.item, message.body)
        self.run_worker(self.shielded(work), group="save")
        self._keeper.read_along()

    def on_draft_pane_left(self, message: "DraftPane.Left") -> None:
        """Give the keys back to the list, and keep the draft as a version."""
        self.queue.focus()
        work = self._keeper.keep_version(message.item, message.body)
        self.run_worker(self.shielded(work), group="save")

    async def on_unmount(self) -> None:
        """Keep what was typed since the last save, however the program ends."""
        await self.shielded(self._keeper.last_words())
