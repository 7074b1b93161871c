"""The row of an item: its document, and the columns that lists are ordered and counted by."""

from core.clock import Instant
from core.errors import NotFound
from core.i18n import _
from core.vocabulary import Ball, ItemId, Kind, State, TimerKind
from desk.model.item import Item
from desk.store.codec import dump, load
from desk.store.listing import NEVER
from desk.store.work import HELD, Row, Work, fetch, first

COLUMNS = (
    "id",
    "version",
    "source",
    "state",
    "ball",
    "kind",
    "severity",
    "language",
    "revision",
    "reopened",
    "published_at",
    "first_seen_at",
    "rating",
    "text_event",
    "size",
    "length",
    "band",
    "queue_from",
    "queue_due",
    "promise_from",
    "promise_due",
    "promise_weight",
    "breach_at",
    "returns_at",
    "waiting",
    "praise",
    "watching",
    "backlog",
    "doc",
    "handed_to",
    "handed_at",
)
_GET = f"SELECT {', '.join(COLUMNS)} FROM items WHERE id = ?"  # noqa: S608 - our own names
_DOC = COLUMNS.index("doc")
_ADD = f"INSERT INTO items VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - our own names


def columns_of(item: Item) -> tuple[object, ...]:
    """Return an item's row, in the order of COLUMNS."""
    promise = item.promise
    gone = item.is_closed or item.state is State.HISTORY
    waits = item.ball in {Ball.CUSTOMER, Ball.INTERNAL} and not gone
    owes_praise = item.timer(TimerKind.PRAISE_FOLLOW_UP) is not None
    return (
        item.id,
        item.version,
        item.source,
        item.state,
        item.ball,
        item.kind,
        item.severity,
        item.language,
        item.revision,
        item.reopen_count > 0,
        item.published_at,
        item.first_seen_at,
        item.rating,
        item.text_event,
        item.size,
        item.length,
        item.band,
        item.queue_from,
        item.queue_due or NEVER,
        promise.started_at if promise else None,
        promise.due_at if promise else None,
        promise.weight if promise else None,
        breach_at(item),
        NEVER if item.queue_from is None else item.queue_from,
        waits and item.state is not State.WATCHING,
        item.kind is Kind.PRAISE and (owes_praise or not gone),
        item.state is State.WATCHING,
        not gone,
        dump(item),
        item.handed.to if item.handed else "",
        item.handed.at if item.handed else 0,
    )


def breach_at(item: Item) -> Instant | None:
    """Return when the first running promise whose breach is not recorded is due."""
    promises = (t for t in item.timers if t.running and t.kind.is_promise)
    return min((t.due_at for t in promises if not t.breach_noticed), default=None)


def put(item: Item, stored: Row | None) -> Work[bool]:
    """Write an item's row, of a stored one only what differs; return whether anything did."""
    row = columns_of(item)
    if stored is None:
        yield from fetch(_ADD, *row)
        return True
    # A column that is not named leaves its indexes alone: fewer pages to sync.
    changed = {n: now for n, was, now in zip(COLUMNS, stored, row, strict=True) if was != now}
    if changed:
        names = ", ".join(f"{name} = ?" for name in changed)
        yield from fetch(f"UPDATE items SET {names} WHERE id = ?", *changed.values(), item.id)  # noqa: S608 - our own names
    return bool(changed)


def get(item: ItemId) -> Work[Item]:
    """Return an item; NotFound when there is none."""
    found = yield from first("SELECT doc FROM items WHERE id = ?", item)
    if found is None:
        raise missing(item)
    return load(Item, found[0])


def hold(item: ItemId) -> Work[Row | None]:
    """Return an item's row, from now on kept from other writers; None when there is none."""
    return (yield from first(_GET, item, lock=HELD))


def read(row: Row) -> Item:
    """Return the item that a row is of."""
    return load(Item, row[_DOC])


def missing(item: ItemId) -> NotFound:
    """Return the error for an item that is not there."""
    return NotFound(_("There is no item {item}").format(item=item))
