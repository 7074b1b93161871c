"""The application: opens the desk after its first frame, and leaves well."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.filter import ANSIToTruecolor, LineFilter, NoColor
from textual.screen import Screen

from core.clock import Clock
from core.errors import WebcareError
from core.i18n import _
from core.safe_text import safe_text
from tui import leaving
from tui.filters import ControlFilter
from tui.keys import KEYS, check_keymap
from tui.pasting import PasteDriver
from tui.screens.desk import DeskScreen
from tui.settings import Peek, TuiSettings
from tui.theme import ANSI_THEME, THEME
from tui.type_ahead import Handled, TypeAhead

if TYPE_CHECKING:
    from desk.services.desk import Desk
    from desk.store.records import SourceState

STYLES = Path(__file__).parent / "styles"
LATER_STYLES = ("panes.tcss", "item.tcss", "dialogs.tcss", "help.tcss")
"""Styles of what the first frame does not show."""

HEAD_START = 0.02
"""Seconds for the first frame to reach the terminal before imports keep the interpreter busy."""

OpenDesk = Callable[[], Awaitable["Desk"]]
Background = Callable[["Desk"], Coroutine[object, object, None]]


def _no_sources() -> Mapping[str, "SourceState"]:
    return {}


class WebcareApp(App[None], inherit_bindings=False):
    """The desk in a terminal."""

    TITLE = "webcare"
    CSS_PATH = ["styles/desk.tcss"]  # noqa: RUF012 - Textual's name
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        peek: Peek,
        open_desk: OpenDesk,
        settings: TuiSettings,
        clock: Clock,
        *,
        sources: Callable[[], Mapping[str, "SourceState"]] = _no_sources,
        background: Sequence[Background] = (),
    ) -> None:
        """Make the application.

        Args:
            peek: what the first frame shows.
            open_desk: opens the desk; awaited after the first frame, closed on leaving.
            settings: the screen's side of the configuration.
            clock: the time.
            sources: how each source stands, asked at every tick.
            background: what runs beside the screen while the desk is open, such as the poller.

        Raises:
            ConfigError: the keys of the settings do not fit the table.
        """
        check_keymap(settings.keys)
        self._net = ControlFilter()
        super().__init__()
        self.settings = settings
        self.clock = clock
        self._open_desk = open_desk
        self._background = background
        self._tasks: list[asyncio.Task[None]] = []
        self._desk: Desk | None = None
        self.desk_screen = DeskScreen(peek, settings, clock, sources)
        self.register_theme(THEME)
        if settings.colours == "full":
            self.set_reactive(
                App.theme, THEME.name
            )  # a watched change would parse all styles twice
        else:
            self.theme = ANSI_THEME
        self.set_keymap(settings.keys)
        self._typed = TypeAhead(self, self._pass_on, self._is_busy)

    @property
    def stray_controls(self) -> int:
        """How often the net had to catch a control character; 0 is right."""
        return self._net.hits

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return our net for control characters before the filters that are needed.

        Our own colours are no ANSI colours: translating those would cost time for each line.
        """
        needed = [f for f in super().get_line_filters() if not isinstance(f, ANSIToTruecolor)]
        plain = [NoColor()] if self.settings.colours == "none" else []
        return [self._net, *needed, *plain]

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that takes pastes as text."""
        return PasteDriver

    def get_default_screen(self) -> Screen[None]:
        """Show the desk first."""
        return self.desk_screen

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002 - Textual's signature
        """Offer every key of the table in the palette."""
        for key in KEYS:
            act = partial(self.desk_screen.action_perform, key.id)
            yield SystemCommand(_(key.label), _(key.explains), act)

    # -- keys

    async def on_event(self, event: Event) -> None:
        """Let each key wait for what the one before it began."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            await self._typed.take(event)
        else:
            await super().on_event(event)

    async def _pass_on(self, event: Event) -> bool:
        """Give a key to whatever has the keys; on the desk's list it has acted on return."""
        at_once = self.screen is self.desk_screen and not self.desk_screen.is_written_in
        if at_once and isinstance(event, Key):
            if not await self._check_bindings(event.key, priority=True):
                await self._check_bindings(event.key)
            return True
        await super().on_event(event)
        return False

    def _is_busy(self) -> bool:
        """Return whether what the next key is meant for is not there yet."""
        screen = self.screen
        return self.desk_screen.is_acting if screen is self.desk_screen else not screen.is_mounted

    async def on_handled(self, message: Handled) -> None:
        """Go on with what was typed after a key."""
        message.stop()
        await self._typed.handled()

    # -- opening

    def on_mount(self) -> None:
        """Catch signals now, and open the desk once the first frame is painted."""
        leaving.on_signals(self.leave)
        self._start(leaving.watch_terminal(self.leave))
        self.call_after_refresh(self.set_timer, HEAD_START, self._begin)

    def _begin(self) -> None:
        self._start(self._open())

    def _start(self, work: Awaitable[None]) -> None:
        self._tasks.append(asyncio.ensure_future(work))

    async def _open(self) -> None:
        self.stylesheet.read_all([STYLES / name for name in LATER_STYLES])
        self.refresh_css(animate=False)
        try:
            self._desk = desk = await self._open_desk()
        except WebcareError as error:
            self._refuse(error)
            return
        await self.desk_screen.attach(desk)
        for work in self._background:
            self._start(self.desk_screen.shielded(work(desk)))

    def _refuse(self, error: WebcareError) -> None:
        self.exit(return_code=error.exit_code, message=Text(safe_text(str(error))))

    # -- leaving

    def leave(self, code: int = 0) -> None:
        """End with an exit code; what was typed is kept on the way out."""
        self.exit(return_code=code)

    async def on_unmount(self) -> None:
        """Stop what runs beside the screen, then let go of the store."""
        leaving.off_signals()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._desk is not None:
            await self._desk.store.close()

    def panic(self, *renderables: object) -> None:  # noqa: ARG002 - what it would print may hold secrets
        """End as after any other fault, without printing what was handed over."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        """Write a report without values and end with its exit code."""
        self._return_code = leaving.CRASHED
        error = self._exception
        path = leaving.write_report(error, self.settings.crash_dir, self.clock) if error else None
        where = _("report in {path}").format(path=path) if path else _("no report could be written")
        self._exit_renderables.append(Text(_("webcare stopped by an error") + f", {where}"))
        self._close_messages_no_wait()
