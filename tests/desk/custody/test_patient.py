"""A desk goes on while its team's server is away, and loses, doubles and hides nothing."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from core.clock import HOUR, MINUTE
from core.errors import Changed, Locked, StoreUnavailable
from core.vocabulary import Ball, EventId, ItemId, State
from desk.custody.patient import PatientStore
from desk.custody.remembering import RememberingStore
from desk.custody.spool import Spool
from desk.model.event import Event, EventKind, Turn, new_event
from desk.services import notices, queue, shifts
from desk.services.desk import Desk
from desk.services.items import detail, release, take
from desk.services.items import note as note_on
from desk.settings import DeskSettings
from desk.store.listing import View
from desk.store.postgres.address import Address
from desk.store.postgres.database import open_postgres
from desk.store.records import Draft, Notice, Shift, TeamDocument, Write
from desk.store.store import Store
from desk.triage.judge import Judge
from playbooks.loader import load_shipped
from tests.support.clock import FakeClock
from tests.support.postgres import OwnServer, in_database, run_on
from tests.support.store import add, arrival, note


@pytest.fixture(scope="module")
def own() -> Iterator[OwnServer]:
    """Return a server that may be stopped."""
    server = OwnServer()
    yield server
    server.close()


class Team:
    """A database on it, with a desk that may spool and colleagues who may not."""

    def __init__(self, own: OwnServer, folder: Path, name: str, clock: FakeClock) -> None:
        self.own = own
        self.clock = clock
        self.spool = folder / "unsent.jsonl"
        self._address = Address(in_database(own.address, name))

    async def colleague(self) -> Store:
        """Open another desk."""
        return await open_postgres(self._address, self.clock, "bob")

    async def desk(self) -> PatientStore:
        """Open ann's desk, on what her last one left."""
        server = await open_postgres(self._address, self.clock, "ann")
        return PatientStore(server.database, self.clock, "ann", Spool(self.spool))

    def waiting(self) -> int:
        """Return how many lines the spool's file has."""
        return len(self.spool.read_text().splitlines()) if self.spool.exists() else 0


@pytest_asyncio.fixture
async def team(
    own: OwnServer, tmp_path: Path, clock: FakeClock, request: pytest.FixtureRequest
) -> AsyncIterator[Team]:
    """Return a team on an empty database; its server runs."""
    name = f"team_{abs(hash(request.node.name))}"
    own.ensure()
    await run_on(own.address, f"CREATE DATABASE {name}")
    yield Team(own, tmp_path, name, clock)
    own.ensure()
    await run_on(own.address, f"DROP DATABASE {name} WITH (FORCE)")


def replied(clock: FakeClock, text: str = "Beste Anouk") -> Event:
    """Return the fact of a reply."""
    turn = Turn(State.WAITING_CUSTOMER, Ball.CUSTOMER)
    return new_event(
        EventKind.REPLIED,
        clock.now(),
        "ann",
        effects=(turn,),
        texts={"text": text},
        kind="public_full",
    )


def concluded(clock: FakeClock) -> Event:
    """Return the decision that an item is over."""
    turn = Turn(State.CLOSED, Ball.NOBODY)
    return new_event(
        EventKind.CONCLUDED,
        clock.now(),
        "ann",
        effects=(turn,),
        code="solved_public",
        strategy="react",
    )


async def taken(desk: PatientStore, clock: FakeClock, name: str = "1") -> ItemId:
    """Return an item that ann holds."""
    item = (await add(desk, arrival(clock.now(), name))).id
    await desk.claim(item, "ann", clock.now(), clock.now() + HOUR)
    return item


async def ids(store: Store, item: ItemId) -> list[EventId]:
    """Return the ids of an item's events."""
    return [event.id for event in await store.events(item)]


@pytest.mark.asyncio
async def test_work_on_held_items_goes_on_and_is_sent_once(team: Team, clock: FakeClock) -> None:
    """Note, draft, reply and outcome are kept, read back, counted, and sent when it is back."""
    desk = await team.desk()
    item, other = await taken(desk, clock), (await add(desk, arrival(clock.now(), "2"))).id
    await desk.window(View.QUEUE, "ann", clock.now(), 0, 10)
    assert (await desk.counts("ann", clock.now())).unsent == 0
    team.own.stop()
    done = [note(clock.now(), "Gebeld"), replied(clock), concluded(clock)]
    version = (await desk.item(item)).version
    for n, event in enumerate(done):
        await desk.append([Write((event,), item, expected=version + n)])
    await desk.save_draft(Draft(item, "ann", "Nog iets", clock.now()))
    assert await desk.release(item, "ann")

    left = await desk.item(item)
    assert (left.state, left.version) == (State.CLOSED, version + 3)
    assert (await ids(desk, item))[-3:] == [event.id for event in done]
    assert [draft.body for draft in await desk.drafts(item)] == ["Nog iets"]
    assert [event.id for event in await desk.last_actions("ann", 0, 2)] == [
        done[2].id,
        done[1].id,
    ]
    shown = await desk.window(View.QUEUE, "ann", clock.now(), 0, 10)
    assert [row.id for row in shown.rows] == [other]
    counts = await desk.counts("ann", clock.now())
    assert (counts.unsent, counts.away_since) == (5, clock.now())
    assert team.waiting() == 5

    team.own.start()
    clock.advance(MINUTE)
    await back(desk, clock)
    assert (await desk.counts("ann", clock.now())).away_since is None
    assert team.waiting() == 0
    colleague = await team.colleague()
    assert (await colleague.item(item)).state is State.CLOSED
    assert (await ids(colleague, item))[-3:] == [event.id for event in done]
    assert [draft.body for draft in await colleague.drafts(item)] == ["Nog iets"]
    assert await colleague.claim_of(item, clock.now()) is None
    assert await colleague.chain_holds(item)
    assert await colleague.rebuild() == 0
    await colleague.close()
    await desk.close()


async def back(desk: PatientStore, clock: FakeClock) -> None:
    """Wait until the desk has found its server again, by the changes that a screen wakes on."""
    stream = desk.changes()
    async with asyncio.timeout(15):
        while (await desk.counts("ann", clock.now())).away_since is not None:
            await anext(stream)


WAITS = {
    *("item_ids", "known", "newest_id", "rebuild", "chain_holds", "hashes", "role"),
    *("put_shift", "put_notice", "put_team", "put_source", "clear_weights"),
    *("take_turns", "end_turns", "hold_host"),
}
"""What is refused while the server is away: settings, shifts, polling, exports."""


def test_every_question_of_the_store_is_answered_or_waits_on_purpose() -> None:
    """A method that the store gets later is either remembered, spooled, or named above."""
    asked = {
        name
        for one in Store.__mro__
        for name, method in vars(one).items()
        if inspect.iscoroutinefunction(method) and not name.startswith("_")
    }
    ours = {*vars(PatientStore), *vars(RememberingStore)}
    assert asked - ours == WAITS


@pytest.mark.asyncio
async def test_the_screen_reads_on_without_the_server(team: Team, clock: FakeClock) -> None:
    """Lists, figures, an item with its steps, notices and plan are as they were last."""
    desk = await team.desk()
    item = await taken(desk, clock)
    place = Desk(desk, clock, DeskSettings(), load_shipped(), Judge(), "ann")
    before = await looked_at(place, item)
    team.own.stop()
    assert await looked_at(place, item) == before
    await note_on(place, item, "Gebeld")
    told = [event.kind for event in (await detail(place, item)).events]
    assert told[-1] is EventKind.NOTED
    team.own.start()
    await back(desk, clock)
    await desk.close()


async def looked_at(place: Desk, item: ItemId) -> object:
    """Return what the screen shows of a desk and of one item, but for how much is not sent."""
    listed = await queue.window(place, View.QUEUE, 0, 50)
    figures = replace(await queue.counts(place), away_since=None, unsent=0)
    seen = await detail(place, item)
    told = await notices.recent(place)
    return listed, figures, seen.item, seen.steps, seen.events, told, await shifts.current(place)


@pytest.mark.asyncio
async def test_all_else_waits_and_says_so(team: Team, clock: FakeClock) -> None:
    """Taking, taking over, handing on, new items, shifts and settings are refused, and not kept."""
    desk = await team.desk()
    item, held = (await add(desk, arrival(clock.now()))).id, await taken(desk, clock, "2")
    given = new_event(EventKind.HANDED, clock.now(), "ann", item=held, to="bob")
    told = Notice(EventId("n1"), clock.now(), "ann", text="Storing")
    await desk.put_notice(told)
    assert await desk.notices("ann", 0) == [told]
    await desk.item(item)
    team.own.stop()
    until = clock.now() + HOUR
    for refused in (
        desk.claim(item, "ann", clock.now(), until),
        desk.claim(item, "ann", clock.now(), until, over=True),
        desk.claim_first([item], "ann", clock.now(), until),
        desk.append([Write((note(clock.now()),), item)]),
        desk.append([arrival(clock.now(), "new")]),
        desk.put_shift(Shift("s1", clock.now())),
        desk.append([Write((given,), held)]),
        desk.put_team(TeamDocument(1, clock.now(), "ann", "")),
    ):
        with pytest.raises(StoreUnavailable):
            await refused
    assert team.waiting() == 0
    assert await desk.notices("ann", 0) == [told]  # what was read is read again
    assert await desk.handed() == []
    assert await desk.presence(clock.now()) == []
    team.own.start()
    await back(desk, clock)
    await desk.claim(item, "ann", clock.now(), until)
    await desk.close()


@pytest.mark.asyncio
async def test_what_was_kept_outlives_the_program(team: Team, clock: FakeClock) -> None:
    """A desk that ends while the server is away leaves its work to the next one's start."""
    desk = await team.desk()
    item = await taken(desk, clock)
    team.own.stop("immediate")
    reply = replied(clock, "Æ 🙂\n[b]x[/b]")
    await desk.append([Write((reply,), item)])
    with pytest.raises(Locked):
        Spool(team.spool)
    await desk.close()
    with team.spool.open("a") as file:
        file.write('{"cut short')
    team.own.start()
    again = await team.desk()
    assert (await ids(again, item))[-1] == reply.id
    assert (await again.events(item))[-1].text("text") == "Æ 🙂\n[b]x[/b]"
    await again.close()
    assert not team.spool.exists()


@pytest.mark.asyncio
async def test_sending_twice_writes_once(team: Team, clock: FakeClock) -> None:
    """A program that died while it was sending sends all of it again, and nothing is doubled."""
    desk = await team.desk()
    item = await taken(desk, clock)
    team.own.stop()
    await desk.append([Write((note(clock.now()),), item)])
    await desk.append([Write((replied(clock),), item)])
    kept = team.spool.read_bytes()
    team.own.start()
    await back(desk, clock)
    await desk.close()
    team.spool.write_bytes(kept)
    again = await team.desk()
    history = await ids(again, item)
    assert len(history) == len(set(history)) == 3
    await again.close()


@pytest.mark.asyncio
async def test_giving_back_is_told_when_it_is_sent(team: Team, clock: FakeClock) -> None:
    """The history says so once, from when it was done; what a colleague took by then is hers."""
    desk, colleague = await team.desk(), await team.colleague()
    given, lost = await taken(desk, clock), await taken(desk, clock, "2")
    ann = Desk(desk, clock, DeskSettings(), load_shipped(), Judge(), "ann")
    bob = Desk(colleague, clock, DeskSettings(), load_shipped(), Judge(), "bob")
    team.own.stop()
    done_at = clock.now()
    for item in (given, lost):
        assert await release(ann, item)
    clock.advance(MINUTE)
    kept = team.spool.read_bytes()
    team.own.start()
    await take(bob, lost, over="haast")
    await back(desk, clock)
    await desk.close()
    team.spool.write_bytes(kept)  # as after a crash while it was sent
    again = await team.desk()
    said = [(e.kind, e.actor, e.at) for e in await again.events(given)]
    assert said[1:] == [(EventKind.RELEASED, "ann", done_at)]
    assert await again.claim_of(given, clock.now()) is None
    held = await again.claim_of(lost, clock.now())
    assert held is not None
    assert held.agent == "bob"
    assert [e.kind for e in await again.events(lost)][1:] == [EventKind.TAKEN_OVER]
    assert await again.rebuild() == 0
    await again.close()
    await colleague.close()


@pytest.mark.asyncio
async def test_write_whose_answer_got_lost_is_no_change_by_others(
    team: Team, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was written, its server went and came back: it is not decided anew, and is there once."""
    desk = await team.desk()
    item = await taken(desk, clock)
    version = (await desk.item(item)).version
    write = desk.database.write

    async def write_and_lose(*work: Any) -> None:
        await write(*work)
        raise StoreUnavailable("gone")

    monkeypatch.setattr(desk.database, "write", write_and_lose)
    outcome = concluded(clock)
    (left,) = await desk.append([Write((outcome,), item, expected=version)])
    monkeypatch.undo()
    assert left is not None
    assert left.version == version + 1
    assert (await ids(desk, item)).count(outcome.id) == 1
    assert team.waiting() == 0
    await desk.close()


@pytest.mark.asyncio
async def test_decision_on_a_changed_item_comes_back(team: Team, clock: FakeClock) -> None:
    """What a colleague changed stands: the reply is added, the outcome is told and to decide."""
    desk, colleague = await team.desk(), await team.colleague()
    item, calm = await taken(desk, clock), await taken(desk, clock, "calm")
    version = (await desk.item(item)).version
    team.own.stop()
    reply, outcome, ended = replied(clock), concluded(clock), concluded(clock)
    await desk.append([Write((reply,), item, expected=version)])
    await desk.append([Write((outcome,), item, expected=version + 1)])
    await desk.append([Write((ended,), calm)])
    team.own.start()
    theirs = note(clock.now(), "De klant belde: het is erger", actor="bob")
    heard = new_event(EventKind.HEARD, clock.now(), "bob", texts={"text": "erger"}, by="phone")
    beside = new_event(EventKind.LABELLED, clock.now(), "bob", add=["spoed"])
    await colleague.append([Write((theirs, heard), item), Write((beside,), calm)])
    await back(desk, clock)

    assert (await desk.counts("ann", clock.now())).returned == (item,)
    history = await colleague.events(item)
    assert reply.id in [event.id for event in history]
    assert outcome.id not in [event.id for event in history]
    assert history[-1].kind is EventKind.NOTED
    assert "Not written" in history[-1].text("text")
    assert (await colleague.item(item)).state is not State.CLOSED
    assert (await colleague.item(calm)).state is State.CLOSED
    await desk.append([Write((concluded(clock),), item)])
    assert (await desk.counts("ann", clock.now())).returned == ()
    await desk.close()
    await colleague.close()


@pytest.mark.asyncio
async def test_undo_and_outdated_versions_hold_without_the_server(
    team: Team, clock: FakeClock
) -> None:
    """An outcome can be taken back before it was sent; a decision on an old version is refused."""
    desk = await team.desk()
    item = await taken(desk, clock)
    before = await desk.item(item)
    team.own.stop()
    outcome = concluded(clock)
    await desk.append([Write((outcome,), item, expected=before.version)])
    with pytest.raises(Changed):
        await desk.append([Write((concluded(clock),), item, expected=before.version)])
    undo = new_event(EventKind.UNDONE, clock.now(), "ann", event=outcome.id)
    (left,) = await desk.append([Write((undo,), item, expected=before.version + 1)])
    assert left is not None
    assert left.state is before.state
    team.own.start()
    await back(desk, clock)
    assert (await desk.item(item)) == left
    await desk.close()
