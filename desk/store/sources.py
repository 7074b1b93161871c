"""What is remembered of sources and hosts, so that every process keeps the same manners."""

from collections.abc import Iterable, Sequence

from core.clock import Instant
from desk.store.codec import dump, load
from desk.store.records import Asking, Hindrance, SourceState, SourceTurn
from desk.store.work import HELD, Work, fetch, first, run_many


def put_sources(states: Iterable[SourceState]) -> Work[None]:
    """Write how sources stand."""
    yield from run_many(
        "INSERT INTO sources (name, doc) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET doc = excluded.doc",
        [(state.name, dump(state)) for state in states],
    )


def put_source(state: SourceState) -> Work[None]:
    """Write a source's state where no items came with it."""
    yield from put_sources([state])


def source_states() -> Work[dict[str, SourceState]]:
    """Return what is remembered of every source."""
    found = yield from fetch("SELECT name, doc FROM sources ORDER BY name")
    return {name: load(SourceState, doc) for name, doc in found}


def source_state(name: str) -> Work[SourceState | None]:
    """Return what is remembered of a source, None where it was never asked."""
    found = yield from first("SELECT doc FROM sources WHERE name = ?", name)
    return load(SourceState, found[0]) if found else None


def take_turns(
    askings: Sequence[Asking], owner: str, now: Instant, until: Instant
) -> Work[dict[str, SourceTurn]]:
    """Grant the right to ask sources, each with its host, or say what stands against it."""
    turns = {}
    for asking in sorted(askings, key=lambda asking: (asking.host, asking.source)):
        turns[asking.source] = yield from _take_turn(asking, owner, now, until)
    return turns


def _take_turn(asking: Asking, owner: str, now: Instant, until: Instant) -> Work[SourceTurn]:
    state = (yield from source_state(asking.source)) or SourceState(asking.source)
    if asking.due and (due := asking.due(state)) > now:
        return SourceTurn(state, Hindrance.EARLY, due)
    held, paced_to = (
        yield from first("SELECT until, paced_to FROM hosts WHERE host = ?", asking.host, lock=HELD)
    ) or (0, 0)
    free_at = paced_to - (asking.burst - 1) * asking.every
    if held > now:
        return SourceTurn(state, Hindrance.HOLD, held)
    if free_at > now:
        return SourceTurn(state, Hindrance.PACE, free_at)
    for name in _names(asking):
        if not (yield from _lease(name, owner, now, until)):
            yield from _give_back(_names(asking), owner)
            return SourceTurn(state, Hindrance.LEASE)
    if asking.host:
        yield from fetch(
            "INSERT INTO hosts (host, until, paced_to) VALUES (?, 0, ?)"
            " ON CONFLICT (host) DO UPDATE SET paced_to = excluded.paced_to",
            asking.host,
            max(paced_to, now) + asking.every,
        )
    return SourceTurn(state)


def _lease(name: str, owner: str, now: Instant, until: Instant) -> Work[bool]:
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


def end_turns(
    askings: Sequence[Asking], owner: str, states: Sequence[SourceState] = ()
) -> Work[None]:
    """Give turns back, and write how their sources stand."""
    yield from put_sources(states)
    yield from _give_back([name for asking in askings for name in _names(asking)], owner)


def _give_back(names: Iterable[str], owner: str) -> Work[None]:
    yield from run_many(
        "DELETE FROM source_leases WHERE name = ? AND owner = ?", [(name, owner) for name in names]
    )


def _names(asking: Asking) -> list[str]:
    """Return the leases of a turn; no source is called what its host's lease is."""
    return [asking.source, f"//{asking.host}"] if asking.host else [asking.source]


def hold_host(host: str, until: Instant) -> Work[None]:
    """Remember a host's Retry-After; the longest one asked for stands."""
    yield from fetch(
        "INSERT INTO hosts (host, until) VALUES (?, ?)"
        " ON CONFLICT (host) DO UPDATE SET until = excluded.until"
        " WHERE hosts.until < excluded.until",
        host,
        until,
    )
