"""One poll of several answers: pages, indexes, and what broke off in the middle."""

import json
from collections.abc import Sequence

import pytest

from desk.model.post import Post
from desk.services.desk import Desk
from desk.services.intake import take_in
from desk.store.records import SourceState
from sources.adapter import MAX_REQUESTS, Adapter, ParseResult, Request, Response, Warn
from sources.fault import Fault, SourceError
from sources.fetch import Fetcher
from sources.gather import Gathered, Gatherer
from sources.settings import SourceSettings
from tests.support.clock import START as NOW
from tests.support.feed_server import FeedServer, Reply


def plan(settings: SourceSettings, state: SourceState) -> Sequence[Request]:
    """Ask for the newest page."""
    return (Request(settings.url),)


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read a page that says in JSON what it holds and which pages go with it."""
    page = json.loads(response.body)
    if "ids" not in page:
        raise SourceError(Fault.UNREADABLE)
    posts = tuple(Post(settings.name, native_id, "tekst") for native_id in page["ids"])
    older = Request(page["older"]) if "older" in page else None
    then = tuple(Request(url) for url in page.get("then", ()))
    return ParseResult(posts, older=older, then=then, position=page.get("position", ""))


ADAPTER = Adapter(parse, plan)


class InlineWorker:
    """Parses in this process: what is tested here is what is asked."""

    async def parse(self, response: Response, settings: SourceSettings) -> ParseResult:
        """Return what a page holds."""
        return parse(response, settings)


def page(ids: str, **more: object) -> bytes:
    """Return a page with these one-letter ids, oldest first."""
    return json.dumps({"ids": list(ids), **more}).encode()


async def gather(desk: Desk, server: FeedServer, *, known: str | None = None) -> Gathered:
    """Gather what ``/new`` leads to, on a desk that knows some ids, or was never fed."""
    source = SourceSettings("s", server.url("/new"), allow_private=True)
    is_new = known is None
    state = SourceState("s", last_ok_at=None if is_new else NOW, items_total=0 if is_new else 1)
    if known:
        await take_in(desk, "s", [Post("s", native_id, "tekst") for native_id in known], state)
    fetcher = Fetcher(desk.now)
    try:
        worker: object = InlineWorker()
        return await Gatherer(desk.store, fetcher, worker)(source, ADAPTER, state, {})  # type: ignore[arg-type]
    finally:
        await fetcher.close()


def ids(gathered: Gathered) -> str:
    """Return the ids in the order in which they are taken in."""
    return "".join(post.native_id for post in gathered.posts)


@pytest.mark.asyncio
async def test_older_pages_are_asked_for_until_one_holds_something_known(
    desk: Desk, server: FeedServer
) -> None:
    """A gap between two polls is closed, oldest first, and not one page further."""
    server.script("/new", page("gh", older=server.url("/2")))
    server.script("/2", page("ef", older=server.url("/3")))
    server.script("/3", page("cd", older=server.url("/4")))
    gathered = await gather(desk, server, known="abc")
    assert ids(gathered) == "cdefgh"
    assert server.count("/4") == 0


@pytest.mark.asyncio
async def test_a_page_with_something_known_and_a_new_source_are_not_paged(
    desk: Desk, server: FeedServer
) -> None:
    """One page does where nothing can have been missed, and where everything is history."""
    server.script("/new", page("cd", older=server.url("/2")))
    assert ids(await gather(desk, server)) == "cd"
    assert ids(await gather(desk, server, known="c")) == "cd"
    assert server.count("/2") == 0


@pytest.mark.asyncio
async def test_what_an_index_names_is_asked_for_in_any_case(desk: Desk, server: FeedServer) -> None:
    """An answer may only say what else there is; its position is the last answer's."""
    files = [server.script("/a", page("a")), server.script("/b", page("b", position="b"))]
    server.script("/new", page("", then=files))
    gathered = await gather(desk, server)
    assert ids(gathered) == "ab"
    assert gathered.state.cursor == {"position": "b"}


@pytest.mark.asyncio
async def test_a_page_that_fails_leaves_what_came_before_it(desk: Desk, server: FeedServer) -> None:
    """The newest page is taken in, and the fault is there to be told."""
    server.script("/new", page("c", older=server.url("/2")))
    server.script("/2", Reply(status=429, headers={"Retry-After": "60"}))
    gathered = await gather(desk, server, known="a")
    assert ids(gathered) == "c"
    assert gathered.broken_off is not None
    assert gathered.broken_off.fault is Fault.LIMITED


@pytest.mark.asyncio
async def test_a_first_page_that_fails_is_a_fault_of_the_source(
    desk: Desk, server: FeedServer
) -> None:
    """Nothing came, so it raises."""
    server.script("/new", b"{}")
    with pytest.raises(SourceError):
        await gather(desk, server)


@pytest.mark.asyncio
async def test_a_post_that_moved_to_the_next_page_comes_once(
    desk: Desk, server: FeedServer
) -> None:
    """A comment that comes in between two pages pushes another onto both."""
    server.script("/new", page("cd", older=server.url("/2")))
    server.script("/2", page("abc"))
    assert ids(await gather(desk, server, known="a")) == "abcd"


@pytest.mark.asyncio
async def test_pages_without_end_are_left_after_a_while(desk: Desk, server: FeedServer) -> None:
    """A server that always names another page gets a bounded number of requests."""
    server.script("/new", page("x", older=server.url("/new")))
    await gather(desk, server, known="a")
    assert server.count("/new") == MAX_REQUESTS


@pytest.mark.asyncio
async def test_more_than_are_taken_in_at_once_are_cut_to_the_newest(
    desk: Desk, server: FeedServer
) -> None:
    """No poll brings the desk more than it takes in one transaction, and it is told."""
    server.script("/new", json.dumps({"ids": [str(n) for n in range(600)]}).encode())
    gathered = await gather(desk, server)
    assert [gathered.posts[0].native_id, len(gathered.posts)] == ["100", 500]
    assert gathered.warnings == {Warn.CUT}
