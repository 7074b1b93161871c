"""What is remembered of sources and hosts, so that every process keeps the same manners."""

from core.clock import Instant
from desk.store.codec import dump, load
from desk.store.records import SourceState
from desk.store.work import Work, fetch, first


def put_source(state: SourceState) -> Work[None]:
    """Write a source's state."""
    yield from fetch(
        "INSERT INTO sources (name, doc) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET doc = excluded.doc",
        state.name,
        dump(state),
    )


def source_states() -> Work[dict[str, SourceState]]:
    """Return what is remembered of every source."""
    found = yield from fetch("SELECT name, doc FROM sources ORDER BY name")
    return {name: load(SourceState, doc) for name, doc in found}


def source_state(name: str) -> Work[SourceState | None]:
    """Return what is remembered of a source, None where it was never asked."""
    found = yield from first("SELECT doc FROM sources WHERE name = ?", name)
    return load(SourceState, found[0]) if found else None


def lease_source(name: str, owner: str, now: Instant, until: Instant) -> Work[bool]:
    """Take the right to poll a source; False while another holds it."""
    taken = yield from fetch(
        "INSERT INTO source_leases (name, owner, until) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until"
        " WHERE source_leases.owner = excluded.owner OR source_leases.until <= ? RETURNING name",
        name,
        owner,
        until,
        now,
    )
    return bool(taken)


def host_hold(host: str) -> Work[Instant]:
    """Return until when a host asked to be left alone; 0 for never."""
    found = yield from first("SELECT until FROM hosts WHERE host = ?", host)
    return int(found[0]) if found else 0


def hold_host(host: str, until: Instant) -> Work[None]:
    """Remember a host's Retry-After; the longest one asked for stands."""
    yield from fetch(
        "INSERT INTO hosts (host, until) VALUES (?, ?)"
        " ON CONFLICT (host) DO UPDATE SET until = excluded.until"
        " WHERE hosts.until < excluded.until",
        host,
        until,
    )
