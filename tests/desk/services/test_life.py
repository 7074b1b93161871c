"""The life of an item through the use cases, on a real store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import DAY, HOUR, MINUTE, SECOND
from core.errors import Locked, Refused
from core.vocabulary import (
    Channel,
    ItemId,
    Kind,
    OutcomeCode,
    State,
    Strategy,
    TimerKind,
)
from desk.model.difference import OvertakenError
from desk.model.event import EventKind
from desk.services import items, outcomes, queue, replies, shifts, steps
from desk.services.desk import Desk
from desk.services.intake import take_in
from desk.services.timekeeping import notice_breaches
from desk.store.listing import View
from desk.store.records import SourceState
from playbooks.kinds import SETTLED_BY_READY, StepKind
from playbooks.model import StepState
from tests.support.clock import START, FakeClock
from tests.support.desk import a_desk, arrive
from tests.support.items import post


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Yield Tim's desk."""
    async with a_desk(tmp_path) as opened:
        yield opened


def clock_of(desk: Desk) -> FakeClock:
    """Return the clock to move."""
    assert isinstance(desk.clock, FakeClock)
    return desk.clock


async def skip_required(desk: Desk, item: ItemId, before: StepKind) -> None:
    """Skip what the playbook still asks before a point."""
    for view in (await items.detail(desk, item)).steps:
        if view.step.kind is before:
            return
        settled_later = view.step.kind in SETTLED_BY_READY
        if view.is_open and view.step.required and not settled_later:
            await steps.skip(desk, item, view.step.id, "proef")


@pytest.mark.asyncio
async def test_a_complaint_from_arrival_to_outcome(desk: Desk) -> None:
    """Taken, answered, concluded: it leaves the queue, and undo brings it back."""
    (item,) = await arrive(desk, post())
    assert (await queue.next_item(desk, take=True)) is not None
    await replies.save_draft(desk, item.id, "Hoi Noor, wat vervelend.")
    clock_of(desk).advance(2 * MINUTE)
    await skip_required(desk, item.id, StepKind.POST)
    await replies.ready(desk, item.id)
    await replies.reply(desk, item.id, "Hoi Noor, wat vervelend.")
    await skip_required(desk, item.id, StepKind.OUTCOME)
    ended = await outcomes.conclude(desk, item.id, OutcomeCode.SOLVED_PUBLIC)
    assert ended.state is State.RESOLVED
    assert (await queue.window(desk, View.QUEUE, 0, 10)).total == 0
    undone = await outcomes.undo(desk)
    assert undone.event.kind is EventKind.CONCLUDED
    assert undone.item.state is State.WAITING_CUSTOMER
    redone = await outcomes.redo(desk)
    assert redone.item.state is State.RESOLVED
    assert await desk.store.rebuild() == 0


@pytest.mark.asyncio
async def test_an_edited_entry_is_one_revision(desk: Desk) -> None:
    """The same id with other text is an edit, never a second item; the same text is nothing."""
    state = SourceState("shop", items_total=1, last_new_at=1)
    await take_in(desk, "shop", [post()], state)
    again = await take_in(desk, "shop", [post(), post(native_id="c-2", permalink="")], state)
    assert (len(again.new), again.edited, again.unchanged) == (1, (), 1)
    edit = await take_in(desk, "shop", [post(body="Nu ook lek.")], state)
    assert (edit.new, len(edit.edited)) == ((), 1)
    detail = await items.detail(desk, edit.edited[0])
    assert [revision.text for revision in detail.revisions] == [post().body, "Nu ook lek."]
    assert detail.body == "Nu ook lek."


@pytest.mark.asyncio
async def test_another_id_at_the_same_address_is_known(desk: Desk) -> None:
    """A source that changes its ids doubles nothing: the permalink tells."""
    state = SourceState("shop", items_total=1, last_new_at=1)
    await take_in(desk, "shop", [post()], state)
    moved = post(native_id="new-scheme-1", permalink="http://www.shop.example/p/1#c-1/")
    assert (await take_in(desk, "shop", [moved], state)).unchanged == 1


@pytest.mark.asyncio
async def test_a_colleagues_item_is_not_worked_on_but_a_reply_is_kept(
    desk: Desk, tmp_path: Path
) -> None:
    """Ann's claim stops Tim's steps; his posted reply is a fact and only flagged."""
    (item,) = await arrive(desk, post())
    async with a_desk(tmp_path, "ann", clock_of(desk)) as ann:
        await items.take(ann, item.id)
        with pytest.raises(Locked):
            await replies.ready(desk, item.id, "Hoi")
        kept = await replies.reply(desk, item.id, "Hoi Noor")
        assert kept.replies[0].without_claim
        await items.take(desk, item.id, over="ann heeft pauze")
        detail = await items.detail(ann, item.id)
        assert detail.claim is not None
        assert detail.claim.agent == "tim"
        assert detail.events[-1].kind is EventKind.TAKEN_OVER


@pytest.mark.asyncio
async def test_taking_is_told_once(desk: Desk) -> None:
    """Working on renews the lease and leaves one line in the history, not one a key."""
    (item,) = await arrive(desk, post())
    await items.take(desk, item.id)
    await items.take(desk, item.id)
    await replies.save_draft(desk, item.id, "Hoi")
    await outcomes.decide(desk, item.id, Strategy.REACT)
    kinds = [event.kind for event in await desk.store.events(item.id)]
    assert kinds.count(EventKind.CLAIMED) == 1


@pytest.mark.asyncio
async def test_a_reply_long_after_it_was_readied_is_kept(desk: Desk) -> None:
    """Twenty minutes after ready the lease is gone; the reply is recorded all the same."""
    (item,) = await arrive(desk, post())
    await skip_required(desk, item.id, StepKind.POST)
    await replies.ready(desk, item.id, "Hoi Noor")
    clock_of(desk).advance(20 * MINUTE)
    kept = await replies.reply(desk, item.id, "Hoi Noor")
    assert kept.state is State.WAITING_CUSTOMER
    assert kept.replies[0].without_claim


@pytest.mark.asyncio
async def test_the_same_reply_is_recorded_once(desk: Desk) -> None:
    """A retry with the same id changes nothing."""
    (item,) = await arrive(desk, post())
    first = await replies.reply(desk, item.id, "Hoi", id=(await desk.store.events(item.id))[0].id)
    assert first.replies == ()  # that id is the arrival's own: a retry by definition
    from core.identifiers import new_event_id

    reply_id = new_event_id(desk.now())
    await replies.reply(desk, item.id, "Hoi", id=reply_id)
    again = await replies.reply(desk, item.id, "Hoi", id=reply_id)
    assert len(again.replies) == 1


@pytest.mark.asyncio
async def test_breaches_are_noticed_once_and_dated(desk: Desk) -> None:
    """After a night asleep each broken promise is one event, dated when it broke."""
    (item,) = await arrive(desk, post())
    clock_of(desk).advance(9 * HOUR)
    assert await notice_breaches(desk) == 1
    assert await notice_breaches(desk) == 0
    breach = (await desk.store.events(item.id))[-1]
    assert breach.kind is EventKind.BREACHED
    assert breach.at == START + 50 * MINUTE
    assert (await queue.counts(desk)).late == 1


@pytest.mark.asyncio
async def test_watch_returns_and_praise_is_followed_up(desk: Desk) -> None:
    """Wake-ups bring items back into the queue by time alone."""
    (item,) = await arrive(desk, post(body="haha wat een clowns"))
    await items.correct(desk, item.id, kind=Kind.TROLL, severity=1)
    await outcomes.decide(desk, item.id, Strategy.WATCH, why="aandacht")
    assert (await queue.window(desk, View.QUEUE, 0, 10)).total == 0
    assert (await queue.window(desk, View.WATCHING, 0, 10)).total == 1
    clock_of(desk).advance(30 * MINUTE)
    assert (await queue.window(desk, View.QUEUE, 0, 10)).rows[0].id == item.id


@pytest.mark.asyncio
async def test_an_item_by_hand_is_worked_like_any_other(desk: Desk) -> None:
    """A pasted comment enters once per address and has a clock."""
    url = "https://photos.example/p/abc"
    added = await items.add(desk, "Waar blijft mijn pakket?", url=url, author="@noor")
    assert added.added_by == "tim"
    assert added.timer(TimerKind.FIRST_RESPONSE) is not None
    with pytest.raises(Refused, match=str(added.id)):
        await items.add(desk, "Nog eens", url=url)
    heard = await replies.heard(desk, added.id, "Klant belde", Channel.PHONE)
    assert heard.state is State.OPEN


@pytest.mark.asyncio
async def test_a_close_past_an_open_required_step_is_refused(desk: Desk) -> None:
    """The outcome waits for the playbook, or for a reason to skip."""
    (item,) = await arrive(desk, post())
    await replies.reply(desk, item.id, "Hoi")
    with pytest.raises(Refused, match=r"to do|Nog"):
        await outcomes.conclude(desk, item.id, OutcomeCode.SOLVED_PUBLIC)
    with pytest.raises(Refused, match="reason"):
        await steps.skip(desk, item.id, (await items.detail(desk, item.id)).steps[0].step.id, " ")


@pytest.mark.asyncio
async def test_steps_remember_who_and_when(desk: Desk) -> None:
    """A ticked step keeps its fields, its agent and its time."""
    (item,) = await arrive(desk, post())
    detail = await items.detail(desk, item.id)
    first = detail.current_step
    assert first is not None
    fields = {field.name: "levering" for field in first.step.fields if not field.choices}
    await steps.tick(desk, item.id, first.step.id, fields)
    detail = await items.detail(desk, item.id)
    assert detail.steps[0].state is StepState.DONE
    assert detail.steps[0].done_by == "tim"
    assert detail.item.playbook == detail.playbook.id


@pytest.mark.asyncio
async def test_heated_drafts_breathe(desk: Desk) -> None:
    """The first draft on a heated complaint starts its cool-down."""
    (item,) = await arrive(
        desk, post(body="Schandalig!!! OPLICHTERS, ik wil NU mijn geld terug, ik ben woedend!!!")
    )
    assert item.arousal == "high"
    await replies.save_draft(desk, item.id, "Beste")
    await skip_required(desk, item.id, StepKind.POST)
    with pytest.raises(Refused, match=r"breath|adem"):
        await replies.ready(desk, item.id)
    clock_of(desk).advance(100 * SECOND)
    assert (await replies.ready(desk, item.id)).body == "Beste"


@pytest.mark.asyncio
async def test_shift_and_undo_window(desk: Desk) -> None:
    """Undo reaches back to the start of the shift, and a day outside one."""
    (item,) = await arrive(desk, post())
    await items.note(desk, item.id, "belt om vier uur")
    clock_of(desk).advance(MINUTE)
    shift = await shifts.start(desk)
    with pytest.raises(Refused):
        await shifts.start(desk)
    with pytest.raises(Refused, match="undo"):
        await outcomes.undo(desk)
    await shifts.end(desk)
    assert (await desk.store.shifts(limit=1))[0].id == shift.id
    assert (await outcomes.undo(desk)).event.kind is EventKind.NOTED
    clock_of(desk).advance(2 * DAY)
    with pytest.raises(Refused):
        await outcomes.undo(desk)


@pytest.mark.asyncio
async def test_an_outcome_on_what_changed_meanwhile_is_refused_with_the_difference(
    desk: Desk, tmp_path: Path
) -> None:
    """Ann answers while Tim fills in the outcome: nothing is written until he has seen it."""
    (item,) = await arrive(desk, post())
    async with a_desk(tmp_path, "ann", clock_of(desk)) as ann:
        await replies.reply(ann, item.id, "Hoi Noor")
        now = await ann.store.item(item.id)
    with pytest.raises(OvertakenError, match="ann posted") as refused:
        await outcomes.decide(
            desk, item.id, Strategy.DISCARD, reason=OutcomeCode.SPAM, seen=item.version
        )
    assert [event.actor for event in refused.value.difference.events] == ["ann"]
    assert (await desk.store.item(item.id)).strategy is None
    seen = refused.value.difference.now.version
    assert seen >= now.version
    ended = await outcomes.decide(
        desk, item.id, Strategy.DISCARD, reason=OutcomeCode.SPAM, seen=seen
    )
    assert ended.state is State.CLOSED
