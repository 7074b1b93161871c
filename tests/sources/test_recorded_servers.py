"""Servers as they were measured: each change is seen within two polls, and nothing is doubled."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import HOUR, MINUTE, SECOND
from desk.model.item import Item
from desk.services import items
from desk.services.desk import Desk
from sources.poller import Poller
from sources.settings import SourceSettings
from sources.worker import ParseWorker
from tests.support.clock import FakeClock
from tests.support.desk import a_desk
from tests.support.feed_server import FeedServer, Reply
from tests.support.pollers import source
from tests.support.recorded import Bluesky, Redmine, Trac, WordPress


@dataclass
class Watch:
    """The feeds of one server, polled by hand in a shift."""

    desk: Desk
    clock: FakeClock
    poller: Poller

    async def polls(self, number: int) -> tuple[int, int]:
        """Ask each feed so often; return how many comments were new and how many edited."""
        new = edited = 0
        for _poll in range(number):
            self.clock.advance(MINUTE)
            async for result in self.poller.poll_once():
                assert not result.is_fault, result
                new, edited = new + result.new, edited + result.edited
        return new, edited

    async def items(self) -> list[Item]:
        """Return every item."""
        return [await self.desk.store.item(item) for item in await self.desk.store.item_ids()]

    async def texts(self) -> list[str]:
        """Return what the items say."""
        return [(await items.detail(self.desk, item.id)).body for item in await self.items()]


@pytest_asyncio.fixture
async def web() -> AsyncIterator[FeedServer]:
    """Where a recorded server is served."""
    async with FeedServer() as running:
        yield running


@pytest_asyncio.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    """A desk and a poller that a test gives its sources."""
    clock = FakeClock()
    async with a_desk(tmp_path, clock=clock) as desk:
        made = Watch(desk, clock, Poller(desk, [], owner="here"))
        yield made
        await made.poller.close()


def use(watch: Watch, *settings: SourceSettings) -> None:
    """Let a watch ask these sources."""
    worker = ParseWorker()
    watch.poller = Poller(watch.desk, settings, owner="here", attended=True, worker=worker)


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", [WordPress, Trac, Redmine, Bluesky])
async def test_each_change_is_seen_within_two_polls(
    kind: type[WordPress | Trac | Redmine | Bluesky], web: FeedServer, watch: Watch
) -> None:
    """New, edited three times, deleted: by both feeds of a server, whatever its validators hide."""
    server = kind(web)
    sources = [source(f"s{n}", url) for n, url in enumerate(server.start())]
    if kind is Bluesky:
        sources = [replace(one, kind="bluesky") for one in sources]
    use(watch, *sources)
    server.say("Wat een mooie winkel heeft u daar!", watch.clock.now())
    assert await watch.polls(2) == (1, 0)
    one = server.say("Waar blijft mijn pakket van maandag?", watch.clock.now())
    assert await watch.polls(2) == (1, 0)
    server.say("Top geholpen door Eva, dank u wel!", watch.clock.now())
    assert await watch.polls(2) == (1, 0)
    for n in range(3):
        text = f"Al {n + 3} dagen te laat, waar blijft mijn pakket?"
        server.edit(one, text)
        await watch.polls(2)
        assert (await watch.texts())[1] == text
    server.delete(one)
    await watch.polls(2)
    assert [item.vanished for item in await watch.items()] == [False, True, False]
    assert [item.revision for item in await watch.items()] == [1, 4, 1]
    assert await watch.polls(6) == (0, 0)
    assert len(await watch.items()) == 3


@pytest.mark.asyncio
async def test_wordpress_holds_back_and_imports(web: FeedServer, watch: Watch) -> None:
    """Held, approved late, with an older date, trashed: behind the 304 that each of them gets."""
    server = WordPress(web)
    site, _post = server.start()
    use(watch, source("blog", site))
    start = watch.clock.now()
    for n in range(3):
        server.say(f"Vraag {n}: hoe laat bent u open?", start - n * HOUR)
    await watch.polls(2)
    held = server.say("Mag ik mijn geld terug?", watch.clock.now(), approved=False)
    await watch.polls(30)
    server.comments[held].approved = True
    assert await watch.polls(2) == (1, 0)
    item = (await watch.items())[3]
    assert item.held
    assert item.clock_start == server.comments[held].at
    server.say("Van de oude site overgenomen", start - 30 * MINUTE)
    assert await watch.polls(2) == (1, 0)
    server.comments[held].approved = False
    await watch.polls(2)
    assert (await watch.items())[3].vanished
    server.comments[held].approved = True
    await watch.polls(2)
    assert [item.vanished for item in await watch.items()] == [False] * 5
    answer = server.say("Wij zijn tot zes uur open.", watch.clock.now(), parent=1)
    assert await watch.polls(2) == (1, 0)
    assert (await watch.texts())[5] == server.comments[answer].text


@pytest.mark.asyncio
async def test_what_wordpress_shows_no_more_is_asked_for(web: FeedServer, watch: Watch) -> None:
    """Fifteen, then 130 comments between two polls: ten are in the feed, all come in."""
    server = WordPress(web)
    site, _post = server.start()
    use(watch, source("blog", site))
    start = watch.clock.now()
    server.say("De eerste vraag van vandaag", start)
    assert await watch.polls(1) == (1, 0)
    for burst in (15, 130):
        for n in range(burst):
            server.say(f"Vraag {n} van {burst}: waar blijft het?", watch.clock.now() + n * SECOND)
        watch.clock.advance(5 * MINUTE)
        assert await watch.polls(1) == (burst, 0)
        assert await watch.polls(2) == (0, 0)
    state = await watch.desk.store.source_state("blog")
    assert state
    assert state.error == ""


@pytest.mark.asyncio
async def test_a_gap_that_cannot_be_filled_is_told(web: FeedServer, watch: Watch) -> None:
    """Without its API ten of fifteen come in, and that comments may have been missed is said."""
    server = WordPress(web)
    site, _post = server.start()
    web.handle("/wp-json/wp/v2/comments", lambda _asked: Reply(status=404))
    use(watch, source("blog", site))
    server.say("De eerste vraag van vandaag", watch.clock.now())
    await watch.polls(1)
    for n in range(15):
        server.say(f"Vraag {n}: waar blijft het?", watch.clock.now() + n * SECOND)
    assert await watch.polls(1) == (10, 0)
    state = await watch.desk.store.source_state("blog")
    assert state
    assert "missed" in state.error
    assert state.why == "gap"
