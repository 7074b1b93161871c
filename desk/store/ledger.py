"""Events in and out of the database, and the rows they leave."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.clock import Instant
from core.errors import Changed
from core.i18n import _
from core.safe_text import clean_for_storage
from core.vocabulary import EventId, ItemId
from desk.model.event import Event, EventKind
from desk.model.fold import fold, fold_all
from desk.model.item import Item
from desk.store import rows
from desk.store.chain import digest, link, new_salt
from desk.store.codec import canonical, decode_effects, encode, encode_effects
from desk.store.protocol import Identity, Known, SourceState, Write
from desk.store.sources import put_source

_COLUMNS = "id, item, kind, actor, at, recorded_at, data, effects"


def append(
    db: sqlite3.Connection, writes: Sequence[Write], poll: SourceState | None
) -> list[Item | None]:
    """Write events and the rows they leave; None stands for a new item that is known."""
    items = [_append(db, write) for write in writes]
    if poll is not None:
        put_source(db, poll)
    return items


def _append(db: sqlite3.Connection, write: Write) -> Item | None:
    known = (
        write.events
        and db.execute("SELECT item FROM events WHERE id = ?", (write.events[0].id,)).fetchone()
    )
    if known:
        return rows.get(db, known[0])
    if write.item is None:
        if write.identity is not None and _is_known(db, write.identity):
            return None
        number, item = _next_number(db), None
    else:
        number, item = write.item, rows.get(db, write.item)
        if write.expected is not None and item.version != write.expected:
            raise Changed(
                _("Item {item} changed in the meantime").format(item=number),
                _("Look at it again; nothing was written."),
            )
    events = [_as_stored(event, number) for event in write.events]
    return _record(db, item, events, write.identity)


def _record(
    db: sqlite3.Connection, item: Item | None, events: Sequence[Event], identity: Identity | None
) -> Item:
    for event in events:
        item = fold(item, event)
    if item is None:
        message = "a write without events makes no item"
        raise ValueError(message)
    rows.put(db, item)
    _insert(db, item.id, events)
    if any(event.kind is EventKind.UNDONE for event in events):
        item = fold_all(events_of(db, item.id))
        rows.put(db, item)
    if identity is not None:
        _identify(db, item.id, identity)
    return item


def _as_stored(event: Event, item: ItemId) -> Event:
    """Return an event as it will be read again, so that a rebuild folds the very same."""
    return replace(
        event,
        item=item,
        actor=clean_for_storage(event.actor),
        data=json.loads(canonical(encode(event.data))),
        texts={name: clean_for_storage(text or "") for name, text in event.texts.items()},
    )


def _insert(db: sqlite3.Connection, item: ItemId, events: Sequence[Event]) -> None:
    last = db.execute(
        "SELECT hash FROM events WHERE item = ? ORDER BY seq DESC LIMIT 1", (item,)
    ).fetchone()
    previous: str = last[0] if last else ""
    for event in events:
        salted = {name: (text or "", new_salt()) for name, text in event.texts.items()}
        digests = {name: digest(salt, text) for name, (text, salt) in salted.items()}
        here = link(previous, event, digests)
        db.execute(
            f"INSERT INTO events ({_COLUMNS}, digests, prev_hash, hash, took)"  # noqa: S608 - our own names
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*_values(event), canonical(digests), previous, here, event.data.get("took")),
        )
        db.executemany(
            "INSERT INTO texts (event_id, name, body, salt) VALUES (?, ?, ?, ?)",
            [(event.id, name, text, salt) for name, (text, salt) in salted.items()],
        )
        previous = here


def _values(event: Event) -> tuple[Any, ...]:
    return (
        event.id,
        event.item,
        event.kind,
        event.actor,
        event.at,
        event.recorded_at,
        canonical(event.data),
        canonical(encode_effects(event.effects)),
    )


def _event(row: Sequence[Any], texts: Mapping[str, str | None]) -> Event:
    number, item, kind, actor, at, recorded_at, data, effects = row
    return Event(
        id=EventId(number),
        item=ItemId(item),
        at=at,
        actor=actor,
        kind=EventKind(kind),
        data=json.loads(data),
        effects=decode_effects(json.loads(effects)),
        texts=texts,
        recorded_at=recorded_at,
    )


def events_of(db: sqlite3.Connection, item: ItemId) -> list[Event]:
    """Return an item's events in the order they were recorded, with their texts."""
    texts: dict[str, dict[str, str | None]] = {}
    for event, name, body in db.execute(
        "SELECT t.event_id, t.name, t.body FROM texts t JOIN events e ON e.id = t.event_id"
        " WHERE e.item = ?",
        (item,),
    ):
        texts.setdefault(event, {})[name] = body
    found = db.execute(f"SELECT {_COLUMNS} FROM events WHERE item = ? ORDER BY seq", (item,))  # noqa: S608 - our own names
    return [_event(row, texts.get(row[0], {})) for row in found]


def events_of_existing(db: sqlite3.Connection, item: ItemId) -> list[Event]:
    """Return an item's events; NotFound when there is no such item."""
    events = events_of(db, item)
    if not events:
        raise rows.missing(item)
    return events


def event_items(db: sqlite3.Connection, start: Instant, end: Instant) -> list[ItemId]:
    """Return the items with an event recorded in [start, end)."""
    sql = (
        "SELECT DISTINCT item FROM events WHERE recorded_at >= ? AND recorded_at < ? ORDER BY item"
    )
    return [ItemId(row[0]) for row in db.execute(sql, (start, end))]


def item_ids(db: sqlite3.Connection, after: ItemId, limit: int) -> list[ItemId]:
    """Return item ids in order, from the one after another on."""
    sql = "SELECT id FROM items WHERE id > ? ORDER BY id LIMIT ?"
    return [ItemId(row[0]) for row in db.execute(sql, (after, limit))]


def last_actions(db: sqlite3.Connection, agent: str, since: Instant, limit: int) -> list[Event]:
    """Return an agent's newest events first, without texts."""
    sql = (
        f"SELECT {_COLUMNS} FROM events WHERE actor = ? AND recorded_at >= ?"  # noqa: S608 - our own names
        " ORDER BY recorded_at DESC, seq DESC LIMIT ?"
    )
    return [_event(row, {}) for row in db.execute(sql, (clean_for_storage(agent), since, limit))]


def known(
    db: sqlite3.Connection, source: str, native_ids: Sequence[str], permalink_keys: Sequence[str]
) -> list[Known]:
    """Return what is known of these posts, by id in the source or by permalink there."""
    ids = canonical([clean_for_storage(native_id) for native_id in native_ids])
    keys = canonical([clean_for_storage(key) for key in permalink_keys if key])
    found = db.execute(
        "SELECT item, native_id, content_hash, permalink_key FROM identities"
        " WHERE source = ? AND native_id IN (SELECT value FROM json_each(?))"
        " UNION SELECT item, native_id, content_hash, permalink_key FROM identities"
        " WHERE source = ? AND permalink_key <> ''"
        " AND permalink_key IN (SELECT value FROM json_each(?))",
        (source, ids, source, keys),
    )
    return [Known(ItemId(item), *rest) for item, *rest in found]


def rebuild(db: sqlite3.Connection, after: ItemId, limit: int) -> tuple[int, list[ItemId]]:
    """Fold a page of items anew; return how many rows were mended, and the page's ids."""
    sql = "SELECT DISTINCT item FROM events WHERE item > ? ORDER BY item LIMIT ?"
    page = [ItemId(row[0]) for row in db.execute(sql, (after, limit)).fetchall()]
    mended = sum(rows.put(db, fold_all(events_of(db, item))) for item in page)
    return mended, page


def chain_holds(db: sqlite3.Connection, item: ItemId) -> bool:
    """Return whether no event of an item, and no text that is left, was altered."""
    previous = ""
    kept = {
        (event, name): digest(salt, body)
        for event, name, body, salt in db.execute(
            "SELECT t.event_id, t.name, t.body, t.salt FROM texts t"
            " JOIN events e ON e.id = t.event_id WHERE e.item = ? AND t.body IS NOT NULL",
            (item,),
        )
    }
    recorded = db.execute(
        "SELECT id, digests, prev_hash, hash FROM events WHERE item = ? ORDER BY seq", (item,)
    ).fetchall()
    for event, (number, digests, before, here) in zip(events_of(db, item), recorded, strict=True):
        claimed: dict[str, str] = json.loads(digests)
        if before != previous or here != link(previous, event, claimed):
            return False
        if any(kept.get((number, name), claimed[name]) != claimed[name] for name in claimed):
            return False
        previous = here
    return True


def _next_number(db: sqlite3.Connection) -> ItemId:
    (last,) = db.execute("SELECT max(id) FROM items").fetchone()
    return ItemId((last or 0) + 1)


def _is_known(db: sqlite3.Connection, identity: Identity) -> bool:
    found = db.execute(
        "SELECT 1 FROM identities WHERE source = ? AND native_id = ?",
        (identity.source, clean_for_storage(identity.native_id)),
    ).fetchone()
    return found is not None


def _identify(db: sqlite3.Connection, item: ItemId, identity: Identity) -> None:
    """Remember by what an item is recognised; another item's identity stays as it is."""
    db.execute(
        "INSERT INTO identities (source, native_id, item, content_hash, permalink_key)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (source, native_id) DO UPDATE SET"
        " content_hash = excluded.content_hash, permalink_key = excluded.permalink_key"
        " WHERE item = excluded.item",
        (
            identity.source,
            clean_for_storage(identity.native_id),
            item,
            identity.content_hash,
            clean_for_storage(identity.permalink_key),
        ),
    )
