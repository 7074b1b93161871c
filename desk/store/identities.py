"""By what posts are recognised: their ids in a source, their permalinks, and what was counted."""

import json
from collections.abc import Iterable, Sequence

from core.safe_text import clean_for_storage
from core.vocabulary import ItemId
from desk.store.codec import canonical
from desk.store.records import Engagement, Identity, Known
from desk.store.work import Row, Work, fetch, first

_COLUMNS = "item, source, native_id, content_hash, permalink_key, counts"


def known(
    source: str, native_ids: Sequence[str], permalink_keys: Sequence[str]
) -> Work[list[Known]]:
    """Return what is known of these posts, by id in the source or by permalink anywhere."""
    by_id = yield from fetch(
        f"SELECT {_COLUMNS} FROM identities"  # noqa: S608 - our own names
        " WHERE source = ? AND native_id IN (SELECT value FROM json_each(?))",
        source,
        _listed(native_ids),
    )
    by_link: list[Row] = []
    if any(permalink_keys):
        by_link = yield from fetch(
            f"SELECT {_COLUMNS} FROM identities WHERE permalink_key <> ''"  # noqa: S608 - our own names
            " AND permalink_key IN (SELECT value FROM json_each(?))",
            _listed(permalink_keys),
        )
    return list(dict.fromkeys(_known(row) for row in (*by_id, *by_link)))


def _listed(values: Iterable[str]) -> str:
    return canonical([clean_for_storage(value) for value in values if value])


def _known(row: Row) -> Known:
    item, source, native_id, content_hash, permalink_key, counts = row
    return Known(ItemId(item), source, native_id, content_hash, permalink_key, counts)


def newest_id(source: str) -> Work[str]:
    """Return the id of a source's newest post, empty where it has none."""
    found = yield from first(
        "SELECT native_id FROM identities WHERE source = ? ORDER BY item DESC LIMIT 1", source
    )
    return str(found[0]) if found else ""


def is_known(identity: Identity) -> Work[bool]:
    """Tell whether a post has an item already, be it by the same words at the same permalink."""
    by_id = yield from first(
        "SELECT 1 FROM identities WHERE source = ? AND native_id = ?",
        identity.source,
        clean_for_storage(identity.native_id),
    )
    if by_id or not identity.permalink_key:
        return by_id is not None
    by_link = yield from first(
        "SELECT 1 FROM identities"
        " WHERE permalink_key <> '' AND permalink_key = ? AND content_hash = ? AND source <> ?",
        clean_for_storage(identity.permalink_key),
        identity.content_hash,
        identity.source,
    )
    return by_link is not None


def identify(item: ItemId, identity: Identity) -> Work[None]:
    """Remember by what an item is recognised; another item's identity stays as it is."""
    yield from fetch(
        "INSERT INTO identities"
        " (source, native_id, item, content_hash, permalink_key, counts, counted_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, native_id) DO UPDATE SET"
        " content_hash = excluded.content_hash, permalink_key = excluded.permalink_key,"
        " counts = excluded.counts, counted_at = excluded.counted_at"
        " WHERE identities.item = excluded.item",
        identity.source,
        clean_for_storage(identity.native_id),
        item,
        identity.content_hash,
        clean_for_storage(identity.permalink_key),
        identity.counts,
        identity.counted_at,
    )


def engagement(item: ItemId) -> Work[list[Engagement]]:
    """Return what each source last counted beside an item's comment, the newest first."""
    found = yield from fetch(
        "SELECT source, counts, counted_at FROM identities"
        " WHERE item = ? AND counts <> '' ORDER BY counted_at DESC, source",
        item,
    )
    return [Engagement(source, json.loads(counts), at) for source, counts, at in found]
