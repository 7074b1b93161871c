"""What the plan reads: near promises, the rest of the queue, what answers took."""

import random

import pytest

from core.clock import HOUR, MINUTE, Instant
from core.vocabulary import Ball, ItemId, Kind, Size, State, TimerKind
from desk.model.event import EventKind, StartTimer, Turn, new_event
from desk.model.item import Item
from desk.store.listing import Ahead, View
from desk.store.records import Near, Write
from desk.store.store import Store
from tests.support.clock import FakeClock
from tests.support.store import Backend, add, arrival, random_history, seen


async def filled(store: Store, seed: int, now: Instant) -> list[Item]:
    """Fill a store with random histories."""
    dice = random.Random(seed)  # noqa: S311 - the same items every time
    made = await store.append([random_history(dice, now, number) for number in range(150)])
    return [item for item in made if item is not None]


def running(items: list[Item], now: Instant) -> dict[ItemId, Instant]:
    """Return the due instants of what stands in the queue with a promise, the plain way."""
    return {
        item.id: item.promise.due_at
        for item in items
        if item.promise and item.queue_from is not None and item.queue_from <= now
    }


def due_of(near: Near) -> dict[ItemId, Instant]:
    """Return the due instants of the promises that were found."""
    assert len({one.id for one in near.promised}) == len(near.promised)
    return {one.id: one.due for one in near.promised}


@pytest.mark.asyncio
@pytest.mark.parametrize("seed", range(3))
async def test_near_promises_and_the_rest_make_the_queue(
    store: Store, clock: FakeClock, seed: int
) -> None:
    """However few are asked for, they and what stands outside are the whole queue, once each."""
    now = clock.now()
    await filled(store, seed, now)
    whole = await store.window(View.QUEUE, "ann", now, 0, 500)
    for limit in (1000, 20, 7, 1, 0):
        near = await store.promised(now, now + HOUR, limit)
        assert len(near.promised) <= limit
        rest = await store.window(View.QUEUE, "ann", now, 0, 500, Ahead((), near.spans))
        ids = [row.id for row in rest.rows]
        assert {*ids} | {*due_of(near)} == {row.id for row in whole.rows}
        assert len(ids) + len(near.promised) == whole.total == rest.total
        places = [await store.position(View.QUEUE, "ann", now, i, near.spans) for i in ids]
        assert places == list(range(len(ids)))
        planned = tuple(due_of(near))[::-1]
        for offset in (0, 1, len(planned) // 2, len(planned), len(planned) + len(ids) // 2):
            part = await store.window(View.QUEUE, "ann", now, offset, 9, Ahead(planned, near.spans))
            assert [row.id for row in part.rows] == [*planned, *ids][offset : offset + 9]
            assert (part.offset, part.total) == (offset, whole.total)
        for one in near.promised:
            assert await store.position(View.QUEUE, "ann", now, one.id, near.spans) is None


@pytest.mark.asyncio
async def test_every_promise_within_reach_is_found(store: Store, clock: FakeClock) -> None:
    """Missed ones and those due by the instant given; later ones and put away ones are not."""
    now = clock.now()
    items = await filled(store, 7, now)
    until = now + 30 * MINUTE
    wanted = {item: due for item, due in running(items, now).items() if due <= until}
    assert due_of(await store.promised(now, until, 1000)) == wanted
    assert len(wanted) > 20


@pytest.mark.asyncio
async def test_the_nearest_are_found_first(store: Store, clock: FakeClock) -> None:
    """Of too many, safety comes first, then those nearest to now on either side."""
    now = clock.now()
    dues = {
        str(n): (await add(store, Write((seen(now, native_id=str(n), due=now + n * MINUTE),)))).id
        for n in (-30, -20, -10, 10, 20, 30)
    }
    harm = new_event(EventKind.TRIAGED, now, "webcare", kind=Kind.HARMFUL, severity=5)
    await add(store, Write((harm,), dues["30"]))
    near = await store.promised(now, now + HOUR, 4)
    assert due_of(near).keys() == {dues[name] for name in ("30", "-10", "10", "20")}


@pytest.mark.asyncio
async def test_a_promise_carries_what_the_plan_asks(store: Store, clock: FakeClock) -> None:
    """Kind, severity, size, source, length, weight and start, and who has had it since when."""
    now = clock.now()
    born = seen(now, effects=(Turn(State.NEW, Ball.US),))
    clockwork = StartTimer(TimerKind.FIRST_RESPONSE, 1, now - MINUTE, now + HOUR, 6)
    judged = new_event(
        EventKind.CORRECTED,
        now,
        "ann",
        effects=(clockwork,),
        kind=Kind.COMPLAINT,
        severity=4,
        size=Size.LONG,
    )
    edit = new_event(EventKind.REVISED, now, "webcare", n=2, length=123)
    item = await add(store, Write((born, judged, edit)))
    await store.claim(item.id, "bob", now, now + MINUTE)
    (one,) = (await store.promised(now, now + HOUR, 10)).promised
    assert (one.kind, one.severity, one.size) == (Kind.COMPLAINT, 4, Size.LONG)
    assert (one.source, one.length, one.weight) == ("shop", 123, 6)
    assert (one.started_at, one.due) == (now - MINUTE, now + HOUR)
    assert (one.claimed_by, one.claimed_at) == ("bob", now)
    (free,) = (await store.promised(now + MINUTE, now + HOUR, 10)).promised
    assert (free.claimed_by, free.claimed_at) == ("", None)


@pytest.mark.asyncio
async def test_rows_come_in_the_order_asked(store: Store, clock: FakeClock) -> None:
    """The same lines as a list has, for any ids; unknown ones have none."""
    items = await filled(store, 3, clock.now())
    wanted = [items[n].id for n in (9, 2, 5)]
    rows = await store.rows([*wanted, ItemId(9999)], clock.now())
    assert [row.id for row in rows] == wanted
    listed = {row.id: row for row in (await store.window(View.ALL, "", clock.now(), 0, 500)).rows}
    assert list(rows) == [listed[item] for item in wanted]


@pytest.mark.asyncio
async def test_what_answers_took_is_kept(store: Store, clock: FakeClock) -> None:
    """Newest first, with what the item is by now, and without what was undone."""
    now = clock.now()
    first, second, third = [await add(store, arrival(now, name)) for name in "abc"]
    for item, took in ((first, 5), (second, 7), (third, 9)):
        reply = new_event(EventKind.REPLIED, now, "ann", kind="public_full", took=took * MINUTE)
        await add(store, Write((reply,), item.id))
        if item is third:
            undone = new_event(EventKind.UNDONE, now, "ann", event=reply.id)
            await add(store, Write((undone,), item.id))
    judged = new_event(EventKind.CORRECTED, now, "ann", kind=Kind.PRAISE, size=Size.QUICK)
    await add(store, Write((judged,), first.id))
    newest, oldest = await store.handled()
    assert (newest.took, oldest.took) == (7 * MINUTE, 5 * MINUTE)
    assert (oldest.kind, oldest.size, oldest.source) == (Kind.PRAISE, Size.QUICK, "shop")
    assert await store.handled(limit=1) == [newest]


@pytest.mark.asyncio
async def test_the_stamp_tells_of_every_write(
    backend: Backend, store: Store, clock: FakeClock
) -> None:
    """It stays while nothing is written, and differs after our own writes and others'."""
    other = await backend.open()
    stamps = [await store.stamp(), await store.stamp()]
    item = await add(store, arrival(clock.now()))
    stamps.append(await store.stamp())
    await other.claim(item.id, "bob", clock.now(), clock.now() + MINUTE)
    stamps.append(await store.stamp())
    await other.close()
    assert stamps[0] == stamps[1]
    assert len({*stamps}) == 3


@pytest.mark.asyncio
async def test_what_was_learned_is_kept_by_name(store: Store) -> None:
    """A document replaces the one before it, and leaves others alone."""
    assert await store.learned("rates") == ""
    await store.put_learned("rates", "[1]")
    await store.put_learned("words", "[2]")
    await store.put_learned("rates", "[3]")
    assert (await store.learned("rates"), await store.learned("words")) == ("[3]", "[2]")
