"""The desk's memory: what can be asked of it, whichever database is underneath.

Rules that hold on each database, and that the contract suite checks:

* ``append`` is one transaction: events, their texts, the folded row, and the source's poll
  state, or nothing at all. When it returns, the write survives kill -9 and power loss.
* An event id is written once. A write whose last event id is known already is a retry of a
  write whose answer got lost: nothing is written, the item as it stands is returned.
* The row is a cache: ``rebuild`` makes it anew from the events.
* Instants are UTC microseconds. Methods take the present from the caller's clock, which in a
  team is the server's.
* Everything may be called from one event loop; reads see what was committed before the call.
"""

from collections.abc import Mapping, Sequence

from core.clock import Instant
from core.vocabulary import ItemId, Role
from desk.model.event import Event, EventKind
from desk.model.item import Item
from desk.model.weight import Weight
from desk.store import authors, claims, identities, ledger, lists, promises, rows, sources, weights
from desk.store.changes import Subscription
from desk.store.claims import Said
from desk.store.listing import Counts, QueueRow, Spans, View, Window
from desk.store.records import (
    Asking,
    Change,
    Claim,
    Draft,
    Earlier,
    Engagement,
    Handled,
    Known,
    Near,
    SourceState,
    SourceTurn,
    Write,
)
from desk.store.team_memory import TeamMemory

PAGE = 200
"""Items refolded in one transaction of a rebuild."""
_FIRST = ItemId(0)
_ASIDE = Change(frozenset(), other=True)


class Store(TeamMemory):
    """The desk's memory on a database."""

    async def close(self) -> None:
        """Finish what is being written and let go of the database."""
        await self.database.close()

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

        def touched(items: list[Item | None]) -> Change:
            return Change(frozenset(i.id for i in items if i), other=poll is not None)

        return await self.database.write(lambda: ledger.append(writes, poll), touched)

    async def item(self, item: ItemId) -> Item:
        """Return an item; NotFound when there is none."""
        return await self.database.read(lambda: rows.get(item))

    async def events(self, item: ItemId) -> list[Event]:
        """Return an item's events in the order they were recorded, with their texts."""
        return await self.database.read(lambda: ledger.events_of_existing(item))

    async def event_items(self, start: Instant, end: Instant) -> list[ItemId]:
        """Return the items with an event recorded in [start, end)."""
        return await self.database.read(lambda: ledger.event_items(start, end))

    async def item_ids(self, after: ItemId = _FIRST, limit: int = 1000) -> list[ItemId]:
        """Return item ids in order, page by page, for exports and rebuilds."""
        return await self.database.read(lambda: ledger.item_ids(after, limit))

    async def last_actions(self, agent: str, since: Instant, limit: int) -> list[Event]:
        """Return an agent's newest events first, without texts, undone ones included."""
        return await self.database.read(lambda: ledger.last_actions(agent, since, limit))

    async def recorded(self, kinds: Sequence[EventKind], since: Instant) -> list[Event]:
        """Return events of some kinds recorded since an instant, in order, without texts."""
        return await self.database.read(lambda: ledger.recorded(kinds, since))

    async def replies(self, limit: int) -> list[str]:
        """Return the texts of the newest answers, the newest first, without those erased."""
        return await self.database.read(lambda: ledger.replies(limit))

    async def known(
        self, source: str, native_ids: Sequence[str], permalink_keys: Sequence[str]
    ) -> list[Known]:
        """Return what is known of these posts, by id in the source or by permalink anywhere."""
        return await self.database.read(
            lambda: identities.known(source, native_ids, permalink_keys)
        )

    async def newest_id(self, source: str) -> str:
        """Return the id of a source's newest post, empty where it has none."""
        return await self.database.read(lambda: identities.newest_id(source))

    async def engagement(self, item: ItemId) -> list[Engagement]:
        """Return what each source last counted beside an item's comment, the newest first."""
        return await self.database.read(lambda: identities.engagement(item))

    async def earlier(
        self, source: str, author: str, author_id: str = "", but: ItemId = _FIRST
    ) -> list[Earlier]:
        """Return the items of an author in a source, the newest first, one of them left out."""
        return await self.database.read(lambda: authors.earlier(source, author, author_id, but))

    async def author_notes(self, items: Sequence[ItemId]) -> list[Event]:
        """Return what colleagues noted about the author on these items, in order."""
        return await self.database.read(lambda: authors.notes(items))

    async def rebuild(self) -> int:
        """Fold every item anew, a page at a time; return how many rows differed and were mended."""
        mended, last = 0, _FIRST
        while True:
            after = last
            count, ids = await self.database.write(
                lambda: ledger.rebuild(after, PAGE),  # noqa: B023 - it is run before the next turn
                lambda page: Change(frozenset(page[1]), other=True) if page[0] else None,
            )
            mended += count
            if not ids:
                return mended
            last = ids[-1]

    async def chain_holds(self, item: ItemId) -> bool:
        """Return whether no event of an item, and no text that is left, was altered."""
        return await self.database.read(lambda: ledger.chain_holds(item))

    async def hashes(self, item: ItemId) -> list[str]:
        """Return the links of an item's chain, one for each event in their order."""
        return await self.database.read(lambda: ledger.hashes(item))

    # -- lists

    async def overdue(self, now: Instant, limit: int = 200) -> list[ItemId]:
        """Return items with a promise due by now whose breach is not recorded yet."""
        return await self.database.read(lambda: lists.overdue(now, limit))

    async def next_crossing(self, after: Instant) -> Instant | None:
        """Return the next instant at which a list changes by time alone."""
        return await self.database.read(lambda: lists.next_crossing(after))

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
        return await self.database.read(
            lambda: lists.window(view, agent, now, offset, limit, outside)
        )

    async def position(
        self, view: View, agent: str, now: Instant, item: ItemId, outside: Spans | None = None
    ) -> int | None:
        """Return at which place of a list an item stands, None when it is not in it."""
        return await self.database.read(lambda: lists.position(view, agent, now, item, outside))

    async def rows(self, items: Sequence[ItemId], now: Instant) -> tuple[QueueRow, ...]:
        """Return a line for each of these items, in this order; one that is not there has none."""
        return await self.database.read(lambda: lists.rows(list(items), now))

    async def counts(self, agent: str, now: Instant) -> Counts:
        """Return the figures of the shift bar."""
        return await self.database.read(lambda: lists.counts(agent, now))

    async def handed(self, since: Instant) -> list[ItemId]:
        """Return what was handed on after an instant and has not been accepted yet."""
        return await self.database.read(lambda: lists.handed(since))

    # -- what the plan is made from

    async def promised(self, now: Instant, until: Instant, limit: int) -> Near:
        """Return the first running promises of what stands in the queue, due by ``until``.

        Where there are more than ``limit``, these are the nearest, safety first, at most half
        of them missed ones.
        """
        return await self.database.read(lambda: promises.promised(now, until, limit))

    async def handled(self, after: int = 0, limit: int = 2000) -> list[Handled]:
        """Return what answers took, the newest first, of those recorded after a number.

        Answers that were undone are left out.
        """
        return await self.database.read(lambda: promises.handled(after, limit))

    async def stamp(self) -> str:
        """Return a text that differs once anything was written by others."""
        return await self.database.stamp()

    async def role(self) -> Role:
        """Return what we may do here: alone everything, in a team what the server grants."""
        return await self.database.role()

    async def learned(self, name: str) -> str:
        """Return a document of what was learned, empty where there is none."""
        return await self.database.read(lambda: promises.learned(name))

    async def put_learned(self, name: str, doc: str) -> None:
        """Write a document of what was learned."""
        await self.database.write(lambda: promises.put_learned(name, doc))

    # -- claims and drafts

    async def claim(
        self,
        item: ItemId,
        agent: str,
        now: Instant,
        until: Instant,
        said: Said | None = None,
        *,
        over: bool = False,
    ) -> Claim | None:
        """Take or renew a lease; return the one that held before, None when the item was free.

        One's own is returned when it is renewed, which never shortens it. What is said of a new
        lease is written in the same transaction.

        Raises:
            Locked: someone else holds it and ``over`` was not given.
        """
        return await self.database.write(
            lambda: claims.claim(item, agent, now, until, said, over=over),
            lambda _: Change(frozenset({item}), other=True),
        )

    async def claim_first(
        self,
        items: Sequence[ItemId],
        agent: str,
        now: Instant,
        until: Instant,
        said: Said | None = None,
    ) -> ItemId | None:
        """Take the first of these items that nobody holds; None where there is none."""
        return await self.database.write(
            lambda: claims.claim_first(items, agent, now, until, said),
            lambda item: Change(frozenset({item}), other=True) if item else None,
        )

    async def release(self, item: ItemId, agent: str, said: Said | None = None) -> bool:
        """Give a lease back; return whether there was one."""
        return await self.database.write(
            lambda: claims.release(item, agent, said),
            lambda was_held: Change(frozenset({item}), other=True) if was_held else None,
        )

    async def claim_of(self, item: ItemId, now: Instant) -> Claim | None:
        """Return the lease on an item that has not run out."""
        return await self.database.read(lambda: claims.claim_of(item, now))

    async def claims(self, now: Instant) -> list[Claim]:
        """Return every lease that has not run out, by agent."""
        return await self.database.read(lambda: claims.claims(now))

    async def save_draft(self, draft: Draft) -> None:
        """Keep a draft durably; an empty body removes it."""
        await self.database.write(
            lambda: claims.save_draft(draft),
            lambda _: Change(frozenset({draft.item}), other=True),
        )

    async def drafts(self, item: ItemId) -> list[Draft]:
        """Return the drafts on an item, newest first; each agent has one of his own."""
        return await self.database.read(lambda: claims.drafts(item))

    # -- sources and manners

    async def source_states(self) -> dict[str, SourceState]:
        """Return what is remembered of every source."""
        return await self.database.read(sources.source_states)

    async def source_state(self, name: str) -> SourceState | None:
        """Return what is remembered of a source, None where it was never asked."""
        return await self.database.read(lambda: sources.source_state(name))

    async def put_source(self, state: SourceState) -> None:
        """Write a source's state where no items came with it."""
        await self.database.write(lambda: sources.put_sources([state]), lambda _: _ASIDE)

    async def take_turns(
        self, askings: Sequence[Asking], owner: str, now: Instant, until: Instant
    ) -> Mapping[str, SourceTurn]:
        """Take the right to ask sources, for which no other process then asks them or their hosts.

        Args:
            askings: which ones, and the manners of their hosts.
            owner: name of the process; one's own right is renewed.
            now: the present instant.
            until: when the right ends if it is not given back.
        """
        return await self.database.write(lambda: sources.take_turns(askings, owner, now, until))

    async def end_turns(
        self, askings: Sequence[Asking], owner: str, states: Sequence[SourceState] = ()
    ) -> None:
        """Give turns back, and write how their sources stand where no items came with it."""
        await self.database.write(
            lambda: sources.end_turns(askings, owner, states), lambda _: _ASIDE if states else None
        )

    async def hold_host(self, host: str, until: Instant) -> None:
        """Remember a host's Retry-After."""
        await self.database.write(lambda: sources.hold_host(host, until))

    # -- what triage learned

    async def weights(self, tokens: Sequence[str] = ()) -> list[Weight]:
        """Return what was learned about these words; about all where none is named."""
        return await self.database.read(lambda: weights.weights(tokens))

    async def add_weights(self, changes: Sequence[Weight], keep: int) -> None:
        """Add to what was learned, and drop the least seen words beyond ``keep``."""
        await self.database.write(lambda: weights.add_weights(changes, keep))

    async def clear_weights(self) -> None:
        """Forget everything that was learned."""
        await self.database.write(weights.clear_weights)

    # -- waking

    def changes(self) -> Subscription:
        """Yield a hint after each commit, ours or another process's; bursts may be merged."""
        return self.database.changes()
