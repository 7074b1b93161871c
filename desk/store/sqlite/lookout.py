"""What other processes wrote to the file, found by SQLite's own count of commits."""

import sqlite3

from core.vocabulary import ItemId
from desk.store.records import Change


class Lookout:
    """Tells what other connections committed since it looked last."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._version = data_version(db)
        self._seen = _newest(db)

    def look(self, db: sqlite3.Connection) -> Change | None:
        """Return what others changed, None when nothing was; runs in the connection's thread."""
        newest = _newest(db)  # before the version, so that nothing falls between the two
        version = data_version(db)
        since, self._seen = self._seen, newest
        if version == self._version:
            return None
        self._version = version
        found = db.execute("SELECT DISTINCT item FROM events WHERE seq > ?", (since,))
        return Change(frozenset(ItemId(row[0]) for row in found), other=True)


def data_version(db: sqlite3.Connection) -> int:
    """Return the number that counts the commits of other connections."""
    (version,) = db.execute("PRAGMA data_version").fetchone()
    return int(version)


def _newest(db: sqlite3.Connection) -> int:
    (seq,) = db.execute("SELECT max(seq) FROM events").fetchone()
    return int(seq or 0)
