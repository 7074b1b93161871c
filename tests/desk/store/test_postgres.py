"""What only a team's server does: who is let in, what goes wrong, roles, and whose clock holds."""

import asyncio
import os
import random
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from core.clock import HOUR, SECOND, SystemClock
from core.errors import ConfigError, NotAllowed, StorageFull, StoreUnavailable, WebcareError
from core.vocabulary import ItemId, Role
from desk.store.listing import View
from desk.store.migrations import Step
from desk.store.postgres import lookout, schema
from desk.store.postgres.address import Address
from desk.store.postgres.database import open_postgres
from desk.store.postgres.lookout import Lookout
from desk.store.postgres.roles import script
from desk.store.records import Change, Draft, Shift, Write
from tests.support.clock import FakeClock
from tests.support.postgres import (
    PostgresBackend,
    run_on,
    run_script,
    server,
    server_account,
    with_user,
)
from tests.support.store import add, arrival, note


@pytest_asyncio.fixture
async def team(tmp_path: Path, clock: FakeClock) -> AsyncIterator[PostgresBackend]:
    """Return a team database with its schema."""
    backend = PostgresBackend(tmp_path, clock)
    await (await backend.open()).close()
    yield backend
    await backend.drop()


async def refusal(address: Address, *, read_only: bool = False) -> WebcareError:
    """Return why a database is not opened."""
    with pytest.raises(WebcareError) as refused:
        await open_postgres(address, FakeClock(), read_only=read_only)
    return refused.value


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("url", "error", "words"),
    [
        ("postgresql://ann@nowhere.invalid/desk", StoreUnavailable, "nowhere.invalid/desk cannot"),
        ("postgresql://ann@127.0.0.1:1/desk", StoreUnavailable, "127.0.0.1:1/desk cannot"),
        ("postgresql:///desk?host=/nowhere", StoreUnavailable, "/nowhere/desk cannot"),
    ],
)
async def test_absent_server_is_named(url: str, error: type[WebcareError], words: str) -> None:
    """An unknown host, a closed port and a missing socket are one sentence with what to do."""
    said = await refusal(Address(url))
    assert type(said) is error
    assert words in said.message
    assert said.hint


@pytest.mark.asyncio
async def test_missing_database_is_named(team: PostgresBackend) -> None:
    """A server without this database says how to make it."""
    said = await refusal(Address(team.address.url.replace(team.name, "nothing_here")))
    assert isinstance(said, ConfigError)
    assert "no such database" in said.message
    assert "createdb" in said.hint


@pytest.mark.asyncio
async def test_wrong_password_is_said_without_it(team: PostgresBackend) -> None:
    """Whoever is not let in is told so; neither password is in the sentence."""
    if "WEBCARE_TEST_POSTGRES" in os.environ:
        pytest.skip("whom another server lets in is not ours to say")
    user = f"locked_{team.name}"
    await run_on(server(), f"CREATE ROLE {user} LOGIN PASSWORD 'right'")
    try:
        said = await refusal(Address(with_user(team.address.url, user), "wr0ng-one"))
        assert isinstance(said, ConfigError)
        assert "does not let you in" in said.message
        assert "wr0ng-one" not in str(said)
        assert "wr0ng-one" not in repr(Address("postgresql://x/y", "wr0ng-one"))
    finally:
        await run_on(server(), f"DROP ROLE {user}")


@pytest.mark.asyncio
async def test_schema_of_a_newer_program_is_left_alone(team: PostgresBackend) -> None:
    """Both numbers are named, and nothing is written."""
    await team.run("UPDATE schema_version SET number = 999")
    said = await refusal(team.address)
    assert isinstance(said, ConfigError)
    assert "999" in said.message
    assert str(schema.steps()[-1].number) in said.message
    assert await team.fetch("SELECT number FROM schema_version") == [(999,)]


@pytest.mark.asyncio
async def test_older_schema_is_brought_up_by_its_owner_only(
    tmp_path: Path, clock: FakeClock
) -> None:
    """Who may only look or work is told who can; the owner's start upgrades, all steps or none."""
    team = PostgresBackend(tmp_path, clock)
    await team.make()
    said = await refusal(team.address, read_only=True)
    assert isinstance(said, ConfigError)
    assert "webcare migrate" in said.hint
    broken = Step(1, schema.steps()[0].sql + "SELECT nowhere();")
    connection = await asyncpg.connect(team.address.url)
    with pytest.raises(asyncpg.UndefinedFunctionError):
        await schema.bring_up(connection, [broken], "here", may=True)
    await connection.close()
    assert await team.fetch("SELECT to_regclass('items')") == [(None,)]
    stores = await asyncio.gather(*(team.open() for _ in range(3)))
    await add(stores[0], arrival(clock.now()))
    assert await stores[2].item_ids() == [1]
    for store in stores:
        await store.close()
    await team.drop()


@pytest.mark.asyncio
async def test_deadlines_go_by_the_servers_clock(
    team: PostgresBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that is an hour ahead takes the server's time, and keeps it when it is mended."""
    true = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: true() + HOUR * 1000)
    clock = SystemClock()
    assert clock.now() - true() // 1000 > HOUR - SECOND
    store = await open_postgres(team.address, clock)
    assert abs(clock.now() - true() // 1000) < SECOND
    monkeypatch.setattr(time, "time_ns", true)
    assert abs(clock.now() - true() // 1000) < SECOND
    await store.close()


@pytest.fixture
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder on a disk of eight megabytes, where one may be mounted."""
    account = server_account()
    if account is None:
        pytest.skip("the server is another machine's, or our own account's")
    folder = Path("/tmp") / f"webcare-small-{time.monotonic_ns()}"  # noqa: S108 - the server must get there
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m,mode=777", "tmpfs", str(folder)],
        capture_output=True,
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("no file system may be mounted here")
    shutil.chown(folder, account)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


@pytest.mark.asyncio
async def test_full_disk_of_the_server_is_said(
    tmp_path: Path, clock: FakeClock, small_disk: Path
) -> None:
    """A write that finds no room is refused whole, and everything before it is there."""
    space = f"small_{time.monotonic_ns()}"
    await run_on(server(), f"CREATE TABLESPACE {space} LOCATION '{small_disk}'")
    team = PostgresBackend(tmp_path, clock)
    try:
        await run_on(server(), f"CREATE DATABASE {team.name} TABLESPACE {space}")
    except asyncpg.DiskFullError:
        await run_on(server(), f"DROP TABLESPACE {space}")
        pytest.skip("an empty database does not fit on the small disk")
    store = await open_postgres(team.address, clock)
    written: list[ItemId] = []

    async def write_on() -> None:
        for number in range(10_000):
            item = await add(store, arrival(clock.now(), str(number)))
            written.append(item.id)
            words = random.Random(number).randbytes(20_000).hex()  # noqa: S311 - not to be pressed
            await store.append([Write((note(clock.now(), words),), item.id)])

    with pytest.raises(StorageFull, match="no room"):
        await write_on()
    ids = await store.item_ids(limit=10_000)
    assert ids == written
    assert all([await store.chain_holds(item) for item in ids])
    await store.close()
    await team.drop()
    await run_on(server(), f"DROP TABLESPACE {space}")


@pytest.mark.asyncio
async def test_cut_connections_are_made_anew(team: PostgresBackend, clock: FakeClock) -> None:
    """Whatever the server cuts, the next read and write go through, and others are still heard."""
    store, other = await team.open(), await team.open()
    stream = store.changes()
    await add(other, arrival(clock.now(), "before"))
    await asyncio.wait_for(anext(stream), 5)
    await team.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = ? AND pid <> pg_backend_pid()",
        team.name,
    )
    item = await add(store, arrival(clock.now(), "after"))
    assert await store.item(item.id) == item
    async with asyncio.timeout(10):
        while not (await anext(stream)).other:
            pass  # until it listens again, and says that something may have been missed
        theirs = (await add(other, arrival(clock.now(), "theirs"))).id
        while theirs not in (await anext(stream)).items:
            pass
    await store.close()
    await other.close()


@pytest.mark.asyncio
async def test_what_was_not_heard_is_found_by_looking(
    team: PostgresBackend, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look tells of writes that no hint came of, once: also of what leaves no event."""
    store, other = await team.open(), await team.open()
    item = (await add(store, arrival(clock.now()))).id
    monkeypatch.setattr(lookout, "POLL_SECONDS", 0.0)
    monkeypatch.setattr(Lookout, "ending", lambda *_: "COMMIT")
    looking: Lookout = store.database._lookout  # type: ignore[attr-defined]
    await store.append([Write((note(clock.now()),), item)])  # ours hides nobody else's on it
    for write in (
        other.append([Write((note(clock.now()),), item)]),
        other.save_draft(Draft(item, "bob", "Beste", clock.now())),
        other.put_shift(Shift("s1", clock.now())),
    ):
        await write
        assert await looking.look() == Change(frozenset(), other=True)
        assert await looking.look() is None
    await store.close()
    await other.close()


@pytest.mark.asyncio
async def test_a_single_question_takes_no_transaction(
    team: PostgresBackend, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does it once others were asked that do: each way there and back may be a long one."""
    store = await team.open()
    item = (await add(store, arrival(clock.now()))).id
    begun = []
    begin = asyncpg.Connection.transaction

    def counted(connection: Any, **how: Any) -> Any:
        begun.append(how)
        return begin(connection, **how)

    monkeypatch.setattr(asyncpg.Connection, "transaction", counted)
    await store.position(View.QUEUE, "ann", clock.now(), item)
    assert len(begun) == 1
    await store.counts("ann", clock.now())
    await store.shifts(1)
    assert len(begun) == 1
    await store.close()


@pytest.mark.asyncio
async def test_lost_answer_to_a_commit_writes_once(
    team: PostgresBackend, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that went through though its answer got lost is found again, not doubled."""
    store = await team.open()
    item, other = [(await add(store, arrival(clock.now(), name))).id for name in "ab"]
    execute = asyncpg.Connection.execute
    losing = 0

    async def execute_and_lose(self: Any, query: str, *values: Any, **options: Any) -> str:
        nonlocal losing
        answer = await execute(self, query, *values, **options)
        if "COMMIT" in query:
            losing += 1
            if losing % 3:
                raise asyncpg.ConnectionDoesNotExistError("connection was closed")
        return str(answer)

    monkeypatch.setattr(asyncpg.Connection, "execute", execute_and_lose)
    written = await store.append([Write((note(clock.now()),), item, expected=1)])
    taken = await store.claim_first([item, other], "ann", clock.now(), clock.now() + HOUR)
    monkeypatch.undo()
    assert losing == 6
    assert [one and one.version for one in written] == [2]
    assert len(await store.events(item)) == 2
    assert taken == item
    assert await store.claim_of(other, clock.now()) is None
    await store.close()


@pytest.mark.asyncio
async def test_notice_of_a_large_change_is_cut_short(
    team: PostgresBackend, clock: FakeClock
) -> None:
    """More items than a notice can name are told as one change of anything."""
    store, other = await team.open(), await team.open()
    stream = store.changes()
    await other.append([arrival(clock.now(), str(n)) for n in range(2500)])
    assert await asyncio.wait_for(anext(stream), 5) == Change(frozenset(), other=True)
    await store.close()
    await other.close()


@pytest.mark.asyncio
async def test_roles_are_the_servers(team: PostgresBackend, clock: FakeClock) -> None:
    """A reader changes nothing, an agent adds to the history only, a lead may erase a text."""
    await run_script(team.address.url, script())
    await run_script(team.address.url, script())
    store = await team.open()
    item = (await add(store, arrival(clock.now()))).id
    assert await store.role() is Role.LEAD
    await store.close()
    for role in Role:
        user = f"{role}_{team.name}"
        await run_on(server(), f"CREATE ROLE {user} LOGIN PASSWORD 'x' IN ROLE webcare_{role}")
        address = Address(with_user(team.address.url, user), "x")
        try:
            mine = await open_postgres(address, clock)
            assert await mine.role() is role
            if role is Role.READER:
                with pytest.raises(NotAllowed, match="does not allow"):
                    await mine.claim(item, user, clock.now(), clock.now() + HOUR)
                assert (await mine.item(item)).id == item
            else:
                await mine.append([Write((note(clock.now()),), item)])
                await mine.claim(item, user, clock.now(), clock.now() + HOUR)
                assert await mine.release(item, user)
            await mine.close()
            for sql, may in {
                "UPDATE events SET actor = 'x'": False,
                "DELETE FROM texts": False,
                "UPDATE texts SET body = NULL, salt = NULL": role is Role.LEAD,
                "UPDATE schema_version SET number = 0": False,
                "INSERT INTO notices VALUES ('n', '', 0, 'x', 'to all')": role is Role.LEAD,
                "INSERT INTO notices VALUES ('n', 'ann', 0, 'x', '')": role is not Role.READER,
                "INSERT INTO team VALUES (1, 0, 'x', '')": role is Role.LEAD,
                "DELETE FROM team": False,
            }.items():
                assert await allowed(address, sql) is may, (role, sql)
        finally:
            await run_on(server(), f"DROP ROLE {user}")


async def allowed(address: Address, sql: str) -> bool:
    """Return whether a user may run a statement; it is taken back."""
    connection = await asyncpg.connect(address.url, password=address.password)
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute(sql)
    except asyncpg.InsufficientPrivilegeError:
        return False
    finally:
        await transaction.rollback()
        await connection.close()
    return True
