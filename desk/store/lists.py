"""The lists of the desk screen as SQL: windows, places, figures and crossings.

A list is a row of *stretches*, each of which an index holds in its order already. What is
late is told from the present, so that time alone never writes anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from core.clock import MINUTE, Instant
from core.vocabulary import Ball, ItemId, Kind, Lane, Language, State
from desk.store.listing import NEVER, Ahead, Counts, QueueRow, Span, Spans, View, Window
from desk.store.work import Question, Row, Work, fetch, first, number, numbers

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

    def page(self, number: int, limit: int, offset: int) -> Question:
        """Return the question for its rows from an offset on, and for the order among them."""
        sign, turn = ("-", "DESC") if self.newest_first else ("", "ASC")
        sql = (
            f"SELECT {number} AS part, {sign}{self.key} AS place, {sign}id AS turn, id"  # noqa: S608 - our own names
            f" FROM {self.table} WHERE {self.where}"
            f" ORDER BY {self.key} {turn}, id {turn} LIMIT {limit} OFFSET ?"
        )
        return sql, (*self.values, offset)

    @property
    def count(self) -> Question:
        """How many rows it has."""
        return f"SELECT count(*) FROM {self.table} WHERE {self.where}", self.values  # noqa: S608 - our own names

    def before(self, item: ItemId) -> Work[int | None]:
        """Return how many of its rows stand before an item, None when it is not among them."""
        place = f"SELECT {self.key}, id FROM items WHERE id = ? AND {self.where}"  # noqa: S608 - our own names
        found = yield from first(place, item, *self.values)
        if found is None:
            return None
        sign = ">" if self.newest_first else "<"
        key = f"({self.key}, id) {sign} (?, ?)"
        sql = f"SELECT count(*) FROM {self.table} WHERE {self.where} AND {key}"  # noqa: S608 - our own names
        return (yield from number(sql, *self.values, *found))


def stretches(
    view: View, agent: str, now: Instant, outside: Spans | None = None
) -> tuple[Stretch, ...]:
    """Return what a list consists of, in its order; of the queue, what some spans leave."""
    match view:
        case View.QUEUE:
            return _queue(now, outside or (Span(now + 1, now),) * 2)
        case View.MINE:
            late = f"band = ? AND promise_due <= ? AND {_HELD}"
            rest = f"band = ? AND (promise_due IS NULL OR promise_due > ?) AND {_HELD}"
            return tuple(
                Stretch("items", where, (band, now, agent, now), "queue_due")
                for where in (late, rest)
                for band in BANDS
            )
        case View.WAITING:
            return (Stretch("items", "waiting = 1", (), "returns_at"),)
        case View.WATCHING:
            return (Stretch("items", "watching = 1", (), "returns_at"),)
        case View.PRAISE:
            return (Stretch("items", "praise = 1", (), "queue_due"),)
        case View.HANDED | View.FOUND:
            return ()  # the service tells what went back, and what was looked for
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
    view: View,
    agent: str,
    now: Instant,
    offset: int,
    limit: int,
    ahead: Ahead | None = None,
) -> Work[Window]:
    """Return a stretch of a list in its order.

    Of the queue, what the plan put ``ahead`` of all else stands in its order.
    """
    before = ahead.ids if ahead else ()
    first = before[offset : offset + limit]
    parts = stretches(view, agent, now, ahead.spans if ahead else None)
    reached = yield from _reached(parts, max(0, offset - len(before)))
    pages = [part.page(n, limit, skip) for n, (part, skip) in enumerate(reached)]
    picked = _first_of([_named(first), *pages], limit)
    count, lines = yield from _lines(picked, now, _total(view, agent, now))
    return Window(lines, offset, count)


def _reached(parts: Sequence[Stretch], offset: int) -> Work[list[tuple[Stretch, int]]]:
    """Return in which parts of a list a window may lie, and how many rows of each are before it."""
    if not offset or len(parts) == 1:
        return [(part, offset) for part in parts]
    found = []
    sizes = yield from numbers([part.count for part in parts])
    for part, size in zip(parts, sizes, strict=True):
        if offset < size:
            found.append((part, offset))
        offset = max(0, offset - size)
    return found


def position(
    view: View,
    agent: str,
    now: Instant,
    item: ItemId,
    outside: Spans | None = None,
) -> Work[int | None]:
    """Return at which place of a list an item stands, None when it is not in it."""
    parts = stretches(view, agent, now, outside)
    for n, part in enumerate(parts):
        before = yield from part.before(item)
        if before is not None:
            return before + (yield from _sum([part.count for part in parts[:n]]))
    return None


def total(view: View, agent: str, now: Instant) -> Work[int]:
    """Return how many rows a list has."""
    return (yield from _sum(_total(view, agent, now)))


def _total(view: View, agent: str, now: Instant) -> list[Question]:
    match view:
        case View.QUEUE:
            awake = "SELECT count(*) FROM items WHERE queue_from > 0 AND queue_from <= ?"
            return [_tallied("standing"), (awake, (now,))]
        case View.MINE:
            return [("SELECT count(*) FROM claims WHERE agent = ? AND until > ?", (agent, now))]
        case View.WAITING | View.WATCHING | View.PRAISE:
            return [_tallied(view.value)]
        case View.HANDED | View.FOUND:
            return []
        case View.ALL:
            return [_tallied("total")]


def counts(agent: str, now: Instant) -> Work[Counts]:
    """Return the figures of the shift bar; late and soon are counted over the queue."""
    soon = "band = ? AND queue_from <= ? AND queue_due > ? AND queue_due <= ?"
    soon = f"{soon} AND promise_due IS NOT NULL"
    asked = {
        "queue": _total(View.QUEUE, agent, now),
        "late": [part.count for part in stretches(View.QUEUE, agent, now)[: len(BANDS)]],
        "soon": [
            Stretch(_PROMISED, soon, (band, now, now, now + SOON), "queue_due").count
            for band in BANDS
        ],
        "mine": _total(View.MINE, agent, now),
        **{name: [_tallied(name)] for name in ("waiting", "praise", "watching", "backlog")},
    }
    found = iter((yield from numbers([part for parts in asked.values() for part in parts])))
    figures: dict[str, Any] = {n: sum(islice(found, len(parts))) for n, parts in asked.items()}
    return Counts(**figures)


def overdue(now: Instant, limit: int = 200) -> Work[list[ItemId]]:
    """Return items with a promise due by now whose breach is not recorded yet."""
    sql = "SELECT id FROM items WHERE breach_at <= ? ORDER BY breach_at, id LIMIT ?"
    found = yield from fetch(sql, now, limit)
    return [ItemId(row[0]) for row in found]


def handed() -> Work[list[ItemId]]:
    """Return what was handed on and has not been accepted yet, safety first."""
    sql = "SELECT id FROM items WHERE handed_to <> '' ORDER BY band, queue_due, id"
    found = yield from fetch(sql)
    return [ItemId(row[0]) for row in found]


def next_crossing(after: Instant) -> Work[Instant | None]:
    """Return the next instant at which something turns late, wakes, or loses its claim."""
    firsts = (
        "SELECT coalesce(min(promise_due), ?) FROM items WHERE promise_due > ?",
        "SELECT coalesce(min(queue_from), ?) FROM items WHERE queue_from > 0 AND queue_from > ?",
        "SELECT coalesce(min(until), ?) FROM claims WHERE until > ?",
    )
    soonest = min((yield from numbers([(sql, (NEVER, after)) for sql in firsts])))
    return None if soonest == NEVER else soonest


_LINE = f"""
    i.id, i.source, i.kind, i.severity, i.language, i.state, i.ball, i.promise_due, i.queue_from,
    c.agent, c.until, EXISTS (SELECT 1 FROM drafts d WHERE d.item = i.id), i.revision, i.reopened,
    i.published_at, i.first_seen_at, i.rating, i.handed_to, i.handed_at,
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
"""  # noqa: S608 - our own names


def rows(ids: Sequence[ItemId], now: Instant) -> Work[tuple[QueueRow, ...]]:
    """Return a line for each of these items, in this order; one that is not there has none."""
    _none, lines = yield from _lines(_named(ids), now)
    return lines


def _named(ids: Sequence[ItemId]) -> Question:
    """Return the question for items by name, in the order they are named."""
    as_json = str(list(ids))  # a list of integers reads the same; json itself would be loaded
    sql = "SELECT -1 AS part, key AS place, key AS turn, CAST(value AS BIGINT) AS id"
    return f"{sql} FROM json_each(?)", (as_json,)


def _first_of(pages: Sequence[Question], limit: int) -> Question:
    """Return the question for the first items of some pages, one after the other.

    A limit that stands in the statement itself lets PostgreSQL reckon with so few rows.
    """
    parts = (f"SELECT * FROM ({sql}) p{n}" for n, (sql, _values) in enumerate(pages))  # noqa: S608 - our own names
    union = " UNION ALL ".join(parts)
    sql = f"SELECT * FROM ({union}) pages ORDER BY part, place, turn LIMIT {limit}"  # noqa: S608 - our own names
    return sql, [value for _sql, values in pages for value in values]


def _lines(
    picked: Question, now: Instant, total: Sequence[Question] = ()
) -> Work[tuple[int, tuple[QueueRow, ...]]]:
    """Return a total, and the lines of what is picked in its order, all in one statement."""
    count = " + ".join(f"({sql})" for sql, _values in total) or "0"
    found = yield from fetch(
        f"SELECT {count}, {_LINE} FROM (SELECT 1) one LEFT JOIN ({picked[0]}) w ON true"  # noqa: S608 - our own names
        " LEFT JOIN items i ON i.id = w.id LEFT JOIN claims c ON c.item = i.id AND c.until > ?"
        " ORDER BY w.part, w.place, w.turn",
        *(value for _sql, values in (*total, picked) for value in values),
        now,
    )
    return found[0][0], tuple(_row(row[1:], now) for row in found if row[1] is not None)


def _row(row: Row, now: Instant) -> QueueRow:
    (item, source, kind, severity, language, state, ball, promise_due, queue_from, agent, until,
     draft, revision, reopened, published_at, first_seen_at, rating, handed_to, handed_at,
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
        handed_to=handed_to,
        handed_at=handed_at,
    )


def _tallied(name: str) -> Question:
    return f"SELECT {name} FROM tally", ()  # noqa: S608 - our own names


def _sum(questions: Sequence[Question]) -> Work[int]:
    return sum((yield from numbers(questions)))
