"""Events in and out of the database, and the rows they leave."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
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
from desk.store.identities import identify, is_known
from desk.store.records import SourceState, Write
from desk.store.sources import put_sources
from desk.store.work import Row, Work, fetch, first, number, run_many

LAST = "(SELECT hash FROM events WHERE item = {item} ORDER BY seq DESC LIMIT 1)"
_COLUMNS = "id, item, kind, actor, at, recorded_at, data, effects"


def append(writes: Sequence[Write], poll: SourceState | None = None) -> Work[list[Item | None]]:
    """Write events in one transaction; return each item, None for a known new one.

    Raises:
        Changed: an item is at another version than expected; nothing was written.
        NotFound: an item does not exist.
        StorageFull: the disk is full; nothing was written.
    """
    items: list[Item | None] = []
    for write in writes:
        items += [(yield from _append(write))]
    if poll is not None:
        yield from put_sources([poll])
    return items


def _append(write: Write) -> Work[Item | None]:
    if write.item is None:
        here, stored = (yield from _next_number()), None
    else:
        here, stored = write.item, (yield from rows.hold(write.item))
        if stored is None:
            raise rows.missing(here)
    # Asked once we hold the row: until then a lost COMMIT of this very write may be under way.
    known, last = yield from _recorded(here, write.events)
    if known is not None:
        return (yield from rows.get(known))
    item = rows.read(stored) if stored else None
    if item is None and write.identity is not None and (yield from is_known(write.identity)):
        return None
    if item is not None and write.expected is not None and item.version != write.expected:
        raise Changed(
            _("Item {item} changed in the meantime").format(item=here),
            _("Look at it again; nothing was written."),
        )
    item = yield from _record(item, stored, [as_stored(e, here) for e in write.events], last)
    if write.identity is not None:
        yield from identify(item.id, write.identity)
    return item


def record(item: Item, stored: Row, event: Event, last: str) -> Work[Item]:
    """Write an event of an item whose row is held, after its newest hash, and the row it leaves."""
    return (yield from _record(item, stored, [as_stored(event, item.id)], last))


def _recorded(item: ItemId, events: Sequence[Event]) -> Work[tuple[ItemId | None, str]]:
    """Return whose the last of these events is already, and the hash of an item's newest one."""
    found = yield from first(
        f"SELECT (SELECT item FROM events WHERE id = ?), {LAST.format(item='?')}",  # noqa: S608 - our own names
        events[-1].id if events else "",
        item,
    )
    known, last = found or (None, None)
    return known, last or ""


def _record(
    item: Item | None, stored: Row | None, events: Sequence[Event], last: str
) -> Work[Item]:
    for event in events:
        item = fold(item, event)
    if item is None:
        message = "a write without events makes no item"
        raise ValueError(message)
    yield from rows.put(item, stored)
    yield from _insert(events, last)
    if any(event.kind is EventKind.UNDONE for event in events):
        written = rows.columns_of(item)
        item = fold_all((yield from events_of(item.id)))
        yield from rows.put(item, written)
    return item


def as_stored(event: Event, item: ItemId) -> Event:
    """Return an event as it will be read again, so that a rebuild folds the very same."""
    return replace(
        event,
        item=item,
        actor=clean_for_storage(event.actor),
        data=json.loads(canonical(encode(event.data))),
        texts={name: clean_for_storage(text or "") for name, text in event.texts.items()},
    )


def _insert(events: Sequence[Event], previous: str) -> Work[None]:
    for event in events:
        salted = {name: (text or "", new_salt()) for name, text in event.texts.items()}
        digests = {name: digest(salt, text) for name, (text, salt) in salted.items()}
        here = link(previous, event, digests)
        yield from fetch(
            f"INSERT INTO events ({_COLUMNS}, digests, prev_hash, hash, took)"  # noqa: S608 - our own names
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *_values(event),
            canonical(digests),
            previous,
            here,
            event.data.get("took"),
        )
        yield from run_many(
            "INSERT INTO texts (event_id, name, body, salt) VALUES (?, ?, ?, ?)",
            [(event.id, name, text, salt) for name, (text, salt) in salted.items()],
        )
        yield from run_many(
            "INSERT INTO notices (id, agent, at, author, body) VALUES (?, ?, ?, ?, '')",
            [(event.id, told, event.recorded_at, event.actor) for told in _told(event)],
        )
        previous = here


def _told(event: Event) -> Iterable[str]:
    """Return whom an event is to be told."""
    return dict.fromkeys(clean_for_storage(name) for name in event.data.get("tell", ()))


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


def _event(row: Row, texts: Mapping[str, str | None]) -> Event:
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


def events_of(item: ItemId) -> Work[list[Event]]:
    """Return an item's events in the order they were recorded, with their texts."""
    return (yield from _with_texts("item = ?", item))


def named(events: Sequence[EventId]) -> Work[list[Event]]:
    """Return events by their ids in the order they were recorded, with their texts."""
    if not events:
        return []
    ids = canonical(list(events))
    return (yield from _with_texts("id IN (SELECT value FROM json_each(?))", ids))


def _with_texts(where: str, *values: object) -> Work[list[Event]]:
    found = yield from fetch(
        f"SELECT {_COLUMNS}, name, body FROM events LEFT JOIN texts ON event_id = id"  # noqa: S608 - our own names
        f" WHERE {where} ORDER BY seq",
        *values,
    )
    by_event = groupby(found, key=lambda row: tuple(row[:-2]))
    return [
        _event(event, {name: body for *_event_of, name, body in texts if name is not None})
        for event, texts in by_event
    ]


def events_of_existing(item: ItemId) -> Work[list[Event]]:
    """Return an item's events; NotFound when there is no such item."""
    events = yield from events_of(item)
    if not events:
        raise rows.missing(item)
    return events


def event_items(start: Instant, end: Instant) -> Work[list[ItemId]]:
    """Return the items with an event recorded in [start, end)."""
    found = yield from fetch(
        "SELECT DISTINCT item FROM events WHERE recorded_at >= ? AND recorded_at < ? ORDER BY item",
        start,
        end,
    )
    return [ItemId(row[0]) for row in found]


def item_ids(after: ItemId = ItemId(0), limit: int = 1000) -> Work[list[ItemId]]:
    """Return item ids in order, from the one after another on."""
    found = yield from fetch("SELECT id FROM items WHERE id > ? ORDER BY id LIMIT ?", after, limit)
    return [ItemId(row[0]) for row in found]


def last_actions(agent: str, since: Instant, limit: int) -> Work[list[Event]]:
    """Return an agent's newest events first, without texts."""
    found = yield from fetch(
        f"SELECT {_COLUMNS} FROM events WHERE actor = ? AND recorded_at >= ?"  # noqa: S608 - our own names
        " ORDER BY recorded_at DESC, seq DESC LIMIT ?",
        clean_for_storage(agent),
        since,
        limit,
    )
    return [_event(row, {}) for row in found]


def recorded(kinds: Sequence[EventKind], since: Instant) -> Work[list[Event]]:
    """Return events of some kinds recorded since an instant, in order, without texts."""
    found = yield from fetch(
        f"SELECT {_COLUMNS} FROM events WHERE recorded_at >= ?"  # noqa: S608 - our own names
        " AND kind IN (SELECT value FROM json_each(?)) ORDER BY recorded_at, seq",
        since,
        canonical(list(kinds)),
    )
    return [_event(row, {}) for row in found]


def replies(limit: int) -> Work[list[str]]:
    """Return the texts of the newest answers, the newest first, without those erased."""
    found = yield from fetch(
        "SELECT t.body FROM events e JOIN texts t ON t.event_id = e.id AND t.name = 'body'"
        " WHERE e.kind = 'replied' AND t.body IS NOT NULL ORDER BY e.seq DESC LIMIT ?",
        limit,
    )
    return [str(row[0]) for row in found]


def of_items(items: Sequence[ItemId], kinds: Sequence[EventKind]) -> Work[list[Event]]:
    """Return events of some kinds on these items in the order recorded, without texts."""
    found = yield from fetch(
        f"SELECT {_COLUMNS} FROM events WHERE item IN"  # noqa: S608 - our own names
        " (SELECT CAST(value AS BIGINT) FROM json_each(?))"
        " AND kind IN (SELECT value FROM json_each(?)) ORDER BY seq",
        canonical(list(items)),
        canonical(list(kinds)),
    )
    return [_event(row, {}) for row in found]


def rebuild(after: ItemId, limit: int) -> Work[tuple[int, list[ItemId]]]:
    """Fold a page of items anew; return how many rows were mended, and the page's ids."""
    found = yield from fetch(
        "SELECT DISTINCT item FROM events WHERE item > ? ORDER BY item LIMIT ?", after, limit
    )
    page = [ItemId(row[0]) for row in found]
    mended = 0
    for item in page:
        stored = yield from rows.hold(item)
        mended += yield from rows.put(fold_all((yield from events_of(item))), stored)
    return mended, page


def chain_holds(item: ItemId) -> Work[bool]:
    """Return whether no event of an item, and no text that is left, was altered."""
    previous = ""
    written = yield from fetch(
        "SELECT t.event_id, t.name, t.body, t.salt FROM texts t"
        " JOIN events e ON e.id = t.event_id WHERE e.item = ? AND t.body IS NOT NULL",
        item,
    )
    kept = {(event, name): digest(salt, body) for event, name, body, salt in written}
    recorded = yield from fetch(
        "SELECT id, digests, prev_hash, hash FROM events WHERE item = ? ORDER BY seq", item
    )
    events = yield from events_of(item)
    for event, (name, digests, before, here) in zip(events, recorded, strict=True):
        claimed: dict[str, str] = json.loads(digests)
        if before != previous or here != link(previous, event, claimed):
            return False
        if any(kept.get((name, of), claimed[of]) != claimed[of] for of in claimed):
            return False
        previous = here
    return True


def hashes(item: ItemId) -> Work[list[str]]:
    """Return the links of an item's chain, one for each event in their order."""
    found = yield from fetch("SELECT hash FROM events WHERE item = ? ORDER BY seq", item)
    return [row[0] for row in found]


def _next_number() -> Work[ItemId]:
    """Take the next number; one transaction at a time makes new items."""
    return ItemId((yield from number("UPDATE numbers SET last = last + 1 RETURNING last")))
