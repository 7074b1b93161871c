"""The plan of the queue over a real store: order, verdicts, reasons, breaks, and what it learns."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
import pytest_asyncio

from bench.planning import NOW, promises
from core.clock import HOUR, MINUTE, SECOND, Instant
from core.errors import Refused, UsageError
from core.vocabulary import ItemId, Kind, Lane, OutcomeCode, Size, Strategy
from desk.model.event import EventKind
from desk.model.item import Item
from desk.model.post import Post
from desk.order.minutes import USUAL
from desk.order.reasons import Why
from desk.services import items, outcomes, planner, planning, queue, replies, shifts
from desk.services.desk import Desk
from desk.services.planner import Facts
from desk.settings import OrderSettings
from desk.store.listing import QueueRow, View
from tests.support.clock import FakeClock
from tests.support.desk import SETTINGS, a_desk, arrive
from tests.support.items import post

PLAIN = replace(SETTINGS, order=OrderSettings(reserve=0))


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Yield Tim's desk, which keeps no time free."""
    async with a_desk(tmp_path, settings=PLAIN) as opened:
        yield opened


def clock_of(desk: Desk) -> FakeClock:
    """Return the clock to move."""
    assert isinstance(desk.clock, FakeClock)
    return desk.clock


def plain(name: str, body: str, published: Instant) -> Post:
    """Return a comment of its own."""
    return post(native_id=name, body=body, published_at=published, permalink="")


def question(desk: Desk, name: str, left: int) -> Post:
    """Return a question whose promise has this time left."""
    published = desk.now() - 2 * HOUR + left
    return plain(name, "Wanneer zijn jullie open?", published)


def complaint(desk: Desk, name: str, left: int) -> Post:
    """Return a complaint whose promise has this time left."""
    published = desk.now() - HOUR + left
    return plain(name, "De blender is na twee dagen kapot.", published)


async def arrive_as(desk: Desk, kind: Kind, *posts: Post) -> list[Item]:
    """Let posts come in; each is known to be of this kind."""
    made = await arrive(desk, *posts)
    assert {item.kind for item in made} == {kind}
    return made


async def rows(desk: Desk) -> list[QueueRow]:
    """Return the queue."""
    return list((await queue.window(desk, View.QUEUE, 0, 100)).rows)


async def order(desk: Desk) -> list[ItemId]:
    """Return the queue's ids."""
    return [row.id for row in await rows(desk)]


async def told(desk: Desk, item: ItemId) -> str:
    """Return an item's why."""
    return planning.why(desk, await queue.row(desk, item), desk.now(), UTC)


@pytest.mark.asyncio
async def test_what_cannot_be_kept_is_set_aside(desk: Desk) -> None:
    """Two complaints fit in ten minutes only without the question due before them."""
    (asked,) = await arrive_as(desk, Kind.QUESTION, question(desk, "q", 9 * MINUTE))
    first, second = await arrive_as(
        desk, Kind.COMPLAINT, complaint(desk, "a", 10 * MINUTE), complaint(desk, "b", 15 * MINUTE)
    )
    lines = await rows(desk)
    assert [(row.id, row.lane) for row in lines] == [
        (first.id, Lane.KEEP),
        (second.id, Lane.KEEP),
        (asked.id, Lane.SET_ASIDE),
    ]
    assert await told(desk, asked.id) == "set aside: keeping it would break 1 other (weight 4)"
    assert "can still be kept" in await told(desk, first.id)
    assert [await queue.position(desk, View.QUEUE, row.id) for row in lines] == [0, 1, 2]
    taken = await queue.next_item(desk)
    assert taken is not None
    assert taken.id == first.id


@pytest.mark.asyncio
async def test_an_overruled_kind_moves_promise_place_and_why(desk: Desk) -> None:
    """At once, it can be undone, and both targets stay in the history."""
    (asked,) = await arrive_as(desk, Kind.QUESTION, question(desk, "q", 100 * MINUTE))
    (other,) = await arrive_as(desk, Kind.COMPLAINT, complaint(desk, "c", 30 * MINUTE))
    before = await told(desk, asked.id)
    assert await order(desk) == [other.id, asked.id]

    judged = await items.correct(desk, asked.id, kind=Kind.HARMFUL, severity=5)
    assert judged.promise is not None
    assert asked.promise is not None
    assert judged.promise.due_at == asked.promise.due_at - 105 * MINUTE
    assert await order(desk) == [asked.id, other.id]
    assert await told(desk, asked.id) == "first of all: someone may come to harm"
    (event,) = [e for e in await desk.store.events(asked.id) if e.kind is EventKind.CORRECTED]
    assert event.data["was"]["kind"] == Kind.QUESTION
    (moved,) = event.effects
    assert (getattr(moved, "was", 0), getattr(moved, "due_at", 0)) == (
        asked.promise.due_at,
        judged.promise.due_at,
    )

    await outcomes.undo(desk)
    assert await order(desk) == [other.id, asked.id]
    assert await told(desk, asked.id) == before


@pytest.mark.asyncio
async def test_the_size_moves_it_as_well(desk: Desk) -> None:
    """A long question no longer fits before a complaint; a quick one does again."""
    (asked,) = await arrive_as(desk, Kind.QUESTION, question(desk, "q", 8 * MINUTE))
    await arrive_as(desk, Kind.COMPLAINT, complaint(desk, "c", 12 * MINUTE))
    lanes = []
    for size in (Size.NORMAL, Size.LONG, Size.QUICK):
        await items.correct(desk, asked.id, size=size)
        lanes.append((await queue.row(desk, asked.id)).lane)
    assert lanes == [Lane.KEEP, Lane.SET_ASIDE, Lane.KEEP]


@pytest.mark.asyncio
async def test_a_missed_promise_gets_a_second_one(desk: Desk) -> None:
    """It is late, says its second promise, and stands behind what is due before that."""
    (missed,) = await arrive_as(desk, Kind.COMPLAINT, complaint(desk, "a", -MINUTE))
    (far,) = await arrive_as(desk, Kind.QUESTION, question(desk, "q", 2 * HOUR))
    assert [(row.id, row.lane) for row in await rows(desk)] == [
        (far.id, Lane.KEEP),
        (missed.id, Lane.LATE),
    ]
    assert "second promise" in await told(desk, missed.id)
    queue.look_by(desk, "promises-fewest")
    assert "second promise" not in await told(desk, missed.id)


@pytest.mark.asyncio
async def test_a_break_sets_aside_what_one_agent_less_cannot_keep(tmp_path: Path) -> None:
    """The check says how many at least; on the break the plan counts without the agent."""
    clock = FakeClock()
    async with (
        a_desk(tmp_path, "tim", clock, PLAIN) as desk,
        a_desk(tmp_path, "noor", clock, PLAIN) as other,
    ):
        await arrive_as(
            desk,
            Kind.COMPLAINT,
            complaint(desk, "a", 8 * MINUTE),
            complaint(desk, "b", 12 * MINUTE),
        )
        await shifts.start(desk)
        await shifts.join(other)
        assert [row.lane for row in await rows(desk)] == [Lane.KEEP, Lane.KEEP]
        assert await planning.broken_if_away(desk, 15 * MINUTE) == 2
        assert await planning.broken_if_away(desk, MINUTE) == 0

        shift = await shifts.pause(other)
        assert shifts.own_stay(shift, "noor").away_since == clock.now()
        assert Lane.SET_ASIDE in [row.lane for row in await rows(desk)]
        with pytest.raises(Refused, match="break already"):
            await shifts.pause(other)
        helping = await planning.helping_hands(desk)
        assert helping is not None
        assert (helping.agents, helping.saves) == (1, 1)
        await shifts.back(other)
        assert [row.lane for row in await rows(desk)] == [Lane.KEEP, Lane.KEEP]
        with pytest.raises(Refused, match="not on a break"):
            await shifts.back(other)


@pytest.mark.asyncio
async def test_work_in_hand_stands_first_and_counts(desk: Desk) -> None:
    """What somebody holds is no longer planned, but its work is."""
    (held,) = await arrive_as(desk, Kind.QUESTION, question(desk, "q", HOUR))
    (other,) = await arrive_as(desk, Kind.COMPLAINT, complaint(desk, "c", 10 * MINUTE))
    assert await order(desk) == [other.id, held.id]
    await items.take(desk, held.id)
    assert [(row.id, row.lane) for row in await rows(desk)] == [
        (held.id, Lane.KEEP),
        (other.id, Lane.SET_ASIDE),
    ]
    assert await told(desk, held.id) == "due in 1 h 00"
    colleague = replace(desk, agent="noor")
    assert await order(colleague) == [other.id, held.id]
    clock_of(desk).advance(desk.settings.waits.lease)
    assert await order(desk) == [other.id, held.id]


@pytest.mark.asyncio
async def test_the_teams_own_answers_change_the_estimate(desk: Desk) -> None:
    """What answers took is kept with the first one of an item, and later ones lean on it."""
    usual = USUAL[Kind.COMPLAINT]

    async def expected(name: str) -> int:
        (item,) = await arrive_as(desk, Kind.COMPLAINT, complaint(desk, name, HOUR))
        work = (await planning.planned(desk)).plan.jobs[item.id].work
        await items.take(desk, item.id)
        clock_of(desk).advance(2 * MINUTE)
        await replies.reply(desk, item.id, "Dat lossen we op.")
        clock_of(desk).advance(MINUTE)
        await replies.reply(desk, item.id, "Tot ziens.")
        return work

    estimates = [await expected(name) for name in "abcd"]
    assert estimates[0] == usual
    assert estimates == sorted(estimates, reverse=True)
    assert estimates[-1] < usual
    assert [one.took for one in await desk.store.handled()] == [2 * MINUTE] * 4


@pytest.mark.asyncio
async def test_who_has_the_desk_open_reckons_as_who_opens_it_now(
    desk: Desk, tmp_path: Path
) -> None:
    """An answer that was undone, and one to what turned out to be praise, teach them the same."""
    answered = await arrive_as(
        desk, Kind.COMPLAINT, *(complaint(desk, name, HOUR) for name in "abc")
    )
    (item,) = await arrive_as(desk, Kind.COMPLAINT, complaint(desk, "d", HOUR))

    async def expected(one: Desk) -> int:
        return (await planning.planned(one)).plan.jobs[item.id].work

    for one in answered:
        await items.take(desk, one.id)
        clock_of(desk).advance(20 * SECOND)
        await replies.reply(desk, one.id, "Dat lossen we op.")
    estimates = [await expected(desk)]
    await outcomes.undo(desk)
    estimates.append(await expected(desk))
    await items.correct(desk, answered[0].id, kind=Kind.PRAISE)
    estimates.append(await expected(desk))
    async with a_desk(tmp_path, "noor", clock_of(desk), PLAIN) as other:
        assert await expected(other) == estimates[-1]
    assert estimates == sorted(set(estimates))  # the less was learned, the nearer to what is usual


@pytest.mark.asyncio
async def test_old_answers_are_forgotten_alike(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has the desk open lets go of what is too old to be learned by who opens it now."""
    monkeypatch.setattr(planner, "NEWEST", 2)
    monkeypatch.setattr(planner, "LEARNED", 2)
    answered = await arrive_as(
        desk, Kind.COMPLAINT, *(complaint(desk, name, HOUR) for name in "abc")
    )
    (item,) = await arrive_as(desk, Kind.COMPLAINT, complaint(desk, "d", HOUR))

    async def expected(one: Desk) -> int:
        return (await planning.planned(one)).plan.jobs[item.id].work

    estimates = [await expected(desk)]
    for minutes, one in zip((1, 2, 2), answered, strict=True):
        await items.take(desk, one.id)
        clock_of(desk).advance(minutes * MINUTE)
        await replies.reply(desk, one.id, "Dat lossen we op.")
        estimates.append(await expected(desk))
    async with a_desk(tmp_path, "noor", clock_of(desk), PLAIN) as other:
        assert await expected(other) == estimates[-1]
    assert estimates[3] > estimates[2]  # the shortest one counts no more


@pytest.mark.asyncio
async def test_a_discarded_item_tells_what_it_took(desk: Desk) -> None:
    """An end without an answer counts too, but only for who had taken the item before."""
    first, second = await arrive(desk, plain("a", "test", 0), plain("b", "test", 0))
    await items.take(desk, first.id)
    clock_of(desk).advance(MINUTE)
    for item in (first, second):
        await outcomes.decide(desk, item.id, Strategy.DISCARD, reason=OutcomeCode.TEST)
    assert [one.took for one in await desk.store.handled()] == [MINUTE]


@pytest.mark.asyncio
async def test_rates_are_learned_and_kept(desk: Desk, tmp_path: Path) -> None:
    """A broken promise changes the forecast of the next desk; it is kept with an answer."""
    (item,) = await arrive_as(desk, Kind.QUESTION, question(desk, "q", 90 * MINUTE))
    told_before = (await planning.planned(desk)).forecast.expected
    for minutes in (100, 40):
        clock_of(desk).advance(minutes * MINUTE)
        await planning.planned(desk)
    assert not await desk.store.learned(planner.RATES)  # time alone writes nothing
    await items.take(desk, item.id)
    clock_of(desk).advance(2 * MINUTE)
    await replies.reply(desk, item.id, "Van negen tot vijf.")
    await planning.planned(desk)
    async with a_desk(tmp_path, "noor", clock_of(desk), PLAIN) as other:
        await arrive_as(other, Kind.QUESTION, question(other, "again", 90 * MINUTE))
        assert (await planning.planned(other)).forecast.expected > told_before


@pytest.mark.asyncio
async def test_a_plan_stands_until_something_happens(desk: Desk) -> None:
    """The same plan is given until a write, its own instant, or another order."""
    (item,) = await arrive_as(desk, Kind.QUESTION, question(desk, "q", 90 * MINUTE))
    made = await planning.planned(desk)
    clock_of(desk).advance(MINUTE)
    assert await planning.planned(desk) is made
    await items.note(desk, item.id, "gebeld")
    again = await planning.planned(desk)
    assert again is not made
    assert again.order == made.order
    clock_of(desk).advance(again.replan_at - desk.now())
    later = await planning.planned(desk)
    assert later is not again
    assert later.lanes[item.id] is Lane.LATE


@pytest.mark.asyncio
async def test_walking_through_the_list_waits_for_no_plan(desk: Desk) -> None:
    """An item's reason is the last plan's, until its promise is another one."""
    (item,) = await arrive_as(desk, Kind.QUESTION, question(desk, "q", 90 * MINUTE))
    made = await planning.planned(desk)
    await items.note(desk, item.id, "gebeld")
    assert (await items.detail(desk, item.id)).reason is not None
    assert desk.planner is not None
    assert desk.planner.made is made
    await items.correct(desk, item.id, kind=Kind.HARMFUL, severity=5)
    told = (await items.detail(desk, item.id)).reason
    assert told is not None
    assert told.why is Why.PINNED


def test_a_plan_of_very_many_promises_rests() -> None:
    """It stands for a while, though the verdict on one or another would change sooner."""
    facts = Facts(NOW, promises(2000), agents=4)
    made = planner.Planner().plan(facts, PLAIN, "promises")
    assert made.plan.replan_at < NOW + 2 * SECOND
    assert made.replan_at == NOW + 2 * SECOND


@pytest.mark.asyncio
async def test_an_agent_may_look_by_another_order(desk: Desk) -> None:
    """Newest, oldest and by due instant; the lanes stay the plan's; an unknown name is refused."""
    (first,) = await arrive_as(desk, Kind.COMPLAINT, complaint(desk, "a", 20 * MINUTE))
    (second,) = await arrive_as(desk, Kind.QUESTION, question(desk, "b", 30 * MINUTE))
    (third,) = await arrive_as(desk, Kind.COMPLAINT, complaint(desk, "c", 40 * MINUTE))
    for name, wanted in (
        ("newest", [third, first, second]),
        ("oldest", [second, first, third]),
        ("due", [first, second, third]),
        ("moore-hodgson", [first, second, third]),
        ("", [first, second, third]),
    ):
        queue.look_by(desk, name)
        assert await order(desk) == [item.id for item in wanted]
    with pytest.raises(UsageError, match="fastest"):
        queue.look_by(desk, "fastest")


@pytest.mark.asyncio
async def test_what_the_plan_does_not_cover_follows(desk: Desk) -> None:
    """Spam and what is due beyond the horizon stand behind, in any window, and are counted."""
    settings = replace(PLAIN, order=OrderSettings(horizon=HOUR))
    desk.settings = settings
    (far,) = await arrive_as(desk, Kind.QUESTION, question(desk, "far", 90 * MINUTE))
    (near,) = await arrive_as(desk, Kind.COMPLAINT, complaint(desk, "near", 30 * MINUTE))
    (spam,) = await arrive(desk, plain("spam", "test", desk.now()))
    await items.correct(desk, spam.id, kind=Kind.SPAM)
    wanted = [near.id, far.id, spam.id]
    assert await order(desk) == wanted
    for offset in range(4):
        found = await queue.window(desk, View.QUEUE, offset, 2)
        assert [row.id for row in found.rows] == wanted[offset : offset + 2]
        assert found.total == 3
    assert [await queue.position(desk, View.QUEUE, item) for item in wanted] == [0, 1, 2]
    assert await told(desk, spam.id) == "no promise"
    assert await planning.reckoning(desk, spam.id, UTC) == ()
    assert len(await planning.reckoning(desk, near.id, UTC)) > 5
    counts = await queue.counts(desk)
    assert counts.may_break is not None
    assert counts.queue == 3
