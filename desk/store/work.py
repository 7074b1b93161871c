"""Work on a database as steps: SQL is yielded, and its rows are sent back.

What the store does is said once, in SQL that SQLite and PostgreSQL both take. How a step is run
is a database's own: SQLite runs the whole of it in a thread, PostgreSQL awaits each statement.
Work touches nothing but its database, so that it can be begun anew when a transaction failed.
"""

from collections.abc import Callable, Generator, Sequence
from typing import Any, NamedTuple, TypeVar

Row = Sequence[Any]
HELD = "FOR UPDATE"
"""Waits for whoever writes these rows."""
Question = tuple[str, Sequence[Any]]
"""SQL that gives one number, and its values."""
T = TypeVar("T")


class Statement(NamedTuple):
    """One statement, its values marked ``?`` in order."""

    sql: str
    values: Sequence[Any] = ()
    many: bool = False
    """Whether it is run for each of the rows of values, giving none back."""
    lock: str = ""
    """How a shared database keeps the rows read from other writers until the transaction ends."""


Work = Generator[Statement, list[Row], T]
"""What a transaction consists of, and what comes of it."""
Job = Callable[[], Work[T]]
"""Begins the work; it is called once more where a transaction is tried again."""


def fetch(sql: str, *values: Any) -> Work[list[Row]]:
    """Run a statement; return its rows."""
    return (yield Statement(sql, values))


def first(sql: str, *values: Any, lock: str = "") -> Work[Row | None]:
    """Run a statement; return its first row, None where it has none."""
    rows = yield Statement(sql, values, lock=lock)
    return rows[0] if rows else None


def number(sql: str, *values: Any) -> Work[int]:
    """Run a statement that gives one number."""
    rows = yield Statement(sql, values)
    return int(rows[0][0])


def numbers(questions: Sequence[Question]) -> Work[list[int]]:
    """Ask several questions at once, each of which one number answers."""
    if not questions:
        return []
    sql = "SELECT " + ", ".join(f"({question})" for question, _values in questions)
    rows = yield Statement(sql, [value for _question, values in questions for value in values])
    return [int(answer) for answer in rows[0]]


def run_many(sql: str, rows: Sequence[Row]) -> Work[None]:
    """Run a statement once for each row of values."""
    if rows:
        yield Statement(sql, rows, many=True)
