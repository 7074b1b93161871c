"""The store of a desk of one: an SQLite file that commands may use while the desk runs."""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path

from core.clock import Clock, Instant
from core.vocabulary import ItemId
from desk.model.event import Event
from desk.model.item import Item
from desk.model.weight import Weight
from desk.store import claims, ledger, lists, promises, rows, sources, weights
from desk.store.file import DeskFile
from desk.store.protocol import (
    Change,
    Claim,
    Counts,
    Draft,
    Handled,
    Known,
    Near,
    QueueRow,
    Shift,
    SourceState,
    Spans,
    View,
    Window,
    Write,
)

PAGE = 200
"""Items refolded in one transaction of a rebuild."""
_FIRST = ItemId(0)
_ASIDE = Change(frozenset(), other=True)


async def open_sqlite(
    path: Path, clock: Clock, *, read_only: bool = False, desk_lock: bool = False
) -> "SqliteStore":
    """Open a desk's file; it is made, or brought up to date, where that is needed.

    Raises:
        Locked: ``desk_lock`` was asked for and another desk has the file open.
        ConfigError: the file is of a newer program, or of another one.
        NotFound: it was to be read only, and is not there.
        StoreUnavailable: it cannot be read, or not be written.
        StorageFull: there is no room to make it or to bring it up to date.
    """
    file = DeskFile(path)
    await file.open(clock, read_only=read_only, desk_lock=desk_lock)
    return SqliteStore(file)


class SqliteStore:
    """The desk's memory in one file; the protocol says what each method does."""

    def __init__(self, file: DeskFile) -> None:
        self._file = file

    async def close(self) -> None:
        """Finish what is being written and let go of the files."""
        await self._file.close()

    async def append(
        self, writes: Sequence[Write], poll: SourceState | None = None
    ) -> list[Item | None]:
        """Write events in one transaction; return each item, None for a known new one."""

        def touched(items: list[Item | None]) -> Change:
            return Change(frozenset(i.id for i in items if i), other=poll is not None)

        return await self._file.write(lambda db: ledger.append(db, writes, poll), touched)

    async def item(self, item: ItemId) -> Item:
        """Return an item; NotFound when there is none."""
        return await self._file.read(lambda db: rows.get(db, item))

    async def events(self, item: ItemId) -> list[Event]:
        """Return an item's events in the order they were recorded, with their texts."""
        return await self._file.read(lambda db: ledger.events_of_existing(db, item))

    async def event_items(self, start: Instant, end: Instant) -> list[ItemId]:
        """Return the items with an event recorded in [start, end)."""
        return await self._file.read(lambda db: ledger.event_items(db, start, end))

    async def item_ids(self, after: ItemId = _FIRST, limit: int = 1000) -> list[ItemId]:
        """Return item ids in order, page by page."""
        return await self._file.read(lambda db: ledger.item_ids(db, after, limit))

    async def last_actions(self, agent: str, since: Instant, limit: int) -> list[Event]:
        """Return an agent's newest events first, without texts."""
        return await self._file.read(lambda db: ledger.last_actions(db, agent, since, limit))

    async def known(
        self, source: str, native_ids: Sequence[str], permalink_keys: Sequence[str]
    ) -> list[Known]:
        """Return what is known of these posts, by id in the source or by permalink there."""
        return await self._file.read(
            lambda db: ledger.known(db, source, native_ids, permalink_keys)
        )

    async def overdue(self, now: Instant, limit: int = 200) -> list[ItemId]:
        """Return items with a promise due by now whose breach is not recorded yet."""
        return await self._file.read(lambda db: lists.overdue(db, now, limit))

    async def next_crossing(self, after: Instant) -> Instant | None:
        """Return the next instant at which a list changes by time alone."""
        return await self._file.read(lambda db: lists.next_crossing(db, after))

    async def window(
        self,
        view: View,
        agent: str,
        now: Instant,
        offset: int,
        limit: int,
        outside: Spans | None = None,
    ) -> Window:
        """Return a stretch of a list in its order, of the queue without what spans cover."""
        return await self._file.read(
            lambda db: lists.window(db, view, agent, now, offset, limit, outside)
        )

    async def position(
        self,
        view: View,
        agent: str,
        now: Instant,
        item: ItemId,
        outside: Spans | None = None,
    ) -> int | None:
        """Return at which place of a list an item stands, None when it is not in it."""
        return await self._file.read(lambda db: lists.position(db, view, agent, now, item, outside))

    async def rows(self, items: Sequence[ItemId], now: Instant) -> tuple[QueueRow, ...]:
        """Return a line for each of these items, in this order; one that is not there has none."""
        return await self._file.read(lambda db: lists.rows(db, list(items), now))

    async def counts(self, agent: str, now: Instant) -> Counts:
        """Return the figures of the shift bar."""
        return await self._file.read(lambda db: lists.counts(db, agent, now))

    async def promised(self, now: Instant, until: Instant, limit: int) -> Near:
        """Return the first running promises of what stands in the queue, the nearest ones."""
        return await self._file.read(lambda db: promises.promised(db, now, until, limit))

    async def handled(self, after: int = 0, limit: int = 2000) -> list[Handled]:
        """Return what answers took, the newest first, of those recorded after a number."""
        return await self._file.read(lambda db: promises.handled(db, after, limit))

    async def stamp(self) -> int:
        """Return a number that differs once anything was written, by us or others."""
        return await self._file.read(promises.stamp)

    async def learned(self, name: str) -> str:
        """Return a document of what was learned, empty where there is none."""
        return await self._file.read(lambda db: promises.learned(db, name))

    async def put_learned(self, name: str, doc: str) -> None:
        """Write a document of what was learned."""
        await self._file.write(lambda db: promises.put_learned(db, name, doc), lambda _: None)

    async def rebuild(self) -> int:
        """Fold every item anew, a page at a time; return how many rows were mended."""
        mended, last = 0, _FIRST
        while True:
            count, ids = await self._file.write(
                partial(ledger.rebuild, after=last, limit=PAGE),
                lambda page: Change(frozenset(page[1]), other=True) if page[0] else None,
            )
            mended += count
            if not ids:
                return mended
            last = ids[-1]

    async def chain_holds(self, item: ItemId) -> bool:
        """Return whether no event of an item, and no text that is left, was altered."""
        return await self._file.read(lambda db: ledger.chain_holds(db, item))

    async def claim(
        self, item: ItemId, agent: str, now: Instant, until: Instant, *, over: bool = False
    ) -> Claim | None:
        """Take or renew a lease; return the one that held before, None when the item was free."""
        return await self._file.write(
            lambda db: claims.claim(db, item, agent, now, until, over=over),
            lambda _: Change(frozenset({item}), other=True),
        )

    async def release(self, item: ItemId, agent: str) -> bool:
        """Give a lease back; return whether there was one."""
        return await self._file.write(
            lambda db: claims.release(db, item, agent),
            lambda was_held: Change(frozenset({item}), other=True) if was_held else None,
        )

    async def claim_of(self, item: ItemId, now: Instant) -> Claim | None:
        """Return the lease on an item that has not run out."""
        return await self._file.read(lambda db: claims.claim_of(db, item, now))

    async def save_draft(self, draft: Draft) -> None:
        """Keep a draft durably; an empty body removes it."""
        await self._file.write(
            lambda db: claims.save_draft(db, draft),
            lambda _: Change(frozenset({draft.item}), other=True),
        )

    async def drafts(self, item: ItemId) -> list[Draft]:
        """Return the drafts on an item, newest first."""
        return await self._file.read(lambda db: claims.drafts(db, item))

    async def put_shift(self, shift: Shift) -> None:
        """Write a shift as it stands."""
        await self._file.write(lambda db: claims.put_shift(db, shift), lambda _: _ASIDE)

    async def shifts(self, limit: int = 20) -> list[Shift]:
        """Return the newest shifts first."""
        return await self._file.read(lambda db: claims.shifts(db, limit))

    async def source_states(self) -> dict[str, SourceState]:
        """Return what is remembered of every source."""
        return await self._file.read(sources.source_states)

    async def put_source(self, state: SourceState) -> None:
        """Write a source's state where no items came with it."""
        await self._file.write(lambda db: sources.put_source(db, state), lambda _: _ASIDE)

    async def lease_source(self, name: str, owner: str, now: Instant, until: Instant) -> bool:
        """Take the right to poll a source; False while another process holds it."""
        return await self._file.write(
            lambda db: sources.lease_source(db, name, owner, now, until), lambda _: None
        )

    async def host_hold(self, host: str) -> Instant:
        """Return until when a host (``name:port``) asked to be left alone; 0 for never."""
        return await self._file.read(lambda db: sources.host_hold(db, host))

    async def hold_host(self, host: str, until: Instant) -> None:
        """Remember a host's Retry-After."""
        await self._file.write(lambda db: sources.hold_host(db, host, until), lambda _: None)

    async def weights(self, tokens: Sequence[str] = ()) -> list[Weight]:
        """Return what was learned about these words; about all where none is named."""
        return await self._file.read(lambda db: weights.weights(db, tokens))

    async def add_weights(self, changes: Sequence[Weight], keep: int) -> None:
        """Add to what was learned, and drop the least seen words beyond ``keep``."""
        await self._file.write(lambda db: weights.add_weights(db, changes, keep), lambda _: None)

    async def clear_weights(self) -> None:
        """Forget everything that was learned."""
        await self._file.write(weights.clear_weights, lambda _: None)

    def changes(self) -> AsyncIterator[Change]:
        """Yield a hint after each commit, ours or another process's; bursts may be merged."""
        return self._file.changes()
