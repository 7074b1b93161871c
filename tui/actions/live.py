"""The desk on its screen once it is open: read, shown, and acted on."""

import asyncio
from functools import partial
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING

from core.clock import Instant
from core.safe_text import safe_text
from core.vocabulary import ItemId
from desk.services import items, playbooks
from desk.services.desk import Desk
from desk.store.listing import View
from tui.actions.colleagues import Colleagues
from tui.actions.guards import Situation
from tui.actions.keeping import Keeper
from tui.actions.queue import follow, place_in, read, read_lines
from tui.screens.panes import Panes
from tui.widgets.finder import Finder

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui.screens.desk import DeskScreen
    from tui.screens.outcome_dialogs import Conclusion, Decision

VIEWS = (View.QUEUE, View.WAITING, View.WATCHING, View.PRAISE, View.ALL)
"""Where an item is looked for that is not in the list that is shown."""


class LiveDesk:
    """Reads for the screen what it shows, and does what its keys stand for."""

    def __init__(self, screen: "DeskScreen", desk: Desk, panes: Panes, finder: Finder) -> None:
        self.desk = desk
        self.panes = panes
        self.finder = finder
        self.keeper = Keeper(self)
        self.screen = screen
        self._colleagues = Colleagues(screen, desk)
        self._stale_at: Instant = 0
        self._sought = ""
        self._readings = count(1)
        self._shown = 0
        """Which reading of the list is shown: of two at a time the one begun first may end last."""
        self._acting = asyncio.Lock()
        self._begun = 0
        """Actions that were begun and have not ended."""
        self._left: View | None = None
        self._before_finding: tuple[View, ItemId | None] = (View.QUEUE, None)
        self.decisions: dict[ItemId, Decision] = {}
        self.conclusions: dict[ItemId, Conclusion] = {}
        """Answers to dialogs that could not be written down, to be shown again."""

    async def begin(self) -> None:
        """Read everything, and again whenever something is written."""
        if trouble := playbooks.trouble(self.desk):
            self.screen.tell(safe_text(trouble, line=True), wrong=True)
        self.screen.start("follow", follow(self.desk, self.wake))
        await self.screen.shielded(self.read())
        self.screen.start("load", _load_actions())

    def tick(self, now: Instant) -> None:
        """Let the clocks of the item move on; lists are read anew when time changes them."""
        self.panes.tick(now)
        self._colleagues.tick(now)
        reading = any(one.group == "list" and one.is_running for one in self.screen.workers)
        if now >= self._stale_at and not reading:
            self.wake()

    def wake(self, changed: frozenset[ItemId] = frozenset()) -> "Worker[None]":
        """Read the list and the item anew, after the lines that changed; the newest call wins."""
        return self.screen.newest("list", partial(self.read, changed))

    async def read(self, changed: frozenset[ItemId] = frozenset()) -> None:
        """Read the list and the item as they stand; before them, what changed of the lines."""
        queue = self.screen.queue
        queue.mend(await read_lines(self.desk, queue.in_sight & changed))
        # The first frame knows no plan: a cursor that was left alone goes to the plan's first.
        untouched = self._stale_at == 0 and queue.at == 0
        sought = self.desk.sought
        other = sought != self._sought and self.screen.view is View.FOUND
        at = queue.at if queue.is_in_sight else queue.scroll_offset.y
        item = None if untouched or other else queue.item
        view, number = self.screen.view, next(self._readings)
        listing = await read(self.desk, view, item, 0 if other else at)
        if view is not self.screen.view or number < self._shown:
            return  # what was begun after this is as it is now
        self._sought, self._shown = sought, number
        self._stale_at = listing.stale_at
        self._colleagues.follow()
        self._colleagues.tell(listing.unseen)
        if self.screen.view is View.FOUND:
            self.finder.tell(listing.window.total)
        self.screen.show(listing, sought, anew=other or (untouched and queue.at == 0))
        await self.show_item(self.screen.chosen)

    async def show_item(self, item: ItemId | None) -> None:
        """Show an item in the panes, unless the keys act on another one by then."""
        detail = None if item is None else await items.detail(self.desk, item)
        now = self.desk.now()
        if detail is not None:  # when one of its clocks ends, its steps may go on
            ends = (timer.due_at for timer in detail.item.running if timer.due_at > now)
            self._stale_at = min((self._stale_at, *ends))
        if item != self.screen.chosen:
            return
        if detail is not None and item == self.panes.edited:
            self._colleagues.warn(self.panes.detail, detail)
        with self.screen.app.batch_update():
            self.panes.show(detail, now, self.desk.agent)
        self.screen.start("coach", self.keeper.read_along())
        self.screen.renew_footer()

    async def go_to(self, item: ItemId) -> None:
        """Put the cursor on an item, in the first list that holds it; ``go_back`` returns."""
        before = self.screen.view
        found = await place_in(self.desk, item, tuple(dict.fromkeys((before, *VIEWS))))
        if found is not None:
            self.screen.view, at = found
            self.screen.queue.follow(item, at)
            if self.screen.view is not before:
                self._left = before

    def go_back(self) -> None:
        """Return to the list that ``go_to`` left."""
        before, self._left = self._left, None
        if before is not None:
            self.screen.show_view(before)

    def find(self) -> None:
        """Open the line for words over the list; ``leave_found`` returns to where one was."""
        if self.screen.view is not View.FOUND:
            self._before_finding = self.screen.view, self.screen.queue.item
            self.screen.remove_class("-reading")
            self.screen.show_view(View.FOUND)
        self.finder.open()

    def look_for(self, words: str) -> None:
        """List what holds the words."""
        if words != self.desk.sought:
            self.desk.sought = words
            self.wake()

    @property
    def is_finding(self) -> bool:
        """Whether words are typed, or what was found has the keys."""
        keys = self.screen.query_one("#list").walk_children()
        return self.screen.view is View.FOUND and self.screen.focused in keys

    def leave_found(self) -> None:
        """Return to the list one came from, with the cursor where it was."""
        view, item = self._before_finding
        self.screen.show_view(view)
        if item is not None:
            self.screen.queue.follow(item, 0)

    @property
    def situation(self) -> Situation:
        """What decides which keys can act now."""
        desk, item = self.desk, self.screen.chosen
        detail, away = self.panes.detail_of(item), self.screen.queue.beside.away
        return Situation(desk.agent, desk.role, desk.now(), item is not None, detail, away)

    def act(self, id_: str, item: ItemId | None) -> None:
        """Do what a key stands for on an item as it is shown, then read what it changed."""
        shown = self.panes.detail_of(item)
        self._begun += 1
        self.screen.start("act", self._act(id_, item, shown.item.version if shown else None))

    @property
    def is_acting(self) -> bool:
        """Whether what a key began has not ended, or the list does not show it yet."""
        return self._begun > 0

    async def _act(self, id_: str, item: ItemId | None, seen: int | None) -> None:
        from tui.actions.registry import ACTIONS
        from tui.actions.stage import Stage, unless_left

        try:
            async with self._acting:
                await unless_left(ACTIONS[id_](Stage(self, item, seen)))
            await self.read()
        finally:
            self._begun -= 1


async def _load_actions() -> None:
    """Load what keys do and ask while the list is read, so that the first key waits for nothing."""
    await asyncio.to_thread(import_module, "tui.actions.registry")
