"""What actions need of the screen: dialogs, notices, the draft, other programs, the clipboard."""

import asyncio
import signal
import subprocess
from collections.abc import Coroutine
from datetime import tzinfo
from typing import TYPE_CHECKING, TypeVar

from textual.screen import ModalScreen

from core.i18n import _
from core.vocabulary import ItemId
from desk.store.listing import View
from tui.leaving import write_report

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen
    from tui.screens.outcome_dialogs import Conclusion, Decision

Answer = TypeVar("Answer")


class ScreenFront:
    """The desk screen as actions see it; sentences that it is told must be clean already."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self.settings = screen.settings
        self.zone: tzinfo = screen.zone
        self.decisions: dict[ItemId, Decision] = {}
        self.conclusions: dict[ItemId, Conclusion] = {}
        """Answers to dialogs that could not be written down, to be shown again."""
        self._left: View | None = None

    async def ask(self, dialog: ModalScreen[Answer]) -> Answer | None:
        """Show a dialog and return its answer, None when it was left."""
        return await self._screen.app.push_screen_wait(dialog)

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """Show a sentence for some seconds; it is text, never markup."""
        severity = "error" if wrong else "information"
        self._screen.notify(sentence, severity=severity, markup=False)  # type: ignore[arg-type]  # one of Textual's words

    def report(self, error: Exception) -> None:
        """Write down a fault of ours and say where; the shift goes on."""
        path = write_report(error, self.settings.crash_dir, self._screen.clock)
        said = _("Something went wrong in webcare; what was recorded is kept.")
        if path is not None:
            said += " " + _("Report: {path}").format(path=path)
        self.tell(said, wrong=True)

    async def write(self, item: ItemId) -> None:
        """Open an item's draft for writing, at once: what is typed meanwhile would be keys."""
        live = self._screen.live
        if live and not live.panes.detail_of(item):  # they may still show the one before
            await live.show_item(item)
        if live and live.panes.detail_of(item):
            self._screen.add_class("-reading")
            live.panes.draft.edit()

    def draft(self, item: ItemId) -> str | None:
        """Return an item's draft as it stands on the screen; None when that shows another."""
        panes = self._screen.panes
        return panes.draft.text if panes and panes.detail_of(item) else None

    def put_draft(self, item: ItemId, body: str) -> None:
        """Replace an item's draft on the screen, where it is shown."""
        panes = self._screen.panes
        if panes and panes.detail_of(item):
            panes.draft.put(body)

    async def go_to(self, item: ItemId) -> None:
        """Put the cursor on an item, in a list that holds it; ``go_back`` returns."""
        before = self._screen.view
        if self._screen.live is not None:
            await self._screen.live.go_to(item)
        if self._screen.view is not before:
            self._left = before

    def go_back(self) -> None:
        """Return to the list that ``go_to`` left."""
        before, self._left = self._left, None
        if before is not None:
            self._screen.show_view(before)

    async def copy(self, text: str) -> str:
        """Copy a text; return which way it went, in words."""
        from tui import clipboard

        return await clipboard.copy(text, self._screen.app.copy_to_clipboard)

    async def run_apart(self, argv: list[str]) -> int:
        """Run a program that takes the whole terminal; polls and clocks run on meanwhile."""
        loop = asyncio.get_running_loop()
        with self._screen.app.suspend(), self._screen.app.batch_update():
            # ^C typed in the other program reaches us too, and is none of our business.
            before = signal.getsignal(signal.SIGINT)
            loop.add_signal_handler(signal.SIGINT, lambda: None)
            try:
                done: OSError | int = await asyncio.to_thread(_run, argv)
            finally:
                loop.remove_signal_handler(signal.SIGINT)
                signal.signal(signal.SIGINT, before)
        if isinstance(done, OSError):
            raise done
        return done

    def beside(self, work: Coroutine[object, object, None]) -> None:
        """Do something that the next key does not wait for."""
        self._screen.start("beside", work)


def _run(argv: list[str]) -> OSError | int:
    """Run a program; an error is returned, as raised it would leave the screen suspended."""
    try:
        return subprocess.run(argv, check=False).returncode  # noqa: S603 - the agent's own program
    except OSError as error:
        return error
