"""The poller on a real store and a scripted server: polite, patient, and never all down at once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import pytest_asyncio

from core.clock import HOUR, MINUTE, SECOND
from core.errors import NotFound
from core.vocabulary import ItemId, State
from desk.services.desk import Desk
from desk.store.listing import View
from desk.store.records import Hindrance
from sources.poller import Poller
from sources.result import PollResult
from sources.settings import SourceSettings, host_key
from sources.turns import asking_of
from sources.worker import ParseWorker
from tests.support.clock import FakeClock
from tests.support.feed_server import (
    ENTITY_BOMB,
    LOGIN_PAGE,
    Comment,
    FeedServer,
    Reply,
    attribute_bomb,
    bomb,
    redirect,
    rss,
)
from tests.support.pollers import Pollers, source

ONE = Comment("1", "Waar blijft mijn pakket?")
TWO = Comment("2", "Top geholpen door Eva, dank!", author="Bo")


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FeedServer]:
    """A scripted server, each of whose paths has a port and so manners of its own."""
    async with FeedServer(ports=16) as running:
        yield running


@pytest_asyncio.fixture
async def worker() -> AsyncIterator[ParseWorker]:
    """A parse worker with little patience."""
    made = ParseWorker(deadline=1.5)
    yield made
    await made.close()


@pytest_asyncio.fixture
async def pollers(desk: Desk, worker: ParseWorker) -> AsyncIterator[Pollers]:
    """Pollers on the desk."""
    made = Pollers(desk, worker)
    yield made
    await made.close()


async def all_ids(desk: Desk) -> Sequence[ItemId]:
    """Return the ids of every item."""
    return await desk.store.item_ids()


@pytest.mark.asyncio
async def test_comments_reach_the_desk(
    desk: Desk, server: FeedServer, pollers: Pollers, clock: FakeClock
) -> None:
    """A first poll makes items in the queue and remembers the source."""
    shop = source("shop", server.script("/feed", rss([TWO, ONE])))
    (result,) = await pollers.once(shop)
    assert (result.status, result.new, result.edited, result.error) == ("ok", 2, 0, "")
    first = await desk.store.item(ItemId(1))
    assert (first.native_id, first.state) == ("1", State.NEW)
    window = await desk.store.window(View.QUEUE, "tim", clock.now(), 0, 10)
    assert window.total == 2
    state = (await desk.store.source_states())["shop"]
    assert (state.polls, state.last_ok_at, state.status) == (1, clock.now(), "ok")


@pytest.mark.asyncio
async def test_a_second_poll_finds_nothing_new(
    desk: Desk, server: FeedServer, pollers: Pollers
) -> None:
    """By validator, by body or by entry: what is known already stays one item."""
    etag = server.script("/etag", Reply(rss([ONE]), headers={"ETag": '"1"'}))
    body = server.script("/body", rss([TWO]))
    three = Comment("3", "Wanneer komt de monteur?")
    built = server.script(
        "/built",
        rss([three], "<lastBuildDate>Wed, 18 Nov 2026 11:00:00 GMT</lastBuildDate>"),
        rss([three], "<lastBuildDate>Wed, 18 Nov 2026 11:01:00 GMT</lastBuildDate>"),
    )
    sources = [source("etag", etag), source("body", body), source("built", built)]
    assert [r.new for r in await pollers.once(*sources)] == [1, 1, 1]
    again = await pollers.once(*sources)
    assert [(r.new, r.edited) for r in again] == [(0, 0)] * 3
    assert [(r.status, r.answer, r.unchanged) for r in again] == [
        ("unchanged", 304, 0),
        ("unchanged", 200, 0),
        ("ok", 200, 1),
    ]
    assert len(await all_ids(desk)) == 3


@pytest.mark.asyncio
async def test_only_what_changed_is_read_again(
    server: FeedServer, pollers: Pollers, worker: ParseWorker
) -> None:
    """What was listed the last time counts as unchanged, unless another process polled since."""
    shop = source("shop", server.script("/feed", rss([ONE]), rss([TWO, ONE]), rss([TWO])))
    poller = pollers.make(shop)
    results = [result for _poll in range(3) async for result in poller.poll_once()]
    assert [(r.new, r.edited, r.unchanged) for r in results] == [(1, 0, 0), (1, 0, 1), (0, 0, 1)]
    server.script("/feed", rss([replace(TWO, text="anders"), ONE]))
    await pollers.once(shop)
    server.script("/feed", rss([TWO, ONE]))
    (result,) = [result async for result in poller.poll_once()]
    assert (result.edited, result.unchanged) == (1, 1)


@pytest.mark.asyncio
async def test_an_edit_is_a_revision(desk: Desk, server: FeedServer, pollers: Pollers) -> None:
    """A comment whose words changed stays the same item."""
    changed = replace(ONE, text="Waar blijft mijn pakket? Ik ben woedend!")
    shop = source("shop", server.script("/feed", rss([ONE]), rss([changed])))
    await pollers.once(shop)
    (result,) = await pollers.once(shop)
    assert (result.new, result.edited) == (0, 1)
    assert list(await all_ids(desk)) == [ItemId(1)]
    assert (await desk.store.item(ItemId(1))).revision == 2


@pytest.mark.asyncio
async def test_an_edit_behind_a_lying_304_is_found(
    server: FeedServer, pollers: Pollers, clock: FakeClock
) -> None:
    """A server that answers 304 after an edit is asked for everything every second poll."""
    headers = {"ETag": '"same"'}
    shop = source("shop", server.script("/feed", Reply(rss([ONE]), headers=headers)))
    await pollers.once(shop)
    for turn in range(3):
        changed = replace(ONE, text=f"Toch nog niet opgelost, dag {turn}.")
        server.script("/feed", Reply(rss([changed]), headers=headers))
        edits = []
        for _poll in range(2):
            clock.advance(MINUTE)
            edits.append((await pollers.once(shop))[0].edited)
        assert edits == [0, 1]


@pytest.mark.asyncio
async def test_a_validator_that_showed_an_edit_is_believed(
    server: FeedServer, pollers: Pollers, clock: FakeClock
) -> None:
    """After an edit came with a new validator, everything is asked for every fifth poll only."""
    changed = replace(ONE, text="Toch nog niet opgelost.")
    shop = source("shop", server.script("/feed", Reply(rss([ONE]), headers={"ETag": '"1"'})))
    await pollers.once(shop)
    server.script("/feed", Reply(rss([changed]), headers={"ETag": '"2"'}))
    answers = []
    for _poll in range(10):
        clock.advance(MINUTE)
        answers.append((await pollers.once(shop))[0].answer)
    assert answers == [200, 304, 304, 304, 304, 200, 304, 304, 304, 304]


@pytest.mark.asyncio
async def test_validators_are_those_of_the_last_answer(
    server: FeedServer, pollers: Pollers, clock: FakeClock
) -> None:
    """They are opaque; a 304 may bring new ones, and what it does not bring stays."""
    first = {"ETag": 'W/"odd; one"', "Last-Modified": "Mon"}
    replies = [Reply(rss([ONE]), headers=first), Reply(status=304, headers={"ETag": '"2"'})]
    feed = server.script("/feed", *replies, Reply(rss([ONE]), headers={"ETag": '"3"'}))
    sent = []
    for _poll in range(4):
        await pollers.once(source("shop", feed))
        headers = server.asked[-1].headers
        sent.append((headers.get("if-none-match"), headers.get("if-modified-since")))
        clock.advance(MINUTE)
    assert sent == [(None, None), ('W/"odd; one"', "Mon"), (None, None), ('"3"', None)]


@pytest.mark.asyncio
async def test_what_is_remembered_belongs_to_an_address(
    server: FeedServer, pollers: Pollers
) -> None:
    """A source that was given another address is asked for everything, and its answer is read."""
    same = Reply(rss([ONE]), headers={"ETag": '"1"'})
    await pollers.once(source("shop", server.script("/old", same)))
    (result,) = await pollers.once(source("shop", server.script("/new", same)))
    assert (result.answer, result.unchanged) == (200, 1)


@pytest.mark.asyncio
async def test_a_feed_that_moves_doubles_nothing(
    desk: Desk, server: FeedServer, pollers: Pollers
) -> None:
    """Under a redirect, another path or another host the same comments stay the same items."""
    entries = (
        "<entry><id>14560118397</id><title>x</title><link href='/c/1'/></entry>"
        "<entry><id>c/2</id><title>y</title><link href='/c/2'/></entry>"
    )
    base = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{}">' + entries + "</feed>"
    old = server.script("/old/feed", base.format("http://old.voorbeeld.nl/").encode())
    await pollers.once(source("shop", old))
    new = server.script("/new/feed", base.format("https://new.voorbeeld.nl/x/").encode())
    server.script("/old/feed", redirect(new + "?key=geheim", 301))
    (moved,) = await pollers.once(source("shop", old))
    assert (moved.new, moved.moved_to) == (0, "")
    (renamed,) = await pollers.once(source("shop", new.replace("127.0.0.1", "localhost")))
    assert (renamed.status, renamed.new) in {("ok", 0), ("unchanged", 0)}
    assert len(await all_ids(desk)) == 2


@pytest.mark.asyncio
async def test_a_move_is_proposed_when_it_lasts(
    server: FeedServer, pollers: Pollers, clock: FakeClock
) -> None:
    """The same feed, three times over a day; another address, or another feed, begins anew."""
    new = server.script("/new", rss([ONE]))
    shop = source("shop", server.script("/feed", redirect(new + "?key=geheim", 301)))

    async def proposed() -> str:
        clock.advance(11 * HOUR)
        return (await pollers.once(shop))[0].moved_to

    assert [await proposed() for _poll in range(3)] == ["", "", ""]
    assert await proposed() == new + "?key=…"
    server.script("/feed", redirect(new, 301))
    assert [await proposed() for _poll in range(4)] == ["", "", "", new]
    other = server.script("/other", rss([Comment("x", "Heel iets anders")]))
    server.script("/feed", redirect(other, 301))
    assert await proposed() == ""


@pytest.mark.asyncio
async def test_bad_sources_never_stop_the_good_ones(
    desk: Desk, server: FeedServer, pollers: Pollers
) -> None:
    """Each row of trouble is one clear line of its own, and every healthy source is read."""
    async with FeedServer() as slow:
        whole = rss([ONE, TWO])
        bad = {
            "malformed": server.script("/malformed", b'<rss version="2.0"><channel><ti'),
            "empty": server.script("/empty", b""),
            "login": server.script("/login", LOGIN_PAGE),
            "entities": server.script("/entities", ENTITY_BOMB),
            "bomb": server.script("/bomb", bomb(200)),
            "cut": server.script("/cut", Reply(whole, missing=100)),
            "passwd": server.script("/passwd", redirect("file:///etc/passwd")),
            "error": server.script("/error", Reply(status=500)),
            "drip": slow.script("/drip", Reply(whole, drip=5)),
        }
        comments = [Comment(f"g{n}", f"Vraag {n}") for n in range(3)]
        healthy = [source(c.id, server.script(f"/{c.id}", rss([c]))) for c in comments]
        troubled = [source(name, url) for name, url in bad.items()]
        results = await pollers.once(*troubled, *healthy)
    assert [r.status for r in results] == ["failing"] * len(bad) + ["ok"] * 3
    assert [r.answer for r in results] == [None] * 7 + [500, None] + [200] * 3
    lines = [result.error for result in results[: len(bad)]]
    assert all(lines)
    assert not any("\n" in line for line in lines)
    assert len(set(lines)) == len(lines)
    assert len(await all_ids(desk)) == 3


@pytest.mark.asyncio
async def test_a_repaired_feed_is_read_and_said_so(server: FeedServer, pollers: Pollers) -> None:
    """A document cut in the middle yields its entries and a remark."""
    whole = rss([ONE, TWO])
    url = server.script("/feed", whole[: whole.index(b"Top") + 3])
    (result,) = await pollers.once(source("shop", url))
    assert result.status == "ok"
    assert result.new >= 1
    assert "well-formed" in result.error
    (again,) = await pollers.once(source("shop", url))
    assert (again.status, again.error) == ("unchanged", result.error)


@pytest.mark.asyncio
async def test_an_empty_feed_is_told(server: FeedServer, pollers: Pollers) -> None:
    """A wrong address often looks like a quiet source; with the first comment the remark goes."""
    shop = source("shop", server.script("/feed", rss([])))
    for _poll in range(2):
        (result,) = await pollers.once(shop)
        assert (result.is_fault, "right address" in result.error) == (False, True)
    server.script("/feed", rss([ONE]), rss([]))
    assert [(await pollers.once(shop))[0].error for _poll in range(2)] == ["", ""]


@pytest.mark.asyncio
async def test_poison_is_parsed_once(
    server: FeedServer, pollers: Pollers, desk: Desk, worker: ParseWorker, clock: FakeClock
) -> None:
    """A body that kills the parser is remembered; the next source and the next body are fine."""
    url = server.script("/feed", attribute_bomb())
    poisoned, shop = source("poisoned", url), source("shop", server.script("/ok", rss([ONE])))
    first, other = await pollers.once(poisoned, shop)
    assert (first.status, other.status) == ("poison", "ok")
    assert first.next_poll_at == clock.now() + HOUR
    pid = worker.pid
    (second,) = await pollers.once(poisoned)
    assert (second.status, worker.pid) == ("poison", pid)
    server.script("/feed", rss([TWO]))
    (third,) = await pollers.once(poisoned)
    assert (third.status, third.new) == ("ok", 1)


@pytest.mark.asyncio
async def test_retry_after_holds_the_host(
    desk: Desk, server: FeedServer, pollers: Pollers, clock: FakeClock
) -> None:
    """After a 429 no source of that host is asked until its time has come."""
    busy = server.script("/busy", Reply(status=429, headers={"Retry-After": "90"}))
    server.script("/feed", rss([ONE]))
    shop = source("shop", f"http://127.0.0.1:{server.port('/busy')}/feed")
    (limited,) = await pollers.once(source("busy", busy))
    assert (limited.status, limited.answer) == ("waiting", 429)
    assert limited.next_poll_at == clock.now() + 90 * SECOND
    (held,) = await pollers.once(shop, wait=30)
    assert (held.status, held.next_poll_at) == ("waiting", clock.now() + 90 * SECOND)
    assert server.count("/feed") == 0
    clock.advance(91 * SECOND)
    assert (await pollers.once(shop))[0].new == 1


@pytest.mark.asyncio
async def test_a_short_hold_is_waited_for(
    desk: Desk, server: FeedServer, pollers: Pollers, clock: FakeClock
) -> None:
    """A host that is free again within the wait is asked then."""
    shop = source("shop", server.script("/feed", rss([ONE])))
    await desk.store.hold_host(host_key(shop.url), clock.now() + 10 * SECOND)
    task = asyncio.ensure_future(pollers.once(shop, wait=30))
    while not task.done():
        clock.advance(SECOND)
        await asyncio.sleep(0)
    assert (await task)[0].new == 1


@pytest.mark.asyncio
async def test_two_pollers_do_not_ask_at_once(
    desk: Desk, server: FeedServer, pollers: Pollers, clock: FakeClock
) -> None:
    """A source that another process is polling is left to it, and free afterwards."""
    shop = source("shop", server.script("/feed", rss([ONE])))
    asking = asking_of(shop)

    async def taken() -> Hindrance | None:
        now = clock.now()
        return (await desk.store.take_turns([asking], "elsewhere", now, now + MINUTE))[
            "shop"
        ].hindrance

    assert await taken() is None
    (result,) = await pollers.once(shop)
    assert (result.status, server.count("/feed")) == ("waiting", 0)
    clock.advance(MINUTE)
    assert (await pollers.once(shop))[0].new == 1
    assert await taken() is None


@pytest.mark.asyncio
async def test_sources_of_one_host_take_turns(pollers: Pollers) -> None:
    """One request in flight for each host, and a slow host keeps no other waiting."""
    async with FeedServer() as one, FeedServer() as other:
        good = source("good", other.script("/feed", rss([ONE])))
        slow = [source(f"s{n}", one.script(f"/{n}", Reply(b"x" * 100, drip=0.4))) for n in range(9)]
        seen = []
        poller = pollers.make(*slow, good)
        async for result in poller.poll_once():
            seen.append(result.source)
            if result.source == "good":
                break
        await poller.close()
    assert seen == ["good"]
    assert one.at_once["all"] == 1


class Run:
    """A poller that runs; its results are awaited, and its clock is moved by hand."""

    def __init__(self, desk: Desk, clock: FakeClock, *sources: SourceSettings) -> None:
        self._results: asyncio.Queue[PollResult] = asyncio.Queue()
        self._clock = clock
        self.poller = Poller(
            desk, sources, owner="here", attended=True, on_result=self._results.put_nowait
        )

    async def results(self, number: int) -> list[PollResult]:
        """Return so many results, in the order they came."""
        return [await asyncio.wait_for(self._results.get(), 10) for _ in range(number)]

    async def nothing(self, micros: int = 0) -> bool:
        """Tell whether nothing comes although time passes."""
        self._clock.advance(micros)
        for _ in range(200):
            await asyncio.sleep(0)
        return self._results.empty()


@asynccontextmanager
async def running(desk: Desk, clock: FakeClock, *sources: SourceSettings) -> AsyncIterator[Run]:
    """Run a poller, and stop it at the end."""
    run = Run(desk, clock, *sources)
    task = asyncio.ensure_future(run.poller.run())
    try:
        yield run
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await run.poller.close()


@pytest.mark.asyncio
async def test_run_polls_what_is_due(desk: Desk, server: FeedServer, clock: FakeClock) -> None:
    """At once, then when the interval is over by the desk's clock, and not before."""
    shop = source("shop", server.script("/feed", rss([ONE]), rss([TWO, ONE])))
    async with running(desk, clock, shop) as run:
        assert (await run.results(1))[0].new == 1
        assert await run.nothing(50 * SECOND)
        assert server.count("/feed") == 1
        clock.advance(6 * MINUTE)
        assert (await run.results(1))[0].new == 1


@pytest.mark.asyncio
async def test_sources_are_not_all_asked_at_once(
    desk: Desk, server: FeedServer, clock: FakeClock
) -> None:
    """At the start, and after a night's sleep, they follow each other in the order they have."""
    names = [f"s{n:02}" for n in range(16)]
    sources = [source(name, server.script(f"/{name}", rss([ONE]))) for name in names]
    async with running(desk, clock, *sources) as run:
        for _night in range(2):
            seen = [(await run.results(1))[0].source]
            assert await run.nothing()
            for _second in range(3):
                clock.advance(SECOND)
                seen += [result.source for result in await run.results(4)]
            clock.advance(SECOND)
            seen += [result.source for result in await run.results(3)]
            assert seen[0] == names[0]
            assert sorted(seen[:5]) == names[:5]
            assert sorted(seen) == names
            clock.advance(8 * HOUR)


@pytest.mark.asyncio
async def test_a_host_is_asked_at_its_pace(
    desk: Desk, server: FeedServer, pollers: Pollers, clock: FakeClock
) -> None:
    """Five requests at once, then one in five seconds."""
    async with FeedServer() as one:
        names = [f"s{n}" for n in range(8)]
        sources = [source(name, one.script(f"/{name}", rss([ONE]))) for name in names]
        results = await pollers.once(*sources)
        assert [r.status for r in results] == ["ok"] * 5 + ["waiting"] * 3
        assert {r.next_poll_at for r in results[5:]} == {clock.now() + 5 * SECOND}
        seen = []
        async with running(desk, clock, *sources) as run:
            assert await run.nothing()
            for _source in names[5:]:
                clock.advance(5 * SECOND)
                seen += [result.source for result in await run.results(1)]
    assert sorted(seen) == names[5:]


@pytest.mark.asyncio
async def test_offline_one_source_is_tried_now_and_then(desk: Desk, clock: FakeClock) -> None:
    """When no host is found any more, that is nobody's fault, and not everybody is asked."""
    lost = [source(name, f"http://{name}.invalid/feed") for name in ("a", "b", "c")]
    async with running(desk, clock, *lost) as run:
        for _source in lost:
            await run.nothing(SECOND // 4)
        *_first, last = await run.results(3)
        state = await desk.store.source_state(last.source)
        assert state
        assert (last.status, state.status, state.fail_count) == ("offline", "offline", 0)
        for _probe in range(2):
            assert await run.nothing(14 * SECOND)
            clock.advance(SECOND)
            assert [result.status for result in await run.results(1)] == ["offline"]


@pytest.mark.asyncio
async def test_back_online_the_lost_sources_are_asked_at_once(
    desk: Desk, server: FeedServer, clock: FakeClock
) -> None:
    """Once anybody answers, nobody waits for a back-off that was not his."""
    lost = [source(name, f"http://{name}.invalid/feed") for name in ("a", "b", "c")]
    good = source("good", server.script("/feed", rss([ONE])))
    async with running(desk, clock, *lost, good) as run:
        for _source in lost:
            await run.nothing(SECOND // 4)
        lost_last = (await run.results(3))[-1].source
        await run.nothing(15 * SECOND)
        assert [result.source for result in await run.results(1)] == ["good"]
        clock.advance(SECOND)
        assert [result.source for result in await run.results(1)] == [lost_last]


@pytest.mark.asyncio
async def test_close_stops_within_a_second(desk: Desk, server: FeedServer) -> None:
    """A poll in the middle of a slow answer does not hold up leaving."""
    shop = source("shop", server.script("/drip", Reply(b"x" * 100, drip=5)))
    poller = Poller(desk, [shop], owner="here")
    running = asyncio.ensure_future(poller.run())
    await asyncio.wait_for(server.was_asked.wait(), 10)
    async with asyncio.timeout(1):
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await poller.close()


@pytest.mark.asyncio
async def test_names_choose_and_disabled_sources_sleep(server: FeedServer, desk: Desk) -> None:
    """Only what is asked for is polled; a name that is not there is an error."""
    url = server.script("/feed", rss([ONE]))
    off = replace(source("off", url), enabled=False)
    poller = Poller(desk, [source("a", url), source("b", url), off], owner="here")
    assert [r.source async for r in poller.poll_once(["b"])] == ["b"]
    assert sorted([r.source async for r in poller.poll_once()]) == ["a", "b"]
    with pytest.raises(NotFound):
        await anext(aiter(poller.poll_once(["off"])))
    await poller.close()


@pytest.mark.asyncio
async def test_our_own_answers_do_not_queue(
    desk: Desk, server: FeedServer, pollers: Pollers
) -> None:
    """What our own account wrote is kept as history."""
    url = server.script("/feed", rss([replace(ONE, author="Webcare Zon")]))
    await pollers.once(replace(source("shop", url), own_authors=("webcare zon",)))
    assert (await desk.store.item(ItemId(1))).state is State.HISTORY


@pytest.mark.asyncio
async def test_a_result_is_one_object(server: FeedServer, pollers: Pollers) -> None:
    """The object of ``poll --json`` has its schema and an instant with an offset."""
    url = server.script("/feed?token=geheim", Reply(status=404))
    (result,) = await pollers.once(source("shop", url))
    shown = result.as_object()
    assert shown["schema"] == "webcare.poll/1"
    assert shown["status"] == "failing"
    assert str(shown["next_poll_at"]).endswith("+00:00")
    assert "geheim" not in str(shown)
