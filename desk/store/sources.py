"""What is remembered of sources and hosts, so that every process keeps the same manners."""

import sqlite3

from core.clock import Instant
from desk.store.codec import dump, load
from desk.store.protocol import SourceState


def put_source(db: sqlite3.Connection, state: SourceState) -> None:
    """Write a source's state."""
    db.execute(
        "INSERT INTO sources (name, doc) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET doc = excluded.doc",
        (state.name, dump(state)),
    )


def source_states(db: sqlite3.Connection) -> dict[str, SourceState]:
    """Return what is remembered of every source."""
    found = db.execute("SELECT name, doc FROM sources ORDER BY name")
    return {name: load(SourceState, doc) for name, doc in found}


def lease_source(
    db: sqlite3.Connection, name: str, owner: str, now: Instant, until: Instant
) -> bool:
    """Take the right to poll a source; False while another holds it."""
    taken = db.execute(
        "INSERT INTO source_leases (name, owner, until) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until"
        " WHERE owner = excluded.owner OR until <= ?",
        (name, owner, until, now),
    )
    return taken.rowcount > 0


def host_hold(db: sqlite3.Connection, host: str) -> Instant:
    """Return until when a host asked to be left alone; 0 for never."""
    found = db.execute("SELECT until FROM hosts WHERE host = ?", (host,)).fetchone()
    return int(found[0]) if found else 0


def hold_host(db: sqlite3.Connection, host: str, until: Instant) -> None:
    """Remember a host's Retry-After; the longest one asked for stands."""
    db.execute(
        "INSERT INTO hosts (host, until) VALUES (?, ?)"
        " ON CONFLICT (host) DO UPDATE SET until = max(until, excluded.until)",
        (host, until),
    )
