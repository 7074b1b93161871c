"""An open desk file: its writing and its reading connection, its locks, its listeners."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from sqlite3 import Connection as Database
from typing import TypeVar

from core.clock import Clock
from core.errors import NotFound, StoreUnavailable
from core.i18n import _
from desk.store import schema, transactions
from desk.store.changes import Changes, Lookout, Subscription
from desk.store.connection import Connection, connect
from desk.store.files import create_folders, touch_private
from desk.store.locks import FileLock, beside, lock_desk
from desk.store.protocol import Change

T = TypeVar("T")


class DeskFile:
    """One SQLite file; a read never waits for a write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._opened = AsyncExitStack()
        self._reader: Connection
        self._writer: Connection | None = None
        self._lock: FileLock
        self._changes: Changes

    async def open(self, clock: Clock, *, read_only: bool, desk_lock: bool) -> None:
        """Open the file, made or brought up to date where it may be written."""
        async with AsyncExitStack() as opened:
            if read_only:
                await self._open_for_reading(opened)
            else:
                await self._open_for_writing(opened, clock, desk_lock=desk_lock)
            self._opened = opened.pop_all()

    async def _open_for_reading(self, opened: AsyncExitStack) -> None:
        if not self.path.exists():
            raise NotFound(_("There is no desk at {path}").format(path=self.path))
        self._reader = await self._connect(opened, read_only=True)
        await self.read(lambda db: schema.check_exactly(db, self.path, schema.newest()))
        await self._listen(opened, self._reader)

    async def _open_for_writing(
        self, opened: AsyncExitStack, clock: Clock, *, desk_lock: bool
    ) -> None:
        create_folders(self.path.parent)
        if desk_lock:
            opened.callback(lock_desk(self.path).close)
        self._lock = FileLock(beside(self.path, ".write.lock"))
        opened.callback(self._lock.close)
        touch_private(self.path)
        writer = await self._connect(opened)
        await writer.run(lambda db: self._migrate(db, clock))
        self._writer = writer
        self._reader = await self._connect(opened, read_only=True)
        await self._listen(opened, writer)

    async def _connect(self, opened: AsyncExitStack, *, read_only: bool = False) -> Connection:
        made = await connect(self.path, read_only=read_only)
        opened.push_async_callback(made.close)
        return made

    def _migrate(self, db: Database, clock: Clock) -> None:
        with self._lock.held(), transactions.explained(self.path):
            schema.migrate(db, self.path, schema.shipped_steps(), clock.now())

    async def _listen(self, opened: AsyncExitStack, watched: Connection) -> None:
        lookout = await watched.run(Lookout)

        def look(db: Database) -> Change | None:
            with transactions.explained(self.path):
                return lookout.look(db)

        self._changes = Changes(lambda: watched.run(look))
        opened.push_async_callback(self._changes.close)

    async def close(self) -> None:
        """Finish what is being written and let go of everything."""
        await self._opened.aclose()

    async def read(self, work: Callable[[Database], T]) -> T:
        """Run a function on one state of the database."""
        return await self._reader.run(lambda db: transactions.read(db, self.path, work))

    async def write(self, work: Callable[[Database], T], change: Callable[[T], Change | None]) -> T:
        """Run a function in a durable transaction, and tell listeners what it changed.

        They are told from the connection's thread, so that a caller who was cancelled
        while the commit went through hides nothing.
        """
        writer = self._writer
        if writer is None:
            raise StoreUnavailable(_("{path} was opened for reading").format(path=self.path))
        loop = asyncio.get_running_loop()

        def committed(db: Database) -> T:
            result = transactions.write(db, self._lock, self.path, work)
            told = change(result)
            if told is not None:
                loop.call_soon_threadsafe(self._changes.tell, told)
            return result

        return await writer.run(committed)

    def changes(self) -> Subscription:
        """Return a stream of hints from now on."""
        return self._changes.subscribe()
