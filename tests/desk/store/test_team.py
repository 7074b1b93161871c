"""What every store promises a team: notices, presence, handovers, leases and its configuration."""

from dataclasses import replace

import pytest

from core.clock import HOUR, MINUTE, SECOND
from core.errors import Changed
from core.vocabulary import NEXT_SHIFT, EventId, Role
from desk.model.event import EventKind, new_event
from desk.model.handover import QUEUE
from desk.store.records import Claim, Notice, Presence, TeamDocument, Write
from desk.store.store import Store
from tests.support.clock import FakeClock
from tests.support.store import add, arrival


@pytest.mark.asyncio
async def test_an_event_that_tells_somebody_is_a_notice_to_him(
    store: Store, clock: FakeClock
) -> None:
    """It comes with the event and its texts, once for each who is told; others are not."""
    item = await add(store, arrival(clock.now()))
    clock.advance(MINUTE)
    now = clock.now()
    over = new_event(
        EventKind.TAKEN_OVER,
        now,
        "tim",
        item=item.id,
        texts={"reason": "ziek"},
        tell=["ann", "ann", "noor"],
    )
    await store.append([Write((over,), item.id)])
    await store.append([Write((over,), item.id)])  # a retry tells nobody twice
    (told,) = await store.notices("ann", 0)
    assert (told.id, told.at, told.by, told.to) == (over.id, now, "tim", "ann")
    assert told.event is not None
    assert told.event.item == item.id
    assert told.event.text("reason") == "ziek"
    assert len(await store.notices("noor", 0)) == 1
    assert await store.notices("tim", 0) == []
    assert await store.notices("ann", now) == []


@pytest.mark.asyncio
async def test_a_notice_to_all_is_seen_by_each_on_his_own(store: Store, clock: FakeClock) -> None:
    """The newest comes first; the first time somebody saw it stands."""
    now = clock.now()
    old = Notice(EventId("n-1"), now, "mia", text="Storing sinds 09:30: gebruik tekst 14")
    new = Notice(EventId("n-2"), now + SECOND, "mia", to="tim", text="Bel je even?")
    for notice in (old, new, new):
        await store.put_notice(notice)
    assert await store.notices("ann", 0) == [old]
    assert await store.notices("tim", 0) == [new, old]
    assert await store.notices("tim", 0, limit=1) == [new]
    await store.see_notices("tim", [old.id], now + MINUTE)
    await store.see_notices("tim", [old.id, new.id], now + HOUR)
    assert [one.seen_at for one in await store.notices("tim", 0)] == [now + HOUR, now + MINUTE]
    assert [one.seen_at for one in await store.notices("ann", 0)] == [None]


@pytest.mark.asyncio
async def test_presence_is_the_newest_of_each_agent_and_ends(
    store: Store, clock: FakeClock
) -> None:
    """Whoever moves on is elsewhere; whoever is not heard of any more is nowhere."""
    now = clock.now()
    item = (await add(store, arrival(now))).id
    await store.put_presence(Presence("tim", item, now + MINUTE))
    await store.put_presence(Presence("ann", None, now + 2 * MINUTE))
    writing = Presence("tim", item, now + 3 * MINUTE, writes=True)
    await store.put_presence(writing)
    assert await store.presence(now) == [Presence("ann", None, now + 2 * MINUTE), writing]
    assert await store.presence(now + 2 * MINUTE) == [writing]


@pytest.mark.asyncio
async def test_what_was_handed_on_is_listed_until_it_is_accepted(
    store: Store, clock: FakeClock
) -> None:
    """Its row says to whom and when; the queue, an acceptance or an end takes it off."""
    now = clock.now()
    items = [await add(store, arrival(now, str(n))) for n in range(4)]

    async def put(n: int, kind: EventKind, to: str = "") -> None:
        event = new_event(kind, clock.now(), "tim", item=items[n].id, to=to)
        await store.append([Write((event,), items[n].id)])

    await put(0, EventKind.HANDED, to="ann")
    clock.advance(MINUTE)
    await put(1, EventKind.HANDED, to=NEXT_SHIFT)
    await put(2, EventKind.HANDED, to="ann")
    await put(2, EventKind.HANDED, to=QUEUE)
    await put(3, EventKind.HANDED, to="ann")
    await put(3, EventKind.ACCEPTED)
    assert await store.handed() == [items[0].id, items[1].id]
    rows = await store.rows([item.id for item in items], clock.now())
    assert [(row.handed_to, row.handed_at) for row in rows] == [
        ("ann", now),
        (NEXT_SHIFT, now + MINUTE),
        ("", 0),
        ("", 0),
    ]
    assert await store.rebuild() == 0


@pytest.mark.asyncio
async def test_all_leases_are_listed_by_agent(store: Store, clock: FakeClock) -> None:
    """Those that ran out are not."""
    now = clock.now()
    items = [(await add(store, arrival(now, str(n)))).id for n in range(3)]
    await store.claim(items[0], "tim", now, now + MINUTE)
    await store.claim(items[1], "ann", now, now + 3 * MINUTE)
    await store.claim(items[2], "tim", now, now + 3 * MINUTE)
    later = now + 2 * MINUTE
    assert await store.claims(later) == [
        Claim(items[1], "ann", now + 3 * MINUTE, now),
        Claim(items[2], "tim", now + 3 * MINUTE, now),
    ]


@pytest.mark.asyncio
async def test_each_version_of_the_configuration_is_kept(store: Store, clock: FakeClock) -> None:
    """A change names the version it was made from; of two at once one is refused."""
    first = TeamDocument(1, clock.now(), "mia", '[team]\nname = "Noord"\n')
    await store.put_team(first)
    second = replace(first, version=2, by="lars", text="")
    await store.put_team(second)
    with pytest.raises(Changed):
        await store.put_team(replace(second, by="mia"))
    assert await store.team() == [second]
    assert await store.team(limit=9) == [second, first]


@pytest.mark.asyncio
async def test_the_database_says_what_one_may_do(store: Store) -> None:
    """Whoever opened an empty database of his own may do everything there."""
    assert await store.role() is Role.LEAD
