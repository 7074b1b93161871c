"""The gate: no way to an item's end leads past it, and the watch shows only what is new."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import HOUR, MINUTE
from core.errors import Refused
from core.vocabulary import (
    ItemId,
    Kind,
    OutcomeCode,
    RootCause,
    State,
    Strategy,
    TimerKind,
    Verification,
)
from desk.model.event import EventKind
from desk.reports.look import Look, last_look
from desk.services import items, outcomes, replies, steps
from desk.services.desk import Desk
from desk.services.intake import take_in
from desk.store.records import SourceState
from tests.support.clock import START, FakeClock
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


async def one_of(desk: Desk, kind: Kind) -> ItemId:
    """Return an item that an agent said to be of a kind."""
    (item,) = await arrive(desk, post())
    await items.correct(desk, item.id, kind=kind)
    return item.id


async def look(desk: Desk, item: ItemId) -> Look:
    """Return what changed since the last look."""
    found = last_look(await items.detail(desk, item))
    assert found is not None
    return found


@pytest.mark.asyncio
async def test_a_removal_needs_reason_evidence_and_its_steps(desk: Desk) -> None:
    """Each is refused with one sentence; what a step announced goes along with the decision."""
    item = await one_of(desk, Kind.HARMFUL)

    async def remove(reason: OutcomeCode | None = OutcomeCode.BULLYING) -> None:
        await outcomes.decide(desk, item, Strategy.REMOVE, reason=reason)

    with pytest.raises(Refused, match="A reason is needed"):
        await remove(None)
    with pytest.raises(Refused, match="A reason is needed"):
        await remove(OutcomeCode.DROWNED)
    with pytest.raises(Refused, match="without evidence"):
        await remove()
    await steps.tick(desk, item, "evidence")
    with pytest.raises(Refused, match="Still to do: Read it well and 2 more"):
        await remove()
    await steps.tick(desk, item, "read", {"core_issue": "pesten"})
    await steps.tick(desk, item, "report", {"reported_to": "platform"})
    with pytest.raises(Refused, match="Announce the removal"):
        await remove()
    await steps.tick(desk, item, "announce", {"announced": "weggehaald: pesten"})
    await remove()
    removed = await items.detail(desk, item)
    assert removed.item.state is State.REMOVED
    assert removed.item.outcome is not None
    assert removed.item.outcome.announced is True
    assert removed.events[-1].text("announced") == "weggehaald: pesten"


@pytest.mark.asyncio
async def test_a_removal_that_nobody_was_told_of_says_so(desk: Desk) -> None:
    """Skipping the announcement with its reason removes it all the same, as not announced."""
    item = await one_of(desk, Kind.HARMFUL)
    await steps.tick(desk, item, "evidence")
    for step in ("read", "report", "announce"):
        await steps.skip(desk, item, step, "spamvloed")
    removed = await outcomes.decide(desk, item, Strategy.REMOVE, reason=OutcomeCode.SPAM)
    assert removed.outcome is not None
    assert removed.outcome.announced is False


@pytest.mark.asyncio
async def test_a_watched_item_drowns_only_after_it_was_looked_at(
    desk: Desk, clock: FakeClock
) -> None:
    """It comes back after 30 minutes, two hours and a day; its steps hold its end like any."""
    item = await one_of(desk, Kind.TROLL)
    watched = await outcomes.decide(desk, item, Strategy.WATCH, why="wil aandacht")
    with pytest.raises(Refused, match="Still to do"):
        await outcomes.conclude(desk, item, OutcomeCode.DROWNED)
    await steps.tick(desk, item, "read", {"grounded": "no"})
    await steps.tick(desk, item, "evidence")
    with pytest.raises(Refused, match="Still to do: Look again later"):
        await outcomes.conclude(desk, item, OutcomeCode.DROWNED)
    await outcomes.conclude(desk, item, OutcomeCode.STILL_WATCHING)
    for wait in (2 * HOUR, 24 * HOUR, 24 * HOUR):
        recheck = (await desk.store.item(item)).timer(TimerKind.WATCH_RECHECK)
        assert recheck is not None
        assert recheck.due_at - recheck.started_at == wait
        clock.advance(wait)
        await outcomes.recheck(desk, item)
    drowned = await outcomes.conclude(desk, item, OutcomeCode.DROWNED)
    assert drowned.state is State.CLOSED
    first = watched.timer(TimerKind.WATCH_RECHECK)
    assert first is not None
    assert first.due_at - START == 30 * MINUTE


@pytest.mark.asyncio
async def test_a_look_shows_only_what_is_new_since_the_last(desk: Desk, clock: FakeClock) -> None:
    """Nothing at first; then the words that changed and what was counted, each told once."""
    state = SourceState("shop", items_total=1, last_new_at=1)

    async def see(body: str, likes: int) -> None:
        clock.advance(20 * MINUTE)
        seen = post(body=body, engagement={"likes": likes})
        await take_in(desk, "shop", [seen], state)

    (item,) = await arrive(desk, post(body="Jullie zijn robots.", engagement={"likes": 3}))
    await outcomes.decide(desk, item.id, Strategy.WATCH, why="wil aandacht")
    assert await look(desk, item.id) == Look(START, "tim")
    await see("Jullie zijn allemaal robots.", 14)
    found = await look(desk, item.id)
    assert found.news == ("The comment was edited, version 2", "3 likes → 14 likes")
    assert "".join(one.marked for one in found.words) == "Jullie zijn {+allemaal+} robots."
    await outcomes.recheck(desk, item.id)
    assert await look(desk, item.id) == Look(clock.now(), "tim")
    await see("Jullie zijn allemaal robots.", 15)
    assert (await look(desk, item.id)).news == ("14 likes → 15 likes",)


@pytest.mark.asyncio
async def test_the_outcome_takes_over_what_the_steps_recorded(desk: Desk) -> None:
    """Nobody writes it twice; what is said with the outcome goes before it."""
    (item,) = await arrive(desk, post(body="Schandalig!!! Waar blijft mijn geld, oplichters!!!"))
    await replies.reply(desk, item.id, "Hoi Noor, we zoeken het uit.")
    for view in (await items.detail(desk, item.id)).steps:
        if view.is_open and view.required and view.step.id != "outcome":
            await steps.skip(desk, item.id, view.step.id, "proef")
    await steps.tick(desk, item.id, "verify", {"verified": "partly"})
    await steps.tick(
        desk, item.id, "prevent", {"root_cause": "delivery", "prevention": "eerder bellen"}
    )
    ended = await outcomes.conclude(
        desk, item.id, OutcomeCode.SOLVED_PUBLIC, root_cause=RootCause.COMMUNICATION
    )
    assert ended.outcome is not None
    assert ended.outcome.verified is Verification.PARTLY
    assert ended.outcome.root_cause is RootCause.COMMUNICATION
    concluded = (await items.detail(desk, item.id)).events[-1]
    assert concluded.kind is EventKind.CONCLUDED
    assert concluded.text("prevention") == "eerder bellen"
