"""Bring a team's database to this program's schema, one program at a time."""

from collections.abc import Sequence

from core.errors import ConfigError
from core.i18n import _
from desk.store.migrations import Step, shipped_steps
from desk.store.postgres.dialect import Link

_LOCK = 0x57434152
"""Key of the advisory lock that keeps two programs from migrating at once."""
LONGEST = 3600.0
"""Seconds that a step may take; those that read a large desk's texts need some minutes."""


def steps() -> tuple[Step, ...]:
    """Return the migrations this program brings, in order."""
    return shipped_steps("postgres")


async def bring_up(connection: Link, pending: Sequence[Step], where: str, *, may: bool) -> None:
    """Run the steps the database lacks, all of them in one transaction.

    Args:
        connection: a connection to it.
        pending: the steps of this program.
        where: what the database is called in a sentence.
        may: whether it may be changed; if not, it must be up to date.

    Raises:
        ConfigError: the database is of a newer program, or may only be upgraded by its owner.
    """
    newest = pending[-1].number
    if await version(connection) == newest:
        return
    # Locked before the transaction begins: only its beginning learns what another program made.
    await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
    try:
        async with connection.transaction():
            await _run(connection, pending, where, may=may)
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", _LOCK)


async def _run(connection: Link, pending: Sequence[Step], where: str, *, may: bool) -> None:
    have, newest = await version(connection), pending[-1].number
    check(have, newest, where=where)
    if have < newest and not (may and await _may_create(connection)):
        raise ConfigError(
            _("{where} has schema {have}, and this program needs {newest}").format(
                where=where, have=have, newest=newest
            ),
            _("Its owner must bring it up to date: webcare migrate."),
        )
    if not have:
        await connection.execute("CREATE TABLE schema_version (number BIGINT NOT NULL)")
        await connection.execute("INSERT INTO schema_version VALUES (0)")
    await connection.execute("SET LOCAL statement_timeout = 0")
    for step in pending:
        if step.number > have:
            await connection.execute(step.sql, timeout=LONGEST)
    await connection.execute("UPDATE schema_version SET number = $1", newest)


async def version(connection: Link) -> int:
    """Return the number of the database's schema, 0 where there is none yet."""
    there = await connection.fetchval("SELECT to_regclass('schema_version')")
    if there is None:
        return 0
    return int(await connection.fetchval("SELECT number FROM schema_version"))


def check(have: int, newest: int, *, where: str) -> None:
    """Refuse the database of a newer program."""
    if have > newest:
        raise ConfigError(
            _("{where} has schema {have}, and this program knows up to {newest}").format(
                where=where, have=have, newest=newest
            ),
            _("Install the newer version of webcare."),
        )


async def _may_create(connection: Link) -> bool:
    sql = "SELECT has_schema_privilege(current_schema(), 'CREATE')"
    return bool(await connection.fetchval(sql))
