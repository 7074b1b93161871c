"""A whole desk from one database to another, whichever sort each of them is.

Rows are copied as they stand, page by page, so that ids, order and hashes stay what they were.
What was copied already is left alone: a transfer that broke off is simply begun again.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from core.errors import Refused
from core.i18n import _
from desk.store.store import Store
from desk.store.work import Row, Work, fetch, first, number, run_many

PAGE = 500


@dataclass(frozen=True, slots=True)
class Table:
    """A table that goes along, and the columns its rows are told apart by."""

    name: str
    key: str
    columns: str
    """All of them, the key's first."""


TABLES = (
    Table(
        "items",
        "id",
        "id, version, source, state, ball, kind, severity, language, revision, reopened,"
        " published_at, first_seen_at, rating, text_event, size, length, band, queue_from,"
        " queue_due, promise_from, promise_due, promise_weight, breach_at, returns_at, waiting,"
        " praise, watching, backlog, doc, handed_to, handed_at",
    ),
    Table(
        "events",
        "seq",
        "seq, id, item, kind, actor, at, recorded_at, data, took, effects, digests, prev_hash,"
        " hash",
    ),
    Table("texts", "event_id, name", "event_id, name, body, salt"),
    Table(
        "identities",
        "source, native_id",
        "source, native_id, item, content_hash, permalink_key, counts, counted_at",
    ),
    Table("claims", "item", "item, agent, until, taken_at"),
    Table("drafts", "item, agent", "item, agent, body, saved_at"),
    Table("shifts", "id", "id, started_at, doc"),
    Table("notices", "id, agent", "id, agent, at, author, body"),
    Table("notices_seen", "notice, agent", "notice, agent, at"),
    Table("team", "version", "version, at, author, body"),
    Table("sources", "name", "name, doc"),
    Table("hosts", "host", "host, until, paced_to"),
    Table("learned", "name", "name, doc"),
    Table("triage_weights", "token", "token, negative, neutral, positive, slope, seen"),
)
"""Each after those its rows refer to. ``tally`` and ``numbers`` follow by themselves."""

LEFT = frozenset(
    {
        "tally",
        "tally_parts",
        "numbers",
        "source_leases",
        "presence",
        "schema_version",
        "searched",
        "unread",
        *("words", "words_data", "words_idx", "words_config"),
    }
)
"""Tables that do not go along: counted or indexed anew there, or of no meaning elsewhere."""


async def transfer(source: Store, target: Store) -> AsyncGenerator[tuple[str, int], None]:
    """Copy everything; yield the name and row count of each table when it is over there.

    Raises:
        Refused: the target holds another desk; nothing was written.
    """
    await _must_be_ours(source, target)
    for table in TABLES:
        yield table.name, await _copy(source, target, table)
    await target.database.write(_continue_numbers)
    await target.database.settle()


async def _copy(source: Store, target: Store, table: Table) -> int:
    copied, last = 0, None
    while page := await source.database.read(lambda: _page(table, last)):  # noqa: B023 - run at once
        await target.database.write(lambda: _put(table, page))
        copied += len(page)
        last = page[-1][: len(table.key.split(", "))]
    return copied


def _page(table: Table, after: Sequence[object] | None) -> Work[list[Row]]:
    marks = ", ".join("?" * len(table.key.split(", ")))
    beyond = f" WHERE ({table.key}) > ({marks})" if after else ""
    return (
        yield from fetch(
            f"SELECT {table.columns} FROM {table.name}{beyond} ORDER BY {table.key} LIMIT ?",  # noqa: S608 - our own names
            *(after or ()),
            PAGE,
        )
    )


def _put(table: Table, page: Sequence[Row]) -> Work[None]:
    marks = ", ".join("?" * len(table.columns.split(", ")))
    yield from run_many(
        f"INSERT INTO {table.name} ({table.columns}) VALUES ({marks})"  # noqa: S608 - our own names
        " ON CONFLICT DO NOTHING",
        [tuple(row) for row in page],
    )


def _continue_numbers() -> Work[None]:
    last = yield from number("SELECT coalesce(max(id), 0) FROM items")
    yield from fetch("UPDATE numbers SET last = ?", last)


async def _must_be_ours(source: Store, target: Store) -> None:
    """Refuse a target with an event that the source has not."""
    newest = await target.database.read(_newest_event)
    if newest is not None and not await source.database.read(lambda: _has_event(newest)):
        raise Refused(
            _("There is another desk in the target already; nothing was copied"),
            _("Name an empty database."),
        )


def _newest_event() -> Work[str | None]:
    found = yield from first("SELECT id FROM events ORDER BY seq DESC LIMIT 1")
    return str(found[0]) if found else None


def _has_event(event: str) -> Work[bool]:
    return (yield from first("SELECT 1 FROM events WHERE id = ?", event)) is not None
