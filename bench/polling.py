"""What polling costs: 200 feeds beside newsboat in the same run, the event loop, 1,000 sources."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import IO, Any, NamedTuple

from bench.result import Result
from core.clock import SECOND, Instant
from desk.services.desk import Desk
from desk.settings import DeskSettings
from desk.store.sqlite.database import open_sqlite
from desk.triage.judge import Judge
from desk.triage.verdict import Verdict
from playbooks.loader import load_shipped
from sources.poller import Poller
from sources.result import PollResult
from sources.settings import SourceSettings
from sources.worker import ParseWorker
from webcare.screen import TURN

FEEDS = 200
RUNS = 3
STAGES = ("cold", "the same", "a new comment each")
MANY = 1000
SPEED = 20
"""How much faster than outside time runs for the thousand sources."""
MANY_SECONDS, PARTS = 45.0, 15
PROBE = 0.002


class Cost(NamedTuple):
    """Seconds of processor time and of the wall's clock, and of the former for judging."""

    cpu: float
    wall: float
    judging: float = 0.0


class Judging:
    """Triage that counts the processor time it takes: newsboat does nothing like it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._judge = Judge()

    def __call__(self, *said: Any, **about: Any) -> Verdict:
        """Return the verdict on a text."""
        start = time.thread_time()
        try:
            return self._judge(*said, **about)
        finally:
            self.seconds += time.thread_time() - start

    def __getattr__(self, name: str) -> Any:
        return getattr(self._judge, name)


class Feeds:
    """The served feeds, in a process of their own."""

    def __init__(self, asked: IO[str], answers: IO[str]) -> None:
        self._asked, self._answers = asked, answers
        self.urls = [f"http://127.0.0.1:{port}/feed" for port in answers.readline().split()]

    def grow(self, part: int = 0, parts: int = 1) -> None:
        """Add a comment to each, or to each of one part of them."""
        self._asked.write(f"{part} {parts}\n")
        self._asked.flush()
        self._answers.readline()


@contextmanager
def served(number: int, entries: int = 25) -> Iterator[Feeds]:
    """Yield so many feeds."""
    command = [sys.executable, "-m", "bench.feeds", str(number), str(entries)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdin and process.stdout:
            yield Feeds(process.stdin, process.stdout)
            process.stdin.close()


class FastClock:
    """Time that runs by itself, so many times as fast as outside."""

    is_test = True

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._began = time.monotonic()
        self._start = time.time_ns() // 1000

    def now(self) -> Instant:
        """Return the present instant."""
        return self._start + int((time.monotonic() - self._began) * self._speed * SECOND)

    async def sleep(self, seconds: float) -> None:
        """Wait for so much of its own time."""
        await asyncio.sleep(seconds / self._speed)


@dataclass
class Ours:
    """A desk with a poller, as it runs beside the screen."""

    desk: Desk
    poller: Poller
    worker: ParseWorker
    judging: "Judging"
    all_read: asyncio.Event
    """Whether the poller has read every source once."""

    def cpu(self) -> float:
        """Return the seconds of processor time used so far, the parser's included."""
        used = time.process_time()
        if self.worker.pid:
            fields = Path(f"/proc/{self.worker.pid}/stat").read_text().rpartition(")")[2].split()
            used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return used

    async def reload(self) -> Cost:
        """Ask every source once; return what that took."""
        cpu, wall, judging = self.cpu(), time.perf_counter(), self.judging.seconds
        results = [result async for result in self.poller.poll_once()]
        judging = self.judging.seconds - judging
        cost = Cost(self.cpu() - cpu, time.perf_counter() - wall, judging)
        faults = [result for result in results if result.is_fault or result.status == "waiting"]
        if faults:
            raise RuntimeError(faults[0])
        return cost


@asynccontextmanager
async def ours(urls: Sequence[str], speed: float = 1.0) -> AsyncIterator[Ours]:
    """Yield a desk that polls these feeds."""
    sources = [SourceSettings(f"s{n}", url, allow_private=True) for n, url in enumerate(urls)]
    with tempfile.TemporaryDirectory() as folder:
        clock = FastClock(speed)
        store = await open_sqlite(Path(folder, "desk.db"), clock)
        judging = Judging()
        desk = Desk(store, clock, DeskSettings(), load_shipped(), judging, "tim", Path(folder))
        worker = ParseWorker()
        all_read, unread = asyncio.Event(), {source.name for source in sources}

        def note(result: PollResult) -> None:
            unread.discard(result.source)
            if not unread:
                all_read.set()

        poller = Poller(desk, sources, owner="bench", attended=True, worker=worker, on_result=note)
        try:
            yield Ours(desk, poller, worker, judging, all_read)
        finally:
            await poller.close()
            await store.close()


class Newsboat:
    """The peer, with a cache of its own."""

    def __init__(self, folder: Path, urls: Sequence[str]) -> None:
        (folder / "urls").write_text("".join(f"{url}\n" for url in urls), encoding="ascii")
        (folder / "config").write_text("reload-threads 4\n", encoding="ascii")
        names = {"-u": "urls", "-c": "cache.db", "-C": "config"}
        options = [part for flag, name in names.items() for part in (flag, str(folder / name))]
        self._command = ["newsboat", *options, "-x", "reload"]

    def reload(self) -> Cost:
        """Reload every feed; return what that took."""
        start = time.perf_counter()
        process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(process.returncode)
        return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start)


async def _both() -> tuple[list[Cost], list[Cost]]:
    """Return what the three stages cost us and newsboat."""
    mine, theirs = [], []
    with served(FEEDS) as feeds, tempfile.TemporaryDirectory() as folder:
        newsboat = Newsboat(Path(folder), feeds.urls)
        async with ours(feeds.urls) as here:
            for stage in STAGES:
                if stage == STAGES[-1]:
                    feeds.grow()
                mine.append(await here.reload())
                theirs.append(newsboat.reload())
    return mine, theirs


def _beside_newsboat() -> Iterator[Result]:
    if not shutil.which("newsboat"):
        print("polling: newsboat is not installed, its part is left out (apt install newsboat)")
        return
    runs = [asyncio.run(_both()) for _run in range(RUNS)]
    cold, same, fresh = (
        [(mine[n], theirs[n]) for mine, theirs in runs] for n in range(len(STAGES))
    )
    judging = median(mine.judging for mine, _theirs in cold)
    pairs = [(mine.cpu - mine.judging, theirs.cpu) for mine, theirs in cold]
    yield _held(f"{FEEDS} feeds cold, cpu beside {judging:.1f} s of judging", pairs, 5.0)
    pairs = [(mine.wall, theirs.wall) for mine, theirs in same]
    yield _held(f"{FEEDS} feeds again, 304, wall", pairs, 0.25)
    pairs = [(mine.cpu, theirs.cpu) for mine, theirs in fresh]
    yield _held(f"{FEEDS} feeds with a new comment each, cpu", pairs, 1.0)


def _held(what: str, pairs: Sequence[tuple[float, float]], limit: float) -> Result:
    """Return our figure held against newsboat's, run by run."""
    ratio = median(mine / theirs for mine, theirs in pairs)
    mine, theirs = (median(column) for column in zip(*pairs, strict=True))
    return Result(what, f"{mine:.2f} s", f"newsboat {theirs:.2f} s", ratio, limit)


async def _lags(entries: int) -> tuple[float, float]:
    """Return the loop's lag, p99 in milliseconds: with nothing to do, and while a feed comes in."""
    lags: list[float] = []

    async def probe() -> None:
        while True:
            wanted = time.perf_counter() + PROBE
            await asyncio.sleep(PROBE)
            lags.append((time.perf_counter() - wanted) * 1000)

    def p99() -> float:
        found, lags[:] = quantiles(lags, n=100)[98], []
        return found

    sys.setswitchinterval(TURN)  # as the screen does
    with served(1, entries) as feeds:
        async with ours(feeds.urls) as here:
            here.desk.triage("klaar voor de eerste reactie")
            beside = asyncio.ensure_future(probe())
            await asyncio.sleep(2)
            idle = p99()
            await here.reload()
            busy = p99()
            beside.cancel()
    return idle, busy


def _loop() -> Iterator[Result]:
    runs = [asyncio.run(_lags(500)) for _run in range(5)]
    idle, busy = (median(column) for column in zip(*runs, strict=True))
    ours_, theirs = f"{busy:.1f} ms", f"idle {idle:.1f} ms"
    yield Result("event loop's lag, p99, 500 new comments", ours_, theirs, busy - idle, 5.0, "ms")


async def _thousand() -> tuple[float, int]:
    """Return which part of a core a thousand sources take, and how many polls that was."""
    with served(MANY) as feeds:
        async with ours(feeds.urls, SPEED) as here:
            running = asyncio.ensure_future(here.poller.run())
            await here.all_read.wait()
            cpu, polls, start = here.cpu(), await _polls(here), time.perf_counter()
            for part in range(PARTS):
                await asyncio.sleep(MANY_SECONDS / PARTS)
                feeds.grow(part, PARTS)
            used, seconds = here.cpu() - cpu, (time.perf_counter() - start) * SPEED
            polls = await _polls(here) - polls
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    return used / seconds, round(polls * 3600 / seconds)


async def _polls(here: Ours) -> int:
    return sum(state.polls for state in (await here.desk.store.source_states()).values())


def _many() -> Iterator[Result]:
    share, polls = asyncio.run(_thousand())
    an_hour = round(3600 / (MANY_SECONDS * SPEED), 1)
    yield Result(
        f"{MANY} sources with {an_hour:g} comments/h each",
        f"{share * 100:.1f} %",
        f"{polls} polls/h",
        share * 100,
        50.0,
        "% of a core",
    )


def measure() -> Iterator[Result]:
    """Measure the three in turn."""
    yield from _beside_newsboat()
    yield from _loop()
    yield from _many()
