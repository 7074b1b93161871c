"""A look at the queue before anything else is loaded, for the screen's first frame.

Plain sqlite3 in the caller's thread, reading only: whatever is in the way (no file yet,
another schema, a damaged file) gives None, and opening the store says what it is.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from core.clock import Instant
from core.errors import WebcareError
from desk.store import lists
from desk.store.listing import Counts, View, Window
from desk.store.sqlite import schema
from desk.store.sqlite.transactions import run


def peek(path: Path, agent: str, now: Instant, limit: int) -> tuple[Window, Counts] | None:
    """Return the top of the queue and the figures of the shift bar, None where it can't."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as db:
            db.execute("BEGIN")
            schema.check_exactly(db, path, schema.newest())
            window = run(db, lists.window(View.QUEUE, agent, now, 0, limit))
            return window, run(db, lists.counts(agent, now))
    except (sqlite3.Error, WebcareError):
        return None
