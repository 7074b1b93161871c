"""The index of an SQLite desk's words: kept up to date, and asked.

Triggers put down which items were written to; what these read now is indexed in the same
transaction, so that whatever writes or erases a text needs to know nothing of words.
"""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.vocabulary import ItemId
from desk.store.work import Work, fetch

if TYPE_CHECKING:
    from desk.model.terms import Term

_SETTLE = (
    "INSERT INTO words (words, rowid, body)"
    " SELECT 'delete', item, body FROM unread WHERE body IS NOT NULL",
    "INSERT INTO words (rowid, body) SELECT item, body FROM wordings"
    " WHERE item IN (SELECT item FROM unread) AND body IS NOT NULL ORDER BY item",
    "DELETE FROM unread",
)


def settle(db: sqlite3.Connection) -> None:
    """Index what the open transaction wrote."""
    if db.execute("SELECT 1 FROM unread LIMIT 1").fetchone():
        for sql in _SETTLE:
            db.execute(sql)


def hits(terms: "Sequence[Term]", limit: int) -> Work[list[ItemId]]:
    """Return the items in which all terms stand, the newest first."""
    wanted = " AND ".join(f'"{" ".join(t.words)}"{"*" if t.is_begun else ""}' for t in terms)
    found = yield from fetch(
        "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?", wanted, limit
    )
    return [ItemId(row[0]) for row in found]
