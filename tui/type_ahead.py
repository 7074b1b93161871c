"""Keys typed ahead: each is passed on when what the one before it began can take it.

A key goes up from widget to widget, and what it stands for may read before its dialog is there. An
agent who knows his keys types on meanwhile; that is meant for the dialog, not for the list.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

from textual.app import App
from textual.events import Event, Key
from textual.message import Message
from textual.widget import Widget

LOOK = 0.01
"""Seconds between two looks at whether the next key can be taken."""
LOST = 0.1
"""Seconds after which a key was handled by something that is gone, and cannot say so."""
LONGEST = 2.0
"""Seconds that a key is kept at most: what takes longer is not waited for."""


class Handled(Message):
    """Follows a key on its way up: it comes to the app when everybody has seen the key."""


class TypeAhead:
    """Passes keys and pastes on one after the other."""

    def __init__(
        self,
        app: App[None],
        pass_on: Callable[[Event], Awaitable[bool]],
        is_busy: Callable[[], bool],
    ) -> None:
        """Keep what is typed on an app.

        Args:
            app: whose keys these are.
            pass_on: gives a key to whatever has the keys now; tells whether all is done with it.
            is_busy: whether a key would be taken by something it is not meant for.
        """
        self._app = app
        self._pass_on = pass_on
        self._is_busy = is_busy
        self._typed: deque[tuple[float, Event]] = deque()
        self._under_way: asyncio.TimerHandle | None = None
        """Runs out when what has the keys under way is gone."""
        self._sent = 0
        """How many keys are under way: many, where all are text for one field."""
        self._writes: Widget | None = None
        """That field."""

    @property
    def is_done(self) -> bool:
        """Whether everything that was typed was taken."""
        return not self._typed and self._under_way is None

    async def take(self, event: Event) -> None:
        """Pass a key on, now or once those before it are done."""
        self._typed.append((time.monotonic(), event))
        if len(self._typed) == 1:
            await self._go_on()

    async def handled(self) -> None:
        """Note that a key under way was seen by everybody, and go on with the next ones."""
        self._sent -= 1
        if self._sent <= 0:
            await self._forget()

    async def _forget(self) -> None:
        if self._under_way is not None:
            self._under_way.cancel()
        self._under_way, self._writes, self._sent = None, None, 0
        await self._go_on()

    async def _go_on(self) -> None:
        while self._typed:
            at, event = self._typed[0]
            field = self._field_of(event)
            if self._under_way is not None and (field is None or field is not self._writes):
                return
            if self._is_busy() and time.monotonic() < at + LONGEST:
                self._after(LOOK, self._go_on)
                return
            self._typed.popleft()
            taker = self._app.focused or self._app.screen
            if await self._pass_on(event):
                continue
            taker.post_message(Handled())
            self._writes, self._sent = field, self._sent + 1
            if self._under_way is not None:
                self._under_way.cancel()
            self._under_way = self._after(LOST, self._forget)

    def _field_of(self, event: Event) -> Widget | None:
        """Return the field that writes a key down, or takes a paste; None for any other key."""
        taker = self._app.focused
        if taker is None or not isinstance(event, Key):
            return taker
        return taker if taker.check_consume_key(event.key, event.character) else None

    def _after(self, seconds: float, work: Callable[[], Awaitable[None]]) -> asyncio.TimerHandle:
        loop = asyncio.get_running_loop()
        return loop.call_later(seconds, self._app.call_later, work)
