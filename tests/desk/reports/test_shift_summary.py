"""The summary of a shift from a real store: same figures, without loading what nobody touched."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from core.vocabulary import ItemId
from desk.model import conversation
from desk.model.event import Event
from desk.reports.summary import summary_object
from desk.services.desk import Desk
from desk.services.summary import shift_cases, shift_summary
from desk.settings import DeskSettings
from desk.store.records import Identity, Write
from desk.store.sqlite.database import open_sqlite
from desk.triage.judge import Judge
from tests.support.clock import FakeClock
from tests.support.scripted_shift import BY_HAND, END, FORUM, SHIFT, THURSDAY, stories
from tests.support.story import OFFICE, at

UNTOUCHED = ItemId(13)
MOST_URGENT_FIRST = [5, 9, 1, 12, 10, 7, 3, 13]


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk that holds the scripted shift, at its end."""
    clock = FakeClock(END)
    store = await open_sqlite(tmp_path / "desk.db", clock)
    for story in stories():
        identity = Identity("forum", story.item.native_id, "hash")
        await store.append([Write(tuple(story.events), identity=identity)])
    await store.put_source(FORUM)
    yield Desk(store, clock, DeskSettings(hours=OFFICE), (), Judge(), "Ann")
    await store.close()


@pytest.mark.asyncio
async def test_the_store_gives_the_figures_worked_out_by_hand(desk: Desk) -> None:
    """The backlog is counted, not loaded, and still balances; the open list is in order."""
    told = json.loads(json.dumps(summary_object(await shift_summary(desk, SHIFT))))
    assert [line["id"] for line in told["open"]] == MOST_URGENT_FIRST
    assert told | {"open": []} == BY_HAND


@pytest.mark.asyncio
async def test_a_line_of_the_open_list(desk: Desk) -> None:
    """It says what waits and until when, and not who wrote it."""
    told = summary_object(await shift_summary(desk, SHIFT))
    assert told["open"][4] == {
        "id": 10,
        "source": "forum",
        "kind": "complaint",
        "severity": 3,
        "state": "new",
        "ball": "us",
        "due_at": "2026-11-19T09:40:00+01:00",
        "wake_at": None,
        "text": "Text 10",
    }


@pytest.mark.asyncio
async def test_asked_for_a_day_later_it_is_the_same(desk: Desk) -> None:
    """What Thursday brought is taken back out of the backlog and of the open list."""
    before = await shift_summary(desk, SHIFT)
    assert isinstance(desk.clock, FakeClock)
    desk.clock.advance(at("10:30", THURSDAY) - END)
    item = await desk.store.item(ItemId(10))
    for event in (
        conversation.replied(item, at("10:00", THURSDAY), "Ann", "Dear customer"),
        conversation.replied(item, at("10:20", THURSDAY), "Ann", "P.S."),
    ):
        await desk.store.append([Write((event,), ItemId(10))])
    after = await shift_summary(desk, SHIFT)
    assert after.volume == before.volume
    assert after.promises == before.promises
    assert [line.id for line in after.open] == MOST_URGENT_FIRST


@pytest.mark.asyncio
async def test_what_nobody_touched_is_not_loaded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A summary costs what the shift did, not what the desk holds."""
    loaded: list[ItemId] = []
    events = desk.store.events

    async def watched(item: ItemId) -> list[Event]:
        loaded.append(item)
        return await events(item)

    monkeypatch.setattr(desk.store, "events", watched)
    await shift_summary(desk, SHIFT)
    assert UNTOUCHED not in loaded
    assert len(loaded) == len(stories()) - 1


@pytest.mark.asyncio
async def test_the_rows_of_a_shift_are_the_items_it_touched(desk: Desk) -> None:
    """Each as it stood at the shift's end."""
    cases = await shift_cases(desk, SHIFT)
    assert [case.item.id for case in cases] == [n for n in range(1, 15) if n != UNTOUCHED]


@pytest.mark.asyncio
async def test_a_running_shift_counts_up_to_this_instant(desk: Desk) -> None:
    """What was recorded a moment ago, even in the same microsecond, is in it."""
    running = replace(SHIFT, ended_at=None)
    item = await desk.store.item(ItemId(10))
    answer = conversation.replied(item, END, "Ann", "Dear customer")
    await desk.store.append([Write((answer,), ItemId(10))])
    assert (await shift_summary(desk, running)).first_response.n == 5
    assert (await shift_summary(desk, SHIFT)).first_response.n == 4
