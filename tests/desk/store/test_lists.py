"""Lists, places and figures against a plain sort of all items in memory."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from core.clock import HOUR, MINUTE, SECOND, Instant
from core.vocabulary import Ball, ItemId, Kind, Lane, State, TimerKind
from desk.model.event import EventKind, new_event
from desk.model.item import Item
from desk.store.listing import Counts, View
from desk.store.records import Draft, Write
from desk.store.store import Store
from tests.support.clock import FakeClock
from tests.support.store import add, arrival, random_history, seen

NEVER = 2**62
SOON = 10 * MINUTE
Order = Callable[[Item], Any]


def is_late(item: Item, now: Instant) -> bool:
    """Say whether an item's first running promise is missed."""
    return item.promise is not None and item.promise.due_at <= now


def stands(item: Item, now: Instant) -> bool:
    """Say whether an item is in the queue by now."""
    return item.queue_from is not None and item.queue_from <= now


def is_gone(item: Item) -> bool:
    """Say whether an item is out of the backlog."""
    return item.state in {State.CLOSED, State.REMOVED, State.HISTORY}


def waits(item: Item) -> bool:
    """Say whether an item is on the customer or a department."""
    on_others = item.ball in {Ball.CUSTOMER, Ball.INTERNAL}
    return on_others and not is_gone(item) and item.state is not State.WATCHING


def is_praise(item: Item) -> bool:
    """Say whether an item is praise with something left to do."""
    owed = item.timer(TimerKind.PRAISE_FOLLOW_UP) is not None
    return item.kind is Kind.PRAISE and (owed or not is_gone(item))


def expected(view: View, items: list[Item], held: set[ItemId], now: Instant) -> list[ItemId]:
    """Return a list's ids in order, the plain way."""

    def by_lane(item: Item) -> Any:
        return (not is_late(item, now), item.band, item.queue_due or NEVER, item.id)

    def by_return(item: Item) -> Any:
        return (NEVER if item.queue_from is None else item.queue_from, item.id)

    rules: dict[View, tuple[Callable[[Item], bool], Order]] = {
        View.QUEUE: (lambda item: stands(item, now), by_lane),
        View.MINE: (lambda item: item.id in held, by_lane),
        View.WAITING: (waits, by_return),
        View.WATCHING: (lambda item: item.state is State.WATCHING, by_return),
        View.PRAISE: (is_praise, lambda item: (item.queue_due or NEVER, item.id)),
        View.HANDED: (lambda item: False, by_lane),  # the service lists it
        View.FOUND: (lambda item: False, by_lane),  # likewise
        View.ALL: (lambda item: True, lambda item: (-item.first_seen_at, -item.id)),
    }
    belongs, order = rules[view]
    return [item.id for item in sorted(filter(belongs, items), key=order)]


def figures(items: list[Item], held: set[ItemId], now: Instant) -> Counts:
    """Return the shift bar's figures, the plain way."""
    queue = [item for item in items if stands(item, now)]
    promised = [item.promise.due_at for item in queue if item.promise]
    return Counts(
        queue=len(queue),
        late=sum(is_late(item, now) for item in queue),
        soon=sum(now < due <= now + SOON for due in promised),
        mine=len(held),
        waiting=sum(map(waits, items)),
        praise=sum(map(is_praise, items)),
        watching=sum(item.state is State.WATCHING for item in items),
        backlog=sum(not is_gone(item) for item in items),
    )


async def filled(store: Store, seed: int, now: Instant) -> tuple[list[Item], set[ItemId]]:
    """Fill a store with random histories and claims; return its items and what ann holds."""
    dice = random.Random(seed)  # noqa: S311 - the same items every time
    made = await store.append([random_history(dice, now, number) for number in range(150)])
    items = [item for item in made if item is not None]
    for item in dice.sample(items, 40):  # a second life for some, so that rows move in the lists
        again = random_history(dice, now, 0).events[0]
        turned = new_event(EventKind.HEARD, now, "ann", effects=again.effects)
        items[item.id - 1] = await add(store, Write((turned,), item.id))
    held = dice.sample(items, 12)
    for item in held[:8]:
        await store.claim(item.id, "ann", now, now + 3 * HOUR)
    for item in held[8:]:
        await store.claim(item.id, "bob", now, now + 3 * HOUR)
    return items, {item.id for item in held[:8]}


@pytest.mark.asyncio
@pytest.mark.parametrize("seed", range(4))
async def test_lists_are_in_order(store: Store, clock: FakeClock, seed: int) -> None:
    """Every list, at any time, is what a plain sort of all items says, from any offset."""
    items, held = await filled(store, seed, clock.now())
    for shift in (-HOUR, 0, 30 * MINUTE + 1, 2 * HOUR):
        now = clock.now() + shift
        for view in View:
            want = expected(view, items, held, now)
            whole = await store.window(view, "ann", now, 0, 500)
            assert [row.id for row in whole.rows] == want
            assert (whole.offset, whole.total) == (0, len(want))
            for offset in (1, len(want) // 2, len(want) - 1, len(want), len(want) + 5):
                part = await store.window(view, "ann", now, max(0, offset), 7)
                assert [row.id for row in part.rows] == want[max(0, offset) :][:7]
            places = [await store.position(view, "ann", now, item.id) for item in items]
            assert places == [want.index(item.id) if item.id in want else None for item in items]


@pytest.mark.asyncio
@pytest.mark.parametrize("seed", range(4, 8))
async def test_figures_add_up(store: Store, clock: FakeClock, seed: int) -> None:
    """The shift bar counts what the lists hold, at any time."""
    items, held = await filled(store, seed, clock.now())
    for shift in (-HOUR, 0, 30 * MINUTE, 2 * HOUR):
        now = clock.now() + shift
        assert await store.counts("ann", now) == figures(items, held, now)


@pytest.mark.asyncio
async def test_time_crosses_one_by_one(store: Store, clock: FakeClock) -> None:
    """Between two crossings no list changes, and each overdue promise is found in its order."""
    items, _ = await filled(store, 9, clock.now())
    start, end = clock.now() - 2 * HOUR, clock.now() + 4 * HOUR
    crossings = {
        instant
        for item in items
        for instant in (item.queue_from, item.promise.due_at if item.promise else None)
        if instant is not None and start < instant <= end
    } | {clock.now() + 3 * HOUR}
    found = []
    instant = await store.next_crossing(start)
    while instant is not None and instant <= end:
        found.append(instant)
        instant = await store.next_crossing(instant)
    assert found == sorted(crossings)

    missed = [
        (min(dues), item.id)
        for item in items
        if (
            dues := [
                timer.due_at
                for timer in item.running
                if timer.is_late(clock.now()) and not timer.breach_noticed
            ]
        )
    ]
    want = [item for _, item in sorted(missed)]
    assert await store.overdue(clock.now()) == want
    assert await store.overdue(clock.now(), limit=2) == want[:2]


@pytest.mark.asyncio
async def test_breach_is_due_once(store: Store, clock: FakeClock) -> None:
    """A missed promise is overdue until its breach is recorded, and late all the while."""
    item = await add(store, arrival(clock.now()))
    due = clock.now() + HOUR
    assert await store.overdue(due - 1) == []
    assert await store.overdue(due) == [item.id]
    breach = new_event(EventKind.BREACHED, due, "webcare", timer=TimerKind.FIRST_RESPONSE, cycle=1)
    await add(store, Write((breach,), item.id))
    assert await store.overdue(due + HOUR) == []
    assert (await store.counts("ann", due)).late == 1


@pytest.mark.asyncio
async def test_row_shows_what_the_list_needs(store: Store, clock: FakeClock) -> None:
    """A row carries text, author, lane, claim and draft without another question."""
    now = clock.now()
    long = "Waar " * 200
    item = await add(store, Write((seen(now, body=long, due=now + MINUTE),)))
    await store.claim(item.id, "bob", now, now + MINUTE)
    await store.save_draft(Draft(item.id, "bob", "Dag", now))

    row = (await store.window(View.QUEUE, "ann", now, 0, 1)).rows[0]
    assert (row.author, row.text) == ("Anouk de Wit", ("Pakket\n" + long)[:400])
    assert (row.lane, row.due_at, row.wake_at) == (Lane.KEEP, now + MINUTE, None)
    assert (row.claimed_by, row.lease_until, row.has_draft) == ("bob", now + MINUTE, True)

    later = (await store.window(View.QUEUE, "ann", now + MINUTE, 0, 1)).rows[0]
    assert (later.lane, later.claimed_by, later.lease_until) == (Lane.LATE, "", None)


@pytest.mark.asyncio
async def test_unpromised_items_stand_behind(store: Store, clock: FakeClock) -> None:
    """What carries no promise, such as spam, never pushes a promise down."""
    now = clock.now()
    bare = await add(store, Write((seen(now, native_id="spam", effects=()),)))
    promised = await add(store, arrival(now, "late", permalink_key=""))
    far = await add(store, Write((seen(now, native_id="far", due=now + 400 * 24 * HOUR),)))
    rows = (await store.window(View.QUEUE, "ann", now + SECOND, 0, 9)).rows
    assert [row.id for row in rows] == [promised.id, far.id, bare.id]
