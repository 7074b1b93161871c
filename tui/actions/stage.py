"""What an action works with: the desk, the item it is about, and the screen's few services."""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import tzinfo
from typing import TypeVar

from textual.screen import ModalScreen

from core.clock import Instant
from core.vocabulary import ItemId
from desk.model.difference import OvertakenError
from desk.services import items
from desk.services.desk import Desk
from desk.services.detail import Detail
from tui import programs
from tui.actions.live import LiveDesk
from tui.screens.dialog import Dialog
from tui.screens.outcome_dialogs import changed_dialog

Answer = TypeVar("Answer")


class LeftError(Exception):
    """The agent left a dialog: what it was asked for is not done."""


async def unless_left(work: Awaitable[None]) -> None:
    """Do something until the agent leaves it."""
    with suppress(LeftError):
        await work


@dataclass(frozen=True, slots=True)
class Stage:
    """One action's surroundings; made anew for each key."""

    live: LiveDesk
    chosen: ItemId | None
    """The item under the cursor when the key was pressed."""
    seen: int | None
    """The version of it that the panes showed then."""

    @property
    def desk(self) -> Desk:
        """The desk to work on."""
        return self.live.desk

    @property
    def zone(self) -> tzinfo:
        """The zone in which times are shown and typed."""
        return self.live.screen.zone

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

    async def show(self, screen: ModalScreen[None]) -> None:
        """Show something until it is left."""
        await self.live.screen.app.push_screen_wait(screen)

    async def ask(self, dialog: Dialog[Answer]) -> Answer:
        """Show a dialog and return its answer; LeftError ends the action where it is left."""
        answer = await self.live.screen.app.push_screen_wait(dialog)
        if answer is None:
            raise LeftError
        return answer

    async def agrees(self, dialog: Dialog[bool]) -> bool:
        """Ask whether to go on; leaving the dialog is no."""
        return await self.live.screen.app.push_screen_wait(dialog) is True

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """Show a sentence, clean already, for some seconds."""
        self.live.screen.tell(sentence, wrong=wrong)

    def beside(self, work: Coroutine[object, object, None]) -> None:
        """Do something that the next key does not wait for."""
        self.live.screen.start("beside", unless_left(work))

    async def decided(
        self, do: Callable[[int | None], Awaitable[Answer]], undone: str = ""
    ) -> Answer:
        """Do what was decided on the item as it was shown.

        Where others changed it meanwhile the difference is shown, and asked whether to go on;
        LeftError where it is not done after all, which ``undone`` says.
        """
        seen = self.seen
        while True:
            try:
                return await do(seen)
            except OvertakenError as overtaken:
                titles = (await self.detail()).titles
                if not await self.agrees(changed_dialog(overtaken.difference, titles)):
                    if undone:
                        self.tell(undone)
                    raise LeftError from None
                seen = overtaken.difference.now.version

    async def write(self) -> None:
        """Open the item's draft for writing, at once: what is typed meanwhile would be keys."""
        panes = self.live.panes
        if not panes.detail_of(self.item):  # they may still show the one before
            await self.live.show_item(self.item)
        if panes.detail_of(self.item):
            self.live.screen.add_class("-reading")
            panes.draft.edit()

    @property
    def draft(self) -> str | None:
        """The item's draft as it stands on the screen; None when that shows another."""
        panes = self.live.panes
        return panes.draft.text if panes.detail_of(self.item) else None

    def put_draft(self, body: str) -> None:
        """Replace the item's draft on the screen, where it is shown."""
        if self.live.panes.detail_of(self.item):
            self.live.panes.draft.put(body)

    async def copy(self, text: str) -> str:
        """Copy a text; return which way it went, in words."""
        return await programs.copy(text, self.live.screen.app.copy_to_clipboard)

    async def run_apart(self, argv: list[str]) -> int:
        """Run a program that takes the whole terminal; return its exit code."""
        return await programs.run_apart(self.live.screen.app, argv)


Action = Callable[[Stage], Awaitable[None]]
