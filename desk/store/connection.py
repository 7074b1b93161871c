"""A connection whose thread is handed whole functions, not one statement after another.

A transaction is then never half done when the task that wanted it is cancelled.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import aiosqlite

from desk.store.transactions import explained, open_file

T = TypeVar("T")
P = ParamSpec("P")


class Connection(aiosqlite.Connection):
    """An aiosqlite connection that runs whole functions in its thread."""

    async def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function in the connection's thread and return its result."""
        result = await self._execute(work, *args, **kwargs)  # type: ignore[no-untyped-call]
        return cast("T", result)

    def join(self) -> None:
        """Wait for a thread that ends by itself, because its file could not be opened."""
        self._thread.join()

    @property
    def raw(self) -> sqlite3.Connection:
        """The connection itself, for functions that run in its thread."""
        return self._conn


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
