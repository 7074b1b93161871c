"""A desk moves between databases and stays what it was."""

import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import HOUR, MINUTE
from core.errors import Refused
from core.vocabulary import EventId
from desk.model.weight import Weight
from desk.store.listing import View
from desk.store.records import Draft, Notice, Shift, SourceState, TeamDocument
from desk.store.store import Store
from desk.store.transfer import LEFT, TABLES, transfer
from desk.store.work import fetch
from tests.support.clock import FakeClock
from tests.support.postgres import PostgresBackend
from tests.support.store import SqliteBackend, add, arrival, random_history


@pytest_asyncio.fixture
async def team(tmp_path: Path, clock: FakeClock) -> AsyncIterator[PostgresBackend]:
    """Return an empty team database."""
    backend = PostgresBackend(tmp_path, clock)
    await backend.make()
    yield backend
    await backend.drop()


async def fill(store: Store, clock: FakeClock) -> None:
    """Write something into every table."""
    dice, now = random.Random(3), clock.now()  # noqa: S311 - the same items every time
    await store.append([random_history(dice, now, number) for number in range(120)])
    item = await add(store, arrival(now, "known", permalink_key="shop.example/1"))
    await store.claim(item.id, "ann", now, now + MINUTE)
    await store.save_draft(Draft(item.id, "ann", "Beste Anouk, æøå 🙂", now))
    await store.put_shift(Shift("s1", now, zone="Europe/Oslo"))
    await store.put_notice(Notice(EventId("n1"), now, "mia", text="Storing sinds 09:30"))
    await store.see_notices("ann", [EventId("n1")], now)
    await store.put_team(TeamDocument(1, now, "mia", '[team]\nname = "Noord"\n'))
    await store.put_source(SourceState("shop", etag='"1"', polls=3))
    await store.hold_host("shop.example:443", now + HOUR)
    await store.put_learned("rates", "{}")
    await store.add_weights([Weight("nl kapot", 0.1 + 0.2, seen=3)], 10)


async def content(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table that goes along."""
    found = {}
    for table in TABLES:
        sql = f"SELECT {table.columns} FROM {table.name} ORDER BY {table.key}"  # noqa: S608
        rows = await store.database.read(lambda: fetch(sql))  # noqa: B023 - run at once
        found[table.name] = [tuple(row) for row in rows]
    return found


@pytest.mark.asyncio
async def test_a_desk_goes_to_a_team_and_back(
    tmp_path: Path, clock: FakeClock, team: PostgresBackend
) -> None:
    """Every row of every table is the same after both moves, and the desk works on."""
    alone = await SqliteBackend(tmp_path, clock).open()
    await fill(alone, clock)
    shared = await team.open()
    copied = {name: count async for name, count in transfer(alone, shared)}
    (tmp_path / "back").mkdir()
    back = await SqliteBackend(tmp_path / "back", clock).open()
    assert copied == {name: count async for name, count in transfer(shared, back)}

    there = await content(alone)
    assert await content(shared) == there == await content(back)
    assert all(there.values())
    assert copied == {name: len(rows) for name, rows in there.items()}
    now = clock.now()
    for store in (shared, back):
        assert await store.counts("ann", now) == await alone.counts("ann", now)
        assert await store.rebuild() == 0
        last = (await store.item_ids())[-1]
        assert await store.chain_holds(last)
        item = await add(store, arrival(now, "after the move"))
        assert item.id == last + 1
        newest = (await store.window(View.ALL, "ann", now, 0, 1)).rows[0].id
        assert newest in {item.id, *(await store.item_ids())}
        await store.close()
    await alone.close()


@pytest.mark.asyncio
async def test_a_move_that_broke_off_is_begun_again(
    tmp_path: Path, clock: FakeClock, team: PostgresBackend
) -> None:
    """What is there already is left alone, and the rest follows."""
    alone, shared = await SqliteBackend(tmp_path, clock).open(), await team.open()
    await fill(alone, clock)
    begun = transfer(alone, shared)
    assert (await anext(begun))[0] == "items"
    await begun.aclose()
    async for _table, _count in transfer(alone, shared):
        pass
    assert await content(shared) == await content(alone)
    assert await shared.counts("ann", clock.now()) == await alone.counts("ann", clock.now())
    await alone.close()
    await shared.close()


@pytest.mark.asyncio
async def test_another_desk_is_not_overwritten(
    tmp_path: Path, clock: FakeClock, team: PostgresBackend
) -> None:
    """A target that holds other items is refused, and stays as it is."""
    alone, shared = await SqliteBackend(tmp_path, clock).open(), await team.open()
    await fill(alone, clock)
    await add(shared, arrival(clock.now(), "theirs"))
    before = await content(shared)
    with pytest.raises(Refused, match="another desk"):
        await anext(transfer(alone, shared))
    assert await content(shared) == before
    await alone.close()
    await shared.close()


@pytest.mark.asyncio
async def test_no_table_and_no_column_is_forgotten(
    tmp_path: Path, clock: FakeClock, team: PostgresBackend
) -> None:
    """What goes along is every table of both schemas, whole, but for what is counted anew."""
    await (await SqliteBackend(tmp_path, clock).open()).close()
    await (await team.open()).close()
    expected = {table.name: set(table.columns.split(", ")) for table in TABLES}
    with closing(sqlite3.connect(tmp_path / "desk.db")) as db:
        ours = db.execute(
            "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
            " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'"
        ).fetchall()
    theirs = await team.fetch(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public'"
    )
    for columns in (ours, theirs):
        found: dict[str, set[str]] = {}
        for table, column in columns:
            if table not in LEFT:
                found.setdefault(table, set()).add(column)
        assert found == expected
