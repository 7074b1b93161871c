"""What only the SQLite file does: locks, modes, schemas, copies, and the peek."""

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import HOUR
from core.errors import ConfigError, Locked, NotFound, StoreUnavailable
from desk.store.listing import View
from desk.store.migrations import Step
from desk.store.sqlite import schema
from desk.store.sqlite.database import DeskFile, open_sqlite
from desk.store.sqlite.locks import FileLock, beside
from desk.store.sqlite.peek import peek
from desk.store.sqlite.schema import APPLICATION_ID
from desk.store.sqlite.transactions import CHECKPOINT_BYTES
from desk.store.store import Store
from tests.support.clock import FakeClock
from tests.support.store import add, arrival

NEXT = Step(
    schema.newest() + 1, "CREATE TABLE later (id INTEGER);\nCREATE TABLE more (id INTEGER);"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the desk's file will be, in folders that are not there yet."""
    return tmp_path / "data" / "webcare" / "desk.db"


@pytest_asyncio.fixture
async def desk(path: Path, clock: FakeClock) -> AsyncIterator[Store]:
    """Return the desk's store with one item."""
    store = await open_sqlite(path, clock, desk_lock=True)
    await add(store, arrival(clock.now()))
    yield store
    await store.close()


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Let everybody read new files by default."""
    before = os.umask(0)
    yield
    os.umask(before)


async def closed_desk(path: Path, clock: FakeClock) -> None:
    """Leave a desk's file with one item behind."""
    store = await open_sqlite(path, clock)
    await add(store, arrival(clock.now()))
    await store.close()


def later_schema(monkeypatch: pytest.MonkeyPatch, step: Step = NEXT) -> None:
    """Let the program bring one more migration."""
    steps = (*schema.shipped_steps(), step)
    monkeypatch.setattr(schema, "shipped_steps", lambda: steps)


def content(path: Path) -> bytes:
    """Return every byte of a file."""
    return path.read_bytes()


def replaced(path: Path, text: str) -> Path:
    """Return the path after putting another file there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def version_of(path: Path) -> int:
    """Return the schema number in a file."""
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


@pytest.mark.asyncio
@pytest.mark.usefixtures("open_umask")
async def test_files_are_the_owners_alone(desk: Store, path: Path) -> None:
    """Whatever the umask: files 0600, the folders that were made 0700."""
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes) >= {"desk.db", "desk.db-wal", "desk.db.desk.lock", "desk.db.write.lock"}
    assert set(modes.values()) == {0o600}
    for folder in (path.parent, path.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.asyncio
async def test_commits_are_synced_to_the_disk(desk: Store) -> None:
    """The settings that durability rests on hold on the writing connection."""
    assert isinstance(desk.database, DeskFile)
    writer = desk.database._writer
    assert writer is not None
    names = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check")
    found = await writer.run(
        lambda db: [db.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    )
    assert found == ["wal", 2, 1, 0, 1]


@pytest.mark.asyncio
async def test_second_desk_is_refused(desk: Store, path: Path, clock: FakeClock) -> None:
    """One desk a file; commands are let in, and the next desk when the first has gone."""
    with pytest.raises(Locked, match="open already"):
        await open_sqlite(path, clock, desk_lock=True)
    command = await open_sqlite(path, clock)
    await add(command, arrival(clock.now(), "2"))
    await command.close()
    await desk.close()
    again = await open_sqlite(path, clock, desk_lock=True)
    assert len(await again.item_ids()) == 2
    await again.close()


@pytest.mark.asyncio
async def test_busy_file_is_said(
    desk: Store, path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that waited in vain says so, while reads go on; then it works again."""
    monkeypatch.setattr("desk.store.sqlite.locks.WAIT_SECONDS", 0.01)
    lock = FileLock(beside(path, ".write.lock"))
    with lock.held():
        waiting = asyncio.create_task(add(desk, arrival(clock.now(), "2")))
        assert len(await desk.item_ids()) == 1
        with pytest.raises(Locked, match="busy"):
            await waiting
    lock.close()
    await add(desk, arrival(clock.now(), "2"))


@pytest.mark.asyncio
async def test_closed_store_says_so(desk: Store, clock: FakeClock) -> None:
    """Who still asks after the end gets a sentence; closing twice is harmless."""
    await desk.close()
    await desk.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        await desk.item_ids()
    with pytest.raises(StoreUnavailable, match="closed"):
        await add(desk, arrival(clock.now(), "2"))


@pytest.mark.asyncio
async def test_read_only_store_writes_nothing(path: Path, clock: FakeClock) -> None:
    """A store for reading reads, refuses to write, and makes no file."""
    with pytest.raises(NotFound):
        await open_sqlite(path, clock, read_only=True)
    assert not path.parent.exists()
    await closed_desk(path, clock)
    store = await open_sqlite(path, clock, read_only=True)
    assert (await store.window(View.QUEUE, "ann", clock.now(), 0, 9)).total == 1
    with pytest.raises(StoreUnavailable, match="opened for reading"):
        await add(store, arrival(clock.now(), "2"))
    await store.close()


@pytest.mark.asyncio
async def test_newer_schema_is_left_alone(path: Path, clock: FakeClock) -> None:
    """A file of a newer program is refused with both numbers, and not one byte changes."""
    await closed_desk(path, clock)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    before = content(path)
    for read_only in (False, True):
        with pytest.raises(ConfigError, match=rf"99.*{schema.newest()}"):
            await open_sqlite(path, clock, read_only=read_only)
    assert content(path) == before
    assert peek(path, "ann", clock.now(), 9) is None


@pytest.mark.asyncio
async def test_other_programs_database_is_left_alone(path: Path, clock: FakeClock) -> None:
    """A database that is not a desk is refused; so is a file that is no database."""
    with closing(sqlite3.connect(replaced(path, ""))) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    before = content(path)
    with pytest.raises(ConfigError, match="another program"):
        await open_sqlite(path, clock)
    assert content(path) == before

    replaced(path, "not a database at all" * 100)
    with pytest.raises(StoreUnavailable, match="damaged or not a database"):
        await open_sqlite(path, clock)


@pytest.mark.asyncio
async def test_copy_is_taken_before_a_migration(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a filled file is changed, a sound copy of it with its version stands beside it."""
    await closed_desk(path, clock)
    assert list(path.parent.glob("*.copy")) == []
    old = version_of(path)
    later_schema(monkeypatch)
    with pytest.raises(ConfigError, match="reads"):
        await open_sqlite(path, clock, read_only=True)
    store = await open_sqlite(path, clock)
    assert len(await store.item_ids()) == 1
    await store.close()

    assert version_of(path) == NEXT.number
    (copy,) = path.parent.glob("*.copy")
    assert copy.name == f"desk.db.schema-{old}-20261118T110640Z.copy"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert version_of(copy) == old
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT count(*) FROM events").fetchone() == (1,)


@pytest.mark.asyncio
async def test_copy_is_never_overwritten(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that is there already is kept, and the file stays as it is."""
    await closed_desk(path, clock)
    old = version_of(path)
    taken = replaced(beside(path, f".schema-{old}-20261118T110640Z.copy"), "precious")
    later_schema(monkeypatch)
    with pytest.raises(StoreUnavailable, match="copy"):
        await open_sqlite(path, clock)
    assert content(taken) == b"precious"
    assert version_of(path) == old


@pytest.mark.asyncio
async def test_failed_migration_changes_nothing(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step is whole or not at all."""
    await closed_desk(path, clock)
    old = version_of(path)
    with monkeypatch.context() as patch:
        later_schema(patch, Step(NEXT.number, NEXT.sql + "\nINSERT INTO nowhere VALUES (1);"))
        with pytest.raises(StoreUnavailable, match="nowhere"):
            await open_sqlite(path, clock)
    assert version_of(path) == old
    with closing(sqlite3.connect(path)) as db:
        names = {row[0] for row in db.execute("SELECT name FROM sqlite_schema")}
    assert not {"later", "more"} & names
    store = await open_sqlite(path, clock)
    assert len(await store.item_ids()) == 1
    await store.close()


@pytest.mark.asyncio
async def test_fresh_file_is_ours(path: Path, clock: FakeClock) -> None:
    """A new file carries our mark and the newest schema, and needs no copy."""
    await closed_desk(path, clock)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert version_of(path) == schema.newest()
    assert list(path.parent.glob("*.copy")) == []


@pytest.mark.asyncio
async def test_log_is_folded_in_before_it_grows(desk: Store, path: Path) -> None:
    """The write-ahead log stays bounded however much is written."""
    for batch in range(8):
        writes = [arrival(FakeClock().now(), f"{batch}-{n}") for n in range(400)]
        await desk.append(writes)
    assert beside(path, "-wal").stat().st_size < 2 * CHECKPOINT_BYTES
    assert len(content(path)) > CHECKPOINT_BYTES / 2


@pytest.mark.asyncio
async def test_peek_shows_what_the_store_shows(desk: Store, path: Path, clock: FakeClock) -> None:
    """The first frame's rows and figures are the store's own, also while it is open."""
    now = clock.now() + 2 * HOUR
    shown = peek(path, "ann", now, 50)
    assert shown == (
        await desk.window(View.QUEUE, "ann", now, 0, 50),
        await desk.counts("ann", now),
    )
    await desk.close()
    assert peek(path, "ann", now, 50) == shown


def test_peek_needs_no_file(path: Path, clock: FakeClock) -> None:
    """Where there is nothing to see, nothing is made and nothing fails."""
    assert peek(path, "ann", clock.now(), 50) is None
    path.parent.mkdir(parents=True)
    path.touch()
    assert peek(path, "ann", clock.now(), 50) is None
    path.write_bytes(b"junk" * 1000)
    assert peek(path, "ann", clock.now(), 50) is None


def test_peek_loads_no_driver() -> None:
    """The peek is there for speed: it imports neither aiosqlite nor any network module."""
    heavy = "{'aiosqlite', 'aiohttp', 'feedparser', 'textual'}"
    code = f"import sys, desk.store.sqlite.peek; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=True)
