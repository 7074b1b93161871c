"""The lists of a team's desks, each on its own connections to one server, show the same."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from core.clock import MINUTE, SystemClock
from core.errors import WebcareError
from core.vocabulary import ItemId, Kind, OutcomeCode, Size, Strategy
from desk.services import handover, items, outcomes, replies, shifts
from desk.services.desk import Desk
from desk.store.listing import View
from desk.store.postgres.database import LOOK_SECONDS, open_postgres
from desk.store.postgres.lookout import POLL_SECONDS
from desk.triage.judge import Judge
from playbooks.loader import load_shipped
from tests.support.clock import FakeClock
from tests.support.desk import SETTINGS, arrive
from tests.support.items import post
from tests.support.postgres import PostgresBackend
from tui.actions.queue import MERGE, Listing, follow, read

pytestmark = pytest.mark.timed

AGREED_WITHIN = 1.0
"""Seconds after the last write."""
WRITES = 60
"""Of each agent."""
PAUSE = 0.04
"""Seconds between two of them, at most."""
TEXTS = (
    "Al drie weken wacht ik op mijn geld terug, schandalig!",
    "Wanneer gaat de winkel in Utrecht weer open?",
    "Super geholpen, dank jullie wel!",
    "Jullie bezorger heeft mijn hek vernield.",
)


class Seat:
    """A desk and what its screen shows: read when it is woken, or when that is outdated."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.shown: Listing | None = None
        self._reading: asyncio.Task[None] | None = None

    async def sit(self) -> None:
        """Look on until cancelled."""
        await self._read()
        following = asyncio.ensure_future(follow(self.desk, self._wake))
        try:
            while True:
                await asyncio.sleep(0.1)
                stale = self.shown is None or self.desk.now() >= self.shown.stale_at
                if stale and (self._reading is None or self._reading.done()):
                    self._wake()
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    def _wake(self, _changed: frozenset[ItemId] = frozenset()) -> Any:
        self._reading = asyncio.ensure_future(self._read())
        return _Worker(self._reading)

    async def _read(self) -> None:
        self.shown = await read(self.desk, View.QUEUE, None, 0)


@dataclass
class _Worker:
    """What Textual's worker is to whoever waits for it."""

    task: "asyncio.Task[None]"

    async def wait(self) -> None:
        await self.task


def common(listing: Listing | None) -> object:
    """Return what a list shows to everybody: whose own items stand first is the agent's own."""
    if listing is None:
        return None
    free = [row for row in listing.window.rows if not row.claimed_by]
    held = {row for row in listing.window.rows if row.claimed_by}
    figures = replace(listing.counts, mine=0, handed=0, may_break=None)
    return free, held, listing.window.total, figures, listing.shift, listing.beside.away


class Team:
    """Three agents at work on one server, and a fourth desk that only asks what is true."""

    def __init__(self, server: PostgresBackend, seats: list[Seat], truth: Desk) -> None:
        self.server = server
        self.seats = seats
        self._truth = truth

    async def work(self) -> None:
        """Let everybody write at random, at the same time."""
        await asyncio.gather(*(_work(seat.desk, number) for number, seat in enumerate(self.seats)))

    async def one_by_one(self, within: float) -> bool:
        """Return whether what one agent writes, while nobody else does, is seen by all in time."""
        for number, seat in enumerate(self.seats):
            await asyncio.sleep(2 * MERGE)
            await items.add(seat.desk, f"Waar blijft mijn antwoord? ({number})")
            if not await self.agreed(within):
                return False
        return True

    async def events(self) -> int:
        """Return how much was written."""
        return int((await self.server.fetch("SELECT count(*) FROM events"))[0][0])

    async def agreed(self, within: float) -> bool:
        """Return whether every desk shows what is true, in time."""
        until = time.monotonic() + within
        while not await self.agree():
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.02)
        return True

    async def agree(self) -> bool:
        """Return whether every desk shows now what is true."""
        true = common(await read(self._truth, View.QUEUE, None, 0))
        return all(common(seat.shown) == true for seat in self.seats)


@pytest_asyncio.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """Yield three agents who look at a queue of which not everything can be kept."""
    server = PostgresBackend(tmp_path, FakeClock())
    async with AsyncExitStack() as opened:
        await server.make()
        opened.push_async_callback(server.drop)
        names = ("tim", "ann", "noor", "truth")
        *desks, truth = [await _open(opened, server, tmp_path, name) for name in names]
        await shifts.start(desks[0])
        for desk in desks[1:]:
            await shifts.join(desk)
        now = truth.now()
        await arrive(
            truth,
            *(
                post(
                    native_id=str(n),
                    permalink="",
                    body=TEXTS[n % len(TEXTS)],
                    published_at=now - (10 + n) * MINUTE,
                )
                for n in range(40)
            ),
        )
        seats = [Seat(desk) for desk in desks]
        sitting = [asyncio.ensure_future(seat.sit()) for seat in seats]
        made = Team(server, seats, truth)
        assert await made.agreed(10)
        yield made
        for one in sitting:
            one.cancel()
        await asyncio.gather(*sitting, return_exceptions=True)


async def _open(opened: AsyncExitStack, server: PostgresBackend, folder: Path, name: str) -> Desk:
    clock = SystemClock()
    store = await open_postgres(server.address, clock, name)
    opened.push_async_callback(store.close)
    short = [book for book in load_shipped() if book.name == "short"]
    return Desk(store, clock, SETTINGS, short, Judge(), name, folder)


async def _work(desk: Desk, number: int) -> None:
    dice = random.Random(number)  # noqa: S311 - who does what is by chance
    for _ in range(WRITES):
        await asyncio.sleep(dice.uniform(0, PAUSE))
        with suppress(WebcareError):  # somebody else has it, or it is not so far yet
            item = ItemId(dice.randint(1, 40))
            await dice.choice(ACTIONS)(desk, item, dice)


Action = Callable[[Desk, ItemId, random.Random], Awaitable[object]]


async def _finish(desk: Desk, item: ItemId, _dice: random.Random) -> None:
    await replies.reply(desk, item, "Dag, wij zoeken het uit.")
    await outcomes.decide(desk, item, Strategy.REACT)
    await outcomes.conclude(desk, item, OutcomeCode.INFORMATION_GIVEN)


async def _give_back(desk: Desk, item: ItemId, _dice: random.Random) -> None:
    await items.take(desk, item)
    await items.release(desk, item)


async def _break(desk: Desk, _item: ItemId, dice: random.Random) -> None:
    await (shifts.pause if dice.random() < 0.5 else shifts.back)(desk)


ACTIONS: tuple[Action, ...] = (
    lambda desk, item, _: items.take(desk, item),
    lambda desk, item, _: items.take(desk, item, over="haast"),
    _give_back,
    lambda desk, item, _: replies.save_draft(desk, item, "Dag"),
    lambda desk, item, _: replies.reply(desk, item, "Dag, wij zoeken het uit."),
    lambda desk, item, dice: items.correct(desk, item, kind=dice.choice(list(Kind))),
    lambda desk, item, dice: items.correct(desk, item, size=dice.choice(list(Size))),
    lambda desk, item, dice: items.correct(desk, item, severity=dice.randint(1, 5)),
    lambda desk, item, dice: handover.hand(
        desk, item, dice.choice(("tim", "ann", "noor", "queue")), note="jij kent de klant"
    ),
    lambda desk, item, _: handover.accept(desk, [item]),
    lambda desk, item, _: outcomes.later(desk, item, desk.now() + 5 * MINUTE),
    lambda desk, item, _: replies.heard(desk, item, "Nog altijd niets!"),
    lambda desk, item, dice: items.add(desk, f"{dice.choice(TEXTS)} ({item})"),
    lambda desk, _item, _: outcomes.undo(desk),
    _finish,
    _break,
)


@pytest.mark.asyncio
async def test_all_lists_are_the_same_within_a_second(team: Team) -> None:
    """Order, claims, drafts, figures and shift of all three are what the server has."""
    before = await team.events()
    await team.work()
    assert await team.agreed(AGREED_WITHIN)
    assert await team.one_by_one(AGREED_WITHIN)
    assert await team.events() - before > WRITES  # a third of what was tried, at the least


@pytest.mark.asyncio
async def test_a_desk_whose_line_was_cut_sees_the_same_as_soon_as_it_looks(team: Team) -> None:
    """Its connection that listens is cut again and again while everybody works."""

    async def cut() -> None:
        while True:
            await team.server.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = ? AND query LIKE 'LISTEN%'",
                team.server.name,
            )
            await asyncio.sleep(0.3)

    cutting = asyncio.ensure_future(cut())
    await team.work()
    cutting.cancel()
    assert await team.agreed(LOOK_SECONDS + AGREED_WITHIN)


@pytest.mark.asyncio
async def test_a_desk_that_hears_nothing_finds_it_by_asking(team: Team) -> None:
    """Its connection stands and says nothing; what it wrote itself hides nobody else's writes."""
    for seat in team.seats[:2]:
        ear = seat.desk.store.database._lookout._ear  # type: ignore[attr-defined]
        await ear.execute("UNLISTEN *")
    await team.work()
    assert await team.agreed(POLL_SECONDS + LOOK_SECONDS + AGREED_WITHIN)
    assert await team.one_by_one(POLL_SECONDS + LOOK_SECONDS + AGREED_WITHIN)
