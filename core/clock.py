"""Time enters here and nowhere else.

An ``Instant`` is UTC microseconds since 1970 as an integer; durations are microseconds too.
Wall time exists only for reading and showing.
"""

import asyncio
import os
import time
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Protocol

Instant = int
"""UTC microseconds since 1970-01-01."""

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

CLOCK_FILE = "WEBCARE_CLOCK_FILE"
"""Environment variable that names a file with an offset in seconds, for tests."""


class Clock(Protocol):
    """What time it is, and how to wait."""

    @property
    def is_test(self) -> bool:
        """Whether this clock is moved by hand; the screen then says so."""
        ...

    def now(self) -> Instant:
        """Return the present instant."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; may wake early, never late because of a moved clock by more than a tick."""
        ...


class SystemClock:
    """The machine's clock or one it follows, shifted by WEBCARE_CLOCK_FILE where a test sets it."""

    def __init__(self) -> None:
        name = os.environ.get(CLOCK_FILE)
        self._file = Path(name) if name else None
        self._ahead: int | None = None
        """How far the clock we follow is ahead of time since boot, in microseconds."""

    @property
    def is_test(self) -> bool:
        """Whether a file moves this clock."""
        return self._file is not None

    def now(self) -> Instant:
        """Return the time, moved by what the file says now."""
        ours = time.time_ns() // 1000 if self._ahead is None else _since_boot() + self._ahead
        return ours + self._offset()

    def follow(self, now: Instant) -> None:
        """Go by another clock from now on, whatever this machine's is set to.

        Args:
            now: what that clock shows at this moment, without any test's offset.
        """
        self._ahead = now - _since_boot()

    async def sleep(self, seconds: float) -> None:
        """Wait in real time, however far the clock is moved."""
        await asyncio.sleep(seconds)

    def _offset(self) -> int:
        if self._file is None:
            return 0
        try:
            return int(float(self._file.read_text(encoding="ascii").strip() or 0) * SECOND)
        except (OSError, ValueError):
            return 0  # not written yet, or half written: read again at the next tick


def _since_boot() -> int:
    """Return microseconds since the machine started, sleep included where the system counts it."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime_ns(clock) // 1000


def to_datetime(instant: Instant, zone: tzinfo = UTC) -> datetime:
    """Return the instant as an aware datetime in a zone."""
    seconds, micros = divmod(instant, SECOND)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros).astimezone(zone)


def from_datetime(moment: datetime) -> Instant:
    """Return an aware datetime as an instant; a naive one is refused."""
    if moment.tzinfo is None:
        message = "a time without a zone cannot be placed"
        raise ValueError(message)
    delta = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * SECOND + delta.microseconds


def iso(instant: Instant | None, zone: tzinfo = UTC) -> str | None:
    """Return ISO 8601 with offset, to the second, as exports and JSON show it."""
    if instant is None:
        return None
    return to_datetime(instant, zone).isoformat(timespec="seconds")
