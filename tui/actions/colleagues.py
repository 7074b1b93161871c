"""What the desk screen tells of colleagues, and tells them of its agent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.clock import SECOND, Instant
from core.i18n import _
from core.vocabulary import EventId, ItemId
from desk.model.difference import difference
from desk.reports.story import tell
from desk.services import colleagues, notices
from desk.services.desk import Desk
from desk.services.detail import Detail
from desk.store.records import Notice

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

SAID_AGAIN = 60 * SECOND
"""How often colleagues hear that the agent still looks at the same."""

Here = tuple[ItemId | None, bool]
"""What the agent looks at, and whether a reply is being written to it."""


class Colleagues:
    """Passes notices to the agent, and where he looks to the others."""

    def __init__(self, screen: "DeskScreen", desk: Desk) -> None:
        self._screen = screen
        self._desk = desk
        self._settings = desk.settings
        self._told: set[EventId] = set()
        self._here: Here = (None, False)
        self._said: Here | None = None
        self._said_at: Instant = 0

    def tick(self, now: Instant) -> None:
        """Say where the agent looks, once he does so for more than a moment."""
        here = (self._screen.chosen, self._screen.edited is not None)
        rests, self._here = here == self._here, here
        if rests and (here != self._said or now - self._said_at >= SAID_AGAIN):
            self._said, self._said_at = here, now
            self._screen.start("look", self._look(*here))

    async def _look(self, item: ItemId | None, writes: bool) -> None:
        await colleagues.look(self._desk, item, writes=writes)

    def follow(self) -> None:
        """Call the sources by their titles, and say when a team's settings became others."""
        was, self._settings = self._settings, self._desk.settings
        self._screen.queue.titles = self._settings.titles
        if was is not self._settings and self._desk.store.is_shared:
            self._screen.tell(_("The team's settings changed; the desk works by them now."))

    def tell(self, unseen: Sequence[Notice]) -> None:
        """Show each notice once; those that are not opened are counted on top."""
        for notice in reversed(unseen):
            if notice.id not in self._told:
                self._told.add(notice.id)
                self._screen.tell(notices.sentence(notice), wrong=True)

    def warn(self, was: Detail | None, now: Detail) -> None:
        """Say what others did to the item that is being written about."""
        seen = was.item.version if was else now.item.version
        changed = difference(now.events, seen, self._desk.agent)
        if changed is not None:
            self._screen.tell(tell(changed.events[-1], now.titles), wrong=True)
