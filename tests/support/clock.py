"""A clock that tests move by hand."""

import asyncio
import time

from core.clock import SECOND, Instant

START = 1_795_000_000 * SECOND
"""2026-11-18, a Wednesday, 11:06:40 UTC."""


class FakeClock:
    """Time that stands still until a test advances it."""

    is_test = True

    def __init__(self, now: Instant = START) -> None:
        self._now = now

    def now(self) -> Instant:
        """Return the instant it stands at."""
        return self._now

    def advance(self, micros: int) -> None:
        """Let time pass."""
        self._now += micros

    async def sleep(self, seconds: float) -> None:
        """Let others run; a sleeper's time does not pass by itself."""
        await asyncio.sleep(0)


class FastClock:
    """Time that runs by itself, so many times as fast as outside."""

    is_test = True

    def __init__(self, speed: float, now: Instant = START) -> None:
        self._speed = speed
        self._start = now
        self._began = time.monotonic()

    def now(self) -> Instant:
        """Return the present instant."""
        return self._start + int((time.monotonic() - self._began) * self._speed * SECOND)

    async def sleep(self, seconds: float) -> None:
        """Wait for so much of its own time."""
        await asyncio.sleep(seconds / self._speed)
