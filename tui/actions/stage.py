"""What an action works with: the desk, the item it is about, and the screen's few services."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import tzinfo
from typing import Protocol, TypeVar

from textual.screen import ModalScreen

from core.clock import Instant
from core.vocabulary import ItemId
from desk.model.difference import OvertakenError
from desk.services import items
from desk.services.desk import Desk
from desk.services.detail import Detail
from tui.settings import TuiSettings

Answer = TypeVar("Answer")


class Front(Protocol):
    """What actions need of the screen; told sentences must be clean already."""

    settings: TuiSettings
    zone: tzinfo
    unfinished: dict[ItemId, object]
    """Answers to dialogs that could not be written down, to be shown again."""

    async def ask(self, dialog: ModalScreen[Answer]) -> Answer | None:
        """Show a dialog and return its answer, None when it was left."""
        ...

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """Show a sentence for some seconds."""
        ...

    async def write(self, item: ItemId) -> None:
        """Open an item's draft for writing."""
        ...

    def draft(self, item: ItemId) -> str | None:
        """Return an item's draft as it stands on the screen; None when that shows another."""
        ...

    def put_draft(self, item: ItemId, body: str) -> None:
        """Replace an item's draft on the screen, where it is shown."""
        ...

    async def go_to(self, item: ItemId) -> None:
        """Put the cursor on an item, in a list that holds it; ``go_back`` returns."""
        ...

    def go_back(self) -> None:
        """Return to the list that ``go_to`` left."""
        ...

    async def copy(self, text: str) -> str:
        """Copy a text; return which way it went, in words."""
        ...

    async def run_apart(self, argv: list[str]) -> int:
        """Run a program that takes the whole terminal; return its exit code."""
        ...

    def beside(self, work: Coroutine[object, object, None]) -> None:
        """Do something that the next key does not wait for."""
        ...


@dataclass(frozen=True, slots=True)
class Stage:
    """One action's surroundings; made anew for each key."""

    front: Front
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
                from tui.screens.dialogs import ChangedDialog

                titles = (await self.detail()).titles
                if not await self.front.ask(ChangedDialog(overtaken.difference, titles)):
                    return None
                seen = overtaken.difference.now.version

    def unfinished(self, kind: type[Answer]) -> Answer | None:
        """Return what was answered about the item before and not written down."""
        kept = self.front.unfinished.get(self.item)
        return kept if isinstance(kept, kind) else None


Action = Callable[[Stage], Awaitable[None]]
