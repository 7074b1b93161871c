"""A storm on the desk: many alike at once have its label, and with it the playbook."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import HOUR, MINUTE
from core.vocabulary import ItemId, OutcomeCode, Strategy
from desk.model.event import SYSTEM, EventKind
from desk.services import items, outcomes
from desk.services.desk import Desk
from desk.settings import Storm
from tests.desk.triage.test_alike import STORMS
from tests.support.clock import FakeClock
from tests.support.desk import a_desk, arrive
from tests.support.items import post


@pytest.fixture
def clock() -> FakeClock:
    """Return the clock to move."""
    return FakeClock()


@pytest_asyncio.fixture
async def desk(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Desk]:
    """Yield Tim's desk."""
    async with a_desk(tmp_path, "tim", clock) as opened:
        yield opened


async def come(desk: Desk, clock: FakeClock, count: int = 12, every: int = MINUTE) -> list[ItemId]:
    """Let so many of a storm come in, one after the other; return their items."""
    seen = []
    for n, body in enumerate(STORMS["nl"][:count]):
        clock.advance(every)
        told = post(
            body=body,
            author=f"klant {n}",
            native_id=f"s-{n}",
            permalink="",
            published_at=clock.now(),
        )
        seen += [item.id for item in await arrive(desk, told)]
    return seen


async def labelled(desk: Desk, seen: list[ItemId]) -> list[ItemId]:
    """Return those that are told to be of a storm."""
    return [item for item in seen if "firestorm" in (await desk.store.item(item)).labels]


@pytest.mark.asyncio
async def test_eight_alike_within_half_an_hour_are_a_storm(desk: Desk, clock: FakeClock) -> None:
    """All of them are labelled, by the desk and in their history, and have its playbook."""
    seen = await come(desk, clock)
    found = await labelled(desk, seen)
    assert len(found) >= 8
    detail = await items.detail(desk, found[0])
    assert detail.playbook.name == "firestorm"
    assert [e.actor for e in detail.events if e.kind is EventKind.LABELLED] == [SYSTEM]
    assert await desk.store.rebuild() == 0


@pytest.mark.asyncio
async def test_fewer_or_slower_are_none(desk: Desk, clock: FakeClock) -> None:
    """Seven in seven minutes are no storm, nor are twelve in an hour."""
    assert await labelled(desk, await come(desk, clock, 7)) == []
    clock.advance(HOUR)
    assert await labelled(desk, await come(desk, clock, 12, 5 * MINUTE)) == []


@pytest.mark.asyncio
async def test_what_is_done_with_counts_no_more(desk: Desk, clock: FakeClock) -> None:
    """A storm is made of what is still open."""
    first = await come(desk, clock, 7)
    for item in first:
        await outcomes.decide(desk, item, Strategy.DISCARD, reason=OutcomeCode.TEST)
    assert await labelled(desk, [*first, *await come(desk, clock)]) == []


@pytest.mark.asyncio
async def test_a_team_says_how_many_make_one(desk: Desk, clock: FakeClock) -> None:
    """Three that were added by hand may be enough, and none is looked for at nought."""
    desk.settings = replace(desk.settings, storm=Storm(items=0))
    assert await labelled(desk, await come(desk, clock)) == []
    desk.settings = replace(desk.settings, storm=Storm(items=3))
    clock.advance(HOUR)
    by_hand = [(await items.add(desk, text)).id for text in STORMS["en"][:6]]
    assert len(await labelled(desk, by_hand)) >= 3
