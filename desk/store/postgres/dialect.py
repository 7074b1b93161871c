"""The shared SQL as PostgreSQL wants it: numbered marks, no hints for SQLite, and its locks."""

import re
from functools import lru_cache
from itertools import count
from typing import Any, TypeAlias

from asyncpg import Connection
from asyncpg.pool import PoolConnectionProxy

from desk.store.work import Statement

Link: TypeAlias = "Connection[Any] | PoolConnectionProxy[Any]"
"""A connection of our own, or one that the pool lent."""
_HINT = re.compile(r" INDEXED BY \w+")


def native(statement: Statement) -> str:
    """Return a statement's SQL for PostgreSQL."""
    sql = _numbered(statement.sql)
    return f"{sql} {statement.lock}" if statement.lock else sql


@lru_cache(maxsize=512)
def _numbered(sql: str) -> str:
    numbers = count(1)
    return re.sub(r"\?", lambda _: f"${next(numbers)}", _HINT.sub("", sql))
