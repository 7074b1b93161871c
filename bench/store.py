"""How long lists, appends and the first peek take on a large desk, against this disk's own sync.

Run it as ``python -m bench.store [ROWS …]``; it works in a throw-away folder.
"""

import asyncio
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from core.clock import HOUR, MINUTE, SystemClock
from core.vocabulary import (
    Ball,
    EventId,
    ItemId,
    Kind,
    Language,
    State,
    TimerKind,
)
from desk.model.event import EventKind, StartTimer, Turn, new_event
from desk.model.item import Item, Timer
from desk.store import rows
from desk.store.listing import View
from desk.store.records import Write
from desk.store.sqlite.database import open_sqlite
from desk.store.sqlite.transactions import run
from desk.store.store import Store

NOW = SystemClock().now()
WORDS = ["the", "parcel", "did", "not", "arrive", "and", "nobody", "answers", "since", "Monday"]


def item(number: int, dice: random.Random) -> Item:
    """Return an open item with a running promise, one in twenty of them late."""
    due = NOW + dice.randint(-5 * MINUTE, 95 * MINUTE)
    timer = Timer(TimerKind.FIRST_RESPONSE, 1, due - HOUR, due, 4)
    return Item(
        id=ItemId(number),
        source="shop",
        native_id=str(number),
        first_seen_at=due - HOUR,
        state=State.NEW,
        ball=Ball.US,
        kind=dice.choice(list(Kind)),
        severity=dice.choice((1, 2, 3, 3, 3, 4, 4, 5)),
        language=Language.EN,
        text_event=EventId(f"event-{number:012d}"),
        timers=(timer,),
        version=1,
    )


def fill(path: Path, count: int) -> None:
    """Write rows and their texts as they stand after so many first sights."""
    dice = random.Random(1)  # noqa: S311 - the same desk every time
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        for number in range(1, count + 1):
            made = item(number, dice)
            run(db, rows.put(made, None))
            body = " ".join(dice.choices(WORDS, k=40))
            db.executemany(
                "INSERT INTO texts VALUES (?, ?, ?, x'00')",
                [(made.text_event, "author", "Ann"), (made.text_event, "body", body)],
            )
        db.execute("UPDATE numbers SET last = ?", (count,))
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def timed(what: str, work: Callable[[], Awaitable[object]], times: int = 30) -> float:
    """Print and return the median milliseconds of a piece of work."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        await work()
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    print(f"  {what:<34} p50 {statistics.median(took):8.2f}  p95 {took[int(times * 0.95)]:8.2f} ms")
    return statistics.median(took)


def sync_cost(folder: Path) -> float:
    """Return the median milliseconds of one 4 KiB write with fdatasync."""
    took = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(100):
            start = time.perf_counter()
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


async def lists(store: Store, count: int) -> None:
    """Measure what the screen asks for."""
    deep = max(0, count * 9 // 10)
    last = (await store.window(View.QUEUE, "ann", NOW, count - 1, 1)).rows[0].id
    await timed("queue, first 200", lambda: store.window(View.QUEUE, "ann", NOW, 0, 200))
    await timed("queue, first 50", lambda: store.window(View.QUEUE, "ann", NOW, 0, 50))
    await timed("queue, 50 at nine tenths", lambda: store.window(View.QUEUE, "ann", NOW, deep, 50))
    await timed("place of the last one", lambda: store.position(View.QUEUE, "ann", NOW, last))
    await timed("all, first 200", lambda: store.window(View.ALL, "ann", NOW, 0, 200))
    await timed("counts", lambda: store.counts("ann", NOW))
    await timed("counts, everything late", lambda: store.counts("ann", NOW + 2 * HOUR))
    await timed("next crossing", lambda: store.next_crossing(NOW))
    await timed("load an item", lambda: store.item(ItemId(count // 2)), 300)


async def appends(store: Store, folder: Path) -> None:
    """Measure one durable append against one sync of the same disk."""

    def write() -> Write:
        seen = new_event(
            EventKind.SEEN,
            NOW,
            "webcare",
            effects=(
                Turn(State.NEW, Ball.US),
                StartTimer(TimerKind.FIRST_RESPONSE, 1, NOW, NOW + HOUR, 4),
            ),
            texts={"author": "Ann", "body": "Where is my parcel?"},
            source="shop",
        )
        return Write((seen,))

    sync = sync_cost(folder)
    took = await timed("append one", lambda: store.append([write()]), 200)
    print(f"  one fdatasync here                 p50 {sync:8.2f} ms: append is {took / sync:.2f} x")
    await timed("append 500 in one", lambda: store.append([write() for _ in range(500)]), 5)


def first_look(path: Path) -> None:
    """Measure the peek in a process of its own: import and query."""
    code = (
        "import time; a = time.perf_counter()\n"
        "import sys, pathlib\n"
        "from desk.store.sqlite.peek import peek\n"
        "b = time.perf_counter()\n"
        f"seen = peek(pathlib.Path({str(path)!r}), 'ann', {NOW}, 60)\n"
        "c = time.perf_counter()\n"
        "assert seen and len(seen[0].rows) == 60 and 'aiosqlite' not in sys.modules\n"
        "print(f'  peek: import {(b - a) * 1000:.1f} ms, query {(c - b) * 1000:.1f} ms')"
    )
    for _ in range(3):
        subprocess.run([sys.executable, "-c", code], check=True)


async def main(sizes: list[int]) -> None:
    """Measure each size of desk."""
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "desk.db"
            store = await open_sqlite(path, SystemClock())
            await store.close()
            fill(path, count)
            print(f"{count:,} open items, {path.stat().st_size / 1e6:.0f} MB")
            first_look(path)
            store = await open_sqlite(path, SystemClock())
            await lists(store, count)
            await appends(store, Path(folder))
            await store.close()


if __name__ == "__main__":
    asyncio.run(main([int(size) for size in sys.argv[1:]] or [100_000]))
