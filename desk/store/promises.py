"""What the plan is made from: running promises, what answers took, and what was learned."""

from collections.abc import Iterable

from core.clock import Instant
from core.vocabulary import ItemId, Kind, Size
from desk.store.listing import NEVER, Span
from desk.store.lists import BANDS
from desk.store.records import Handled, Near, Promised
from desk.store.work import Row, Work, fetch, first

_SELECT = """
    SELECT i.id, i.queue_due, i.promise_from, i.promise_weight, i.kind, i.severity, i.size,
        i.source, i.length, c.agent, c.taken_at
    FROM items i INDEXED BY items_promised LEFT JOIN claims c ON c.item = i.id AND c.until > ?
    WHERE i.band = ? AND i.queue_from <= ? AND i.promise_due IS NOT NULL
"""
_MISSED = f"{_SELECT} AND i.queue_due <= ? ORDER BY i.queue_due DESC, i.id DESC LIMIT ?"
_COMING = f"{_SELECT} AND i.queue_due > ? AND i.queue_due <= ? ORDER BY i.queue_due, i.id LIMIT ?"
_HANDLED = """
    SELECT e.seq, e.took, i.kind, i.severity, i.size, i.source, i.length
    FROM events e INDEXED BY events_timed JOIN items i ON i.id = e.item
    WHERE e.took IS NOT NULL AND e.seq > ? AND NOT EXISTS (
        SELECT 1 FROM events u
        WHERE u.item = e.item AND u.kind = 'undone' AND json_extract(u.data, '$.event') = e.id
    )
    ORDER BY e.seq DESC LIMIT ?
"""


def promised(now: Instant, until: Instant, limit: int) -> Work[Near]:
    """Return the running promises of the queue that are nearest, safety before the rest."""
    found: list[Promised] = []
    spans = []
    for band in BANDS:
        room = limit - len(found)
        rows = yield from fetch(_MISSED, now, band, now, now, room // 2 + 1)
        missed, before = _nearest(rows, room // 2)
        room -= len(missed)
        rows = yield from fetch(_COMING, now, band, now, now, until, room + 1)
        coming, after = _nearest(rows, room)
        found += missed
        found += coming
        spans.append(
            Span(
                -NEVER if before is None else before + 1,
                max(now, until) if after is None else after - 1,
            )
        )
    return Near(tuple(found), (spans[0], spans[1]))


def _nearest(rows: Iterable[Row], limit: int) -> tuple[list[Promised], Instant | None]:
    """Return the first rows, and the due instant from which on they are left out, if any is.

    An instant is taken whole or not at all, so that a span says exactly what is in it.
    """
    found = [_promised(row) for row in rows]
    if len(found) <= limit:
        return found, None
    edge = found[-1].due
    return [one for one in found if one.due != edge], edge


def _promised(row: Row) -> Promised:
    item, due, start, weight, kind, severity, size, source, length, agent, since = row
    return Promised(
        ItemId(item),
        due,
        start,
        weight,
        Kind(kind),
        severity,
        Size(size),
        source,
        length,
        agent or "",
        since,
    )


def handled(after: int, limit: int) -> Work[list[Handled]]:
    """Return what answers took that were recorded after a number, the newest first."""
    found = yield from fetch(_HANDLED, after, limit)
    return [
        Handled(number, took, Kind(kind), severity, Size(size), source, length)
        for number, took, kind, severity, size, source, length in found
    ]


def learned(name: str) -> Work[str]:
    """Return a document that was learned, empty where there is none."""
    found = yield from first("SELECT doc FROM learned WHERE name = ?", name)
    return str(found[0]) if found else ""


def put_learned(name: str, doc: str) -> Work[None]:
    """Write a document that was learned."""
    yield from fetch(
        "INSERT INTO learned (name, doc) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET doc = excluded.doc",
        name,
        doc,
    )
