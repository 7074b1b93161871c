"""The desk's memory: what can be asked of it, whichever database is underneath.

Each method is a piece of work on the database, told by its own name: what it takes, returns and
raises stands beside its SQL. Rules that hold on each database, and that the contract suite checks:

* ``append`` is one transaction: events, their texts, the folded row, and the source's poll
  state, or nothing at all. When it returns, the write survives kill -9 and power loss.
* An event id is written once. A write whose last event id is known already is a retry of a
  write whose answer got lost: nothing is written, the item as it stands is returned.
* The row is a cache: ``rebuild`` makes it anew from the events.
* Instants are UTC microseconds. Methods take the present from the caller's clock, which in a
  team is the server's.
* Everything may be called from one event loop; reads see what was committed before the call.
"""

import functools
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from core.vocabulary import ItemId, Role
from desk.model.item import Item
from desk.model.terms import read_terms
from desk.store import authors, finding, identities, ledger, lists, promises, sources
from desk.store import claims as leases
from desk.store import rows as item_rows
from desk.store import team as colleagues
from desk.store import weights as word_weights
from desk.store.changes import Subscription
from desk.store.database import Database
from desk.store.records import Asking, Change, SourceState, Write
from desk.store.work import Work

PAGE = 200
"""Items refolded in one transaction of a rebuild."""

T = TypeVar("T")
P = ParamSpec("P")
Method = Callable[Concatenate["Store", P], Coroutine[Any, Any, T]]


def _reads(work: Callable[P, Work[T]]) -> Method[P, T]:
    """Return work as a method that runs it on one state of the database."""

    @functools.wraps(work)
    async def method(store: "Store", /, *given: P.args, **more: P.kwargs) -> T:
        return await store.database.read(lambda: work(*given, **more))

    return method


def _writes(
    work: Callable[P, Work[T]], changed: Callable[..., Change | None] = lambda *_, **__: None
) -> Method[P, T]:
    """Return work as a method that runs it in a durable transaction.

    Args:
        work: what is done.
        changed: told what came of it and what was given, says what listeners are woken for.
    """

    @functools.wraps(work)
    async def method(store: "Store", /, *given: P.args, **more: P.kwargs) -> T:
        return await store.database.write(
            lambda: work(*given, **more), lambda done: changed(done, *given, **more)
        )

    return method


def _appended(
    items: Sequence[Item | None], _writes: Sequence[Write], poll: SourceState | None = None
) -> Change:
    return Change(frozenset(item.id for item in items if item), other=poll is not None)


def _aside(*_done: object) -> Change:
    """Tell of what is no item's: sources, shifts, notices, settings."""
    return Change(frozenset(), other=True)


def _ended(
    _done: None, _askings: Sequence[Asking], _owner: str, states: Sequence[SourceState] = ()
) -> Change | None:
    return Change(frozenset(), other=True) if states else None


def _on(item: ItemId) -> Change:
    """Tell of an item's claim or draft."""
    return Change(frozenset({item}), other=True)


class Store:
    """The desk's memory on a database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.is_shared = database.is_shared
        """Whether the desks of several agents may have it open."""

    # items and events
    append = _writes(ledger.append, _appended)
    item = _reads(item_rows.get)
    events = _reads(ledger.events_of_existing)
    event_items = _reads(ledger.event_items)
    item_ids = _reads(ledger.item_ids)
    last_actions = _reads(ledger.last_actions)
    recorded = _reads(ledger.recorded)
    replies = _reads(ledger.replies)
    chain_holds = _reads(ledger.chain_holds)
    hashes = _reads(ledger.hashes)
    known = _reads(identities.known)
    newest_id = _reads(identities.newest_id)
    engagement = _reads(identities.engagement)
    earlier = _reads(authors.earlier)
    author_notes = _reads(authors.notes)

    # lists, and what the plan is made from
    window = _reads(lists.window)
    position = _reads(lists.position)
    rows = _reads(lists.rows)
    counts = _reads(lists.counts)
    handed = _reads(lists.handed)
    overdue = _reads(lists.overdue)
    next_crossing = _reads(lists.next_crossing)
    matches = _reads(finding.matches)
    promised = _reads(promises.promised)
    handled = _reads(promises.handled)
    learned = _reads(promises.learned)
    put_learned = _writes(promises.put_learned)

    # claims and drafts
    claim = _writes(leases.claim, lambda _, item, *_given, **_more: _on(item))
    claim_first = _writes(leases.claim_first, lambda item, *_given: _on(item) if item else None)
    release = _writes(leases.release, lambda held, item, *_given: _on(item) if held else None)
    claim_of = _reads(leases.claim_of)
    claims = _reads(leases.claims)
    save_draft = _writes(leases.save_draft, lambda _, draft: _on(draft.item))
    drafts = _reads(leases.drafts)

    # the team: its shifts, what is told, who looks at what, its configuration
    put_shift = _writes(leases.put_shift, _aside)
    shifts = _reads(leases.shifts)
    put_notice = _writes(colleagues.put_notice, _aside)
    notices = _reads(colleagues.notices)
    see_notices = _writes(colleagues.see_notices, _aside)
    put_presence = _writes(colleagues.put_presence)
    presence = _reads(colleagues.presence)
    put_team = _writes(colleagues.put_team, _aside)
    team = _reads(colleagues.team)

    # sources and manners
    source_states = _reads(sources.source_states)
    source_state = _reads(sources.source_state)
    put_source = _writes(sources.put_source, _aside)
    take_turns = _writes(sources.take_turns)
    end_turns = _writes(sources.end_turns, _ended)
    hold_host = _writes(sources.hold_host)

    # what triage learned
    weights = _reads(word_weights.weights)
    add_weights = _writes(word_weights.add_weights)
    clear_weights = _writes(word_weights.clear_weights)

    async def find(self, typed: str, limit: int) -> list[ItemId]:
        """Return the items that hold all the words of what was typed, the newest first.

        Of an item its newest texts are looked through: the comment in each version and its
        author, our replies, notes and reasons; not drafts. Nothing is found where no word is.
        """
        terms = read_terms(typed)
        if not terms:
            return []
        return await self.database.read(lambda: self.database.hits(terms, limit))

    async def rebuild(self) -> int:
        """Fold every item anew, a page at a time; return how many rows differed and were mended."""
        mended, last = 0, ItemId(0)
        while True:
            count, ids = await self._rebuild(last, PAGE)
            mended += count
            if not ids:
                return mended
            last = ids[-1]

    _rebuild = _writes(
        ledger.rebuild,
        lambda page, *_given: Change(frozenset(page[1]), other=True) if page[0] else None,
    )

    async def stamp(self) -> str:
        """Return a text that differs once anything was written by others."""
        return await self.database.stamp()

    async def role(self) -> Role:
        """Return what we may do here: alone everything, in a team what the server grants."""
        return await self.database.role()

    def changes(self) -> Subscription:
        """Yield a hint after each commit, ours or another process's; bursts may be merged."""
        return self.database.changes()

    async def close(self) -> None:
        """Finish what is being written and let go of the database."""
        await self.database.close()
