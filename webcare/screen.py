"""The desk on the screen: first frame from a look at the file, everything else after it."""

import gc
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from core.clock import Clock
from core.vocabulary import Role
from desk.store.listing import Counts, Window
from desk.store.sqlite.peek import peek
from tui.app import WebcareApp
from tui.settings import Peek
from webcare.glance import Glance

if TYPE_CHECKING:
    from desk.services.desk import Desk
    from desk.store.records import SourceState
    from webcare.config import Settings
    from webcare.feeding import Feeding

EMPTY = (Window((), 0, 0), Counts())
TURN = 0.0005
"""Seconds after which a thread that plans or parses lets a key through; Python's own are ten times
as long."""

Beside = Callable[["Desk"], Coroutine[object, object, None]]
"""What runs while the desk is open."""


def show_desk(
    seen: Glance, check: Callable[[], "Settings"], clock: Clock, *, beside: Sequence[Beside] = ()
) -> int:
    """Run the screen until it is left; return the exit code.

    Args:
        seen: what is known of the configuration before the first frame.
        check: reads and checks the whole of it, after that frame.
        clock: the time.
        beside: what runs while the desk is open.
    """
    file, rows = seen.database, get_terminal_size().lines
    peeked = peek(file, seen.tui.agent, clock.now(), rows) if file else None
    window, counts = peeked or EMPTY
    running = _Running(check, clock)
    app = WebcareApp(
        Peek(window, counts, titles=seen.titles),
        running.open_desk,
        seen.tui,
        clock,
        sources=running.states,
        background=(
            running.keep_time,
            running.feed,
            running.watch,
            running.photograph,
            running.follow_team,
            *beside,
        ),
    )
    app.run()
    return app.return_code or 0


class _Running:
    """What runs beside the screen; its modules are loaded when the first frame stands."""

    def __init__(self, check: Callable[[], "Settings"], clock: Clock) -> None:
        self._check = check
        self._clock = clock
        self._settings: Settings | None = None
        self._feeding: Feeding | None = None

    async def open_desk(self) -> "Desk":
        """Open the desk as the one screen on its database; ConfigError says what is wrong."""
        from webcare.feeding import Feeding
        from webcare.wiring import make_desk

        gc.freeze()  # what is loaded by now stays: no use in looking through it again
        gc.enable()
        sys.setswitchinterval(TURN)
        desk, settings = await make_desk(self._check(), self._clock, desk_lock=True)
        self._settings = settings
        self._feeding = desk.sources = Feeding(settings)
        return desk

    async def follow_team(self, desk: "Desk") -> None:
        """Work by the team's newest settings, as soon as somebody writes others."""
        from webcare.shared import newer
        from webcare.wiring import rewire

        if self._settings is not None and self._feeding is not None:
            async for settings in newer(self._settings, desk):
                rewire(desk, settings)
                self._feeding.use(settings)

    async def keep_time(self, desk: "Desk") -> None:
        """Notice broken promises."""
        from desk.services.timekeeping import keep_time

        await keep_time(desk)

    async def feed(self, desk: "Desk") -> None:
        """Poll the sources; who may only look on leaves that to others."""
        if self._feeding and desk.role is not Role.READER:
            await self._feeding.feed(desk)

    async def photograph(self, desk: "Desk") -> None:
        """Take pictures of the pages of severe items."""
        from desk.services.evidence import photograph_hot

        if desk.role is not Role.READER:
            await photograph_hot(desk)

    async def watch(self, desk: "Desk") -> None:
        """Follow how the sources stand."""
        if self._feeding:
            await self._feeding.watch(desk)

    def states(self) -> Mapping[str, "SourceState"]:
        """Return how each source stood when it last changed."""
        return self._feeding.states() if self._feeding else {}
