"""Who polls in a team: of two machines and a desk one at a time, and another when it dies."""

import asyncio
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from core.clock import SECOND
from sources.turns import LEASE
from tests.support.clock import FakeClock
from tests.support.feed_server import Asked, Comment, FeedServer, Reply, rss
from tests.support.place import Place
from tests.support.postgres import PostgresBackend
from tests.support.served import served
from tests.support.terminal import Terminal

pytestmark = pytest.mark.terminal

EVERY = 2 * SECOND
"""Between two polls of a source, at least."""
SHORTEST = 0.9
"""Of that time: chance takes a tenth away, so that sources are not asked in step."""
PATIENCE = 60.0


class Feeds:
    """Two sources, each with one more comment whenever it is asked."""

    def __init__(self, server: FeedServer) -> None:
        self.asked: Counter[str] = Counter()
        self.stuck = ""
        """The source whose answer takes for ever."""
        self._published = formatdate(time.time() - 60, usegmt=True)
        self.urls = {name: server.handle(f"/{name}", self._answer) for name in ("shop", "forum")}

    def _answer(self, asked: Asked) -> Reply:
        name = asked.path.strip("/")
        self.asked[name] += 1
        comments = [
            Comment(f"{name}-{n}", f"Vraag {n} over {name}?", date=self._published)
            for n in reversed(range(self.asked[name]))
        ]
        return Reply(rss(comments), drip=1.0 if name == self.stuck else 0.0)


class Team:
    """A desk and two machines that poll, on one database."""

    def __init__(self, database: PostgresBackend, screen: Terminal, machines: "list[Popen[str]]"):
        self._database = database
        self._screen = screen
        self.machines = machines

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that the programs do by themselves; the screen is drawn meanwhile."""
        until = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < until, self._screen.text
            self._screen.read(0.05)

    def rows(self, sql: str) -> list[Any]:
        """Return the rows of a query."""
        return [tuple(row) for row in asyncio.run(self._database.fetch(sql))]

    def leases(self) -> list[Any]:
        """Return which sources are being polled, and by whom."""
        return self.rows("SELECT name, owner FROM source_leases WHERE name NOT LIKE '//%'")

    def polled(self, source: str) -> tuple[int, list[int]]:
        """Return how often a source was polled, and when it was of late, as is remembered of it."""
        ((doc,),) = self.rows(f"SELECT doc FROM sources WHERE name = '{source}'")  # noqa: S608
        known = json.loads(doc)
        return known["polls"], [answered["at"] for answered in known["recent"]]

    def kill(self, pid: int) -> None:
        """Kill whoever polls under a number."""
        programs: list[Popen[Any]] = [*self.machines, self._screen.process]
        (dead,) = (one for one in programs if one.pid == pid)
        os.kill(pid, signal.SIGKILL)
        assert dead.wait(PATIENCE) == -signal.SIGKILL


@pytest.fixture
def database(tmp_path: Path) -> Iterator[PostgresBackend]:
    """Return an empty team database."""
    backend = PostgresBackend(tmp_path, FakeClock())
    asyncio.run(backend.make())
    yield backend
    asyncio.run(backend.drop())


@pytest.fixture
def feeds() -> Iterator[Feeds]:
    """Serve two sources, each on a port of its own."""
    with served(ports=2) as server:
        yield Feeds(server)


@pytest.fixture
def desk(tmp_path: Path, feeds: Feeds, database: PostgresBackend) -> Place:
    """Return the place of an agent, whose sources are the team's."""
    place = a_place(tmp_path / "tim", database)
    for name, url in feeds.urls.items():
        place.add_source(name, url, interval_min='"2s"', interval_max='"2s"')
    place.done("team", "push")
    return place


@pytest.fixture
def team(tmp_path: Path, desk: Place, database: PostgresBackend) -> Iterator[Team]:
    """Run the desk on a terminal, and two machines that poll beside it, all by one clock."""
    with ExitStack() as opened:
        screen = opened.enter_context(desk.screen(size=(120, 40)))
        machines = []
        for name in ("one", "two"):
            place = a_place(tmp_path / name, database)
            place.env = {**place.env, "WEBCARE_CLOCK_FILE": desk.env["WEBCARE_CLOCK_FILE"]}
            machines.append(place.start("poll"))
            opened.callback(machines[-1].communicate)
            opened.callback(machines[-1].kill)
        yield Team(database, screen, machines)


def a_place(folder: Path, database: PostgresBackend) -> Place:
    """Make a place on the team's database."""
    folder.mkdir()
    return Place(folder, folder.name, database.address.url)


def test_a_source_is_polled_by_one_and_by_another_when_that_one_dies(
    desk: Place, team: Team, feeds: Feeds
) -> None:
    """None is asked beyond its pace; what a killed process was asking waits out its lease, is then
    another's, and nothing is lost or doubled."""
    team.wait_until(lambda: min(feeds.asked[name] for name in feeds.urls) >= 5)
    feeds.stuck = "shop"
    seen = feeds.asked["shop"]
    team.wait_until(lambda: feeds.asked["shop"] > seen)
    team.wait_until(lambda: [name for name, _owner in team.leases()] == ["shop"])
    ((_name, owner),) = team.leases()
    team.kill(int(owner.partition("-")[0]))
    feeds.stuck = ""

    shop, forum = (feeds.asked[name] for name in ("shop", "forum"))
    team.wait_until(lambda: feeds.asked["forum"] >= forum + 4)
    assert feeds.asked["shop"] == shop
    desk.advance(LEASE // SECOND)
    team.wait_until(lambda: feeds.asked["shop"] >= shop + 3)
    for machine in team.machines:
        machine.terminate()
        machine.wait(PATIENCE)

    for name, unanswered in (("shop", 1), ("forum", 0)):
        times, at = team.polled(name)
        assert min(b - a for a, b in pairwise(at)) >= EVERY * SHORTEST
        assert 0 <= feeds.asked[name] - times - unanswered <= 1  # one more may be under way
    kept = team.rows("SELECT source, native_id FROM identities")
    assert len(kept) == len(set(kept)) == team.rows("SELECT count(*) FROM items")[0][0]
    assert set(kept) >= {
        (name, f"{name}-{n}") for name in feeds.urls for n in range(feeds.asked[name] - 1)
    }
