"""The proxy of the camera: what passes the guard, and what does not."""

import asyncio

import pytest

from sources.proxy import GuardedProxy
from tests.support.feed_server import FeedServer
from tests.support.pages import PAGE, page

HERE = ("127.0.0.1",)


async def ask(proxy: GuardedProxy, request: str) -> str:
    """Send a request to the proxy and return all that comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.address.split(":")[-1]))
    writer.write(request.encode())
    await writer.drain()
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer.decode("latin-1")


def plain(url: str) -> str:
    """Return the request of a browser that has a proxy."""
    return f"GET {url} HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\nCookie: a=b\r\n\r\n"


async def tunnel(proxy: GuardedProxy, port: int) -> str:
    """Open a tunnel and ask through it."""
    inner = "GET /1 HTTP/1.1\r\nHost: y\r\n\r\n"
    return await ask(proxy, f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n{inner}")


@pytest.mark.asyncio
async def test_pages_pass_in_the_clear_and_through_a_tunnel() -> None:
    """The server is asked as if there were no proxy, and told to close after its answer."""
    async with FeedServer() as server, GuardedProxy(HERE) as proxy:
        url = server.script("/1", page())
        answer = await ask(proxy, plain(f"{url}?a=b"))
        assert answer.startswith("HTTP/1.1 200")
        assert answer.endswith(PAGE)
        (asked,) = server.asked
        assert asked.path == "/1?a=b"
        assert asked.headers == {"host": "x", "cookie": "a=b", "connection": "close"}
        answer = await tunnel(proxy, server.port())
        assert answer.startswith("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200")
        assert answer.endswith(PAGE)


@pytest.mark.asyncio
@pytest.mark.parametrize("private", [(), ("forum.example",)])
async def test_a_private_address_is_closed_unless_its_host_is_named(
    private: tuple[str, ...],
) -> None:
    """Neither way leads there, under whatever name; the host that was refused is remembered."""
    async with FeedServer() as server, GuardedProxy(private) as proxy:
        url = server.script("/1", page())
        for address in (url, url.replace("127.0.0.1", "localhost")):
            assert (await ask(proxy, plain(address))).startswith("HTTP/1.1 502")
        assert (await tunnel(proxy, server.port())).startswith("HTTP/1.1 502")
        assert proxy.refused == {"127.0.0.1", "localhost"}
        assert server.asked == []


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "request_line",
    [
        "GET /1 HTTP/1.1",
        "GET ftp://127.0.0.1/1 HTTP/1.1",
        "GET file:///etc/passwd HTTP/1.1",
        "GET http://169.254.169.254/latest HTTP/1.1",
        "CONNECT 127.0.0.1:x HTTP/1.1",
        "CONNECT [::1 HTTP/1.1",
        "nonsense",
        "GET http://\xff/ HTTP/1.1",
        "X" * 100_000,
    ],
)
async def test_what_is_no_request_for_a_page_gets_no_further(request_line: str) -> None:
    """It is answered or cut off, and nothing is connected to."""
    async with GuardedProxy(HERE) as proxy:
        try:
            answer = await ask(proxy, f"{request_line}\r\n\r\n")
        except ConnectionError:
            answer = ""
        assert answer == "" or answer.startswith("HTTP/1.1 502")
