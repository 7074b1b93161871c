"""The fetcher against a scripted server: it stays bounded, discreet and inside its fence."""

import resource
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from core.clock import MINUTE
from sources.adapter import Request, Response
from sources.fault import Fault, SourceError
from sources.fetch import Fetcher, Patience
from sources.settings import SourceSettings, host_key
from tests.support.clock import START as NOW
from tests.support.feed_server import FeedServer, Reply, bomb, redirect, zipped


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher with little patience."""
    made = Fetcher(lambda: NOW, Patience(total=1.0, connect=0.5, read=0.3))
    yield made
    await made.close()


def source(url: str) -> SourceSettings:
    """Settings of a source on this machine."""
    return SourceSettings("s", url, allow_private=True)


async def get(fetcher: Fetcher, url: str) -> Response:
    """Fetch an address as a source of its own."""
    return await fetcher.fetch(Request(url), source(url))


async def fault(fetcher: Fetcher, url: str) -> SourceError:
    """Fetch an address that must fail and return how it did."""
    with pytest.raises(SourceError) as caught:
        await get(fetcher, url)
    assert "\n" not in caught.value.line
    return caught.value


@pytest.mark.asyncio
async def test_brings_body_headers_and_says_who_asks(fetcher: Fetcher, server: FeedServer) -> None:
    """A plain answer comes back whole; the request names the program and takes gzip."""
    url = server.script("/feed", Reply(b"<rss/>", headers={"ETag": '"1"'}))
    answer = await get(fetcher, url)
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"<rss/>", '"1"')
    (asked,) = server.asked
    assert asked.headers["user-agent"].startswith("webcare/")
    assert "gzip" in asked.headers["accept-encoding"]


@pytest.mark.asyncio
async def test_inflates_gzip(fetcher: Fetcher, server: FeedServer) -> None:
    """A compressed body is inflated here."""
    assert (await get(fetcher, server.script("/f", zipped(b"x" * 9)))).body == b"x" * 9


@pytest.mark.asyncio
async def test_a_known_validator_brings_304(fetcher: Fetcher, server: FeedServer) -> None:
    """An unchanged document is an empty answer; a 304 nobody asked for is a fault."""
    url = server.script("/feed", Reply(b"x", headers={"ETag": 'W/"odd; one"'}))
    answer = await fetcher.fetch(Request(url, {"If-None-Match": 'W/"odd; one"'}), source(url))
    assert (answer.status, answer.body) == (304, b"")
    error = await fault(fetcher, server.script("/forever", Reply(status=304)))
    assert (error.fault, error.detail) == (Fault.STATUS, "304")


@pytest.mark.asyncio
async def test_a_gzip_bomb_stays_small(fetcher: Fetcher, server: FeedServer) -> None:
    """Of 200 MB that arrive as 200 kB only what a source may send is ever inflated."""
    url = server.script("/bomb", bomb(200))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (await fault(fetcher, url)).fault is Fault.TOO_LARGE
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 40 * 1024, f"grew by {grown} kB"


@pytest.mark.asyncio
async def test_a_plain_body_has_a_cap_too(fetcher: Fetcher, server: FeedServer) -> None:
    """What exceeds max_bytes is not read to its end."""
    url = server.script("/big", Reply(b"x" * 3_000_000))
    assert (await fault(fetcher, url)).fault is Fault.TOO_LARGE
    small = replace(source(url), max_bytes=3_000_000)
    assert len((await fetcher.fetch(Request(url), small)).body) == 3_000_000


@pytest.mark.asyncio
async def test_a_drip_has_a_deadline(fetcher: Fetcher, server: FeedServer) -> None:
    """Bytes that keep trickling in do not renew the patience."""
    url = server.script("/drip", Reply(b"x" * 1000, drip=0.1))
    assert (await fault(fetcher, url)).fault is Fault.TIMEOUT


@pytest.mark.asyncio
async def test_silence_has_a_shorter_deadline(server: FeedServer) -> None:
    """Five seconds between two bytes are too many when fewer were allowed."""
    fetcher = Fetcher(lambda: NOW, Patience(total=30, read=0.2))
    url = server.script("/drip", Reply(b"x" * 1000, drip=5))
    assert (await fault(fetcher, url)).fault is Fault.TIMEOUT
    await fetcher.close()


@pytest.mark.asyncio
async def test_a_body_that_breaks_off_is_no_body(fetcher: Fetcher, server: FeedServer) -> None:
    """A shorter body than announced, also inside gzip, is a fault and not a repaired feed."""
    url = server.script("/cut", Reply(b"<rss/>", missing=10))
    assert (await fault(fetcher, url)).fault is Fault.BROKEN_OFF
    whole = zipped(b"some words " * 100)
    cut = Reply(whole.body[:-12], headers=whole.headers)
    assert (await fault(fetcher, server.script("/zip", cut))).fault is Fault.BROKEN_OFF
    odd = Reply(b"not gzip", headers={"Content-Encoding": "gzip"})
    assert (await fault(fetcher, server.script("/odd", odd))).fault is Fault.ENCODING
    unknown = Reply(b"x", headers={"Content-Encoding": "br"})
    assert (await fault(fetcher, server.script("/br", unknown))).detail == "br"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/feed",
        "javascript:alert(1)",
        "https://jan:geheim@v.nl/",
        "http://[::1",
        "",
    ],
)
async def test_a_redirect_stays_with_http(
    fetcher: Fetcher, server: FeedServer, location: str
) -> None:
    """A redirect to a file, another scheme or nonsense is refused in one line."""
    url = server.script("/away", redirect(location))
    error = await fault(fetcher, url)
    assert error.fault in (Fault.REDIRECT_REFUSED, Fault.TOO_MANY_REDIRECTS)
    assert "geheim" not in error.line


@pytest.mark.asyncio
async def test_redirects_are_followed_and_permanent_ones_noted(
    fetcher: Fetcher, server: FeedServer
) -> None:
    """Up to five hops; only an unbroken chain of permanent ones is proposed as a move."""
    server.script("/new", b"<rss/>")
    url = server.script("/old", redirect("/newer", 301))
    server.script("/newer", redirect("/new?token=geheim", 308))
    answer = await get(fetcher, url)
    assert answer.url == server.url("/new?token=geheim")
    assert answer.moved == server.url("/new?token=geheim")
    server.script("/newer", redirect("/new", 302))
    assert (await get(fetcher, url)).moved == server.url("/newer")
    loop = server.script("/loop", redirect("/loop", 301))
    assert (await fault(fetcher, loop)).fault is Fault.TOO_MANY_REDIRECTS
    assert server.count("/loop") == 6


@pytest.mark.asyncio
async def test_a_secret_in_an_address_goes_to_its_origin_and_nowhere_else(
    fetcher: Fetcher, server: FeedServer
) -> None:
    """The server gets it; what is remembered, and any other host, gets the placeholder."""
    url = server.script("/feed", b"x") + "?key={secret}"
    async with FeedServer() as other:
        elsewhere = other.script("/feed", b"x") + "?key={secret}"
        settings = replace(source(url), secret="ge&heim")
        answer = await fetcher.fetch(Request(url), settings)
        await fetcher.fetch(Request(elsewhere), settings)
        assert server.asked[0].path == "/feed?key=ge%26heim"
        assert "heim" not in answer.url
        assert "heim" not in other.asked[0].path


@pytest.mark.asyncio
async def test_secrets_stay_with_their_origin(fetcher: Fetcher, server: FeedServer) -> None:
    """Credentials go to the configured host and port and to no other."""
    async with FeedServer() as stranger:
        stranger.script("/feed", b"<rss/>")
        url = server.script("/feed", redirect(stranger.url("/feed")))
        settings = replace(source(url), headers={"X-Token": "geheim"})
        await fetcher.fetch(Request(url), settings)
        assert server.asked[0].headers["x-token"] == "geheim"
        assert "x-token" not in stranger.asked[0].headers


@pytest.mark.asyncio
async def test_only_listed_hosts_are_followed(fetcher: Fetcher, server: FeedServer) -> None:
    """With a list of hosts, a redirect outside it is refused."""
    url = server.script("/feed", redirect(server.url("/x").replace("127.0.0.1", "localhost")))
    server.script("/x", b"<rss/>")
    fenced = replace(source(url), allow_hosts=("v.nl",))
    with pytest.raises(SourceError) as caught:
        await fetcher.fetch(Request(url), fenced)
    assert caught.value.fault is Fault.REDIRECT_REFUSED
    open_to = replace(source(url), allow_hosts=("localhost",))
    assert (await fetcher.fetch(Request(url), open_to)).body == b"<rss/>"


@pytest.mark.asyncio
async def test_a_source_inside_leads_to_no_other_host_inside(
    fetcher: Fetcher, server: FeedServer
) -> None:
    """An intranet forum may redirect to itself, to another inner host only when that is listed."""
    elsewhere = server.url("/x").replace("127.0.0.1", "localhost")
    url = server.script("/feed", redirect(elsewhere))
    server.script("/x", b"<rss/>")
    assert (await fault(fetcher, url)).fault is Fault.ADDRESS_REFUSED
    assert [asked.path for asked in server.asked] == ["/feed"]
    listed = replace(source(url), allow_hosts=("localhost",))
    assert (await fetcher.fetch(Request(url), listed)).body == b"<rss/>"


@pytest.mark.asyncio
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "[::ffff:127.0.0.1]"])
async def test_inner_addresses_are_not_connected(
    fetcher: Fetcher, server: FeedServer, host: str
) -> None:
    """However this machine is spelt, without allow_private nothing reaches it."""
    url = server.script("/feed", b"<rss/>").replace("127.0.0.1", host)
    with pytest.raises(SourceError) as caught:
        await fetcher.fetch(Request(url), SourceSettings("s", url))
    assert caught.value.fault is Fault.ADDRESS_REFUSED
    assert not server.asked


@pytest.mark.asyncio
async def test_no_cookie_is_kept(fetcher: Fetcher, server: FeedServer) -> None:
    """A server cannot recognise us between two polls."""
    url = server.script("/feed", Reply(b"x", headers={"Set-Cookie": "id=1; Path=/"}))
    await get(fetcher, url)
    await get(fetcher, url)
    assert all("cookie" not in asked.headers for asked in server.asked)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, Fault.CREDENTIALS),
        (403, Fault.CREDENTIALS),
        (404, Fault.NOT_FOUND),
        (410, Fault.GONE),
        (418, Fault.STATUS),
        (204, Fault.STATUS),
        (429, Fault.LIMITED),
        (500, Fault.SERVER),
        (503, Fault.SERVER),
    ],
)
async def test_each_status_has_its_fault(
    fetcher: Fetcher, server: FeedServer, status: int, expected: Fault
) -> None:
    """What the server answers decides what the agent reads and when it is asked again."""
    assert (await fault(fetcher, server.script("/f", Reply(status=status)))).fault is expected


@pytest.mark.asyncio
async def test_retry_after_names_host_and_time(fetcher: Fetcher, server: FeedServer) -> None:
    """429 and 503 with a time hold the host that said so."""
    for status in (429, 503):
        reply = Reply(status=status, headers={"Retry-After": "60"})
        error = await fault(fetcher, server.script("/f", reply))
        assert (error.hold_until, error.host) == (NOW + MINUTE, host_key(server.url("/")))
    bare = await fault(fetcher, server.script("/f", Reply(status=429)))
    assert bare.hold_until == NOW + 10 * MINUTE


@pytest.mark.asyncio
async def test_a_closed_port_is_named(fetcher: Fetcher) -> None:
    """Nobody listening, or no such name, is one line without the address."""
    nowhere = await fault(fetcher, "http://forum.invalid/feed?token=geheim")
    assert nowhere.fault is Fault.NO_ROUTE
    assert "geheim" not in nowhere.line
    async with FeedServer() as gone:
        url = gone.url("/feed?token=geheim")
    error = await fault(fetcher, url)
    assert error.fault is Fault.UNREACHABLE
    assert "geheim" not in error.line
