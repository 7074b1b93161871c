"""A scripted feed server on 127.0.0.1: each path answers what the test says, in turn."""

import asyncio
import contextlib
import gzip
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class Reply:
    """One scripted answer; with an ETag it answers 304 to whoever sends that back."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    """Seconds between two bytes; 0 sends all at once."""
    missing: int = 0
    """Bytes promised by Content-Length and never sent."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in; header names in lower case."""

    path: str
    headers: Mapping[str, str]
    body: bytes = b""


class FeedServer:
    """Serves scripts; the last answer of a script is given again for ever.

    With several ports each path has one of its own, in turn: manners are kept for each port.
    """

    def __init__(self, ports: int = 1) -> None:
        self._number = ports
        self._ports: dict[str, int] = {}
        self.asked: list[Asked] = []
        self.was_asked = asyncio.Event()
        self.at_once: defaultdict[str, int] = defaultdict(int)
        """The most requests that were in progress together, by ``all``."""
        self._scripts: dict[str, list[Reply]] = {}
        self._handlers: dict[str, Callable[[Asked], Reply]] = {}
        self._servers: list[asyncio.Server] = []
        self._open: set[asyncio.Task[None]] = set()
        self._busy = 0

    async def __aenter__(self) -> Self:
        for _port in range(self._number):
            self._servers.append(await asyncio.start_server(self._serve, "127.0.0.1", 0))
        return self

    async def __aexit__(self, *_exc: object) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        for server in self._servers:
            await server.wait_closed()

    def port(self, path: str = "/") -> int:
        """Return the port that a path is served on."""
        number = self._ports.setdefault(path.partition("?")[0], len(self._ports) % self._number)
        return int(self._servers[number].sockets[0].getsockname()[1])

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return f"http://127.0.0.1:{self.port(path)}{path}"

    def script(self, path: str, *replies: Reply | bytes) -> str:
        """Set what a path answers from now on, in turn; return its address."""
        self._scripts[path] = [r if isinstance(r, Reply) else Reply(r) for r in replies]
        return self.url(path)

    def handle(self, path: str, handler: Callable[[Asked], Reply]) -> str:
        """Let a function say what a path answers; return its address."""
        self._handlers[path] = handler
        return self.url(path)

    def count(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(asked.path == path for asked in self.asked)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self._busy += 1
                self.at_once["all"] = max(self.at_once["all"], self._busy)
                try:
                    asked = _asked(head)
                    length = int(asked.headers.get("content-length", "0"))
                    body = await reader.readexactly(length)
                    await self._answer(replace(asked, body=body), writer)
                finally:
                    self._busy -= 1
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        self.was_asked.set()
        path = asked.path.partition("?")[0]
        script = self._scripts.get(path, [Reply(status=404)])
        if handler := self._handlers.get(path):
            reply = handler(asked)
        else:
            reply = script.pop(0) if len(script) > 1 else script[0]
        etag = reply.headers.get("ETag")
        if etag and asked.headers.get("if-none-match") == etag:
            reply = Reply(status=304, headers={"ETag": etag})
        length = len(reply.body) + reply.missing
        headers = {"Content-Type": "application/xml", "Content-Length": str(length)}
        lines = [f"HTTP/1.1 {reply.status} Scripted"]
        lines += [f"{name}: {value}" for name, value in {**headers, **reply.headers}.items()]
        writer.write("\r\n".join((*lines, "", "")).encode("latin-1"))
        if reply.drip:
            for byte in reply.body:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(reply.drip)
        else:
            writer.write(reply.body)
            await writer.drain()
        if reply.missing:
            raise ConnectionResetError


def _asked(head: bytes) -> Asked:
    first, *rest = head.decode("latin-1").strip().split("\r\n")
    headers = dict(line.split(": ", 1) for line in rest if ": " in line)
    return Asked(first.split(" ")[1], {name.lower(): value for name, value in headers.items()})


@dataclass(frozen=True, slots=True)
class Comment:
    """An invented comment of a scripted feed."""

    id: str
    text: str
    title: str = ""
    author: str = "Sanne"
    link: str = ""
    date: str = "Wed, 18 Nov 2026 11:00:00 GMT"


def rss(comments: Sequence[Comment], extra: str = "") -> bytes:
    """Return an RSS 2.0 document, newest first as given; texts are put in as HTML."""
    items = "".join(
        f'<item><guid isPermaLink="false">{c.id}</guid><title>{c.title}</title>'
        f"<link>{c.link or f'https://forum.voorbeeld.nl/t/{c.id}'}</link>"
        f"<dc:creator>{c.author}</dc:creator><pubDate>{c.date}</pubDate>"
        f"<description><![CDATA[<p>{c.text}</p>]]></description></item>\n"
        for c in comments
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Reacties</title><language>nl</language>{extra}{items}</channel></rss>"
    ).encode()


def bomb(megabytes: int) -> Reply:
    """Return an answer that inflates to so many megabytes of spaces."""
    squeezed = zlib.compressobj(9, wbits=31)
    parts = [squeezed.compress(b" " * 1024 * 1024) for _ in range(megabytes)]
    return Reply(b"".join((*parts, squeezed.flush())), headers={"Content-Encoding": "gzip"})


def zipped(body: bytes) -> Reply:
    """Return an answer in gzip."""
    return Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"})


def redirect(location: str, status: int = 302) -> Reply:
    """Return a redirect."""
    return Reply(status=status, headers={"Location": location})


LOGIN_PAGE = (
    b"<!DOCTYPE html><html><head><title>Inloggen</title></head>"
    b"<body><form><input name=user></form></body></html>"
)
ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    b'<rss version="2.0"><channel><title>&b;</title></channel></rss>'
)
EXTERNAL_ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<rss version="2.0"><channel><item><title>&x;</title></item></channel></rss>'
)


def attribute_bomb(attributes: int = 60_000) -> bytes:
    """Return a document whose one tag keeps a parser busy for minutes.

    A ``>`` in its first value gets it past the check on the size of tags.
    """
    many = " ".join(f'a{n}=">"' for n in range(attributes))
    return f'<rss version="2.0"><channel><item {many}><title>x</title></item>'.encode()
