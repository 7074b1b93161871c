"""Sending what was spooled: each entry once, in its order, however often it is tried."""

from dataclasses import replace

from core.clock import Instant
from core.errors import Changed
from core.i18n import _
from core.vocabulary import ItemId
from desk.custody.spool import Entry
from desk.model.difference import difference
from desk.model.event import Event, EventKind, new_event
from desk.reports.story import tell
from desk.store.records import Write
from desk.store.store import Store

DECISIONS = frozenset(
    {
        EventKind.CORRECTED,
        EventKind.DECIDED,
        EventKind.CONCLUDED,
        EventKind.CLOSED,
        EventKind.REOPENED,
        EventKind.RECHECKED,
        EventKind.UNDONE,
    }
)
"""What is not written on an item that others changed meanwhile; all else are facts, and stand."""


async def deliver(store: Store, entry: Entry, agent: str, now: Instant) -> ItemId | None:
    """Send one entry; return its item where a note had to be left instead of its decision.

    Raises:
        StoreUnavailable: the server is away; nothing of it was written, or all of it.
    """
    if entry.draft is not None:
        await store.save_draft(entry.draft)
    if entry.release is not None:
        told = entry.said
        said = None if told is None else lambda _item, _claim: told
        await store.release(entry.release, agent, said)
    if entry.write is None or await _write(store, entry, entry.write, agent, now):
        return None
    return entry.write.item


async def _write(store: Store, entry: Entry, write: Write, agent: str, now: Instant) -> bool:
    item = write.item or ItemId(0)
    try:
        await store.append([write])
    except Changed:
        decided = [event for event in write.events if event.kind in DECISIONS]
        if decided and difference(await store.events(item), entry.seen, agent):
            note = _note(entry, decided[-1], agent, now)
            await store.append([Write((note,), item)])
            return False
        await store.append([replace(write, expected=None)])
    return True


def _note(entry: Entry, decided: Event, agent: str, now: Instant) -> Event:
    text = _("Not written, because the item changed while the server was away: {what}")
    return new_event(
        EventKind.NOTED, now, agent, texts={"text": text.format(what=tell(decided))}, id=entry.id
    )
