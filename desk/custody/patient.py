"""A team's store that goes on with what it has while the server is away.

What was read before is read again, and what is done on items one holds is kept in a spool until
the server is back; then it is sent in its order, each piece once. All else waits, and says so.
"""

from collections.abc import Sequence
from dataclasses import replace

from core.clock import Clock, Instant
from core.errors import Changed, Locked, StoreUnavailable
from core.i18n import _
from core.identifiers import new_event_id
from core.vocabulary import Ball, ItemId
from desk.custody.delivery import deliver
from desk.custody.remembering import RememberingStore
from desk.custody.spool import Entry, Spool
from desk.model.event import Event, EventKind
from desk.model.fold import fold, fold_all
from desk.model.item import Item
from desk.store.claims import Said
from desk.store.database import Database
from desk.store.ledger import as_stored
from desk.store.listing import Ahead, Counts, QueueRow, View, Window
from desk.store.records import Change, Claim, Draft, SourceState, Write
from desk.store.store import Store


class PatientStore(RememberingStore):
    """The desk's memory on a server that may be away for a while."""

    def __init__(self, database: Database, clock: Clock, agent: str, spool: Spool) -> None:
        super().__init__(database, clock)
        self._agent = agent
        self._spool = spool
        self._held: set[ItemId] = set()
        """Items whose lease we took and neither gave back nor lost as far as we know."""
        self._ahead: dict[ItemId, Item] = {}
        """Items as the spool leaves them."""
        self._seen: dict[ItemId, int] = {}
        """The version of those items that the server had."""
        self._sending = False
        self._returned: set[ItemId] = set()
        """Items whose decision was not written, until something is written on them."""

    async def close(self) -> None:
        """Send what can be sent, and let go of the server and the spool."""
        await self._send()
        await super().close()
        self._spool.close()

    # -- what is done on items

    async def append(
        self, writes: Sequence[Write], poll: SourceState | None = None
    ) -> list[Item | None]:
        """Write events; while the server is away, those on items we hold are spooled."""
        await self._send()
        try:
            if not self._spool.entries:
                items = await super().append(writes, poll)
                self._here()
                for item in items:
                    if item is not None:
                        self._keep(("item", item.id), item)
                        self._returned.discard(item.id)
                return items
            reason: Exception | None = None
        except StoreUnavailable as error:
            self._away()
            reason = error
        if poll is not None or not all(map(self._may_wait, writes)):
            raise self._waits() from reason
        return [await self._spooled(write) for write in writes]

    async def save_draft(self, draft: Draft) -> None:
        """Keep a draft durably, on the server or in the spool."""
        await self._send()
        try:
            if not self._spool.entries:
                await super().save_draft(draft)
                self._here()
                return
        except StoreUnavailable:
            self._away()
        await self._spool.add(Entry(new_event_id(self._clock.now()), draft=draft))
        self.database.tell(Change(frozenset({draft.item}), other=True))

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
        """Take or renew a lease; while the server is away, what we hold stays ours."""
        await self._send()
        try:
            before = await super().claim(item, agent, now, until, said, over=over)
        except Locked:
            self._held.discard(item)
            raise
        except StoreUnavailable as error:
            self._away()
            if item in self._held:
                return Claim(item, agent, until, now)
            raise self._waits() from error
        await self._took(item)
        return before

    async def claim_first(
        self,
        items: Sequence[ItemId],
        agent: str,
        now: Instant,
        until: Instant,
        said: Said | None = None,
    ) -> ItemId | None:
        """Take the first of these items that nobody holds; waits while the server is away."""
        await self._send()
        try:
            item = await super().claim_first(items, agent, now, until, said)
        except StoreUnavailable as error:
            self._away()
            raise self._waits() from error
        if item is not None:
            await self._took(item)
        return item

    async def release(self, item: ItemId, agent: str, said: Said | None = None) -> bool:
        """Give a lease back, at the latest when the server is back."""
        await self._send()
        try:
            released = await super().release(item, agent, said)
        except StoreUnavailable:
            self._away()
            if item not in self._held:
                return False
            now = self._clock.now()
            told = said and said(await self.item(item), await self.claim_of(item, now))
            await self._spool.add(Entry(new_event_id(now), release=item, said=told))
            return True
        self._held.discard(item)
        return released

    # -- what is read

    async def item(self, item: ItemId) -> Item:
        """Return an item, as the spool leaves it."""
        found = await self._read(("item", item), super().item, item)
        return self._ahead.get(item, found)

    async def events(self, item: ItemId) -> list[Event]:
        """Return an item's events, those in the spool last."""
        found = await self._read(("events", item), super().events, item)
        return [*found, *self._spooled_events(item)]

    async def last_actions(self, agent: str, since: Instant, limit: int) -> list[Event]:
        """Return an agent's newest events first, those in the spool before all others."""
        found = await self._read(
            ("actions", agent, limit),
            super().last_actions,
            agent,
            since,
            limit,
            instead=[],
        )
        mine = [event for event in self._spooled_events() if event.actor == agent]
        return [*reversed(mine), *found][:limit]

    async def drafts(self, item: ItemId) -> list[Draft]:
        """Return the drafts on an item, the spooled one instead of that which it follows."""
        found = await self._read(("drafts", item), super().drafts, item, instead=[])
        waiting = [e.draft for e in self._spool.entries if e.draft and e.draft.item == item]
        if not waiting:
            return found
        rest = [draft for draft in found if draft.agent != self._agent]
        return [*([waiting[-1]] if waiting[-1].body else []), *rest]

    async def claim_of(self, item: ItemId, now: Instant) -> Claim | None:
        """Return the lease on an item; while the server is away, ours does not run out."""
        held = await self._read(("claim", item), super().claim_of, item, now)
        if self._away_since is None:
            if held is None or held.agent != self._agent:
                self._held.discard(item)
        elif held is not None and item in self._held:
            return replace(held, until=max(held.until, now + 1))
        return held

    async def window(
        self,
        view: View,
        agent: str,
        now: Instant,
        offset: int,
        limit: int,
        ahead: Ahead | None = None,
    ) -> Window:
        """Return a stretch of a list, without what the spool has taken from it."""
        found = await self._read(
            ("window", view, agent, offset, limit),
            super().window,
            view,
            agent,
            now,
            offset,
            limit,
            ahead,
        )
        if view not in {View.QUEUE, View.MINE} or not self._ahead:
            return found
        rows = self._still_ours(found.rows)
        return replace(found, rows=rows, total=found.total - len(found.rows) + len(rows))

    async def rows(self, items: Sequence[ItemId], now: Instant) -> tuple[QueueRow, ...]:
        """Return a line for each of these items that is still on our side."""
        found = await self._read(("rows", tuple(items)), super().rows, items, now)
        return self._still_ours(found)

    async def counts(self, agent: str, now: Instant) -> Counts:
        """Return the figures of the shift bar, and how much has not reached the server."""
        found = await self._read(("counts",), super().counts, agent, now, instead=Counts())
        return replace(
            found,
            unsent=len(self._spool.entries),
            away_since=self._away_since,
            returned=tuple(sorted(self._returned)),
        )

    async def stamp(self) -> str:
        """Return a text that differs once anything was written."""
        found = await self._read(("stamp",), super().stamp)
        return f"{found} {len(self._spool.entries)}"

    # -- what is known while the server is away

    async def _took(self, item: ItemId) -> None:
        """Remember an item that is ours now, so that it can be worked on without the server."""
        if item in self._held and ("events", item) in self._answers:
            return
        self._held.add(item)
        for read in (self.item, self.events, self.drafts):
            await read(item)
        await self.claim_of(item, self._clock.now())

    def _may_wait(self, write: Write) -> bool:
        """Return whether a write is on an item we hold, and tells nobody that it is his now."""
        handed = any(event.kind is EventKind.HANDED for event in write.events)
        return write.item in self._held and not handed

    def _waits(self) -> StoreUnavailable:
        return StoreUnavailable(
            _("The team's server is away, so this has to wait"),
            _("What you do on items you hold is kept and sent when it is back."),
        )

    # -- the spool

    async def _spooled(self, write: Write) -> Item:
        """Keep a write on an item we hold; return the item as it leaves it."""
        item = write.item or ItemId(0)
        current = await self.item(item)
        expected = current.version if write.expected is None else write.expected
        if item in self._ahead and current.version != expected:
            raise Changed(_("Item {item} changed in the meantime").format(item=item))
        events = tuple(as_stored(event, item) for event in write.events)
        if current.version != expected:
            left = current  # the server is back: it has this very write, or will say what changed
        elif any(event.kind is EventKind.UNDONE for event in events):
            left = fold_all([*await self.events(item), *events])
        else:
            left = current
            for event in events:
                left = fold(left, event)
        kept = replace(write, events=events, expected=expected)
        seen = self._seen.setdefault(item, expected)
        await self._spool.add(Entry(new_event_id(self._clock.now()), kept, seen=seen))
        self._ahead[item] = left
        self.database.tell(Change(frozenset({item}), other=True))
        return left

    def _spooled_events(self, item: ItemId | None = None) -> list[Event]:
        writes = (entry.write for entry in self._spool.entries if entry.write)
        return [
            event
            for write in writes
            if item is None or write.item == item
            for event in write.events
        ]

    def _still_ours(self, rows: Sequence[QueueRow]) -> tuple[QueueRow, ...]:
        """Leave out the rows of items that the spool takes out of our hands."""
        return tuple(
            row for row in rows if (a := self._ahead.get(row.id)) is None or a.ball is Ball.US
        )

    async def _send(self) -> None:
        """Send what waits, in its order, as far as the server takes it."""
        if self._sending or not self._spool.entries:
            return
        self._sending, server = True, Store(self.database)
        try:
            while self._spool.entries:
                entry = self._spool.entries[0]
                back = await deliver(server, entry, self._agent, self._clock.now())
                self._spool.sent(entry)
                if back is not None:
                    self._returned.add(back)
                if entry.release is not None:
                    self._held.discard(entry.release)
        except StoreUnavailable:
            self._away()
            return
        finally:
            self._sending = False
        self._ahead.clear()
        self._seen.clear()
        self._answers.clear()
        self._here()
