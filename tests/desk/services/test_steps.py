"""Steps as agents do them: the breath, the second reader, answers that lead on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import MINUTE, SECOND
from core.errors import Refused
from core.vocabulary import ItemId, Kind, Reading, ReplyKind, Strategy, TimerKind
from desk.model.event import EventKind
from desk.services import items, notices, outcomes, replies, review, steps
from desk.services.desk import Desk
from desk.services.facts import facts_of
from playbooks.model import StepState
from tests.support.clock import START, FakeClock
from tests.support.desk import a_desk, arrive
from tests.support.items import post

HEATED = "Schandalig!!! OPLICHTERS, ik wil NU mijn geld terug, ik ben woedend!!!"


@pytest.fixture
def clock() -> FakeClock:
    """Return the clock to move."""
    return FakeClock()


@pytest_asyncio.fixture
async def desk(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Desk]:
    """Yield Tim's desk."""
    async with a_desk(tmp_path, "tim", clock) as opened:
        yield opened


@pytest_asyncio.fixture
async def ann(tmp_path: Path, desk: Desk, clock: FakeClock) -> AsyncIterator[Desk]:
    """Yield the desk of Ann, who works on the same file."""
    async with a_desk(tmp_path, "ann", clock) as opened:
        yield opened


async def state(desk: Desk, item: ItemId, step: str) -> StepState:
    """Return how far a step of an item is."""
    views = (await items.detail(desk, item)).steps
    return next(view.state for view in views if view.step.id == step)


async def a_heated_one(desk: Desk, **post_fields: str) -> ItemId:
    """Return an item that arrived in anger and was decided to be answered."""
    (item,) = await arrive(desk, post(body=HEATED, **post_fields))
    await steps.tick(desk, item.id, "read", {"core_issue": "geld terug"})
    await steps.tick(desk, item.id, "evidence")
    await outcomes.decide(desk, item.id, Strategy.REACT)
    return item.id


@pytest.mark.asyncio
async def test_evidence_is_saved_by_ticking_its_step(desk: Desk) -> None:
    """The step is no mere tick: the comment is kept, with its digest."""
    (item,) = await arrive(desk, post())
    saved = await steps.tick(desk, item.id, "evidence")
    assert saved.evidence_at == START
    detail = await items.detail(desk, item.id)
    assert detail.events[-1].kind is EventKind.EVIDENCE
    assert await state(desk, item.id, "evidence") is StepState.DONE


@pytest.mark.asyncio
async def test_a_breath_is_done_only_once_it_was_taken(desk: Desk, clock: FakeClock) -> None:
    """Ticking begins it; until it is over it cannot be ticked; then it is done by itself."""
    item = await a_heated_one(desk)
    begun = await steps.tick(desk, item, "breathe")
    breath = begun.timer(TimerKind.COOL_DOWN)
    assert breath is not None
    assert breath.due_at == START + MINUTE
    assert await state(desk, item, "breathe") is not StepState.DONE
    clock.advance(59 * SECOND)
    with pytest.raises(Refused, match=r"breath first: 1 seconds|adem"):
        await steps.tick(desk, item, "breathe")
    clock.advance(SECOND)
    assert await state(desk, item, "breathe") is StepState.DONE
    await replies.save_draft(desk, item, "Hoi Noor, wat vervelend.")
    assert (await desk.store.item(item)).timer(TimerKind.COOL_DOWN) == breath


@pytest.mark.asyncio
async def test_a_breath_takes_a_fifth_of_the_time_at_most(desk: Desk, clock: FakeClock) -> None:
    """With two minutes left it lasts 24 seconds; with none left there is no breath at all."""
    item = await a_heated_one(desk)
    promise = (await desk.store.item(item)).promise
    assert promise is not None
    clock.advance(promise.due_at - 2 * MINUTE - clock.now())
    breath = (await steps.tick(desk, item, "breathe")).timer(TimerKind.COOL_DOWN)
    assert breath is not None
    assert breath.due_at - clock.now() == 24 * SECOND
    late = await a_heated_one(desk, native_id="c-2", permalink="")
    clock.advance(31 * MINUTE)
    await steps.tick(desk, late, "breathe")
    assert await state(desk, late, "breathe") is StepState.DONE


@pytest.mark.asyncio
async def test_skipping_a_breath_takes_a_reason_and_ends_it(desk: Desk) -> None:
    """The override stands in the history, and the reply may go out."""
    item = await a_heated_one(desk)
    await steps.tick(desk, item, "breathe")
    with pytest.raises(Refused):
        await steps.skip(desk, item, "breathe", "  ")
    skipped = await steps.skip(desk, item, "breathe", "ze zit aan de telefoon")
    assert skipped.timer(TimerKind.COOL_DOWN) is None
    await replies.ready(desk, item, "Hoi Noor, we bellen nu.")


@pytest.mark.asyncio
async def test_a_reply_that_was_written_elsewhere_takes_its_breath_too(
    desk: Desk, clock: FakeClock
) -> None:
    """Making a pasted reply ready begins the pause; after it the same text goes out."""
    item = await a_heated_one(desk)
    with pytest.raises(Refused, match="60"):
        await replies.ready(desk, item, "Hoi Noor, we zoeken het uit.")
    clock.advance(MINUTE)
    assert (await replies.ready(desk, item, "Hoi Noor, we zoeken het uit.")).body


@pytest.mark.asyncio
async def test_a_second_reader_approves_or_gives_back(
    desk: Desk, ann: Desk, clock: FakeClock
) -> None:
    """Asking waits for the answer; giving back says what should change; approving lets it out."""
    item = await a_heated_one(desk)
    with pytest.raises(Refused, match="no reply to read"):
        await review.ask(desk, item)
    await replies.save_draft(desk, item, "Dat kan niet kloppen.")
    clock.advance(2 * MINUTE)
    asked = await review.ask(desk, item, "te scherp?")
    wait = asked.timer(TimerKind.REVIEW_WAIT)
    assert wait is not None
    assert wait.due_at - clock.now() == 10 * MINUTE
    assert any("second reader" in notices.sentence(n) for n in await notices.unseen(ann))
    with pytest.raises(Refused, match="second reader"):
        await replies.ready(desk, item)
    with pytest.raises(Refused, match="somebody else"):
        await review.judge(desk, item, Reading.APPROVED)
    with pytest.raises(Refused, match="what should change"):
        await review.judge(ann, item, Reading.RETURNED)
    await review.judge(ann, item, Reading.RETURNED, "noem haar naam")
    assert "noem haar naam" in notices.sentence((await notices.unseen(desk))[0])
    with pytest.raises(Refused, match="second reader"):
        await replies.ready(desk, item)
    await replies.save_draft(desk, item, "Hoi Noor, wat vervelend.")
    await review.ask(desk, item)
    approved = await review.judge(ann, item, Reading.APPROVED)
    assert approved.timer(TimerKind.REVIEW_WAIT) is None
    assert await state(desk, item, "second_reader") is StepState.DONE
    assert not any("approved" in said for said in (await replies.ready(desk, item)).warnings)
    changed = await replies.ready(desk, item, "Hoi Noor, iets heel anders.")
    assert any("since it was approved" in said for said in changed.warnings)
    assert await desk.store.rebuild() == 0


@pytest.mark.asyncio
async def test_a_second_reader_never_holds_up_the_last_fifth(desk: Desk, clock: FakeClock) -> None:
    """The wait ends when a fifth of the time is left; from then on none can be asked."""
    item = await a_heated_one(desk)
    await replies.save_draft(desk, item, "Hoi Noor, wat vervelend.")
    promise = (await desk.store.item(item)).promise
    assert promise is not None
    fifth = promise.due_at - (promise.due_at - promise.started_at) // 5
    clock.advance(fifth - 4 * MINUTE - clock.now())
    wait = (await review.ask(desk, item)).timer(TimerKind.REVIEW_WAIT)
    assert wait is not None
    assert wait.due_at == fifth
    with pytest.raises(Refused, match="second reader"):
        await replies.ready(desk, item)
    clock.advance(4 * MINUTE)
    assert (await replies.ready(desk, item)).body
    with pytest.raises(Refused, match="a fifth"):
        await review.ask(desk, item)


@pytest.mark.asyncio
async def test_without_a_promise_a_second_reader_is_waited_for_ten_minutes(
    desk: Desk, clock: FakeClock
) -> None:
    """Where no clock runs the wait itself is the limit."""
    (item,) = await arrive(desk, post())
    await items.correct(desk, item.id, kind=Kind.SPAM)
    assert (await desk.store.item(item.id)).promise is None
    await replies.save_draft(desk, item.id, "Hoi Noor.")
    await review.ask(desk, item.id)
    facts = facts_of(await desk.store.item(item.id), clock.now())
    assert (facts.reading, facts.pressed) == (Reading.ASKED, False)
    clock.advance(10 * MINUTE)
    assert facts_of(await desk.store.item(item.id), clock.now()).pressed


@pytest.mark.asyncio
async def test_what_only_the_desk_ticks_names_its_key(desk: Desk) -> None:
    """A step that a fact does is not ticked by hand: the sentence says what does it."""
    (item,) = await arrive(desk, post(body=HEATED))
    for step, key in (("decide", "D"), ("draft", "r"), ("reply", "P"), ("private", "b")):
        with pytest.raises(Refused, match=rf"\(key {key}\)"):
            await steps.tick(desk, item.id, step)


@pytest.mark.asyncio
async def test_praise_meant_for_others_is_liked_and_a_draft_beside_it_kept(desk: Desk) -> None:
    """The answer to the first step decides between thanks and a like; a like is no answer."""
    (item,) = await arrive(desk, post(body="Wat een geweldige service, heel erg bedankt allemaal!"))
    assert item.kind is Kind.PRAISE
    await steps.tick(desk, item.id, "addressed", {"addressed": "others"})
    assert await state(desk, item.id, "thank") is StepState.NOT_NEEDED
    await outcomes.decide(desk, item.id, Strategy.THANK)
    await replies.save_draft(desk, item.id, "Dank je!")
    liked = await replies.reply(desk, item.id, "", kind=ReplyKind.LIKE_ONLY)
    assert await state(desk, item.id, "like") is StepState.DONE
    assert liked.promise is not None
    assert [draft.body for draft in await desk.store.drafts(item.id)] == ["Dank je!"]


@pytest.mark.asyncio
async def test_a_talk_in_private_has_steps_of_its_own(desk: Desk) -> None:
    """In private the steps of the conversation stand there; an offer refused asks for another."""
    item = await a_heated_one(desk)
    await replies.reply(desk, item, "We bellen je, Noor.", kind=ReplyKind.PUBLIC_ACK_THEN_PRIVATE)
    assert (await items.detail(desk, item)).playbook.name == "conversation"
    await steps.tick(desk, item, "contact")
    await steps.tick(desk, item, "listen", {"notes": "wil het geld, geen bon"})
    await steps.tick(desk, item, "understand")
    await steps.tick(desk, item, "offer", {"offer": "bon", "answer": "declined"})
    assert await state(desk, item, "offer") is StepState.CURRENT
    await steps.tick(desk, item, "offer", {"offer": "geld terug", "answer": "accepted"})
    assert await state(desk, item, "offer") is StepState.DONE
    told = [
        event.text("offer")
        for event in (await items.detail(desk, item)).events
        if event.data.get("step") == "offer"
    ]
    assert told == ["bon", "geld terug"]
    assert await desk.store.rebuild() == 0
