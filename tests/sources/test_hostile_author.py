"""A feed whose author wants to harm its readers: one line in its log, and nothing else happens."""

import unicodedata
from pathlib import Path

import pytest

from core.safe_text import safe_text
from core.vocabulary import DateQuality, ItemId
from desk.model.post import Post
from desk.services import items
from sources.adapter import MAX_POSTS
from sources.poller import Poller
from sources.settings import MAX_BYTES_LIMIT, SourceSettings
from tests.support.clock import FakeClock
from tests.support.desk import a_desk
from tests.support.feed_server import FeedServer
from tests.support.running import running

ITEMS = 10_000
HARM = "\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202egnp\u2066\u200b [/] [@click=app.quit]x[/]"


def feed() -> bytes:
    """Return escape codes, bidi overrides, a title of 1 MB, old dates, bad links, many items."""
    entries = [
        f"<item><guid>h-{n}</guid><title>{HARM} {n}</title>"
        f"<description>{HARM} tekst {n}</description><author>{HARM}</author>"
        f"<link>javascript:alert({n})</link>"
        "<pubDate>Wed, 18 Nov 1763 12:00:00 GMT</pubDate></item>"
        for n in range(ITEMS)
    ]
    entries[0] = entries[0].replace(f"<title>{HARM}", f"<title>{'A' * 1_000_000}{HARM}")
    return f'<rss version="2.0"><channel><title>{HARM}</title>{"".join(entries)}'.encode()


@pytest.mark.asyncio
async def test_one_line_in_the_log_and_nothing_else_happens(tmp_path: Path) -> None:
    """The newest are taken in, undated, without links and clean to look at; the rest is told."""
    clock = FakeClock()
    async with FeedServer() as server, a_desk(tmp_path, clock=clock) as desk:
        url = server.script("/kwaad", feed())
        source = SourceSettings("kwaad", url, allow_private=True, max_bytes=MAX_BYTES_LIMIT)
        poller = Poller(desk, [source], owner="here")
        (result,) = [result async for result in poller.poll_once()]
        await poller.close()
        assert (result.new, result.is_fault) == (MAX_POSTS, False)
        (line,) = (await desk.store.source_states())["kwaad"].recent
        assert line.note == result.error
        assert line.note
        assert line.note.isprintable()
        assert [asked.path for asked in server.asked] == ["/kwaad"]
        for item in (await desk.store.item_ids())[:20]:
            detail = await items.detail(desk, item)
            assert detail.item.date_quality is DateQuality.UNREADABLE
            assert (detail.permalink, detail.links) == ("", ())
            assert len(detail.title) <= 500
            shown = safe_text(detail.title, line=True) + safe_text(detail.body) + detail.author
            assert not {unicodedata.category(c) for c in safe_text(shown)} & {"Cc", "Cf", "Cs"}


@pytest.mark.asyncio
async def test_the_screen_shows_it_and_lives(tmp_path: Path) -> None:
    """No control character reaches the line filter, and no markup is obeyed."""
    posts = [Post("shop", f"h-{n}", f"{HARM} {n}", title=HARM, author=HARM) for n in range(3)]
    async with running(tmp_path, posts) as run:
        await run.press("j", "enter", "i", "escape")
        assert run.app.stray_controls == 0
        assert run.app.is_running
        assert (await run.desk.store.item(ItemId(1))).native_id == "h-0"
