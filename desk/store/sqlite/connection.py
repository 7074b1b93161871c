"""A connection whose thread is handed whole functions, not one statement after another.

A transaction is then never half done when the task that wanted it is cancelled.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import aiosqlite

from core.errors import StoreUnavailable
from core.i18n import _
from desk.store.sqlite.transactions import explained, open_file

T = TypeVar("T")


class Connection(aiosqlite.Connection):
    """An aiosqlite connection that runs whole functions in its thread."""

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function in the connection's thread and return its result."""
        if self._connection is None:
            raise StoreUnavailable(_("The desk's file has been closed"))
        result = await self._execute(work, self._connection)  # type: ignore[no-untyped-call]
        return cast("T", result)

    def join(self) -> None:
        """Wait for a thread that ends by itself, because its file could not be opened."""
        self._thread.join()


async def connect(path: Path, *, read_only: bool = False) -> Connection:
    """Open a connection; the file exists already."""

    def opened() -> sqlite3.Connection:
        with explained(path):
            return open_file(path, read_only=read_only)

    made = Connection(opened, iter_chunk_size=64)
    try:
        await made
    except BaseException:
        made.join()
        raise
    return made
