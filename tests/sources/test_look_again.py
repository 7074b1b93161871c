"""The last look at a comment before its reply goes out, over HTTP: advice within three seconds."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import MINUTE, SECOND
from core.vocabulary import ItemId
from desk.services import items, looking, replies, steps
from desk.services.desk import Desk
from playbooks.kinds import StepKind
from sources.poller import Poller
from tests.support.clock import FakeClock
from tests.support.desk import a_desk
from tests.support.feed_server import Comment, FeedServer, Reply, rss
from tests.support.pollers import source

ONE = Comment("1", "Waar blijft mijn pakket?")
OLD = Comment("0", "Hoe laat bent u open?", date="Wed, 18 Nov 2026 10:00:00 GMT")
SAME = {"ETag": '"same"'}


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FeedServer]:
    """A server whose validator never changes."""
    async with FeedServer() as running:
        running.script("/feed", Reply(rss([ONE, OLD]), headers=SAME))
        yield running


@pytest_asyncio.fixture
async def desk(tmp_path: Path, clock: FakeClock, server: FeedServer) -> AsyncIterator[Desk]:
    """A desk that has polled the feed once."""
    async with a_desk(tmp_path, clock=clock) as opened:
        shop = source("shop", server.url("/feed"))
        opened.watch = poller = Poller(opened, [shop], owner="here", attended=True)
        assert [result.new async for result in poller.poll_once()] == [2]
        clock.advance(MINUTE)
        yield opened
        await poller.close()


@pytest.mark.asyncio
async def test_an_edit_on_the_way_is_told(desk: Desk, server: FeedServer) -> None:
    """Behind a 304 too: the source is asked for everything."""
    item = ItemId(2)
    assert await looking.look_again(desk, item) == ()
    assert "if-none-match" not in server.asked[-1].headers
    edited = replace(ONE, text="Laat maar, het is er al!")
    server.script("/feed", Reply(rss([edited, OLD]), headers=SAME))
    (told,) = await looking.look_again(desk, item)
    assert "edited" in told
    for view in (await items.detail(desk, item)).steps:
        if view.step.kind is StepKind.POST:
            break
        await steps.skip(desk, item, view.step.id, "proef")
    edited = replace(ONE, text="Of toch niet.")
    server.script("/feed", Reply(rss([edited, OLD]), headers=SAME))
    ready = await replies.ready(desk, item, "Hoi Sanne, fijn!", override="proef")
    assert any("edited" in warning for warning in ready.warnings)


@pytest.mark.asyncio
async def test_a_comment_that_is_gone_is_told(desk: Desk, server: FeedServer) -> None:
    """The reply would stand under nothing."""
    server.script("/feed", Reply(rss([OLD]), headers=SAME))
    (told,) = await looking.look_again(desk, ItemId(2))
    assert "gone" in told


@pytest.mark.asyncio
async def test_what_cannot_be_asked_holds_nothing_up(
    desk: Desk, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source that fails, that hangs, that is held, or that nobody polls: no advice, no error."""
    item = ItemId(2)
    server.script("/feed", Reply(status=429, headers={"Retry-After": "600"}))
    assert await looking.look_again(desk, item) == ()
    asked = len(server.asked)
    assert await looking.look_again(desk, item) == ()
    assert len(server.asked) == asked
    monkeypatch.setattr(looking, "PATIENCE", 0.2)
    async with FeedServer() as other:
        hanging = source("shop", other.script("/hang", Reply(b"x" * 100, drip=5)))
        desk.watch = poller = Poller(desk, [hanging], owner="there")
        assert await looking.look_again(desk, item) == ()
        await poller.close()
    desk.watch = Poller(desk, [], owner="nobody")
    assert await looking.look_again(desk, item) == ()
    desk.watch = None
    assert await looking.look_again(desk, item) == ()


@pytest.mark.asyncio
async def test_an_answer_hastens_its_source(
    desk: Desk, server: FeedServer, clock: FakeClock
) -> None:
    """For ten minutes it is asked after half its wait: the customer may well answer."""
    poller = desk.watch
    assert isinstance(poller, Poller)
    await replies.reply(desk, ItemId(2), "Hoi Sanne, het komt morgen.")
    (result,) = [result async for result in poller.poll_once()]
    assert result.next_poll_at
    assert result.next_poll_at - clock.now() <= 165 * SECOND
    clock.advance(11 * MINUTE)
    (result,) = [result async for result in poller.poll_once()]
    assert result.next_poll_at
    assert result.next_poll_at - clock.now() >= 270 * SECOND
