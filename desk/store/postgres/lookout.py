"""What other desks wrote: told by NOTIFY at once, and asked for every five seconds all the same."""

import secrets
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from asyncpg import Connection, PostgresError

from core.clock import SystemClock
from core.vocabulary import ItemId
from desk.store.postgres.dialect import Link
from desk.store.postgres.trouble import LOST
from desk.store.records import Change

CHANNEL = "webcare"
POLL_SECONDS = 5.0
"""How often the truth is asked for, whatever was heard."""
OVERLAP = 100
"""Events that are looked at again: numbers are given before their transactions are through."""
_ASIDE = Change(frozenset(), other=True)
_PAYLOAD = 7_500
"""Bytes of a NOTIFY that PostgreSQL surely takes."""


class Lookout:
    """Listens on a connection of its own, and keeps a clock by the server's."""

    def __init__(
        self, connect: Callable[[], Awaitable["Connection[Any]"]], clock: SystemClock | None
    ) -> None:
        self._connect = connect
        self._clock = clock
        self._me = secrets.token_hex(4)
        self._ear: Connection[Any] | None = None
        self._stamp = ""
        self._seen = 0
        self._polled_at = 0.0
        self._lost = False
        self.heard: Callable[[Change], None] = lambda _: None
        """What is called with each hint of another desk."""

    async def begin(self, connection: Link) -> None:
        """Set our clock, and remember what is through already: what comes later is news."""
        self._polled_at = time.monotonic()
        await self._follow(connection)
        self._stamp, self._seen = await self.stamp(connection), await _newest(connection)

    async def listen(self) -> Link:
        """Have others' changes told at once, on a connection of its own."""
        if self._ear is not None:
            self._ear.terminate()
        self._ear = ear = await self._connect()
        await ear.add_listener(CHANNEL, self._notified)
        return ear

    async def close(self) -> None:
        """Let go of the connection."""
        if self._ear is not None:
            with suppress(*LOST):
                await self._ear.close(timeout=1)

    async def look(self) -> Change | None:
        """Return what was missed; that the server went away, or came back, is a change too."""
        try:
            if self._ear is None or self._ear.is_closed():
                self._lost, missed = False, await self._poll(await self.listen())
                return missed or _ASIDE
            if time.monotonic() < self._polled_at + POLL_SECONDS:
                return None
            return await self._poll(self._ear)
        except (PostgresError, *LOST):
            was_lost, self._lost = self._lost, True
            return None if was_lost else _ASIDE  # whoever then reads is told

    async def announce(self, connection: Link, change: Change) -> None:
        """Tell other desks of a change once the transaction is through; it waits for no disk."""
        items = ",".join(str(item) for item in sorted(change.items))
        told = items if len(items) < _PAYLOAD else ""
        other = change.other or told != items
        await connection.execute(
            "SELECT pg_notify($1, $2), set_config('synchronous_commit', 'off', true)",
            CHANNEL,
            f"{self._me} {int(other)} {told}",
        )

    async def stamp(self, connection: Link) -> str:
        """Return which transactions are through; it differs once another one is."""
        return str(await connection.fetchval("SELECT pg_current_snapshot()::text"))

    async def _poll(self, ear: Link) -> Change | None:
        before, since = self._stamp, self._seen
        await self.begin(ear)
        if self._stamp == before:
            return None
        found = await ear.fetch("SELECT DISTINCT item FROM events WHERE seq > $1", since - OVERLAP)
        return Change(frozenset(ItemId(row[0]) for row in found), other=True)

    async def _follow(self, ear: Link) -> None:
        """Set our clock by the server's: half of the question's way is added."""
        if self._clock is None:
            return
        asked = time.monotonic()
        theirs = await ear.fetchval("SELECT (extract(epoch FROM clock_timestamp()) * 1e6)::BIGINT")
        way = time.monotonic() - asked
        self._clock.follow(theirs + int(way * 500_000))

    def _notified(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        sender, _, rest = str(payload).partition(" ")
        if sender != self._me:
            other, _, items = rest.partition(" ")
            ids = frozenset(ItemId(int(item)) for item in items.split(",") if item.isdigit())
            self.heard(Change(ids, other=other == "1"))


async def _newest(connection: Link) -> int:
    return int(await connection.fetchval("SELECT coalesce(max(seq), 0) FROM events"))
