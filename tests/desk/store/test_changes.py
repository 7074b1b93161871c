"""Who listens to a store hears of each commit, its own and another process's."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.clock import MINUTE
from desk.store.records import Change, Draft, SourceState, Write
from desk.store.store import Store
from tests.support.clock import FakeClock
from tests.support.store import Backend, add, arrival, note


async def heard(stream: AsyncIterator[Change]) -> Change:
    """Return the next hint, failing loudly when none comes."""
    return await asyncio.wait_for(anext(stream), 5)


@pytest.mark.asyncio
async def test_own_commits_are_told_at_once(store: Store, clock: FakeClock) -> None:
    """Every listener hears which items were written and whether more changed beside them."""
    one, two = store.changes(), store.changes()
    item = (await add(store, arrival(clock.now()))).id
    assert await heard(one) == await heard(two) == Change(frozenset({item}))
    await store.append([Write((note(clock.now()),), item)], SourceState("shop"))
    assert await heard(one) == Change(frozenset({item}), other=True)
    await store.save_draft(Draft(item, "ann", "Dag", clock.now()))
    assert await heard(one) == Change(frozenset({item}), other=True)


@pytest.mark.asyncio
async def test_burst_is_merged(store: Store, clock: FakeClock) -> None:
    """What nobody had time to hear comes as one hint."""
    stream = store.changes()
    ids = {(await add(store, arrival(clock.now(), str(n)))).id for n in range(5)}
    await store.claim(min(ids), "ann", clock.now(), clock.now() + MINUTE)
    assert await heard(stream) == Change(frozenset(ids), other=True)


@pytest.mark.asyncio
async def test_others_commits_are_noticed(store: Store, backend: Backend, clock: FakeClock) -> None:
    """Another process's events name their items; its claims are hinted at."""
    mine = (await add(store, arrival(clock.now(), "mine"))).id
    other = await backend.open()
    stream = store.changes()
    theirs = (await add(other, arrival(clock.now(), "theirs"))).id
    assert theirs in (await heard(stream)).items
    await other.claim(mine, "bob", clock.now(), clock.now() + MINUTE)
    assert (await heard(stream)).other
    await other.close()


@pytest.mark.asyncio
async def test_stream_ends_with_the_store(backend: Backend, clock: FakeClock) -> None:
    """A listener's loop ends when the store is closed, after what it had not heard yet."""
    store = await backend.open()
    stream = store.changes()
    item = (await add(store, arrival(clock.now()))).id
    await store.close()
    assert [change.items async for change in stream] == [frozenset({item})]
