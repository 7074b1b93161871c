"""What the plan is made from: running promises, what answers took, and what was learned."""

from collections.abc import Iterable, Mapping

from core.clock import Instant
from core.vocabulary import Kind, Size
from desk.store.listing import NEVER, Span
from desk.store.lists import BANDS
from desk.store.records import Handled, Near, Promised
from desk.store.work import Row, Work, fetch, first

_SELECT = """
    SELECT id, queue_due, promise_from, promise_weight, kind, severity, size, source, length
    FROM items INDEXED BY items_promised
    WHERE band = ? AND queue_from <= ? AND promise_due IS NOT NULL
"""
_MISSED = f"{_SELECT} AND queue_due <= ? ORDER BY queue_due DESC, id DESC LIMIT ?"
_COMING = f"{_SELECT} AND queue_due > ? AND queue_due <= ? ORDER BY queue_due, id LIMIT ?"
_CLAIMS = "SELECT item, agent, taken_at FROM claims WHERE until > ?"
_HANDLED = """
    SELECT e.seq, e.took, i.kind, i.severity, i.size, i.source, i.length
    FROM events e INDEXED BY events_timed JOIN items i ON i.id = e.item
    WHERE e.took IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM events u
        WHERE u.item = e.item AND u.kind = 'undone' AND json_extract(u.data, '$.event') = e.id
    )
    ORDER BY e.seq DESC LIMIT ?
"""


# A look-up costs a fraction of asking the class for each of ten thousand rows.
_KINDS = {kind.value: kind for kind in Kind}
_SIZES = {size.value: size for size in Size}
_FREE = ("", None)


def promised(now: Instant, until: Instant, limit: int) -> Work[Near]:
    """Return the first running promises of what stands in the queue, due by ``until``.

    Where there are more than ``limit``, these are the nearest, safety first, at most half of
    them missed ones.
    """
    claims = yield from fetch(_CLAIMS, now)
    held = {item: (agent, since) for item, agent, since in claims}
    found: list[Promised] = []
    spans = []
    for band in BANDS:
        room = limit - len(found)
        rows = yield from fetch(_MISSED, band, now, now, room // 2 + 1)
        missed, before = _nearest(rows, held, room // 2)
        room -= len(missed)
        rows = yield from fetch(_COMING, band, now, now, until, room + 1)
        coming, after = _nearest(rows, held, room)
        found += missed
        found += coming
        spans.append(
            Span(
                -NEVER if before is None else before + 1,
                max(now, until) if after is None else after - 1,
            )
        )
    return Near(tuple(found), (spans[0], spans[1]))


def _nearest(
    rows: Iterable[Row], held: Mapping[int, tuple[str, Instant]], limit: int
) -> tuple[list[Promised], Instant | None]:
    """Return the first rows, and the due instant from which on they are left out, if any is.

    An instant is taken whole or not at all, so that a span says exactly what is in it.
    """
    found = [
        Promised(
            item,
            due,
            start,
            weight,
            _KINDS[kind],
            severity,
            _SIZES[size],
            source,
            length,
            *held.get(item, _FREE),
        )
        for item, due, start, weight, kind, severity, size, source, length in rows
    ]
    if len(found) <= limit:
        return found, None
    edge = found[-1].due
    return [one for one in found if one.due != edge], edge


def handled(limit: int = 2000) -> Work[list[Handled]]:
    """Return what answers took, the newest first; those that were undone are left out."""
    found = yield from fetch(_HANDLED, limit)
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
