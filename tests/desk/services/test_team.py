"""Several agents on one desk: claims and take-over, handover, the shift's end, notices, roles."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import MINUTE, SECOND, Instant
from core.errors import Locked, NotAllowed, Refused
from core.vocabulary import NEXT_SHIFT, ItemId, Kind, Role, State
from desk.model.event import EventKind
from desk.model.handover import QUEUE
from desk.services import colleagues, handover, items, notices, outcomes, queue, replies, shifts
from desk.services.desk import Desk
from desk.services.timekeeping import keep_time
from desk.store.listing import View
from desk.store.postgres.address import Address
from desk.store.postgres.database import open_postgres
from desk.store.postgres.roles import script
from desk.store.records import Draft, Shift
from desk.triage.judge import Judge
from playbooks.loader import load_shipped
from tests.support.clock import FakeClock
from tests.support.desk import SETTINGS, a_desk, arrive
from tests.support.items import post
from tests.support.postgres import PostgresBackend, run_on, run_script, server, with_user


@pytest.fixture
def clock() -> FakeClock:
    """Return the clock of everybody."""
    return FakeClock()


@pytest_asyncio.fixture
async def tim(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Desk]:
    """Yield Tim's desk."""
    async with a_desk(tmp_path, "tim", clock) as opened:
        yield opened


@pytest_asyncio.fixture
async def ann(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Desk]:
    """Yield Ann's desk on the same database."""
    async with a_desk(tmp_path, "ann", clock) as opened:
        yield opened


async def arrived(desk: Desk) -> ItemId:
    """Let a complaint come in."""
    (item,) = await arrive(desk, post())
    return item.id


async def kinds(desk: Desk, item: ItemId) -> list[EventKind]:
    """Return what happened to an item."""
    return [event.kind for event in await desk.store.events(item)]


async def told(desk: Desk) -> list[str]:
    """Return what an agent was told and has not seen yet, the oldest first."""
    return [notices.sentence(notice) for notice in reversed(await notices.unseen(desk))]


async def lease(desk: Desk, item: ItemId) -> Instant:
    """Return until when an item is held."""
    held = await desk.store.claim_of(item, desk.now())
    assert held is not None
    return held.until


@pytest.mark.asyncio
async def test_typing_renews_a_lease_every_twenty_seconds_at_most(
    tim: Desk, clock: FakeClock
) -> None:
    """Three minutes at first; a key after ten seconds writes nothing, one after twenty does."""
    item = await arrived(tim)
    await items.take(tim, item)
    first = await lease(tim, item)
    assert first == tim.now() + 3 * MINUTE
    clock.advance(10 * SECOND)
    await items.renew(tim, item)
    assert await lease(tim, item) == first
    clock.advance(10 * SECOND)
    await items.renew(tim, item)
    assert await lease(tim, item) == tim.now() + 3 * MINUTE


@pytest.mark.asyncio
async def test_typing_takes_what_ran_out_again_but_not_from_a_colleague(
    tim: Desk, ann: Desk, clock: FakeClock
) -> None:
    """A lease that ran out is taken anew, and logged; what Ann took meanwhile stays hers."""
    item = await arrived(tim)
    await items.take(tim, item)
    clock.advance(4 * MINUTE)
    await items.renew(tim, item)
    assert (await kinds(tim, item)).count(EventKind.CLAIMED) == 2
    clock.advance(4 * MINUTE)
    await items.take(ann, item)  # it had run out: at once, and no take-over
    await items.renew(tim, item)
    held = await tim.store.claim_of(item, tim.now())
    assert held is not None
    assert held.agent == "ann"
    assert EventKind.TAKEN_OVER not in await kinds(tim, item)


@pytest.mark.asyncio
async def test_a_take_over_needs_a_reason_keeps_both_drafts_and_tells_the_holder(
    tim: Desk, ann: Desk
) -> None:
    """Without a reason it is refused; with one it is logged, and neither draft is touched."""
    item = await arrived(tim)
    await replies.save_draft(tim, item, "Hoi Noor, van Tim")
    with pytest.raises(Locked):
        await items.take(ann, item)
    await items.take(ann, item, over="Tim zit in een gesprek")
    await replies.save_draft(ann, item, "Hoi Noor, van Ann")
    await replies.save_draft(ann, item, "")
    drafts = await tim.store.drafts(item)
    assert [(draft.agent, draft.body) for draft in drafts] == [("tim", "Hoi Noor, van Tim")]
    assert await told(tim) == [f"Item {item}: ann took it over from tim: “Tim zit in een gesprek”"]
    assert await told(ann) == []


@pytest.mark.asyncio
async def test_from_somebody_on_a_break_it_is_taken_at_once(tim: Desk, ann: Desk) -> None:
    """No reason is asked for; the history says that he was away, and he is told."""
    item = await arrived(tim)
    await shifts.start(tim)
    await items.take(tim, item)
    await shifts.pause(tim)
    await items.take(ann, item)
    assert await told(tim) == [f"Item {item}: ann took it over from tim, who was away"]


@pytest.mark.asyncio
async def test_a_reply_after_the_lease_is_gone_is_kept_and_both_see_it(
    tim: Desk, ann: Desk
) -> None:
    """It is a fact: flagged in the history, and told to whoever holds the item by now."""
    item = await arrived(tim)
    await items.take(tim, item)
    await items.take(ann, item, over="haast")
    kept = await replies.reply(tim, item, "Hoi Noor")
    assert kept.replies[0].without_claim
    assert "without holding the item" in (await told(ann))[0]


@pytest.mark.asyncio
async def test_an_item_goes_to_a_colleague_who_confirms(
    tim: Desk, ann: Desk, clock: FakeClock
) -> None:
    """It leaves Tim's hands, waits for Ann with all she must know, and is hers once accepted."""
    await shifts.start(tim)
    await shifts.join(ann)
    item = await arrived(tim)
    await items.correct(tim, item, severity=4)
    await items.take(tim, item)
    with pytest.raises(Refused, match="with a note"):
        await handover.hand(tim, item, "ann")
    await handover.hand(tim, item, "ann", note="Belt om vier uur", watch="geen tegoedbon")
    assert await tim.store.claim_of(item, tim.now()) is None
    assert "handed it to ann" in (await told(ann))[0]
    assert (await queue.counts(ann)).handed == 1
    assert (await queue.counts(tim)).handed == 0
    (row,) = (await queue.window(ann, View.HANDED, 0, 10)).rows
    brief = await handover.brief(ann, row)
    assert (brief.by, brief.note, brief.watch) == ("tim", "Belt om vier uur", "geen tegoedbon")
    assert brief.action
    assert await queue.next_item(tim) is None  # it is on its way to somebody else

    await handover.accept(ann, [item])
    assert await lease(ann, item) == ann.now() + 15 * MINUTE
    assert (await queue.counts(ann)).handed == 0
    assert await told(tim) == [f"Item {item}: ann accepted it"]
    with pytest.raises(Refused, match="not on its way to you"):
        await handover.accept(ann, [item])
    assert await tim.store.rebuild() == 0


@pytest.mark.asyncio
async def test_handing_on_is_taken_back_until_it_was_accepted(tim: Desk, ann: Desk) -> None:
    """Undone, it is on its way no more and Ann hears so; what she accepted is hers."""
    await shifts.start(tim)
    await shifts.join(ann)
    item = await arrived(tim)
    await handover.hand(tim, item, "ann")
    assert (await outcomes.undo(tim)).item.handed is None
    assert await handover.received(ann) == ()
    assert f"Item {item}: tim took back handing it on" in await told(ann)
    await outcomes.redo(tim)
    await handover.accept(ann, [item])
    with pytest.raises(Refused, match="ann has worked on"):
        await outcomes.undo(tim)


@pytest.mark.asyncio
async def test_what_nobody_accepts_is_back_ten_minutes_after_the_shift(
    tim: Desk, ann: Desk, clock: FakeClock
) -> None:
    """It is told from the shifts on reading; nothing is written because time passed."""
    await shifts.start(tim)
    item = await arrived(tim)
    await handover.hand(tim, item, NEXT_SHIFT)
    assert await handover.received(ann) == ()  # it waits for the next shift, and this one runs
    assert await queue.next_item(ann) is None
    clock.advance(MINUTE)
    await shifts.end(tim)
    await shifts.start(ann)
    assert [row.id for row in await handover.received(ann)] == [item]
    before = len(await tim.store.events(item))
    clock.advance(10 * MINUTE)
    assert await handover.received(ann) == ()
    assert await handover.on_their_way(ann) == ()
    (row,) = (await queue.window(ann, View.QUEUE, 0, 10)).rows
    assert row.handed_to == ""
    found = await queue.next_item(ann)
    assert found is not None
    assert found.id == item
    assert len(await tim.store.events(item)) == before


@pytest.mark.asyncio
async def test_nothing_is_handed_to_a_name_nobody_has(tim: Desk) -> None:
    """It would reach no one; the sentence says who there is."""
    await shifts.start(tim)
    item = await arrived(tim)
    with pytest.raises(Refused, match="next-shift"):
        await handover.hand(tim, item, "anm")


@pytest.mark.asyncio
async def test_whoever_goes_home_decides_on_each_item_and_holds_nothing(
    tim: Desk, ann: Desk, clock: FakeClock
) -> None:
    """What is ours to do must be handed on, given back or put away; what waits is let go."""
    await shifts.start(tim)
    await shifts.join(ann)
    mine, snoozed, waiting = [
        item.id
        for item in await arrive(tim, *(post(native_id=str(n), permalink="") for n in range(3)))
    ]
    for item in (mine, snoozed, waiting):
        await items.take(tim, item)
    await outcomes.later(tim, snoozed, clock.now() + 30 * MINUTE)
    await replies.reply(tim, waiting, "Hoi Noor")
    assert [row.id for row in await shifts.in_hand(tim)] == [mine]
    for go in (shifts.leave, shifts.end):
        with pytest.raises(Refused, match=f"You still hold {mine}"):
            await go(tim)
    await items.release(tim, mine)
    await shifts.leave(tim)
    assert await tim.store.claims(clock.now()) == []
    assert (await shifts.current(ann)) is not None


@pytest.mark.asyncio
async def test_the_end_of_a_shift_gives_back_what_others_hold(
    tim: Desk, ann: Desk, clock: FakeClock
) -> None:
    """Ann's item is in the queue again, her draft is hers, and she is told."""
    await shifts.start(tim)
    await shifts.join(ann)
    item = await arrived(tim)
    await replies.save_draft(ann, item, "Hoi Noor")
    await shifts.end(tim)
    assert await tim.store.claims(clock.now()) == []
    assert await tim.store.drafts(item) == [Draft(item, "ann", "Hoi Noor", clock.now())]
    assert await told(ann) == [f"Item {item}: tim gave back what ann held"]


@pytest.mark.asyncio
async def test_all_who_join_at_once_are_in(tmp_path: Path, tim: Desk, clock: FakeClock) -> None:
    """Each joins the shift as the others left it; of those who start at once, one starts it."""
    async with AsyncExitStack() as opened:
        names = ("ann", "noor", "lars")
        desks = [await opened.enter_async_context(a_desk(tmp_path, name, clock)) for name in names]
        started = await asyncio.gather(*map(shifts.start, desks), return_exceptions=True)
        assert sum(isinstance(one, Shift) for one in started) == 1
        await shifts.end(tim)
        clock.advance(MINUTE)
        await shifts.start(tim)
        await asyncio.gather(*map(shifts.join, desks))
    shift = await shifts.current(tim)
    assert shift is not None
    assert {stay.agent for stay in shift.agents} == {"tim", *names}


@pytest.mark.asyncio
async def test_a_notice_to_all_is_seen_once_and_opened_again(tim: Desk, ann: Desk) -> None:
    """Each agent sees it on his own desk; the one who wrote it has seen it already."""
    await notices.announce(tim, "Storing sinds 09:30: gebruik tekst 14")
    assert await told(tim) == []
    assert await told(ann) == ["tim: Storing sinds 09:30: gebruik tekst 14"]
    await notices.see(ann, await notices.unseen(ann))
    assert await told(ann) == []
    assert [notice.text for notice in await notices.recent(ann)] == [
        "Storing sinds 09:30: gebruik tekst 14"
    ]
    with pytest.raises(Refused):
        await notices.announce(tim, "  ")


@pytest.mark.asyncio
async def test_an_agent_leads_nobody_and_a_reader_changes_nothing(tim: Desk, ann: Desk) -> None:
    """Reassigning and telling all is a lead's; a reader gets one sentence for whatever he does."""
    item = await arrived(tim)
    await shifts.start(tim)
    await shifts.join(ann)
    await items.take(tim, item)
    ann.role = Role.AGENT
    leads: tuple[Awaitable[object], ...] = (
        shifts.end(ann),
        handover.hand(ann, item, QUEUE, note="druk"),
        notices.announce(ann, "Storing"),
    )
    for work in leads:
        with pytest.raises(NotAllowed, match="shift lead"):
            await work
    ann.role = Role.READER
    writes: tuple[Awaitable[object], ...] = (
        items.correct(ann, item, kind=Kind.TROLL),
        items.take(ann, item),
        replies.save_draft(ann, item, "Hoi"),
        shifts.pause(ann),
        notices.announce(ann, "Storing"),
    )
    for work in writes:
        with pytest.raises(NotAllowed, match="look on"):
            await work
    assert await tim.store.drafts(item) == []
    assert (await items.detail(ann, item)).item.state is State.NEW
    await handover.hand(tim, item, "ann", note="jij kent de klant")


@pytest.mark.asyncio
async def test_a_reader_sees_a_real_teams_desk_and_changes_nothing(
    tmp_path: Path, clock: FakeClock
) -> None:
    """Lists, an item, the team and its notices by a role of the server that may only look."""
    team = PostgresBackend(tmp_path, clock)
    await team.make()
    user = f"reader_{team.name}"
    try:
        lead = Desk(await team.open(), clock, SETTINGS, load_shipped(), Judge(), "mia")
        item = await arrived(lead)
        await items.take(lead, item)
        clock.advance(MINUTE)
        await replies.reply(lead, item, "Hoi Noor")
        await notices.announce(lead, "Storing sinds 09:30")
        await run_script(team.address.url, script())
        await run_on(server(), f"CREATE ROLE {user} LOGIN PASSWORD 'x' IN ROLE webcare_reader")
        store = await open_postgres(Address(with_user(team.address.url, user), "x"), clock)
        role = await store.role()
        reader = Desk(store, clock, SETTINGS, load_shipped(), Judge(), "ria", role=role)
        assert role is Role.READER
        assert (await queue.window(reader, View.ALL, 0, 10)).total == 1
        assert (await queue.counts(reader)).waiting == 1
        assert (await items.detail(reader, item)).item.replies
        assert (await colleagues.team_view(reader)).counts.waiting == 1
        await notices.see(reader, await notices.recent(reader))
        await colleagues.look(reader, item, writes=False)
        await keep_time(reader)
        assert await notices.unseen(reader) == []
        with pytest.raises(NotAllowed, match="look on"):
            await items.take(reader, item)
        with pytest.raises(NotAllowed, match="does not allow"):
            await store.claim(item, "ria", clock.now(), clock.now() + MINUTE)
        await store.close()
        await lead.store.close()
    finally:
        await team.drop()
        await run_on(server(), f"DROP ROLE IF EXISTS {user}")


@pytest.mark.asyncio
async def test_a_lead_hands_on_what_another_holds(tim: Desk, ann: Desk, clock: FakeClock) -> None:
    """Reassigned: the holder holds it no more and is told, and so is the receiver."""
    await shifts.start(tim)
    await shifts.join(ann)
    item = await arrived(tim)
    await items.take(ann, item)
    clock.advance(SECOND)
    await handover.hand(tim, item, QUEUE, note="Ann is ziek")
    assert await tim.store.claims(clock.now()) == []
    assert await told(ann) == [f"Item {item}: tim handed it to the queue, from ann: “Ann is ziek”"]
