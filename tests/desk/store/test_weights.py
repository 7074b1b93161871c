"""What every store promises of the weights that triage learned."""

import pytest

from desk.model.weight import Weight
from desk.store.store import Store
from tests.support.store import Backend


@pytest.mark.asyncio
async def test_changes_add_up(store: Store) -> None:
    """Two agents' decisions do not overwrite each other: what is written is the change."""
    assert await store.weights() == []
    change = Weight("nl kapot", 0.5, -0.25, -0.25, 1.0, 1)
    await store.add_weights([change, Weight("nl *", seen=1)], 10)
    await store.add_weights([change], 10)
    assert await store.weights(["nl kapot", "nl other"]) == [change.plus(change)]
    assert {weight.token for weight in await store.weights()} == {"nl kapot", "nl *"}


@pytest.mark.asyncio
async def test_the_table_is_capped(store: Store) -> None:
    """Beyond its size the least seen words go."""
    words = [Weight(f"nl {number}", 0.1, seen=number) for number in range(1, 9)]
    await store.add_weights(words, 5)
    assert {weight.seen for weight in await store.weights()} == {4, 5, 6, 7, 8}


@pytest.mark.asyncio
async def test_forgetting_leaves_nothing(store: Store, backend: Backend) -> None:
    """A reset is durable, and learning goes on from nothing."""
    await store.add_weights([Weight("nl kapot", 0.5, seen=1)], 10)
    await store.clear_weights()
    again = await backend.open()
    assert await again.weights() == []
    await again.close()
    await store.add_weights([Weight("nl kapot", 0.1, seen=1)], 10)
    assert len(await store.weights()) == 1
