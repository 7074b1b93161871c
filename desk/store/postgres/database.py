"""The store of a team: a PostgreSQL server that all desks share."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, closing, suppress
from typing import Any, TypeVar

import asyncpg
from asyncpg import Pool

from core.clock import Clock, SystemClock
from core.errors import StoreUnavailable
from core.i18n import _
from core.vocabulary import ItemId, Role
from desk.model.terms import Term
from desk.store.changes import Changes, Subscription
from desk.store.postgres import roles, schema, words
from desk.store.postgres.address import Address
from desk.store.postgres.dialect import Link, native
from desk.store.postgres.lookout import Lookout
from desk.store.postgres.trouble import AGAIN, LOST, explain
from desk.store.records import Change
from desk.store.store import Store
from desk.store.work import Job, Row, Statement, Work, first

CONNECTIONS = 4
"""At most, for one desk; one more listens."""
ANSWER_SECONDS = 10.0
"""How long the server may take for one statement."""
CONNECT_SECONDS = 5.0
PATIENCE_SECONDS = 2.0
"""How long a lost server is tried again before its absence is told."""
REST_SECONDS = 1.0
"""How long a server that was found absent is left alone; what asks meanwhile is told at once."""
PAUSE_SECONDS = 0.05
LOOK_SECONDS = 1.0

T = TypeVar("T")


async def open_postgres(
    address: Address,
    clock: Clock,
    agent: str = "",
    *,
    read_only: bool = False,
    listening: bool = True,
) -> Store:
    """Open a team's database; from then on the clock goes by the server's.

    Args:
        address: where it is.
        clock: ours.
        agent: whom the server's own lists of connections name.
        read_only: do not make it, nor bring it up to date.
        listening: hear others' changes at once; a command that looks at none needs no ear.

    Raises:
        ConfigError: the server does not let us in, or its database is of another program.
        StoreUnavailable: it cannot be reached.
    """
    server = Server(address, clock, agent)
    try:
        await server.open(read_only=read_only, listening=listening)
    except BaseException:
        await server.close()
        raise
    return Store(server)


class Server:
    """One desk's connections to the database, and who listens to it."""

    is_shared = True

    def __init__(self, address: Address, clock: Clock, agent: str) -> None:
        self._address = address
        self._agent = agent
        self._pool: Pool[Any] | None = None
        own = clock if isinstance(clock, SystemClock) else None
        self._lookout = Lookout(lambda: asyncpg.connect(**self._options()), own)
        self._changes = Changes(self._lookout.look, LOOK_SECONDS)
        self._lookout.heard = self._changes.tell
        self._writing: set[asyncio.Task[Any]] = set()
        self._absence: Exception | None = None
        """Why the server was found absent when it was asked last."""
        self._absent_until = 0.0
        self._longer: set[object] = set()
        """Work that takes more than one statement, by its code."""

    async def open(self, *, read_only: bool, listening: bool) -> None:
        """Connect, and bring the database up to date, or only look whether it is."""
        where = self._address.shown
        try:
            self._pool = await asyncpg.create_pool(
                **self._options(), min_size=0, max_size=CONNECTIONS, reset=_leave
            )
            async with self._pool.acquire() as connection:
                await schema.bring_up(connection, schema.steps(), where, may=not read_only)
                if listening:
                    await self._lookout.listen()
                await self._lookout.take_note(connection)
        except (asyncpg.PostgresError, *LOST) as error:
            raise explain(error, where) from error

    async def close(self) -> None:
        """Finish what is being written and let go of every connection."""
        if self._writing:
            await asyncio.gather(*self._writing, return_exceptions=True)
        await self._changes.close()
        await self._lookout.close()
        if self._pool is not None:
            try:
                await asyncio.wait_for(self._pool.close(), CONNECT_SECONDS)
            except (TimeoutError, *LOST):
                self._pool.terminate()

    async def read(self, job: Job[T]) -> T:
        """Run work on one state of the database."""
        return await self._patiently(lambda: self._read(job))

    async def write(self, job: Job[T], change: Callable[[T], Change | None] = lambda _: None) -> T:
        """Run work in a durable transaction, and tell listeners what it changed.

        A caller who is cancelled meanwhile does not undo it. Where the answer to COMMIT is lost,
        the work is run again: it finds what it wrote.
        """

        async def committed() -> T:
            result, told = await self._patiently(lambda: self._write(job, change))
            if told is not None:
                self._changes.tell(told)
            return result

        task = asyncio.create_task(committed())
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        return await asyncio.shield(task)

    def hits(self, terms: Sequence[Term], limit: int) -> Work[list[ItemId]]:
        """Return the items in which all terms stand, the newest first."""
        return words.hits(terms, limit)

    async def stamp(self) -> str:
        """Return the server's own mark of which transactions are through."""

        async def asked() -> str:
            async with self._connection() as connection:
                return await self._lookout.stamp(connection)

        return await self._patiently(asked)

    async def role(self) -> Role:
        """Return the highest of our roles; without roles on the server, its owner leads."""

        async def asked() -> Role:
            async with self._connection() as connection:
                return await roles.role_of(connection)

        return await self._patiently(asked)

    async def settle(self) -> None:
        """Go on counting events where rows were copied in."""
        sql = "SELECT setval(pg_get_serial_sequence('events', 'seq'), max(seq)) FROM events"
        await self.write(lambda: first(sql))

    def tell(self, change: Change) -> None:
        """Wake our own listeners."""
        self._changes.tell(change)

    def changes(self) -> Subscription:
        """Return a stream of hints from now on."""
        return self._changes.subscribe()

    async def _read(self, job: Job[T]) -> T:
        """Run work; one that asks more than once is begun anew in a transaction.

        A single statement sees one state by itself, and a server may be far away: what a
        transaction costs is two more ways there and back.
        """
        work = job()
        kind = getattr(work, "gi_code", None)  # a job is mostly a lambda, the same for all work
        async with self._connection() as connection:
            if kind not in self._longer:
                try:
                    return await run(connection, work, alone=True)
                except LongerError:
                    self._longer.add(kind)
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                return await run(connection, job())

    async def _write(
        self, job: Job[T], change: Callable[[T], Change | None]
    ) -> tuple[T, Change | None]:
        async with self._connection() as connection:
            await connection.execute("BEGIN")
            try:
                result = await run(connection, job())
                told = change(result)
                await connection.execute(self._lookout.ending(told))
            except BaseException:
                with suppress(*LOST):
                    if connection.is_in_transaction():
                        await connection.execute("ROLLBACK")
                raise
        return result, told

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Link]:
        if self._pool is None or self._pool.is_closing():
            raise StoreUnavailable(_("The team's database has been closed"))
        async with self._pool.acquire(timeout=ANSWER_SECONDS) as connection:
            yield connection

    def _options(self) -> dict[str, Any]:
        return self._address.options(self._agent, connect=CONNECT_SECONDS, answer=ANSWER_SECONDS)

    async def _patiently(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run a transaction, anew where it was given up or the server went away for a moment."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        if self._absence is not None:
            if time.monotonic() < self._absent_until:
                raise explain(self._absence, self._address.shown)
            deadline = 0.0  # one try: whoever waits has waited before
        while True:
            try:
                result = await work()
            except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError):
                raise  # a mistake of ours, not the server's
            except (*AGAIN, *LOST) as error:
                if time.monotonic() >= deadline:
                    self._absence = error.with_traceback(None)
                    self._absent_until = time.monotonic() + REST_SECONDS
                    raise explain(error, self._address.shown) from None
            except asyncpg.PostgresError as error:
                raise explain(error, self._address.shown) from error
            else:
                self._absence = None
                return result
            await asyncio.sleep(PAUSE_SECONDS)


async def _leave(_connection: Link) -> None:
    """Leave a connection as it is: what we do on it are transactions, and nothing lasts beyond."""


class LongerError(Exception):
    """Some work takes more than one statement."""


async def run(connection: Link, work: Work[T], *, alone: bool = False) -> T:
    """Run all statements of some work; return what comes of it.

    Raises:
        LongerError: it was to consist of one statement ``alone``, and goes on.
    """
    with closing(work):
        try:
            statement = next(work)
            while True:
                statement = work.send(await _rows(connection, statement))
                if alone:
                    raise LongerError
        except StopIteration as end:
            result: T = end.value
            return result


async def _rows(connection: Link, statement: Statement) -> list[Row]:
    if statement.many:
        await connection.executemany(native(statement), statement.values)
        return []
    return await connection.fetch(native(statement), *statement.values)
