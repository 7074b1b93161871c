"""How soon another desk hears of a change and shows it, against one sync of the same disk.

``python -m bench.team.hearing ADDRESS FOLDER`` writes once for each line that comes in: it first
times one sync of the disk, as the server makes it, then takes an item over under a new name, or
lets a new item come in.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.program import Program, webcare
from bench.team.agent import ROOT
from bench.team.shift import TEXT
from core.clock import DAY, MINUTE, Instant, SystemClock
from core.vocabulary import Ball, ItemId, State, TimerKind
from desk.model.event import SYSTEM, Event, EventKind, StartTimer, Turn, new_event
from desk.store.claims import Said
from desk.store.postgres.address import Address
from desk.store.postgres.database import open_postgres
from desk.store.records import Write
from desk.store.store import Store

TIMES = 150
PAUSE = 0.4
"""Seconds between two changes: longer than changes are merged for."""
PAGE = 8192
FRAME = 1 / 60
"""Seconds between two frames of the screen."""
ITEM = ItemId(1)


@dataclass(frozen=True, slots=True)
class Heard:
    """How long it took, in seconds, in order."""

    sync: list[float]
    written: list[float]
    """From the writer's wish until it was told that the change is kept."""
    heard: list[float]
    """From then until another process knew."""


class Writer:
    """The process that writes."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lines = iter(process.stdout or ())
        self._number = 0

    def begin(self, what: str) -> int:
        """Have something written; return how many times that was done."""
        self._number += 1
        print(what, self._number, file=self._process.stdin, flush=True)
        return self._number

    def ended(self) -> tuple[float, float, float]:
        """Return how long the sync took, and when the change was asked for and kept."""
        sync, asked, told = next(self._lines).split()
        return float(sync), float(asked), float(told)


def name_of(number: int) -> str:
    """Return a name that fits into the list's column."""
    return f"w{number:05d}"


@contextmanager
def writer(address: str) -> Iterator[Writer]:
    """Lend a process that writes."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "bench.team.hearing", address, folder]
        pipe = subprocess.PIPE
        with subprocess.Popen(words, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
            yield Writer(process)


async def by_ear(address: str) -> Heard:
    """Measure until another process's store tells of a change."""
    store = await open_postgres(Address(address), SystemClock())
    changes = store.changes()
    found = []
    with writer(address) as writing:
        for _ in range(TIMES):
            changes.drain()
            writing.begin(TAKE)
            while ITEM not in (await anext(changes)).items:
                pass
            seen = time.monotonic()
            found.append((*writing.ended(), seen))
            await asyncio.sleep(PAUSE / 4)
    await store.close()
    return _sorted(found)


def by_eye(address: str, what: str, mark: Callable[[int], str]) -> Heard:
    """Measure until another desk's screen shows what was written, by the mark of its number."""
    found = []
    with tempfile.TemporaryDirectory() as home, writer(address) as writing:
        configuration = Path(home) / "webcare.toml"
        configuration.write_text(f'agent = "eye"\nlanguage = "en"\ndatabase = "{address}"\n')
        words = ("run", "--config", str(configuration), "--data", home)
        with Program(webcare(*words)) as program:
            program.wait_for("klant0")
            program.pass_time(3)
            for _ in range(TIMES):
                seen = program.wait_for(mark(writing.begin(what)))
                found.append((*writing.ended(), seen))
                program.pass_time(PAUSE)
    return _sorted(found)


def _sorted(found: list[tuple[float, float, float, float]]) -> Heard:
    return Heard(
        sorted(sync for sync, *_ in found),
        sorted(told - asked for _, asked, told, _seen in found),
        sorted(seen - told for *_, told, seen in found),
    )


async def write(address: str, folder: Path) -> None:
    """Write for each line that comes in."""
    clock = SystemClock()
    store = await open_postgres(Address(address), clock, listening=False)
    with (folder / "sync").open("wb", buffering=0) as file:
        os.posix_fallocate(file.fileno(), 0, PAGE)  # as the server's log has its room already
        while line := await asyncio.to_thread(sys.stdin.readline):
            what, number = line.split()
            sync = _sync(file.fileno())
            asked = time.monotonic()
            await WAYS[what](store, clock.now(), name_of(int(number)))
            print(sync, asked, time.monotonic(), flush=True)
    await store.close()


async def _take(store: Store, now: Instant, agent: str) -> None:
    event = new_event(EventKind.TAKEN_OVER, now, agent, item=ITEM)
    await store.claim(ITEM, agent, now, now + MINUTE, _said(event), over=True)


async def _arrive(store: Store, now: Instant, author: str) -> None:
    due = StartTimer(TimerKind.FIRST_RESPONSE, 1, now, now + DAY, 1)
    seen = new_event(
        EventKind.SEEN,
        now,
        SYSTEM,
        effects=(Turn(State.NEW, Ball.US), due),
        texts={"author": author, "body": TEXT},
        source="shop",
        native_id=author,
    )
    await store.append([Write((seen,))])


TAKE, ARRIVE = "take", "arrive"
WAYS = {TAKE: _take, ARRIVE: _arrive}


def _said(event: Event) -> Said:
    return lambda _item, _held: event


def _sync(file: int) -> float:
    began = time.monotonic()
    os.pwrite(file, os.urandom(PAGE), 0)
    os.fdatasync(file)
    return time.monotonic() - began


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], Path(sys.argv[2])))
