"""Nothing acknowledged is lost: killed processes, full disks, commands beside a desk."""

import random
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from core.vocabulary import EventId, ItemId
from desk.store.sqlite.database import open_sqlite
from tests.support.clock import FakeClock
from tests.support.store_writer import EVERY

ROOT = Path(__file__).parents[3]


def start(path: Path, name: str, count: int, *limit: int) -> subprocess.Popen[str]:
    """Start a process that writes to the file."""
    words = [str(word) for word in (path, name, count, *limit)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.store_writer", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def acknowledged(lines: Iterable[str]) -> list[tuple[int, str]]:
    """Return the (item, event) pairs that a writer said are kept; the last may be cut short."""
    parts = [line.split() for line in lines if line.endswith("\n")]
    return [(int(part[0]), part[1]) for part in parts if part[0].isdigit()]


async def check(path: Path, kept: list[tuple[int, str]]) -> None:
    """Assert that the file is sound and holds each acknowledged event exactly once."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    store = await open_sqlite(path, FakeClock())
    ids = await store.item_ids(limit=100_000)
    stored = [(item, event.id) for item in ids for event in await store.events(item)]
    times = Counter(stored)
    assert [pair for pair in kept if times[ItemId(pair[0]), EventId(pair[1])] != 1] == []
    assert max(times.values(), default=1) == 1
    assert all([await store.chain_holds(item) for item in ids])
    assert await store.rebuild() == 0
    await store.close()


async def kill_again_and_again(path: Path, times: int) -> None:
    """Kill a writer after a random acknowledgement, over and over on one file."""
    dice = random.Random(times)  # noqa: S311 - only the killing is by chance
    kept: list[tuple[int, str]] = []
    for cycle in range(times):
        with start(path, f"k{cycle}", 0) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(dice.randint(1, 60))]
            writer.kill()
            lines += writer.stdout.readlines()
        assert len(acknowledged(lines)) >= len(lines) - 1
        kept += acknowledged(lines)
    await check(path, kept)


@pytest.mark.asyncio
async def test_killed_writer_loses_nothing(tmp_path: Path) -> None:
    """Eight kills at any moment: every acknowledged event is there, once, and rows fit."""
    await kill_again_and_again(tmp_path / "desk.db", 8)


@pytest.mark.slow
@pytest.mark.asyncio
async def test_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    """A hundred kills on one file: the same holds."""
    await kill_again_and_again(tmp_path / "desk.db", 100)


@pytest.mark.asyncio
async def test_ten_commands_beside_a_desk(tmp_path: Path) -> None:
    """Ten processes write while a desk has the file open: none fails and nothing is lost."""
    path = tmp_path / "desk.db"
    desk = await open_sqlite(path, FakeClock(), desk_lock=True)
    each = 4 * EVERY
    commands = [start(path, f"c{number}", each) for number in range(10)]
    outputs = [command.communicate()[0].splitlines(keepends=True) for command in commands]
    assert [command.returncode for command in commands] == [0] * 10
    kept = [pair for output in outputs for pair in acknowledged(output)]
    assert len(kept) == 10 * (each + each // EVERY)
    assert len(await desk.item_ids()) == 10 * each // EVERY
    await desk.close()
    await check(path, kept)


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [1_000_000, 3_000_000])
async def test_full_disk_is_said_and_loses_nothing(tmp_path: Path, size: int) -> None:
    """Where the disk takes no more, the write is refused as such and all before it is there."""
    path = tmp_path / "desk.db"
    with start(path, "full", 100_000, size) as writer:
        assert writer.stdout is not None
        lines = writer.stdout.readlines()
    assert writer.returncode == 0
    error, items = lines[-1].split()
    kept = acknowledged(lines)
    assert error == "StorageFull"
    assert len(kept) > 10
    assert int(items) == len({item for item, _ in kept})
    await check(path, kept)
    with start(path, "again", EVERY) as writer:
        assert writer.stdout is not None
        kept += acknowledged(writer.stdout.readlines())
    await check(path, kept)
