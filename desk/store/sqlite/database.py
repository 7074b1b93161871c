"""The store of a desk of one: an SQLite file that commands may use while the desk runs."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from sqlite3 import Connection as Database
from typing import TypeVar

from core.clock import Clock
from core.errors import NotFound, StoreUnavailable
from core.i18n import _
from core.vocabulary import ItemId, Role
from desk.model.terms import Term
from desk.store.changes import Changes, Subscription
from desk.store.files import create_folders, touch_private
from desk.store.records import Change
from desk.store.sqlite import schema, transactions, words
from desk.store.sqlite.connection import Connection, connect
from desk.store.sqlite.locks import FileLock, beside, lock_desk
from desk.store.sqlite.lookout import Lookout, data_version
from desk.store.store import Store
from desk.store.work import Job, Work

LOOK_SECONDS = 0.25
"""How often other processes' commits are looked for."""

T = TypeVar("T")


async def open_sqlite(
    path: Path, clock: Clock, *, read_only: bool = False, desk_lock: bool = False
) -> Store:
    """Open a desk's file; it is made, or brought up to date, where that is needed.

    Raises:
        Locked: ``desk_lock`` was asked for and another desk has the file open.
        ConfigError: the file is of a newer program, or of another one.
        NotFound: it was to be read only, and is not there.
        StoreUnavailable: it cannot be read, or not be written.
        StorageFull: there is no room to make it or to bring it up to date.
    """
    file = DeskFile(path)
    await file.open(clock, read_only=read_only, desk_lock=desk_lock)
    return Store(file)


class DeskFile:
    """One SQLite file with its locks and listeners; a read never waits for a write."""

    is_shared = False

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
        await self._reader.run(lambda db: schema.check_exactly(db, self.path, schema.newest()))
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

        self._changes = Changes(lambda: watched.run(look), LOOK_SECONDS)
        opened.push_async_callback(self._changes.close)

    async def close(self) -> None:
        """Finish what is being written and let go of everything."""
        await self._opened.aclose()

    async def read(self, job: Job[T]) -> T:
        """Run work on one state of the file."""
        return await self._reader.run(lambda db: transactions.read(db, self.path, job))

    async def write(self, job: Job[T], change: Callable[[T], Change | None] = lambda _: None) -> T:
        """Run work in a durable transaction, and tell listeners what it changed.

        They are told from the connection's thread, so that a caller who was cancelled
        while the commit went through hides nothing.
        """
        writer = self._writer
        if writer is None:
            raise StoreUnavailable(_("{path} was opened for reading").format(path=self.path))
        loop = asyncio.get_running_loop()

        def committed(db: Database) -> T:
            result = transactions.write(db, self._lock, self.path, job)
            told = change(result)
            if told is not None:
                loop.call_soon_threadsafe(self._changes.tell, told)
            return result

        return await writer.run(committed)

    def hits(self, terms: Sequence[Term], limit: int) -> Work[list[ItemId]]:
        """Return the items in which all terms stand, the newest first."""
        return words.hits(terms, limit)

    async def stamp(self) -> str:
        """Return the number that SQLite counts the commits of other connections by."""
        return await self._reader.run(lambda db: str(data_version(db)))

    async def role(self) -> Role:
        """Return the only role there is on a desk of one's own."""
        return Role.LEAD

    async def settle(self) -> None:
        """SQLite goes on counting by itself."""

    def tell(self, change: Change) -> None:
        """Wake our own listeners."""
        self._changes.tell(change)

    def changes(self) -> Subscription:
        """Return a stream of hints from now on."""
        return self._changes.subscribe()
