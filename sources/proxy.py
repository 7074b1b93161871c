"""A proxy for one browser, on 127.0.0.1: whatever a page asks for passes the address guard.

The browser resolves no names and opens no connection of its own, so neither a redirect, a script
nor a changing DNS answer gets around the guard.
"""

import asyncio
import socket
from collections.abc import Collection
from contextlib import suppress
from types import TracebackType
from urllib.parse import urlsplit

from sources.guard import AddressRefusedError, guarded_socket

HEAD_LIMIT = 65_536
CONNECT_SECONDS = 5.0
MAX_BYTES = 64 * 1024 * 1024
"""What one page may bring in all, pictures and films included."""
MAX_CONNECTIONS = 64
CHUNK = 65_536
_OURS = (b"proxy-", b"connection:", b"keep-alive:")
"""Headers that are between browser and proxy."""


class GuardedProxy:
    """Serves HTTP and tunnels for as long as it is open."""

    def __init__(self, private_hosts: Collection[str] = ()) -> None:
        """Make a proxy; the named hosts, and no others, may lie on a private address."""
        self._private_hosts = frozenset(private_hosts)
        self._room = MAX_BYTES
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.refused: set[str] = set()
        """Hosts that the guard did not let through."""

    async def __aenter__(self) -> "GuardedProxy":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=HEAD_LIMIT)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def address(self) -> str:
        """Return where it listens."""
        assert self._server is not None  # noqa: S101 - it is open
        host, port = self._server.sockets[0].getsockname()
        return f"http://{host}:{port}"

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._tasks) >= MAX_CONNECTIONS:
            writer.close()
            return
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._pass_on(reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            with suppress(OSError):
                writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
                await writer.drain()
        finally:
            writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        request, _end, headers = head.partition(b"\r\n")
        method, target, _version = request.decode("ascii").split(" ")
        is_tunnel = method == "CONNECT"
        parts = urlsplit(f"//{target}" if is_tunnel else target)
        if parts.hostname is None or parts.scheme not in ("", "http"):
            raise ValueError(target)
        remote, there = await self._connect(parts.hostname, parts.port or 80)
        try:
            if is_tunnel:
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            else:
                path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
                there.write(
                    f"{method} {path} HTTP/1.1\r\n".encode("ascii") + _without_ours(headers)
                )
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(reader, there))
                both.create_task(self._answer(remote, writer, is_tunnel=is_tunnel))
        finally:
            there.close()

    async def _connect(
        self, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        loop = asyncio.get_running_loop()
        guarded = guarded_socket(allow_private=host in self._private_hosts)
        async with asyncio.timeout(CONNECT_SECONDS):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            for info in found:
                try:
                    sock = guarded(info)
                except AddressRefusedError:
                    self.refused.add(host)
                    raise
                sock.setblocking(False)
                try:
                    await loop.sock_connect(sock, info[4])
                    return await asyncio.open_connection(sock=sock)
                except BaseException as error:
                    sock.close()
                    if not isinstance(error, OSError):
                        raise
        raise OSError(host)

    async def _answer(
        self, remote: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_tunnel: bool
    ) -> None:
        """Hand on an answer; in the clear it is the last of its connection, for the browser too."""
        if not is_tunnel:
            try:
                head = await remote.readuntil(b"\r\n\r\n")
            except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                writer.close()
                return
            status, _end, headers = head.partition(b"\r\n")
            writer.write(status + b"\r\n" + _without_ours(headers))
        await self._pump(remote, writer)

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Hand on what comes, until one side ends or the page has had enough."""
        try:
            while (data := await source.read(CHUNK)) and self._room > 0:
                self._room -= len(data)
                target.write(data)
                await target.drain()
            target.write_eof()
        except OSError:
            target.close()


def _without_ours(headers: bytes) -> bytes:
    """Return headers as they are passed on: the connection ends with the answer."""
    kept = [line for line in headers.split(b"\r\n") if line and not line.lower().startswith(_OURS)]
    return b"\r\n".join([*kept, b"Connection: close", b"", b""])
