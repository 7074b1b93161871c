"""Looking for comment feeds behind a page, on a server that answers like the real ones."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sources.discovery import Discovery
from sources.fault import Fault, SourceError
from sources.fetch import Fetcher
from sources.worker import ParseWorker
from tests.support.bodies import body
from tests.support.clock import START as NOW
from tests.support.feed_server import LOGIN_PAGE, Comment, FeedServer, rss

PAGE = """<html><head><link rel="alternate" type="application/rss+xml" href="/feed">
<link rel="alternate" type="application/rss+xml" href="/comments/feed">
<link rel="alternate" type="application/rss+xml" href="/gone"></head></html>"""


@pytest_asyncio.fixture
async def discovery() -> AsyncIterator[Discovery]:
    """A look behind addresses of this machine."""
    fetcher, worker = Fetcher(lambda: NOW), ParseWorker()
    yield Discovery(fetcher, worker, allow_private=True)
    await fetcher.close()
    await worker.close()


@pytest.mark.asyncio
async def test_what_a_page_names_is_tried_and_shown(
    discovery: Discovery, server: FeedServer
) -> None:
    """Comments come before articles, three samples each; what fails is left out."""
    server.script("/feed", rss([Comment("a", "Nieuw in de winkel")]))
    server.script("/comments/feed", rss([Comment(str(n), f"reactie {n}") for n in range(5)]))
    comments, articles = await discovery(server.script("/blog", PAGE.encode()))
    assert comments.url == server.url("/comments/feed")
    assert comments.trial is not None
    assert (comments.trial.posts, len(comments.trial.samples)) == (5, 3)
    assert comments.trial.samples[0].author == "Sanne"
    assert articles.url == server.url("/feed")


@pytest.mark.asyncio
async def test_an_address_that_is_a_feed_is_its_own_find(
    discovery: Discovery, server: FeedServer
) -> None:
    """It is asked for once."""
    (found,) = await discovery(server.script("/x", body("wordpress-comments.rss")))
    assert (found.url, found.kind) == (server.url("/x"), "feed")
    assert len(server.asked) == 1


@pytest.mark.asyncio
async def test_a_forum_is_found_by_its_own_kind(discovery: Discovery, server: FeedServer) -> None:
    """Its API is tried with the adapter that reads it."""
    server.script("/posts.json", body("discourse-posts.json"))
    server.script("/posts.rss", body("discourse-posts.rss"))
    page = server.script("/", b'<meta name="generator" content="Discourse 3.6">')
    found = await discovery(page)
    assert [(one.kind, one.trial and one.trial.posts) for one in found] == [
        ("discourse", 2),
        ("feed", 2),
    ]


@pytest.mark.asyncio
async def test_what_wants_a_secret_is_not_tried(discovery: Discovery, server: FeedServer) -> None:
    """It is named behind what can be read, for those who have an account."""
    server.script("/@ons.rss", body("mastodon-tag.rss"))
    own, mentions = await discovery(server.url("/@ons"))
    assert own.trial is not None
    assert (mentions.kind, mentions.trial, mentions.wants_secret) == ("mastodon", None, True)
    assert len(server.asked) == 1


@pytest.mark.asyncio
async def test_a_server_is_not_searched_through(discovery: Discovery, server: FeedServer) -> None:
    """A page with a hundred feeds costs a handful of questions."""
    many = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/f{n}">' for n in range(100)
    )
    await discovery(server.script("/many", many.encode()))
    assert len(server.asked) <= 6


@pytest.mark.asyncio
async def test_where_nothing_can_be_read_it_is_said_why(
    discovery: Discovery, server: FeedServer
) -> None:
    """A page without feeds is tried at the usual places, and each failure is told."""
    found = await discovery(server.script("/none", LOGIN_PAGE))
    assert found
    assert all(one.trial is not None and "404" in one.trial.error for one in found)
    assert len(server.asked) <= 6


@pytest.mark.asyncio
async def test_the_guards_hold_for_a_look_too(server: FeedServer) -> None:
    """Neither a private address nor another scheme is opened because somebody typed it."""
    fetcher, worker = Fetcher(lambda: NOW), ParseWorker()
    look = Discovery(fetcher, worker)
    try:
        with pytest.raises(SourceError) as caught:
            await look(server.script("/", PAGE.encode()))
        assert caught.value.fault is Fault.ADDRESS_REFUSED
        with pytest.raises(ValueError, match="http"):
            await look("file:///etc/passwd")
    finally:
        await fetcher.close()
        await worker.close()
    assert not server.asked
