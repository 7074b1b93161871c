"""Real servers of other people's make, started on 127.0.0.1: isso, and a Mastodon API."""

import asyncio
import contextlib
import json
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

BIN = Path(sys.executable).parent
_PAGE = b"<html><head><title>Sak</title></head><body><h1>Sak</h1></body></html>"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def running(port: int, *command: str, log: Path) -> AsyncIterator[None]:
    """Run a server until the end; it answers on its port by then."""
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(*command, stdout=output, stderr=output)
    try:
        async with asyncio.timeout(60):
            while not await _listens(port):
                assert process.returncode is None, f"ended; see {log}"
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _listens(port: int) -> bool:
    try:
        async with asyncio.timeout(0.2):
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except (OSError, TimeoutError):
        with contextlib.suppress(TimeoutError):  # the loop's own timer, for want of an event
            async with asyncio.timeout(0.05):
                await asyncio.Event().wait()
        return False
    writer.close()
    return True


class Isso:
    """A comment server with an Atom feed for each page."""

    def __init__(self, port: int, session: aiohttp.ClientSession) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._session = session
        self._cookies: dict[int, str] = {}
        self.feed = f"{self._base}/feed?uri=/sak/"

    async def post(self, text: str, author: str, parent: int | None = None) -> int:
        """Write a comment as a visitor; return its number."""
        said = {"text": text, "author": author, "parent": parent}
        answer = await self._session.post(f"{self._base}/new?uri=/sak/", json=said)
        assert answer.status == 201
        number = int((await answer.json())["id"])
        self._keep(number, answer)
        return number

    async def edit(self, number: int, text: str) -> None:
        """Let the visitor change his comment."""
        answer = await self._session.put(
            f"{self._base}/id/{number}", json={"text": text}, headers=self._right(number)
        )
        assert answer.status == 200
        self._keep(number, answer)

    async def delete(self, number: int) -> None:
        """Let the visitor take his comment back."""
        answer = await self._session.delete(
            f"{self._base}/id/{number}", headers=self._right(number)
        )
        assert answer.status == 200

    def _keep(self, number: int, answer: aiohttp.ClientResponse) -> None:
        self._cookies[number] = answer.headers["Set-Cookie"].partition(";")[0]

    def _right(self, number: int) -> Mapping[str, str]:
        """Return the visitor's right to his comment: a cookie that each edit replaces."""
        return {"Cookie": self._cookies[number]}


@asynccontextmanager
async def isso(folder: Path) -> AsyncIterator[Isso]:
    """Run isso, and the page that its comments stand under."""
    port = free_port()
    async with _page() as page, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        config = folder / "isso.cfg"
        config.write_text(
            f"[general]\ndbpath = {folder / 'comments.db'}\nhost = {page}\n"
            f"[server]\nlisten = http://127.0.0.1:{port}\n"
            f"[rss]\nbase = {page}\n[guard]\nenabled = false\n",
            encoding="utf-8",
        )
        command = (str(BIN / "isso"), "-c", str(config), "run")
        async with running(port, *command, log=folder / "isso.log"):
            yield Isso(port, http)


@asynccontextmanager
async def _page() -> AsyncIterator[str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(_PAGE)}\r\n\r\n"
        writer.write(head.encode() + _PAGE)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


class Mastodon:
    """A Mastodon API with our account ``zon`` and a customer ``noor``, and faults to order."""

    def __init__(self, port: int, session: aiohttp.ClientSession) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._session = session
        self.mentions = f"{self._base}/api/v1/notifications?types[]=mention"

    async def call(self, method: str, path: str, who: str = "noor", **said: object) -> Any:
        """Ask the API as somebody; return what it answers."""
        answer = await self._session.request(
            method,
            self._base + path,
            json=said or None,
            headers={"Authorization": f"Bearer {who}-token"},
        )
        text = await answer.text()
        assert answer.status < 300, f"{method} {path}: {answer.status} {text}"
        return json.loads(text) if text else None

    async def post(self, text: str, who: str = "noor", **more: object) -> str:
        """Write a status; return its id."""
        return str((await self.call("POST", "/api/v1/statuses", who, status=text, **more))["id"])

    async def fault(self, kind: str, **effect: object) -> None:
        """Let the next look at the notifications go wrong."""
        await self.call(
            "POST",
            "/api/v1/_mock/faults",
            match={"methods": ["GET"], "path": "/api/v1/notifications"},
            effect={"type": kind, **effect},
            count=1,
        )


@asynccontextmanager
async def mastodon(folder: Path) -> AsyncIterator[Mastodon]:
    """Run a Mastodon API."""
    port = free_port()
    config = folder / "mastodon.toml"
    accounts = "".join(
        f'[[seed.accounts]]\nusername = "{name}"\ndisplay_name = "{title}"\n'
        f'access_token = "{name}-token"\n'
        for name, title in (("zon", "Zon"), ("noor", "Noor"))
    )
    config.write_text(accounts, encoding="utf-8")
    command = (BIN / "mastodon_mock", "serve", "--in-memory", "--config", config, "--port", port)
    async with (
        aiohttp.ClientSession() as http,
        running(port, *map(str, command), log=folder / "mastodon.log"),
    ):
        yield Mastodon(port, http)
