"""The lists of the desk screen as SQL: windows, places, figures and crossings.

A list is a row of *stretches*, each of which an index holds in its order already. What is
late is told from the present, so that time alone never writes anything.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

from core.clock import MINUTE, Instant
from core.vocabulary import Ball, ItemId, Kind, Lane, Language, State
from desk.store.listing import Counts, QueueRow, Span, Spans, View, Window
from desk.store.schema import NEVER

SOON = 10 * MINUTE
"""How near a promise is that the shift bar counts as soon due."""
EXCERPT = 400
"""Characters of a comment in a list."""
BANDS = (0, 1)

_PROMISED = "items INDEXED BY items_promised"
_UNPROMISED = "items INDEXED BY items_unpromised"
_HELD = "id IN (SELECT item FROM claims WHERE agent = ? AND until > ?)"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that stand together in a list, ordered by a key and then by id."""

    table: str
    where: str
    values: tuple[Any, ...]
    key: str
    newest_first: bool = False

    def ids(self, db: sqlite3.Connection, limit: int, offset: int) -> list[ItemId]:
        """Return the ids from an offset on."""
        turn = "DESC" if self.newest_first else "ASC"
        order = ", ".join(f"{column} {turn}" for column in (*self.key.split(", "), "id"))
        sql = f"SELECT id FROM {self.table} WHERE {self.where} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608 - our own names
        return [ItemId(row[0]) for row in db.execute(sql, (*self.values, limit, offset))]

    def count(self, db: sqlite3.Connection) -> int:
        """Return how many rows it has."""
        return _number(db, f"SELECT count(*) FROM {self.table} WHERE {self.where}", self.values)  # noqa: S608 - our own names

    def before(self, db: sqlite3.Connection, item: ItemId) -> int | None:
        """Return how many of its rows stand before an item, None when it is not among them."""
        found = db.execute(
            f"SELECT {self.key}, id FROM items WHERE id = ? AND {self.where}",  # noqa: S608 - our own names
            (item, *self.values),
        ).fetchone()
        if found is None:
            return None
        sign = ">" if self.newest_first else "<"
        key = f"({self.key}, id) {sign} ({', '.join('?' * len(found))})"
        sql = f"SELECT count(*) FROM {self.table} WHERE {self.where} AND {key}"  # noqa: S608 - our own names
        return _number(db, sql, (*self.values, *found))


def stretches(
    view: View, agent: str, now: Instant, outside: Spans | None = None
) -> tuple[Stretch, ...]:
    """Return what a list consists of, in its order; of the queue, what some spans leave."""
    match view:
        case View.QUEUE:
            return _queue(now, outside or (Span(now + 1, now),) * 2)
        case View.MINE:
            late = f"{_HELD} AND promise_due <= ?"
            rest = f"{_HELD} AND (promise_due IS NULL OR promise_due > ?)"
            held = (agent, now, now)
            return tuple(Stretch("items", where, held, "band, queue_due") for where in (late, rest))
        case View.WAITING:
            return (Stretch("items", "waiting = 1", (), "returns_at"),)
        case View.WATCHING:
            return (Stretch("items", "watching = 1", (), "returns_at"),)
        case View.PRAISE:
            return (Stretch("items", "praise = 1", (), "queue_due"),)
        case View.ALL:
            return (Stretch("items", "true", (), "first_seen_at", newest_first=True),)


def _queue(now: Instant, outside: Spans) -> tuple[Stretch, ...]:
    """Late first; then, band by band, what woke, what has a promise, and the rest."""
    here = "band = ? AND queue_from <= ?"
    late, woken, coming, standing = [
        [
            Stretch(
                table, f"{here} AND promise_due IS {null} AND {due}", (b, now, limit), "queue_due"
            )
            for b, limit in zip(BANDS, limits, strict=True)
        ]
        for table, null, due, limits in (
            (_PROMISED, "NOT NULL", "queue_due < ?", [span.first for span in outside]),
            (_UNPROMISED, "NULL", "queue_due <= ?", [now, now]),
            (_PROMISED, "NOT NULL", "queue_due > ?", [span.last for span in outside]),
            (_UNPROMISED, "NULL", "queue_due = ?", [NEVER, NEVER]),
        )
    ]
    keep = (part for band in zip(woken, coming, standing, strict=True) for part in band)
    return (*late, *keep)


def window(
    db: sqlite3.Connection,
    view: View,
    agent: str,
    now: Instant,
    offset: int,
    limit: int,
    outside: Spans | None = None,
) -> Window:
    """Return a stretch of a list in its order."""
    ids: list[ItemId] = []
    skip = offset
    for part in stretches(view, agent, now, outside):
        if len(ids) == limit:
            break
        found = part.ids(db, limit - len(ids), skip)
        ids += found
        skip = 0 if found else max(0, skip - part.count(db)) if skip else 0
    return Window(rows(db, ids, now), offset, total(db, view, agent, now))


def position(
    db: sqlite3.Connection,
    view: View,
    agent: str,
    now: Instant,
    item: ItemId,
    outside: Spans | None = None,
) -> int | None:
    """Return at which place of a list an item stands, None when it is not in it."""
    parts = stretches(view, agent, now, outside)
    for n, part in enumerate(parts):
        before = part.before(db, item)
        if before is not None:
            return before + sum(earlier.count(db) for earlier in parts[:n])
    return None


def total(db: sqlite3.Connection, view: View, agent: str, now: Instant) -> int:
    """Return how many rows a list has."""
    match view:
        case View.QUEUE:
            return _tallied(db, "standing") + _number(
                db, "SELECT count(*) FROM items WHERE queue_from > 0 AND queue_from <= ?", (now,)
            )
        case View.MINE:
            return _number(
                db, "SELECT count(*) FROM claims WHERE agent = ? AND until > ?", (agent, now)
            )
        case View.WAITING | View.WATCHING | View.PRAISE:
            return _tallied(db, view.value)
        case View.ALL:
            return _tallied(db, "total")


def counts(db: sqlite3.Connection, agent: str, now: Instant) -> Counts:
    """Return the figures of the shift bar; late and soon are counted over the queue."""
    late = stretches(View.QUEUE, agent, now)[: len(BANDS)]
    soon = [
        Stretch(
            _PROMISED,
            "band = ? AND queue_from <= ? AND queue_due > ? AND queue_due <= ?"
            " AND promise_due IS NOT NULL",
            (band, now, now, now + SOON),
            "queue_due",
        )
        for band in BANDS
    ]
    return Counts(
        queue=total(db, View.QUEUE, agent, now),
        late=sum(part.count(db) for part in late),
        soon=sum(part.count(db) for part in soon),
        mine=total(db, View.MINE, agent, now),
        waiting=_tallied(db, "waiting"),
        praise=_tallied(db, "praise"),
        watching=_tallied(db, "watching"),
        backlog=_tallied(db, "backlog"),
    )


def overdue(db: sqlite3.Connection, now: Instant, limit: int) -> list[ItemId]:
    """Return items with a promise due by now whose breach is not recorded yet."""
    sql = "SELECT id FROM items WHERE breach_at <= ? ORDER BY breach_at, id LIMIT ?"
    return [ItemId(row[0]) for row in db.execute(sql, (now, limit))]


def next_crossing(db: sqlite3.Connection, after: Instant) -> Instant | None:
    """Return the next instant at which something turns late, wakes, or loses its claim."""
    firsts = (
        "SELECT min(promise_due) FROM items WHERE promise_due > ?",
        "SELECT min(queue_from) FROM items WHERE queue_from > 0 AND queue_from > ?",
        "SELECT min(until) FROM claims WHERE until > ?",
    )
    found = (db.execute(sql, (after,)).fetchone()[0] for sql in firsts)
    return min((instant for instant in found if instant is not None), default=None)


_ROWS = f"""
    SELECT i.id, i.source, i.kind, i.severity, i.language, i.state, i.ball, i.promise_due,
        i.queue_from, c.agent, c.until, EXISTS (SELECT 1 FROM drafts d WHERE d.item = i.id),
        i.revision, i.reopened, i.published_at, i.first_seen_at, i.rating,
        {
    ", ".join(
        f"(SELECT substr(body, 1, {cap}) FROM texts WHERE event_id = i.text_event"
        f" AND name = '{name}')"
        for name, cap in (
            ("author", EXCERPT),
            ("title", EXCERPT),
            ("body", EXCERPT),
            ("permalink", 4000),
        )
    )
}
    FROM items i LEFT JOIN claims c ON c.item = i.id AND c.until > ?
    WHERE i.id IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - our own names


def rows(db: sqlite3.Connection, ids: list[ItemId], now: Instant) -> tuple[QueueRow, ...]:
    """Return a line for each of these items, in this order; one that is not there has none."""
    as_json = str(ids)  # a list of integers reads the same; json itself would be loaded for it
    found = {row[0]: _row(row, now) for row in db.execute(_ROWS, (now, as_json))}
    return tuple(found[item] for item in ids if item in found)


def _row(row: tuple[Any, ...], now: Instant) -> QueueRow:
    (item, source, kind, severity, language, state, ball, promise_due, queue_from, agent, until,
     draft, revision, reopened, published_at, first_seen_at, rating,
     author, title, body, permalink) = row  # fmt: skip
    return QueueRow(
        id=ItemId(item),
        source=source,
        author=author or "",
        text="\n".join(part for part in (title, body) if part)[:EXCERPT],
        kind=Kind(kind),
        severity=severity,
        language=Language(language),
        state=State(state),
        ball=Ball(ball),
        lane=Lane.LATE if promise_due is not None and promise_due <= now else Lane.KEEP,
        due_at=promise_due,
        wake_at=queue_from or None,
        claimed_by=agent or "",
        lease_until=until,
        has_draft=bool(draft),
        revision=revision,
        reopened=bool(reopened),
        published_at=published_at,
        first_seen_at=first_seen_at,
        rating=rating,
        permalink=permalink or "",
    )


def _tallied(db: sqlite3.Connection, name: str) -> int:
    return _number(db, f"SELECT {name} FROM tally", ())  # noqa: S608 - our own names


def _number(db: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> int:
    (number,) = db.execute(sql, values).fetchone()
    return int(number)
