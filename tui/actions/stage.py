"""What an action works with: the desk, the item it is about, and the screen's few services."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from core.clock import Instant
from core.vocabulary import ItemId
from desk.model.difference import OvertakenError
from desk.services import items
from desk.services.desk import Desk
from desk.services.detail import Detail
from tui.screens.front import ScreenFront
from tui.screens.outcome_dialogs import changed_dialog

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Stage:
    """One action's surroundings; made anew for each key."""

    front: ScreenFront
    desk: Desk
    chosen: ItemId | None
    """The item under the cursor when the key was pressed."""
    seen: int | None = None
    """The version of it that the panes showed then."""

    @property
    def item(self) -> ItemId:
        """The item the action is about; guards have made sure that there is one."""
        if self.chosen is None:
            message = "an action on an item was started without one"
            raise LookupError(message)
        return self.chosen

    async def detail(self) -> Detail:
        """Read the item as it stands now, not as it was painted."""
        return await items.detail(self.desk, self.item)

    def now(self) -> Instant:
        """Return the present instant."""
        return self.desk.now()

    async def decided(self, do: Callable[[int | None], Awaitable[Answer]]) -> Answer | None:
        """Do what was decided on the item as it was shown; None when it is left undone.

        Where others changed it meanwhile the difference is shown, and asked whether to go on.
        """
        seen = self.seen
        while True:
            try:
                return await do(seen)
            except OvertakenError as overtaken:
                titles = (await self.detail()).titles
                if not await self.front.ask(changed_dialog(overtaken.difference, titles)):
                    return None
                seen = overtaken.difference.now.version


Action = Callable[[Stage], Awaitable[None]]
