"""How long the newest hits of a word take among many items, by how many hold it; what it costs.

Run it as ``python -m bench.finding [ITEMS]``; it works in a throw-away folder and on a server of
its own. What most items hold is to be found about as fast as what one in a thousand holds.
"""

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg

from bench.result import Result, table
from core.clock import SystemClock
from desk.store.records import Write
from desk.store.sqlite.database import open_sqlite
from desk.store.store import Store
from desk.store.work import number
from tests.support.postgres import PostgresBackend
from tests.support.store import arrival

ITEMS = 200_000
HITS = 50
INTAKE, BATCH = 1000, 25
TIMES = 15
FIND_LIMIT, BEGUN_LIMIT, INTAKE_LIMIT = 10.0, 3.0, 2.0
PAGE = 20_000
WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprstv" for b in ("aa", "ie", "oe", "ui") for c in "kmnprst"]


def text(number: int) -> str:
    """Return the words of an item: ``veel`` in 60 of 100, ``weinig`` in one of a thousand."""
    frequent = "veel" if number % 5 < 3 else "anders"
    rare = "weinig" if number % 1000 == 500 else "niets"
    rest = " ".join(WORDS[(number * 31 + n * n * 7) % len(WORDS)] for n in range(45))
    return f"{frequent} {rare} kenmerk{number:07d} {rest}"


def fill_sqlite(path: Path, count: int) -> None:
    """Index so many items."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        said = ((number, text(number)) for number in range(1, count + 1))
        db.executemany("INSERT INTO words (rowid, body) VALUES (?, ?)", said)
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def fill_postgres(url: str, count: int) -> None:
    """Index so many items."""
    link: Any = await asyncpg.connect(url)
    await link.execute(
        "CREATE TEMP TABLE said (item BIGINT, body TEXT); DROP INDEX words_body; TRUNCATE words"
    )
    for first in range(1, count + 1, PAGE):
        said = [(number, text(number)) for number in range(first, min(first + PAGE, count + 1))]
        await link.copy_records_to_table("said", records=said)
    await link.execute(
        "INSERT INTO words SELECT item, to_tsvector('simple', body) FROM said ORDER BY item;"
        "CREATE INDEX words_body ON words USING gin (body); ANALYZE words"
    )
    await link.close()


async def median(work: Callable[[], Awaitable[object]], times: int = TIMES) -> float:
    """Return the median milliseconds of some work."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        await work()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


async def compare(name: str, store: Store) -> list[Result]:
    """Hold the newest hits of a word in most items against those of a rare one."""
    results = []
    for what, frequent, rare in (
        ("a word", "veel ", "weinig "),
        ("two words", "baak veel ", "baak weinig "),
    ):
        ours, peer = [
            await median(lambda: store.find(typed, HITS))  # noqa: B023 - run at once
            for typed in (frequent, rare)
        ]
        told = f"{name}, the newest {HITS} of {what}: in 60 % of the items, beside 0.1 %"
        results.append(Result(told, f"{ours:.2f} ms", f"{peer:.2f} ms", ours / peer, FIND_LIMIT))
    return results


async def begun(store: Store) -> Result:
    """Hold a word that may go on against counting its hits: SQLite walks through them once."""
    count = "SELECT count(*) FROM words WHERE words MATCH 'veel'"
    ours = await median(lambda: store.find("veel", HITS))
    peer = await median(lambda: store.database.read(lambda: number(count)))
    told = f"alone, the newest {HITS} of a word begun in 60 % of the items, beside counting them"
    return Result(told, f"{ours:.2f} ms", f"{peer:.2f} ms", ours / peer, BEGUN_LIMIT)


async def intake(name: str, store: Store, without: Store) -> Result:
    """Take the same comments in on a store with the index, and on one without."""
    now = SystemClock().now()
    writes = [arrival(now, str(number)) for number in range(INTAKE)]
    totals = [0.0, 0.0]
    for start in range(0, INTAKE, BATCH):
        batch: list[Write] = writes[start : start + BATCH]
        for place, one in enumerate((store, without)):
            totals[place] += await median(lambda: one.append(batch), times=1)  # noqa: B023 - likewise
    ours, peer = totals
    told = f"{name}, {INTAKE} comments taken in by {BATCH}: with the index, beside without"
    return Result(told, f"{ours:.0f} ms", f"{peer:.0f} ms", ours / peer, INTAKE_LIMIT)


async def on_sqlite(folder: Path, count: int) -> list[Result]:
    """Measure a file."""
    clock = SystemClock()
    store, large = folder / "store.db", folder / "large.db"
    without = await open_sqlite(folder / "without.db", clock)
    with closing(sqlite3.connect(folder / "without.db")) as db:
        for trigger in ("texts_added", "texts_changed", "texts_gone"):
            db.execute(f"DROP TRIGGER {trigger}")
    opened = await open_sqlite(store, clock)
    results = [await intake("alone", opened, without)]
    await opened.close()
    await without.close()
    await (await open_sqlite(large, clock)).close()
    fill_sqlite(large, count)
    opened = await open_sqlite(large, clock)
    results += [*await compare("alone", opened), await begun(opened)]
    await opened.close()
    return results


async def on_postgres(folder: Path, count: int) -> list[Result]:
    """Measure a server."""
    clock = SystemClock()
    with_it, without = PostgresBackend(folder, clock), PostgresBackend(folder, clock)
    stores = await with_it.open(), await without.open()
    await without.run("DROP TRIGGER texts_written ON texts")
    results = [await intake("in a team", *stores)]
    await fill_postgres(with_it.address.url, count)
    results += await compare("in a team", stores[0])
    for store, backend in zip(stores, (with_it, without), strict=True):
        await store.close()
        await backend.drop()
    return results


def measure(count: int = ITEMS) -> Iterator[Result]:
    """Measure finding among so many items, on either database."""
    with tempfile.TemporaryDirectory() as folder:
        yield from asyncio.run(on_sqlite(Path(folder), count))
        yield from asyncio.run(on_postgres(Path(folder), count))


if __name__ == "__main__":
    print(table(measure(*map(int, sys.argv[1:2]))))
