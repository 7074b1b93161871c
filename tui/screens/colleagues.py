"""What the desk screen tells of colleagues, and tells them of its agent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.clock import SECOND, Instant
from core.i18n import _
from core.vocabulary import EventId, ItemId

if TYPE_CHECKING:
    from desk.services.detail import Detail
    from desk.settings import DeskSettings
    from desk.store.records import Notice
    from tui.screens.desk import DeskScreen

SAID_AGAIN = 60 * SECOND
"""How often colleagues hear that the agent still looks at the same."""

Here = tuple[ItemId | None, bool]
"""What the agent looks at, and whether a reply is being written to it."""


class Colleagues:
    """Passes notices to the agent, and where he looks to the others."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._told: set[EventId] = set()
        self._here: Here = (None, False)
        self._said: Here | None = None
        self._said_at: Instant = 0
        self._settings: DeskSettings | None = None

    def tick(self, now: Instant) -> None:
        """Say where the agent looks, once he does so for more than a moment."""
        screen = self._screen
        here = (screen.chosen, bool(screen.panes and screen.panes.edited))
        rests, self._here = here == self._here, here
        if screen.desk is None or not rests:
            return
        if here != self._said or now - self._said_at >= SAID_AGAIN:
            self._said, self._said_at = here, now
            from tui.actions.team import look

            screen.run_worker(screen.shielded(look(screen.desk, *here)), group="look")

    def follow(self, settings: "DeskSettings") -> None:
        """Call the sources by their titles, and say when a team's settings became others."""
        was, self._settings = self._settings, settings
        if was is settings:
            return
        screen = self._screen
        screen.queue.titles = settings.titles
        if was is not None and screen.desk and screen.desk.store.is_shared:
            screen.front.tell(_("The team's settings changed; the desk works by them now."))

    def tell(self, unseen: "Sequence[Notice]") -> None:
        """Show each notice once; those that are not opened are counted on top."""
        from tui.actions.team import sentence

        for notice in reversed(unseen):
            if notice.id not in self._told:
                self._told.add(notice.id)
                self._screen.front.tell(sentence(notice), wrong=True)

    def warn(self, was: "Detail | None", now: "Detail") -> None:
        """Say what others did to the item that is being written about."""
        from desk.model.difference import difference
        from desk.reports.story import tell

        seen = was.item.version if was else now.item.version
        changed = difference(now.events, seen, self._screen.settings.agent)
        if changed is not None:
            self._screen.front.tell(tell(changed.events[-1], now.titles), wrong=True)
