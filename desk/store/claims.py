"""Leases on items, drafts, and shifts: rows of their own beside the events."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.clock import Instant
from core.errors import Changed, Locked
from core.i18n import _
from core.safe_text import clean_for_storage, safe_text
from core.vocabulary import ItemId
from desk.model.event import Event
from desk.model.item import Item
from desk.store import ledger, rows
from desk.store.codec import dump, load
from desk.store.records import Claim, Draft, Shift
from desk.store.work import HELD, Row, Work, fetch, first

_FREE = f"""
    SELECT {", ".join(f"i.{name}" for name in rows.COLUMNS)}, c.agent
    FROM json_each(?) wanted JOIN items i ON i.id = CAST(wanted.value AS BIGINT)
        LEFT JOIN claims c ON c.item = CAST(wanted.value AS BIGINT) AND c.until > ?
    WHERE c.item IS NULL OR c.agent = ? AND c.taken_at = ?
    ORDER BY c.item IS NULL, wanted.key LIMIT 1
"""  # noqa: S608 - our own names
"""The first free item; before it what this very claim took, if its answer got lost."""
STEP_OVER = "FOR UPDATE OF i SKIP LOCKED"
_LAST = ledger.LAST.format(item="claims.item")
"""What the next event follows, told with the lease: its item's row is held already."""
_PUT = """
    INSERT INTO claims (item, agent, until, taken_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (item) DO UPDATE
    SET agent = excluded.agent, until = excluded.until, taken_at = excluded.taken_at
"""
_PUT_IF_FREE = f"{_PUT} WHERE claims.until <= excluded.taken_at RETURNING {_LAST}"
_GIVE = f"DELETE FROM claims WHERE item = ? AND agent = ? RETURNING until, taken_at, {_LAST}"  # noqa: S608 - our own names


Said = Callable[[Item, Claim | None], Event]
"""What is written of a claim that is new, told the item and who held it before."""


def claim(
    item: ItemId,
    agent: str,
    now: Instant,
    until: Instant,
    said: Said | None = None,
    *,
    over: bool = False,
) -> Work[Claim | None]:
    """Take or renew a lease; return the one that held before: one's own when it is renewed.

    A renewal never shortens a lease that its holder has already, and is not written down; what
    is said of a new lease is written in the same transaction.

    Raises:
        Locked: someone else holds it and ``over`` was not given.
    """
    stored = yield from _held(item)
    held = yield from claim_of(item, now)
    if held is not None and held.agent == agent:
        yield from fetch(
            "UPDATE claims SET until = ? WHERE item = ? AND until < ?", until, item, until
        )
        return held
    if held is not None and not over:
        raise Locked(
            _("{agent} is working on item {item}").format(
                agent=safe_text(held.agent, line=True), item=item
            ),
            _("Choose another one, or take it over with a reason."),
        )
    found = yield from first(f"{_PUT} RETURNING {_LAST}", item, agent, until, now)
    yield from _say(stored, said, held, found)
    return held


def claim_first(
    items: Sequence[ItemId], agent: str, now: Instant, until: Instant, said: Said | None = None
) -> Work[ItemId | None]:
    """Take the first of these items that nobody holds; None where there is none.

    Agents who ask at the same moment do not wait for each other: each steps over the rows that
    another is about to take. What was free when it was looked at is looked at again once its
    row is ours, since a claim is not written on it.
    """
    left = list(items)
    while left:
        found = yield from first(_FREE, str(left), now, agent, now, lock=STEP_OVER)
        if found is None:
            return None
        *stored, mine = found
        item = ItemId(stored[0])
        if mine:
            return item
        found = yield from first(_PUT_IF_FREE, item, agent, until, now)
        if found is not None:
            yield from _say(stored, said, None, found)
            return item
        left = left[left.index(item) + 1 :]
    return None


def release(item: ItemId, agent: str, said: Said | None = None) -> Work[bool]:
    """Give a lease back; return whether there was one."""
    stored = yield from _held(item)
    found = yield from first(_GIVE, item, agent)
    if found is not None:
        until, taken_at, *last = found
        yield from _say(stored, said, Claim(item, agent, until, taken_at), last)
    return found is not None


def claim_of(item: ItemId, now: Instant) -> Work[Claim | None]:
    """Return the lease on an item that has not run out."""
    found = yield from first(
        "SELECT agent, until, taken_at FROM claims WHERE item = ? AND until > ?", item, now
    )
    return Claim(item, *found) if found else None


def claims(now: Instant) -> Work[list[Claim]]:
    """Return every lease that has not run out, by agent."""
    found = yield from fetch(
        "SELECT item, agent, until, taken_at FROM claims WHERE until > ? ORDER BY agent, item", now
    )
    return [Claim(ItemId(item), *rest) for item, *rest in found]


def save_draft(draft: Draft) -> Work[None]:
    """Keep a draft; an empty body removes it."""
    yield from _must_exist(draft.item)
    if not draft.body:
        yield from fetch("DELETE FROM drafts WHERE item = ? AND agent = ?", draft.item, draft.agent)
        return
    yield from fetch(
        "INSERT INTO drafts (item, agent, body, saved_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (item, agent) DO UPDATE SET body = excluded.body,"
        " saved_at = excluded.saved_at",
        draft.item,
        draft.agent,
        clean_for_storage(draft.body),
        draft.saved_at,
    )


def drafts(item: ItemId) -> Work[list[Draft]]:
    """Return the drafts on an item, newest first."""
    found = yield from fetch(
        "SELECT item, agent, body, saved_at FROM drafts WHERE item = ?"
        " ORDER BY saved_at DESC, agent",
        item,
    )
    return [Draft(ItemId(number), *rest) for number, *rest in found]


def put_shift(shift: Shift) -> Work[Shift]:
    """Write the next version of a shift; Changed where it moved on, or another one runs."""
    yield from first("SELECT last FROM numbers", lock=HELD)  # one writer after the other
    found = yield from first("SELECT doc FROM shifts WHERE id = ?", shift.id)
    stored = load(Shift, found[0]) if found else None
    written = replace(shift, version=shift.version + 1)
    if stored == written:
        return written  # the answer to this very write was lost
    newest = yield from shifts(1)
    moved_on = stored is not None and stored.version != shift.version
    beside = stored is None and newest and newest[0].ended_at is None and shift.ended_at is None
    if moved_on or beside:
        raise Changed(_("The shift changed in the meantime"), _("Do it again."))
    yield from fetch(
        "INSERT INTO shifts (id, started_at, doc) VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, doc = excluded.doc",
        shift.id,
        shift.started_at,
        dump(written),
    )
    return written


def shifts(limit: int = 20) -> Work[list[Shift]]:
    """Return the newest shifts first."""
    found = yield from fetch(
        "SELECT doc FROM shifts ORDER BY started_at DESC, id DESC LIMIT ?", limit
    )
    return [load(Shift, doc) for (doc,) in found]


def _held(item: ItemId) -> Work[Row]:
    stored = yield from rows.hold(item)
    if stored is None:
        raise rows.missing(item)
    return stored


def _say(stored: Row, said: Said | None, before: Claim | None, last: Row | None) -> Work[None]:
    """Write down what became of the lease on an item whose row is held, after its last event."""
    if said is not None:
        item = rows.read(stored)
        yield from ledger.record(item, stored, said(item, before), last[0] if last else "")


def _must_exist(item: ItemId) -> Work[None]:
    if (yield from first("SELECT 1 FROM items WHERE id = ?", item)) is None:
        raise rows.missing(item)
