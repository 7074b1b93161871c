"""Leases on items, drafts, and shifts: rows of their own beside the events."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from core.clock import Instant
from core.errors import Locked
from core.i18n import _
from core.safe_text import clean_for_storage, safe_text
from core.vocabulary import ItemId
from desk.store import rows
from desk.store.codec import dump, load
from desk.store.protocol import Claim, Draft, Shift


def claim(
    db: sqlite3.Connection, item: ItemId, agent: str, now: Instant, until: Instant, *, over: bool
) -> Claim | None:
    """Take or renew a lease; return the one that held before: one's own when it is renewed.

    A renewal never shortens a lease that its holder has already.
    """
    _must_exist(db, item)
    held = claim_of(db, item, now)
    if held is not None and held.agent == agent:
        db.execute("UPDATE claims SET until = max(until, ?) WHERE item = ?", (until, item))
        return held
    if held is not None and not over:
        raise Locked(
            _("{agent} is working on item {item}").format(
                agent=safe_text(held.agent, line=True), item=item
            ),
            _("Choose another one, or take it over with a reason."),
        )
    db.execute(
        "INSERT INTO claims (item, agent, until, taken_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (item) DO UPDATE SET agent = excluded.agent, until = excluded.until,"
        " taken_at = excluded.taken_at",
        (item, agent, until, now),
    )
    return held


def release(db: sqlite3.Connection, item: ItemId, agent: str) -> bool:
    """Give a lease back; return whether there was one."""
    gone = db.execute("DELETE FROM claims WHERE item = ? AND agent = ?", (item, agent))
    return gone.rowcount > 0


def claim_of(db: sqlite3.Connection, item: ItemId, now: Instant) -> Claim | None:
    """Return the lease on an item that has not run out."""
    found = db.execute(
        "SELECT agent, until, taken_at FROM claims WHERE item = ? AND until > ?", (item, now)
    ).fetchone()
    return Claim(item, *found) if found else None


def save_draft(db: sqlite3.Connection, draft: Draft) -> None:
    """Keep a draft; an empty body removes it."""
    _must_exist(db, draft.item)
    if not draft.body:
        db.execute("DELETE FROM drafts WHERE item = ? AND agent = ?", (draft.item, draft.agent))
        return
    db.execute(
        "INSERT INTO drafts (item, agent, body, saved_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (item, agent) DO UPDATE SET body = excluded.body,"
        " saved_at = excluded.saved_at",
        (draft.item, draft.agent, clean_for_storage(draft.body), draft.saved_at),
    )


def drafts(db: sqlite3.Connection, item: ItemId) -> list[Draft]:
    """Return the drafts on an item, newest first."""
    found = db.execute(
        "SELECT item, agent, body, saved_at FROM drafts WHERE item = ?"
        " ORDER BY saved_at DESC, agent",
        (item,),
    )
    return [_draft(row) for row in found]


def put_shift(db: sqlite3.Connection, shift: Shift) -> None:
    """Write a shift as it stands."""
    db.execute(
        "INSERT INTO shifts (id, started_at, doc) VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, doc = excluded.doc",
        (shift.id, shift.started_at, dump(shift)),
    )


def shifts(db: sqlite3.Connection, limit: int) -> list[Shift]:
    """Return the newest shifts first."""
    found = db.execute("SELECT doc FROM shifts ORDER BY started_at DESC, id DESC LIMIT ?", (limit,))
    return [load(Shift, doc) for (doc,) in found]


def _draft(row: Sequence[Any]) -> Draft:
    item, agent, body, saved_at = row
    return Draft(ItemId(item), agent, body, saved_at)


def _must_exist(db: sqlite3.Connection, item: ItemId) -> None:
    if db.execute("SELECT 1 FROM items WHERE id = ?", (item,)).fetchone() is None:
        raise rows.missing(item)
