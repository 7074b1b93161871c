"""What else somebody wrote, and what colleagues noted about them."""

from collections.abc import Sequence

from core.safe_text import clean_for_storage
from core.vocabulary import ItemId, Kind
from desk.model.event import AUTHOR, Event, EventKind
from desk.model.fold import undone_ids
from desk.store import ledger
from desk.store.records import Earlier
from desk.store.work import Work, fetch

KEY = 200
"""Characters of a name by which it is found; what its index holds."""
MOST = 40
"""Of a name, so many of the newest texts are looked at: everybody may be called Anonymous."""


def earlier(
    source: str, author: str, author_id: str = "", but: ItemId = ItemId(0)
) -> Work[list[Earlier]]:
    """Return the other items of an author in a source, the newest first.

    Where a source names ids, one of another id is somebody else of the same name.
    """
    found = yield from fetch(
        "SELECT i.id, i.kind, i.first_seen_at, a.body FROM"
        " (SELECT event_id FROM texts WHERE name = 'author' AND substr(body, 1, 200) = ?"
        "  ORDER BY event_id DESC LIMIT ?) t"
        " JOIN events e ON e.id = t.event_id"
        " JOIN items i ON i.id = e.item"
        " LEFT JOIN texts a ON a.event_id = t.event_id AND a.name = 'author_id'"
        " WHERE i.source = ? AND i.id <> ? ORDER BY i.first_seen_at DESC, i.id DESC",
        clean_for_storage(author)[:KEY],
        MOST,
        source,
        but,
    )
    theirs = clean_for_storage(author_id)
    same = [row for row in found if not (theirs and row[3] and row[3] != theirs)]
    return list(dict.fromkeys(Earlier(ItemId(row[0]), Kind(row[1]), row[2]) for row in same))


def notes(items: Sequence[ItemId]) -> Work[list[Event]]:
    """Return what was noted about the author on these items and still holds, in order."""
    found = yield from ledger.of_items(items, (EventKind.NOTED, EventKind.UNDONE))
    undone = undone_ids(found)
    held = [e.id for e in found if e.data.get("about") == AUTHOR and e.id not in undone]
    return (yield from ledger.named(held))
