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
TELL = """
    SET LOCAL synchronous_commit TO off; NOTIFY {channel}, '{told}'; COMMIT;
    SELECT pg_logical_emit_message(true, '{channel}', '')
"""
"""Ends a transaction, tells of it, and returns once it is on disk: all in one way there and back.

Transactions with a NOTIFY end one after the other, and would each wait for the disk in their turn.
So they end without waiting, and wait with a message of no meaning, together with all others that
do. What comes later in the server's log is never kept without what came before it, so that no desk
builds on sand.
"""
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
        self._polled_at = 0.0
        self._lost = False
        self.heard: Callable[[Change], None] = lambda _: None
        """What is called with each hint of another desk."""

    async def take_note(self, connection: Link) -> bool:
        """Set our clock, and note what is through; return whether anything was since last time."""
        self._polled_at = time.monotonic()
        await self._follow(connection)
        before, self._stamp = self._stamp, await self.stamp(connection)
        return self._stamp != before

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
        """Return that something was written, heard or not; a server that goes or comes is too."""
        try:
            if self._ear is None or self._ear.is_closed():
                await self.take_note(await self.listen())
                self._lost = False
                return _ASIDE
            if time.monotonic() < self._polled_at + POLL_SECONDS:
                return None
            return _ASIDE if await self.take_note(self._ear) else None
        except (PostgresError, *LOST):
            was_lost, self._lost = self._lost, True
            return None if was_lost else _ASIDE  # whoever then reads is told

    def ending(self, change: Change | None) -> str:
        """Return what ends a transaction, and tells other desks of what it changed."""
        if change is None:
            return "COMMIT"
        items = ",".join(str(item) for item in sorted(change.items))
        told = items if len(items) < _PAYLOAD else ""
        other = change.other or told != items
        return TELL.format(channel=CHANNEL, told=f"{self._me} {int(other)} {told}")

    async def stamp(self, connection: Link) -> str:
        """Return which transactions are through; it differs once another one is."""
        return str(await connection.fetchval("SELECT pg_current_snapshot()::text"))

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
            self.heard(Change(ids, other=other == "1", at_once=True))
