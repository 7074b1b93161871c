"""What goes wrong between a team and its server: cut connections, lost commits, a dead server."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.postgres import OwnServer, run_on


class Fault(StrEnum):
    """One thing that goes wrong."""

    BEFORE_COMMIT = "cut before the server heard COMMIT"
    AFTER_COMMIT = "cut after the server did it, before the answer"
    CUT = "connection cut by the server"
    FAST = "server stopped and started"
    IMMEDIATE = "server killed and started"


COMMITS = frozenset({Fault.BEFORE_COMMIT, Fault.AFTER_COMMIT})
LONGEST_STOP = 4.0
"""Seconds a server stays down at most: longer than a desk waits before it spools."""
_COMMIT = b"COMMIT"
_BEGIN = b"BEGIN"
_ONLY_READS = b"READ ONLY"
_MOST = 1 << 16


class Proxy:
    """Stands between desks and the server's socket, and cuts a connection in its COMMIT."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / ".s.PGSQL.5432"
        self._server: asyncio.Server
        self._open: set[asyncio.Task[None]] = set()
        self._next: Fault | None = None
        self._cut = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    @property
    def address(self) -> str:
        """Where a desk connects to."""
        port = self._server.sockets[0].getsockname()[1]
        return f"postgresql://postgres@127.0.0.1:{port}/team?sslmode=disable"

    async def cut_next(self, fault: Fault) -> None:
        """Cut the next connection that commits a write; return when that is done."""
        self._cut.clear()
        self._next = fault
        await self._cut.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._join(reader, writer))
        self._open.add(task)
        try:
            await task
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            writer.close()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, server = await asyncio.open_unix_connection(self._socket)
        back = asyncio.create_task(_pump(answers, writer))
        writes = False
        try:
            while data := await reader.read(_MOST):
                if _BEGIN in data:
                    writes = _ONLY_READS not in data
                if writes and _COMMIT in data and self._next is not None:
                    fault, self._next = self._next, None
                    if fault is Fault.AFTER_COMMIT:
                        back.cancel()
                        await asyncio.gather(back, return_exceptions=True)
                        server.write(data)
                        await answers.read(_MOST)
                    self._cut.set()
                    return
                server.write(data)
                await server.drain()
        finally:
            back.cancel()
            server.close()


async def _pump(answers: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await answers.read(_MOST):
            writer.write(data)
            await writer.drain()
    writer.close()


async def go_wrong(
    server: OwnServer, proxy: Proxy, faults: list[Fault], seconds: float, done: Counter[Fault]
) -> None:
    """Let things go wrong by chance over some time; what did is counted."""
    dice = random.Random(len(faults))  # noqa: S311 - the same run every time
    dice.shuffle(faults)
    began = asyncio.get_running_loop().time()
    for fault, at in zip(faults, _moments(len(faults), seconds, dice), strict=True):
        await asyncio.sleep(max(0, began + at - asyncio.get_running_loop().time()))
        if fault in COMMITS:
            await proxy.cut_next(fault)
        elif fault is Fault.CUT:
            await _terminate_one(server)
        else:
            await asyncio.to_thread(server.stop, fault.name.lower())
            await asyncio.sleep(dice.uniform(0, LONGEST_STOP))
            await asyncio.to_thread(server.start)
        done[fault] += 1


def _moments(count: int, seconds: float, dice: random.Random) -> Iterator[float]:
    step = seconds / (count + 1)
    return ((n + dice.uniform(0.5, 1)) * step for n in range(count))


async def _terminate_one(server: OwnServer) -> None:
    await run_on(
        server.address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'team'"
        " ORDER BY random() LIMIT 1",
    )
