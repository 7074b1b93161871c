"""The parse worker: one process of low priority that may be killed at any time.

A document can keep a parser busy for minutes; a thread cannot be stopped, a process can. It
is started at the first document, given frames over its pipes, and ends by itself when they
close, so a parent that is killed leaves nothing behind. Its environment holds no secrets.
"""

import asyncio
import contextlib
import os
import pickle
import resource
import signal
import struct
import sys
import zoneinfo
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from sources.adapter import ParseResult, Response
from sources.fault import Fault, SourceError
from sources.registry import adapter_for
from sources.settings import SourceSettings

DEADLINE = 15.0
"""Seconds of wall time a document may take; long, so that a busy machine makes no poison."""

CPU_SECONDS = 5
"""Processor time a document may take; ends the child even when nobody waits for it any more."""

_START_DEADLINE = 30.0
_NICENESS = 10
_ADDRESS_SPACE = 512 * 1024 * 1024
_SEALED = (
    "open",
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.remove",
    "os.rename",
    "os.truncate",
    "os.kill",
    "ctypes.",
)
"""Audit events of what a parser has no business with."""

_LENGTH = struct.Struct("!I")
_BUFFER = 1024 * 1024


class ParseWorker:
    """Parses documents out of process, one at a time."""

    def __init__(self, deadline: float = DEADLINE, cpu_seconds: int = CPU_SECONDS) -> None:
        self._deadline = deadline
        self._cpu_seconds = cpu_seconds
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._documents = 0
        """That the process has read."""

    @property
    def pid(self) -> int | None:
        """Id of the running process, None while there is none."""
        return self._process.pid if self._process else None

    async def parse(self, response: Response, settings: SourceSettings) -> ParseResult:
        """Return what a document holds.

        Raises:
            SourceError: ``poison`` when the document brought the process down or took too
                long, ``no_parser`` when the process does not start, or what the adapter
                found wrong with the document.
        """
        bare = replace(settings, headers={}, secret="")  # the parser has no business with secrets
        async with self._turn:
            answer = await self._ask((response, bare))
        if isinstance(answer, SourceError):
            raise answer
        return answer

    async def close(self) -> None:
        """Kill the process if there is one; nothing of it is worth keeping."""
        await self._stop()

    async def _ask(self, question: object) -> ParseResult | SourceError:
        """Ask, and ask a fresh process when a used one has died of something else."""
        process = await self._ready()
        try:
            async with asyncio.timeout(self._deadline):
                answer = await _exchange(process, question)
        except TimeoutError:
            await self._stop()
            return SourceError(Fault.POISON)
        except (OSError, EOFError):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 1)  # to learn how it ended
            was_used = self._documents > 0
            await self._stop()
            if not was_used or process.returncode == -signal.SIGXCPU:
                return SourceError(Fault.POISON)
            return await self._ask(question)
        except BaseException:
            await self._stop()  # half a frame may be under way: the next one starts anew
            raise
        self._documents += 1
        return answer

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._process and self._process.returncode is None:
            return self._process
        await self._stop()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "sources.worker", str(self._cpu_seconds)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=_BUFFER,
                env={
                    "PYTHONPATH": str(Path(__file__).parents[1]),
                    "PATH": os.environ.get("PATH", ""),
                },
            )
            async with asyncio.timeout(_START_DEADLINE):
                await _receive(self._process)
        except BaseException as error:
            await self._stop()
            if isinstance(error, OSError | EOFError):
                raise SourceError(Fault.NO_PARSER) from None
            raise
        return self._process

    async def _stop(self) -> None:
        process, self._process, self._documents = self._process, None, 0
        if process is None:
            return
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)  # leaves the reaping to asyncio alone
        if process.stdin:
            process.stdin.close()
            with contextlib.suppress(OSError):  # a question it never read
                await process.stdin.wait_closed()
        await process.wait()


async def _exchange(
    process: asyncio.subprocess.Process, question: object
) -> ParseResult | SourceError:
    assert process.stdin is not None  # noqa: S101 - a pipe was asked for
    frame = pickle.dumps(question, pickle.HIGHEST_PROTOCOL)
    process.stdin.write(_LENGTH.pack(len(frame)))
    process.stdin.write(frame)
    await process.stdin.drain()
    answer = await _receive(process)
    assert isinstance(answer, ParseResult | SourceError)  # noqa: S101 - our own process sends nothing else
    return answer


async def _receive(process: asyncio.subprocess.Process) -> object:
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    (length,) = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))
    return pickle.loads(await process.stdout.readexactly(length))  # noqa: S301 - our own process


def serve(questions: BinaryIO, answers: BinaryIO, cpu_seconds: int) -> None:
    """Answer questions until the pipe ends; the child's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is meant for the desk
    os.nice(_NICENESS)
    with contextlib.suppress(OSError, ValueError):  # some systems know no such limit
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    import feedparser  # noqa: F401 - paid for before the first document's deadline runs

    seal()
    _send(answers, "ready")
    while len(head := questions.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        response, settings = pickle.loads(questions.read(length))  # noqa: S301 - our parent
        usage = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(usage.ru_utime + usage.ru_stime)
        _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds, hard))
        _send(answers, _parse(response, settings))


def seal() -> None:
    """Let this process open nothing but Python's own files from now on, and reach nobody.

    No parser is meant to; whatever a document talks one into ends as a fault of that document.
    """
    places = tuple(f"{os.path.realpath(p)}/" for p in (*sys.path, *zoneinfo.TZPATH))

    def check(event: str, args: tuple[Any, ...]) -> None:
        if event == "open" and args[1] in ("r", "rb") and isinstance(args[0], str):
            event = "" if os.path.realpath(args[0]).startswith(places) else event
        if event.startswith(_SEALED):
            raise PermissionError(event)

    sys.addaudithook(check)


def _parse(response: Response, settings: SourceSettings) -> ParseResult | SourceError:
    try:
        return adapter_for(settings.kind).parse(response, settings)
    except SourceError as error:
        return error
    except MemoryError:
        raise  # ends the process: a fresh one tells whose fault that was
    except Exception as error:  # noqa: BLE001 - whatever a document does to a parser is its fault
        return SourceError(Fault.UNREADABLE, type(error).__name__)


def _send(answers: BinaryIO, answer: object) -> None:
    frame = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    answers.write(_LENGTH.pack(len(frame)))
    answers.write(frame)
    answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, int(sys.argv[1]))
