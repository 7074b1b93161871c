"""Servers that others made: each change is seen within two polls, and nothing is doubled."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import MINUTE, SystemClock
from core.vocabulary import ItemId
from desk.model.item import Item
from desk.services import items
from desk.services.desk import Desk
from sources.poller import Poller
from sources.result import PollResult
from sources.settings import SourceSettings
from tests.support.clock import FakeClock
from tests.support.desk import a_desk
from tests.support.real_servers import isso, mastodon


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk whose clock begins at the time the servers go by."""
    async with a_desk(tmp_path, clock=FakeClock(SystemClock().now() + MINUTE)) as opened:
        yield opened


@dataclass
class Watch:
    """One source, polled by hand."""

    desk: Desk
    poller: Poller

    async def poll(self) -> PollResult:
        """Ask once, a minute after the time before."""
        assert isinstance(self.desk.clock, FakeClock)
        self.desk.clock.advance(MINUTE)
        (result,) = [result async for result in self.poller.poll_once()]
        return result

    async def twice(self) -> tuple[int, int]:
        """Ask twice; return how many comments were new and how many edited."""
        results = [await self.poll(), await self.poll()]
        assert not any(result.is_fault for result in results), results
        return sum(r.new for r in results), sum(r.edited for r in results)

    async def items(self) -> list[Item]:
        """Return every item."""
        return [await self.desk.store.item(item) for item in await self.desk.store.item_ids()]


@pytest_asyncio.fixture
async def watch(desk: Desk) -> AsyncIterator[Watch]:
    """A poller that a test gives its source."""
    made = Watch(desk, Poller(desk, [], owner="here"))
    yield made
    await made.poller.close()


def use(watch: Watch, settings: SourceSettings) -> None:
    """Let a watch ask this source."""
    watch.poller = Poller(watch.desk, [settings], owner="here", attended=True)


@pytest.mark.asyncio
async def test_isso(watch: Watch, tmp_path: Path) -> None:
    """Comment, edit, reply, emptied parent, deletion: the ETag names but the first entry."""
    async with isso(tmp_path) as server:
        use(watch, SourceSettings("sak", server.feed, allow_private=True))
        assert (await watch.poll()).new == 0  # a thread that nobody wrote in yet
        one = await server.post("Waar blijft mijn pakket?", "Noor")
        assert await watch.twice() == (1, 0)
        two = await server.post("Top geholpen!", "Bo")
        assert await watch.twice() == (1, 0)
        for n in range(3):
            await server.edit(one, f"Waar blijft mijn pakket? Al {n + 3} dagen!")
            assert await watch.twice() == (0, 1)
        reply = await server.post("Bij mij ook.", "Ola", parent=one)
        assert await watch.twice() == (1, 0)
        await server.delete(one)  # has a reply: it stays as an empty entry
        assert await watch.twice() == (0, 0)
        await server.delete(two)
        assert await watch.twice() == (0, 0)
        first, second, third = await watch.items()
        assert [item.vanished for item in (first, second, third)] == [True, True, False]
        assert first.revision == 4
        detail = await items.detail(watch.desk, first.id)
        assert detail.body == "Waar blijft mijn pakket? Al 5 dagen!"
        assert third.native_id.endswith(f"/{reply}")
        assert await watch.twice() == (0, 0)
        assert len(await watch.items()) == 3


@pytest.mark.asyncio
async def test_mastodon(watch: Watch, tmp_path: Path) -> None:
    """Mentions, edits without a notification, a deletion that leaves null, faults to order."""
    async with mastodon(tmp_path) as server:
        use(
            watch,
            SourceSettings(
                "zon",
                server.mentions,
                kind="mastodon",
                headers={"Authorization": "Bearer zon-token"},
                allow_private=True,
            ),
        )
        one = await server.post("@zon waar blijft mijn pakket?")
        assert await watch.twice() == (1, 0)
        two = await server.post("@zon top geholpen!")
        assert await watch.twice() == (1, 0)
        for n in range(3):
            await server.call("PUT", f"/api/v1/statuses/{one}", status=f"@zon al {n + 3} dagen!")
            assert await watch.twice() == (0, 1)
        await server.call("POST", f"/api/v1/statuses/{one}/favourite", who="zon")
        assert await watch.twice() == (0, 0)
        (counted,) = (await items.detail(watch.desk, ItemId(1))).engagement
        assert counted.counts["likes"] == 1
        await server.call("DELETE", f"/api/v1/statuses/{two}")
        assert await watch.twice() == (0, 0)
        first, second = await watch.items()
        assert (first.revision, first.vanished, second.vanished) == (4, False, True)
        for kind, effect in (
            ("status", {"status": 500}),
            ("malformed", {}),
            ("latency", {"seconds": 0.1}),
            ("ratelimit", {}),
        ):
            await server.fault(kind, **effect)
            result = await watch.poll()
            assert (result.is_fault or result.status == "waiting") == (kind != "latency"), result
            assert isinstance(watch.desk.clock, FakeClock)
            watch.desk.clock.advance(6 * MINUTE)
        three = await server.post("@zon nog iets")
        assert await watch.twice() == (1, 0)
        assert three
        assert len(await watch.items()) == 3
