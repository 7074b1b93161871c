"""``python -m bench.feeds N``: serves N feeds of 25 comments, each on a port of its own.

It prints the ports. For a line ``PART PARTS`` it adds a comment to each feed of that part.
"""

import asyncio
import hashlib
import sys
from collections.abc import Callable, Coroutine
from email.utils import formatdate

ENTRIES = 25
_WORDS = (
    "waar",
    "blijft",
    "mijn",
    "pakket",
    "ik",
    "heb",
    "niets",
    "gehoord",
    "het",
    "zou",
    "komen",
)


Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[None, None, None]]


class Feed:
    """One feed: its newest entries as RSS with HTML of 1 to 2 KB, and an ETag."""

    def __init__(self, number: int, entries: int = ENTRIES) -> None:
        self._number = number
        self._entries = entries
        self._last = entries
        self._build()

    def grow(self) -> None:
        """Add a comment."""
        self._last += 1
        self._build()

    def answer(self, head: bytes) -> bytes:
        """Return the response to a request."""
        if f"If-None-Match: {self._etag}".lower().encode() in head.lower():
            return f"HTTP/1.1 304 Not Modified\r\nETag: {self._etag}\r\n\r\n".encode()
        lines = (
            "HTTP/1.1 200 OK",
            f"ETag: {self._etag}",
            "Content-Type: application/rss+xml",
            f"Content-Length: {len(self._body)}",
        )
        return "\r\n".join((*lines, "", "")).encode() + self._body

    def _build(self) -> None:
        first = self._last - self._entries + 1
        items = "".join(self._item(n) for n in range(self._last, first - 1, -1))
        head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        head += ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        self._body = f"{head}<title>Feed {self._number}</title>{items}</channel></rss>".encode()
        self._etag = f'"{hashlib.sha256(self._body).hexdigest()[:16]}"'

    def _item(self, n: int) -> str:
        words = " ".join(_WORDS[(n * 7 + k) % len(_WORDS)] for k in range(60 + n % 5 * 20))
        link = f"https://f{self._number}.voorbeeld/t/{n}"
        html = f"<p>{words}</p><p>Zie <a href='{link}'>hier</a>.</p>" * 2
        return (
            f"<item><guid isPermaLink='false'>{self._number}-{n}</guid><title>Vraag {n}</title>"
            f"<link>{link}</link><pubDate>{formatdate(1_795_000_000 + n)}</pubDate>"
            f"<content:encoded><![CDATA[{html}]]></content:encoded></item>"
        )


async def serve(number: int, entries: int) -> None:
    """Serve feeds until the input ends."""
    feeds = [Feed(n, entries) for n in range(number)]
    servers = [await asyncio.start_server(_handler(feed), "127.0.0.1", 0) for feed in feeds]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := await reader.readline():
        part, parts = map(int, line.split())
        for feed in feeds[part::parts]:
            feed.grow()
        print("grown", flush=True)


def _handler(feed: Feed) -> Handler:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                writer.write(feed.answer(head))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    return handle


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else ENTRIES))
