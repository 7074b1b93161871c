"""What every store promises: events, texts, identities, claims, drafts, shifts and sources."""

import asyncio
from dataclasses import replace

import pytest

from core.clock import HOUR, MINUTE, SECOND, Instant
from core.errors import Changed, Locked, NotFound
from core.vocabulary import Ball, EventId, ItemId, Kind, State
from desk.model.event import EventKind, Turn, new_event
from desk.model.fold import fold_all
from desk.store.listing import View
from desk.store.records import (
    Asking,
    Attendance,
    Claim,
    Draft,
    Engagement,
    Hindrance,
    Identity,
    Known,
    Shift,
    SourceState,
    SourceTurn,
    Write,
)
from desk.store.store import Store
from tests.support.clock import FakeClock
from tests.support.store import Backend, add, arrival, note, seen

NOBODY = ItemId(999)


@pytest.mark.asyncio
async def test_append_keeps_events_texts_and_row(store: Store, clock: FakeClock) -> None:
    """What was appended is read back: the folded item, its events and their texts."""
    item = await add(store, arrival(clock.now()))
    item = await add(store, Write((note(clock.now()),), item.id, expected=item.version))

    events = await store.events(item.id)
    assert await store.item(item.id) == item == fold_all(events)
    assert [event.kind for event in events] == [EventKind.SEEN, EventKind.NOTED]
    assert events[0].text("author") == "Anouk de Wit"
    assert events[1].text("note") == "Gebeld"
    assert {event.item for event in events} == {item.id}


@pytest.mark.asyncio
async def test_retry_writes_nothing(store: Store, clock: FakeClock) -> None:
    """A write whose last event is known gives the item as it stands, and no second event."""
    write = arrival(clock.now())
    first = await add(store, write)
    noted = Write((note(clock.now()),), first.id, expected=first.version)
    then = await add(store, noted)
    with_what_came_due = Write((note(clock.now(), "Te laat"), *noted.events), first.id)

    assert await add(store, write) == then
    assert await add(store, noted) == then
    assert await add(store, with_what_came_due) == then
    assert len(await store.events(first.id)) == 2
    assert await store.item_ids() == [first.id]


@pytest.mark.asyncio
async def test_retry_beside_its_first_try_writes_once(
    store: Store, backend: Backend, clock: FakeClock
) -> None:
    """A write sent again while its first try is still under way is that same write."""
    other = await backend.open()
    item = await add(store, arrival(clock.now()))
    for version in range(item.version, item.version + 10):
        write = Write((note(clock.now()),), item.id, expected=version)
        (one,), (two,) = await asyncio.gather(store.append([write]), other.append([write]))
        assert one is not None
        assert one.version == version + 1
        assert one == two
    await other.close()


@pytest.mark.asyncio
async def test_changed_item_leaves_nothing_of_the_batch(store: Store, clock: FakeClock) -> None:
    """One write on an outdated version refuses the whole transaction, poll state included."""
    item = await add(store, arrival(clock.now()))
    await add(store, Write((note(clock.now()),), item.id))
    late = Write((note(clock.now(), "Te laat"),), item.id, expected=item.version)

    with pytest.raises(Changed):
        await store.append([arrival(clock.now(), "2"), late], SourceState("shop", etag="x"))

    assert await store.item_ids() == [item.id]
    assert len(await store.events(item.id)) == 2
    assert await store.source_states() == {}


@pytest.mark.asyncio
async def test_one_batch_may_change_an_item_twice(store: Store, clock: FakeClock) -> None:
    """Later writes of a batch see what earlier ones did."""
    item = await add(store, arrival(clock.now()))
    one = Write((note(clock.now()),), item.id, expected=item.version)
    two = Write((note(clock.now()),), item.id, expected=item.version + 1)
    results = await store.append([one, two])
    assert [result and result.version for result in results] == [2, 3]


@pytest.mark.asyncio
async def test_missing_item_is_named(store: Store, clock: FakeClock) -> None:
    """Whatever is asked of an item that is not there says so."""
    now = clock.now()
    with pytest.raises(NotFound, match="999"):
        await store.item(NOBODY)
    with pytest.raises(NotFound):
        await store.events(NOBODY)
    with pytest.raises(NotFound):
        await store.append([Write((note(now),), NOBODY)])
    with pytest.raises(NotFound):
        await store.claim(NOBODY, "ann", now, now + MINUTE)
    with pytest.raises(NotFound):
        await store.save_draft(Draft(NOBODY, "ann", "Dag", now))


@pytest.mark.asyncio
async def test_identity_is_known_by_id_and_by_permalink(store: Store, clock: FakeClock) -> None:
    """A post is recognised by its id in its own source, and by its permalink in any."""
    item = await add(store, arrival(clock.now(), "a", permalink_key="shop.example/1"))
    expected = [Known(item.id, "shop", "a", "hash", "shop.example/1")]

    assert await store.known("shop", ["a", "b"], []) == expected
    assert await store.known("shop", ["z"], ["shop.example/1", ""]) == expected
    assert await store.known("shop", ["a"], ["shop.example/1"]) == expected
    assert await store.known("forum", ["a"], ["shop.example/1"]) == expected
    assert await store.known("forum", ["a"], []) == []
    assert await store.known("shop", [], [""]) == []
    assert await store.newest_id("shop") == "a"
    assert await store.newest_id("forum") == ""


@pytest.mark.asyncio
async def test_two_sources_that_show_one_comment_make_one_item(
    store: Store, clock: FakeClock
) -> None:
    """The same words at the same permalink are one, also when both are written at once."""
    write = arrival(clock.now(), "a", permalink_key="shop.example/1")
    assert write.identity
    there = replace(write.identity, source="forum", native_id="1")
    again = Write((seen(clock.now()),), identity=there)
    other = Write((seen(clock.now()),), identity=replace(there, native_id="2", content_hash="x"))
    items = await store.append([write, again, other])
    assert [item is None for item in items] == [False, True, False]


@pytest.mark.asyncio
async def test_counts_are_kept_beside_an_item(store: Store, clock: FakeClock) -> None:
    """What people made of a comment is the last thing each source said, and no event."""
    now = clock.now()
    item = await add(store, arrival(now, "a"))
    assert await store.engagement(item.id) == []
    for likes, at in ((1, now), (3, now + MINUTE)):
        counted = Identity("shop", "a", "hash", counts=f'{{"likes":{likes}}}', counted_at=at)
        await store.append([Write((), item.id, identity=counted)])
    there = Identity("forum", "1", "hash", counts='{"replies":2}', counted_at=now)
    await store.append([Write((), item.id, identity=there)])
    assert await store.engagement(item.id) == [
        Engagement("shop", {"likes": 3}, now + MINUTE),
        Engagement("forum", {"replies": 2}, now),
    ]
    assert (await store.known("shop", ["a"], []))[0].counts == '{"likes":3}'
    assert await store.item(item.id) == item


@pytest.mark.asyncio
async def test_known_identity_makes_no_second_item(store: Store, clock: FakeClock) -> None:
    """Two processes that saw the same post make one item of it."""
    item = await add(store, arrival(clock.now(), "a"))
    result = await store.append([arrival(clock.now(), "a"), arrival(clock.now(), "b")])
    assert result[0] is None
    assert result[1] is not None
    assert await store.item_ids() == [item.id, result[1].id]


@pytest.mark.asyncio
async def test_identity_follows_its_item(store: Store, clock: FakeClock) -> None:
    """A revision brings its hash along; an item may be known by several ids, an id by one item."""
    now = clock.now()
    item = await add(store, arrival(now, "a"))
    other = await add(store, arrival(now, "b"))
    await add(store, Write((note(now),), item.id, identity=Identity("shop", "a", "newer")))
    await add(store, Write((note(now),), item.id, identity=Identity("shop", "c", "newer")))
    await add(store, Write((note(now),), item.id, identity=Identity("shop", "b", "stolen")))

    known = await store.known("shop", ["a", "b", "c"], [])
    assert {k.native_id: (k.item, k.content_hash) for k in known} == {
        "a": (item.id, "newer"),
        "b": (other.id, "hash"),
        "c": (item.id, "newer"),
    }


@pytest.mark.asyncio
async def test_many_posts_are_looked_up_at_once(store: Store, clock: FakeClock) -> None:
    """A whole feed's ids can be asked for in one call."""
    await store.append([arrival(clock.now(), str(n)) for n in range(300)])
    known = await store.known("shop", [str(n) for n in range(100, 2000)], [])
    assert sorted(int(k.native_id) for k in known) == list(range(100, 300))


@pytest.mark.asyncio
async def test_erased_text_leaves_the_chain_whole(
    store: Store, backend: Backend, clock: FakeClock
) -> None:
    """A text can go with its salt: the chain holds, and only an alteration breaks it."""
    item = await add(store, arrival(clock.now()))
    event = (await store.events(item.id))[0]
    erase = "UPDATE texts SET body = NULL, salt = NULL WHERE event_id = ? AND name = ?"
    await backend.run(erase, event.id, "author")

    assert await store.chain_holds(item.id)
    kept = (await store.events(item.id))[0]
    assert kept.texts["author"] is None
    assert kept.text("body") == event.text("body")
    row = (await store.window(View.ALL, "ann", clock.now(), 0, 1)).rows[0]
    assert row.author == ""

    await backend.run("UPDATE texts SET body = 'Niets' WHERE name = 'body'")
    assert not await store.chain_holds(item.id)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE events SET at = at + 1 WHERE kind = 'noted'",
        "UPDATE events SET actor = 'bob' WHERE kind = 'seen'",
        "UPDATE events SET prev_hash = ''",
    ],
)
async def test_altered_event_breaks_the_chain(
    store: Store, backend: Backend, clock: FakeClock, damage: str
) -> None:
    """Whatever is changed in an event shows."""
    item = await add(store, arrival(clock.now()))
    await add(store, Write((note(clock.now()),), item.id))
    assert await store.chain_holds(item.id)
    await backend.run(damage)
    assert not await store.chain_holds(item.id)


@pytest.mark.asyncio
async def test_undone_event_is_taken_out_of_the_row(store: Store, clock: FakeClock) -> None:
    """After an undo the row is folded anew, and later events build on that."""
    now = clock.now()
    item = await add(store, arrival(now))
    closing = new_event(EventKind.CLOSED, now, "ann", effects=(Turn(State.CLOSED, Ball.NOBODY),))
    closed = await add(store, Write((closing,), item.id, expected=1))
    assert closed.state is State.CLOSED

    undo = new_event(EventKind.UNDONE, now, "ann", event=closing.id)
    back = await add(store, Write((undo,), item.id, expected=2))
    assert (back.state, back.version, back.undone) == (State.NEW, 3, (closing.id,))

    noted = await add(store, Write((note(now),), item.id, expected=3))
    assert noted == fold_all(await store.events(item.id)) == await store.item(item.id)
    assert await store.rebuild() == 0


@pytest.mark.asyncio
async def test_rebuild_mends_what_differs(store: Store, backend: Backend, clock: FakeClock) -> None:
    """A damaged row is made anew from the events, an intact one is left alone."""
    items = [await add(store, arrival(clock.now(), str(n))) for n in range(3)]
    assert await store.rebuild() == 0
    await backend.run("UPDATE items SET doc = '{}', state = 'closed' WHERE id = ?", items[1].id)
    assert await store.rebuild() == 1
    assert [await store.item(item.id) for item in items] == items
    assert await store.rebuild() == 0


@pytest.mark.asyncio
async def test_data_is_folded_as_it_is_stored(store: Store, clock: FakeClock) -> None:
    """Enumerations and tuples in an event's data leave the same item now and at a rebuild."""
    item = await add(store, arrival(clock.now()))
    judged = new_event(
        EventKind.TRIAGED, clock.now(), "webcare", kind=Kind.PRAISE, because=("rating", "thanks")
    )
    item = await add(store, Write((judged,), item.id))
    assert item.kind is Kind.PRAISE
    assert await store.item(item.id) == item
    assert await store.rebuild() == 0


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("nul\0byte", "nulbyte"),
        ("half \ud83d emoji", "half \ufffd emoji"),
        ("[/] \x1b[2J \u202e", "[/] \x1b[2J \u202e"),
        ("æ" * 100_000, "æ" * 50_000),
    ],
)
async def test_text_is_made_fit_to_store(
    store: Store, clock: FakeClock, sent: str, kept: str
) -> None:
    """Only what no database takes is changed; the rest stays verbatim."""
    item = await add(store, Write((seen(clock.now(), body=sent, native_id="\ud800x"),)))
    assert (await store.events(item.id))[0].text("body") == kept
    assert await store.chain_holds(item.id)
    await store.save_draft(Draft(item.id, "ann", sent, clock.now()))
    assert (await store.drafts(item.id))[0].body == kept


@pytest.mark.asyncio
async def test_hostile_identity_is_known_again(store: Store, clock: FakeClock) -> None:
    """An id with half a surrogate neither fails nor makes a second item."""
    await add(store, arrival(clock.now(), "\ud800x", permalink_key="\ud800"))
    assert len(await store.known("shop", ["\ud800x"], [])) == 1
    assert len(await store.known("shop", [], ["\ud800"])) == 1
    assert await store.append([arrival(clock.now(), "\ud800x")]) == [None]


@pytest.mark.asyncio
async def test_events_are_found_by_time_and_by_agent(store: Store, clock: FakeClock) -> None:
    """Reports ask by the instant of recording, undo by agent, newest first."""
    start = clock.now()
    one, two = [await add(store, arrival(start, native_id)) for native_id in "ab"]
    clock.advance(HOUR)
    first, second = note(clock.now(), "een"), note(clock.now(), "twee")
    other = note(clock.now(), "drie", actor="bob")
    await store.append([Write((first, second, other), two.id)])

    assert await store.event_items(start, clock.now()) == [one.id, two.id]
    assert await store.event_items(clock.now(), clock.now() + 1) == [two.id]
    actions = await store.last_actions("ann", start, 5)
    assert [event.id for event in actions] == [second.id, first.id]
    assert actions[0].texts == {}
    assert len(await store.last_actions("ann", start, 1)) == 1
    assert await store.last_actions("ann", clock.now() + 1, 5) == []
    assert await store.item_ids(one.id) == [two.id]
    assert await store.item_ids(limit=1) == [one.id]


@pytest.mark.asyncio
async def test_two_agents_one_claim(store: Store, backend: Backend, clock: FakeClock) -> None:
    """Of two agents in two processes who take an item at once, exactly one gets it."""
    other = await backend.open()
    now = clock.now()
    items = [await add(store, arrival(now, str(n))) for n in range(10)]
    for item in items:
        results = await asyncio.gather(
            store.claim(item.id, "ann", now, now + MINUTE),
            other.claim(item.id, "bob", now, now + MINUTE),
            return_exceptions=True,
        )
        assert [type(result) for result in results if result] == [Locked]
        holder = await store.claim_of(item.id, now)
        assert holder is not None
        assert holder.agent == ("bob" if isinstance(results[0], Locked) else "ann")
    await other.close()


@pytest.mark.asyncio
async def test_claim_runs_out_and_is_taken_over(store: Store, clock: FakeClock) -> None:
    """A lease is renewed, never shortened by it, runs out, and can be taken over on demand."""
    item = (await add(store, arrival(clock.now()))).id
    now = clock.now()
    assert await store.claim(item, "ann", now, now + 15 * MINUTE) is None
    own = await store.claim(item, "ann", now + 1, now + 3 * MINUTE)
    assert own is not None
    assert own.agent == "ann"
    held = Claim(item, "ann", now + 15 * MINUTE, now)
    assert await store.claim_of(item, now) == held
    with pytest.raises(Locked, match="ann"):
        await store.claim(item, "bob", now, now + MINUTE)
    assert await store.claim(item, "bob", now, now + MINUTE, over=True) == held
    assert not await store.release(item, "ann")
    assert await store.claim_of(item, now + MINUTE) is None
    assert await store.claim(item, "ann", now + MINUTE, now + HOUR) is None
    assert await store.release(item, "ann")
    assert await store.claim_of(item, now + MINUTE) is None


@pytest.mark.asyncio
async def test_each_agent_has_a_draft(store: Store, backend: Backend, clock: FakeClock) -> None:
    """Drafts survive a restart, newest first; an empty one is gone."""
    item = (await add(store, arrival(clock.now()))).id
    mine = Draft(item, "ann", "Beste Anouk,", clock.now())
    newer = Draft(item, "bob", "Dag Anouk", clock.now() + 1)
    await store.save_draft(replace(mine, body="Be"))
    await store.save_draft(mine)
    await store.save_draft(newer)

    other = await backend.open()
    assert await other.drafts(item) == [newer, mine]
    await other.save_draft(replace(newer, body=""))
    await other.close()
    assert await store.drafts(item) == [mine]


@pytest.mark.asyncio
async def test_shifts_are_kept_as_they_stand(store: Store, clock: FakeClock) -> None:
    """A shift is written again as it goes on; the newest comes first."""
    now = clock.now()
    early = await store.put_shift(
        Shift("s1", now, zone="Europe/Oslo", agents=(Attendance("ann", now),))
    )
    ended = await store.put_shift(
        replace(early, ended_at=now + HOUR, agents=(Attendance("ann", now, now + HOUR),))
    )
    late = await store.put_shift(Shift("s2", now + HOUR, team="Avond"))
    noted = await store.put_shift(replace(ended, note="Rustig"))
    assert await store.shifts() == [late, noted]
    assert await store.shifts(limit=1) == [late]
    assert (noted.version, noted.note, noted.agents) == (3, "Rustig", ended.agents)


@pytest.mark.asyncio
async def test_a_shift_that_moved_on_is_not_written_over(store: Store, clock: FakeClock) -> None:
    """Two agents who join at once both stay in it; two who start at once start one."""
    now = clock.now()
    started = await store.put_shift(Shift("s1", now))
    joined = replace(started, agents=(Attendance("ann", now),))
    await store.put_shift(joined)
    with pytest.raises(Changed):
        await store.put_shift(replace(started, agents=(Attendance("tim", now),)))
    with pytest.raises(Changed):
        await store.put_shift(Shift("s2", now))
    (kept,) = await store.shifts()
    assert [stay.agent for stay in kept.agents] == ["ann"]


@pytest.mark.asyncio
async def test_sources_are_remembered(store: Store, clock: FakeClock) -> None:
    """Poll states come with their items, or alone."""
    now = clock.now()
    state = SourceState("shop", etag='"1"', polls=3, next_poll_at=now, cursor={"since_id": "7"})
    await store.append([arrival(now)], state)
    failing = SourceState("forum", status="failing", error="503", fail_count=2)
    await store.put_source(failing)
    assert await store.source_states() == {"forum": failing, "shop": state}


@pytest.mark.asyncio
async def test_turns_are_kept_between_processes(
    backend: Backend, store: Store, clock: FakeClock
) -> None:
    """While one process asks a source, no other asks it or its host; what it learned stays."""
    now, until = clock.now(), clock.now() + MINUTE
    other = await backend.open()
    shop = Asking("shop", "zon.example:443", every=5 * SECOND, burst=2)
    forum = replace(shop, source="forum")
    mine = await store.take_turns([shop], "desk", now, until)
    assert mine == {"shop": SourceTurn(SourceState("shop"))}
    theirs = await other.take_turns([shop, forum, Asking("files")], "command", now, until)
    kinds = {name: turn.hindrance for name, turn in theirs.items()}
    assert kinds == {"shop": Hindrance.LEASE, "forum": Hindrance.LEASE, "files": None}
    left = SourceState("shop", polls=1)
    await store.end_turns([shop], "desk", [left])
    assert (await other.take_turns([shop], "command", now, until))["shop"].state == left
    assert (await store.take_turns([shop], "desk", until, until + 1))["shop"].hindrance is None
    await other.close()


@pytest.mark.asyncio
async def test_hosts_are_asked_at_their_pace(
    backend: Backend, store: Store, clock: FakeClock
) -> None:
    """Of all processes together no more than the bucket holds, and nothing during a hold."""
    now, until = clock.now(), clock.now() + MINUTE
    other = await backend.open()
    asking = Asking("shop", "zon.example:443", every=5 * SECOND, burst=2)

    async def ask(on: Store, at: Instant) -> SourceTurn:
        turn = (await on.take_turns([asking], "desk", at, until))["shop"]
        await on.end_turns([asking], "desk")
        return turn

    assert [(await ask(on, now)).hindrance for on in (store, other)] == [None, None]
    turn = await ask(other, now)
    assert (turn.hindrance, turn.until) == (Hindrance.PACE, now + 5 * SECOND)
    assert (await ask(store, now + 5 * SECOND)).hindrance is None
    assert (await ask(store, now + 9 * SECOND)).hindrance is Hindrance.PACE
    await store.hold_host("zon.example:443", now + HOUR)
    await store.hold_host("zon.example:443", now + MINUTE)
    turn = await ask(other, now + 2 * MINUTE)
    assert (turn.hindrance, turn.until) == (Hindrance.HOLD, now + HOUR)
    assert (await ask(store, now + HOUR)).hindrance is None
    await other.close()


@pytest.mark.asyncio
async def test_append_is_whole_when_its_caller_is_cancelled(store: Store, clock: FakeClock) -> None:
    """A write whose task is cancelled is there whole or not at all, and the next one works."""
    batch = [arrival(clock.now(), str(n)) for n in range(50)]
    task = asyncio.create_task(store.append(batch))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await add(store, arrival(clock.now(), "after"))
    assert len(await store.item_ids()) in {1, 51}
    assert await store.rebuild() == 0


@pytest.mark.asyncio
async def test_event_id_is_never_reused(store: Store, clock: FakeClock) -> None:
    """An id given by the caller is kept as it is."""
    given = EventId("01a1ee56-5e00-788c-9321-a5197a2bb8d0")
    item = await add(store, Write((seen(clock.now(), id=given),)))
    assert item.text_event == given
    assert [event.id for event in await store.events(item.id)] == [given]


@pytest.mark.asyncio
async def test_events_of_a_kind_are_found_by_when_they_were_recorded(
    store: Store, clock: FakeClock
) -> None:
    """Of the kinds asked for and since the instant, in order and without texts."""
    item = await add(store, arrival(clock.now()))
    await add(store, Write((note(clock.now()),), item.id))
    clock.advance(MINUTE)
    since = clock.now()
    later = note(since, "Gemaild")
    await add(store, Write((later,), item.id))
    kinds = (EventKind.NOTED, EventKind.SEEN)
    assert [event.kind for event in await store.recorded(kinds, 0)] == [
        EventKind.SEEN,
        EventKind.NOTED,
        EventKind.NOTED,
    ]
    (found,) = await store.recorded((EventKind.NOTED,), since)
    assert (found.id, found.texts) == (later.id, {})
    assert await store.recorded((), 0) == []


@pytest.mark.asyncio
async def test_each_event_has_a_link_that_hangs_on_all_before_it(
    store: Store, clock: FakeClock
) -> None:
    """The links stand in the order of the events; those that stand do not change by new ones."""
    item = await add(store, arrival(clock.now()))
    before = await store.hashes(item.id)
    await add(store, Write((note(clock.now()),), item.id))
    links = await store.hashes(item.id)
    assert len(links) == len(await store.events(item.id)) == len(set(links))
    assert links[: len(before)] == before
    assert await store.chain_holds(item.id)


@pytest.mark.asyncio
async def test_the_newest_answers_are_read_without_those_erased(
    store: Store, clock: FakeClock, backend: Backend
) -> None:
    """The texts of answers to any item, the newest first, at most as many as asked for."""
    item = await add(store, arrival(clock.now()))
    for body in ("Sorry!", "Dank je.", "Tot morgen."):
        texts = {"body": body}
        told = new_event(EventKind.REPLIED, clock.now(), "ann", texts=texts, kind="public_full")
        await add(store, Write((told,), item.id))
    await add(store, Write((note(clock.now()),), item.id))
    assert await store.replies(2) == ["Tot morgen.", "Dank je."]
    await backend.run("UPDATE texts SET body = NULL WHERE body = ?", "Dank je.")
    assert await store.replies(9) == ["Tot morgen.", "Sorry!"]


def _by(name: str, native: str, now: Instant, author_id: str = "", source: str = "shop") -> Write:
    born = seen(now, native_id=native)
    texts = {**born.texts, "author": name, "author_id": author_id}
    born = replace(born, texts=texts, data={**born.data, "source": source})
    return Write((born,), identity=Identity(source, native, native))


@pytest.mark.asyncio
async def test_an_authors_items_are_found_by_name(store: Store, clock: FakeClock) -> None:
    """Newest first, in the same source, without a namesake of another id; long names too."""
    long = "é" * 300
    first, second = [
        await add(store, _by("Anouk", native, clock.now() + n)) for n, native in enumerate("ab")
    ]
    await add(store, _by("Anouk", "c", clock.now(), source="forum"))
    await add(store, _by("anouk", "d", clock.now()))
    other = await add(store, _by("Anouk", "e", clock.now() + 3, author_id="u-2"))
    named = [found.item for found in await store.earlier("shop", "Anouk", "u-1", second.id)]
    assert named == [first.id]
    assert [e.item for e in await store.earlier("shop", "Anouk")] == [other.id, second.id, first.id]
    hidden = await add(store, _by(long, "f", clock.now()))
    assert [found.item for found in await store.earlier("shop", long)] == [hidden.id]
    assert await store.earlier("shop", "Nobody") == []


@pytest.mark.asyncio
async def test_notes_about_an_author_are_found_until_taken_back(
    store: Store, clock: FakeClock
) -> None:
    """Only notes about the author, in order and with their words; undone ones are gone."""
    item = await add(store, arrival(clock.now()))
    notes = [
        new_event(
            EventKind.NOTED, clock.now(), "ann", item=item.id, texts={"text": text}, about=about
        )
        for text, about in (("belt vaak", "author"), ("zie #3", ""), ("wil bonnen", "author"))
    ]
    item = await add(store, Write(tuple(notes), item.id, expected=item.version))
    found = await store.author_notes([item.id])
    assert [(note.actor, note.text("text")) for note in found] == [
        ("ann", "belt vaak"),
        ("ann", "wil bonnen"),
    ]
    undo = new_event(EventKind.UNDONE, clock.now(), "ann", item=item.id, event=notes[0].id)
    await add(store, Write((undo,), item.id, expected=item.version))
    assert [n.text("text") for n in await store.author_notes([item.id])] == ["wil bonnen"]
