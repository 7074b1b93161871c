"""What every store does, whichever database is underneath.

Rules that every implementation keeps, and the contract suite checks:

* ``append`` is one transaction: events, their texts, the folded row, and the source's poll
  state, or nothing at all. When it returns, the write survives kill -9 and power loss.
* An event id is written once. A write whose first event id is known already is a retry of a
  write whose answer got lost: nothing is written, the item as it stands is returned.
* The row is a cache: ``rebuild`` makes it anew from the events.
* Instants are UTC microseconds. Methods take the present from the caller's clock, except
  that a shared store decides leases on its own.
* Everything may be called from one event loop; reads see what was committed before the call.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Protocol

from core.clock import Instant
from core.vocabulary import ItemId
from desk.store.listing import Counts as Counts
from desk.store.listing import QueueRow as QueueRow
from desk.store.listing import Spans as Spans
from desk.store.listing import View as View
from desk.store.listing import Window as Window
from desk.store.records import Attendance as Attendance
from desk.store.records import Change as Change
from desk.store.records import Claim as Claim
from desk.store.records import Draft as Draft
from desk.store.records import Handled as Handled
from desk.store.records import Identity as Identity
from desk.store.records import Known as Known
from desk.store.records import Near as Near
from desk.store.records import Promised as Promised
from desk.store.records import Shift as Shift
from desk.store.records import SourceState as SourceState
from desk.store.records import Write as Write

if TYPE_CHECKING:
    from desk.model.event import Event
    from desk.model.item import Item
    from desk.model.weight import Weight


class Store(Protocol):
    """The desk's memory."""

    async def close(self) -> None:
        """Finish what is being written and let go of the files."""

    # -- items and events

    async def append(
        self, writes: Sequence[Write], poll: SourceState | None = None
    ) -> list[Item | None]:
        """Write events in one transaction; return each item, None for a known new one.

        Raises:
            Changed: an item is at another version than expected; nothing was written.
            NotFound: an item does not exist.
            StorageFull: the disk is full; nothing was written.
        """
        ...

    async def item(self, item: ItemId) -> Item:
        """Return an item; NotFound when there is none."""
        ...

    async def events(self, item: ItemId) -> list[Event]:
        """Return an item's events in the order they were recorded, with their texts."""
        ...

    async def event_items(self, start: Instant, end: Instant) -> list[ItemId]:
        """Return the items with an event recorded in [start, end)."""
        ...

    async def item_ids(self, after: ItemId = ..., limit: int = ...) -> list[ItemId]:
        """Return item ids in order, page by page, for exports and rebuilds."""
        ...

    async def last_actions(self, agent: str, since: Instant, limit: int) -> list[Event]:
        """Return an agent's newest events first, without texts, undone ones included."""
        ...

    async def known(
        self, source: str, native_ids: Sequence[str], permalink_keys: Sequence[str]
    ) -> list[Known]:
        """Return what is known of these posts, by id in the source or by permalink there."""
        ...

    async def overdue(self, now: Instant, limit: int = ...) -> list[ItemId]:
        """Return items with a promise due by now whose breach is not recorded yet."""
        ...

    async def next_crossing(self, after: Instant) -> Instant | None:
        """Return the next instant at which a list changes by time alone."""
        ...

    async def window(
        self,
        view: View,
        agent: str,
        now: Instant,
        offset: int,
        limit: int,
        outside: Spans | None = None,
    ) -> Window:
        """Return a stretch of a list in its order.

        Of the queue, ``outside`` leaves out the promises that the plan covers: offsets count
        without them, and the total with them.
        """
        ...

    async def position(
        self,
        view: View,
        agent: str,
        now: Instant,
        item: ItemId,
        outside: Spans | None = None,
    ) -> int | None:
        """Return at which place of a list an item stands, None when it is not in it."""
        ...

    async def rows(self, items: Sequence[ItemId], now: Instant) -> tuple[QueueRow, ...]:
        """Return a line for each of these items, in this order; one that is not there has none."""
        ...

    async def counts(self, agent: str, now: Instant) -> Counts:
        """Return the figures of the shift bar."""
        ...

    # -- what the plan is made from

    async def promised(self, now: Instant, until: Instant, limit: int) -> Near:
        """Return the first running promises of what stands in the queue, due by ``until``.

        Where there are more than ``limit``, these are the nearest, safety first, at most half
        of them missed ones.
        """
        ...

    async def handled(self, after: int = ..., limit: int = ...) -> list[Handled]:
        """Return what answers took, the newest first, of those recorded after a number.

        Answers that were undone are left out.
        """
        ...

    async def stamp(self) -> int:
        """Return a number that differs once anything was written, by us or others."""
        ...

    async def learned(self, name: str) -> str:
        """Return a document of what was learned, empty where there is none."""
        ...

    async def put_learned(self, name: str, doc: str) -> None:
        """Write a document of what was learned."""
        ...

    async def rebuild(self) -> int:
        """Fold every item anew; return how many rows differed and were mended."""
        ...

    # -- claims and drafts

    async def claim(
        self, item: ItemId, agent: str, now: Instant, until: Instant, *, over: bool = False
    ) -> Claim | None:
        """Take or renew a lease; return the one that held before, None when the item was free.

        One's own is returned when it is renewed, which never shortens it.

        Raises:
            Locked: someone else holds it and ``over`` was not given.
        """
        ...

    async def release(self, item: ItemId, agent: str) -> bool:
        """Give a lease back; return whether there was one."""
        ...

    async def claim_of(self, item: ItemId, now: Instant) -> Claim | None:
        """Return the lease on an item that has not run out."""
        ...

    async def save_draft(self, draft: Draft) -> None:
        """Keep a draft durably; an empty body removes it."""
        ...

    async def drafts(self, item: ItemId) -> list[Draft]:
        """Return the drafts on an item, newest first."""
        ...

    # -- shifts

    async def put_shift(self, shift: Shift) -> None:
        """Write a shift as it stands."""
        ...

    async def shifts(self, limit: int = ...) -> list[Shift]:
        """Return the newest shifts first."""
        ...

    # -- sources and manners

    async def source_states(self) -> dict[str, SourceState]:
        """Return what is remembered of every source."""
        ...

    async def put_source(self, state: SourceState) -> None:
        """Write a source's state where no items came with it."""
        ...

    async def lease_source(self, name: str, owner: str, now: Instant, until: Instant) -> bool:
        """Take the right to poll a source; False while another process holds it."""
        ...

    async def host_hold(self, host: str) -> Instant:
        """Return until when a host (``name:port``) asked to be left alone; 0 for never."""
        ...

    async def hold_host(self, host: str, until: Instant) -> None:
        """Remember a host's Retry-After."""
        ...

    # -- what triage learned

    async def weights(self, tokens: Sequence[str] = ...) -> list[Weight]:
        """Return what was learned about these words; about all where none is named."""
        ...

    async def add_weights(self, changes: Sequence[Weight], keep: int) -> None:
        """Add to what was learned, and drop the least seen words beyond ``keep``."""
        ...

    async def clear_weights(self) -> None:
        """Forget everything that was learned."""
        ...

    # -- waking

    def changes(self) -> AsyncIterator[Change]:
        """Yield a hint after each commit, ours or another process's; bursts may be merged."""
        ...
