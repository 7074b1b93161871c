"""Bring a database file to this program's schema, step by numbered step.

Every step is one transaction, and before the first one on a file that holds something a
checked copy is put beside it. A file of a newer program, or of another one, is left alone.
"""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from core.clock import Instant, to_datetime
from core.errors import ConfigError, StoreUnavailable
from core.i18n import _
from desk.store import migrations
from desk.store.files import create_private, sync, unusable
from desk.store.migrations import Step
from desk.store.sqlite.locks import beside
from desk.store.sqlite.transactions import ended

APPLICATION_ID = 0x57434152
"""'WCAR' in the file's header: this database is ours."""


def shipped_steps() -> tuple[Step, ...]:
    """Return the migrations this program brings, in order."""
    return migrations.shipped_steps("sqlite")


def newest() -> int:
    """Return the number of the schema this program works with."""
    return shipped_steps()[-1].number


def migrate(db: sqlite3.Connection, path: Path, steps: Sequence[Step], now: Instant) -> None:
    """Run the steps a file lacks; the caller holds the write lock.

    Raises:
        ConfigError: the file is of a newer program, or not ours.
        StoreUnavailable: the copy made beforehand is not sound.
    """
    have = check(db, path, steps[-1].number, empty_is_ours=True)
    pending = [step for step in steps if step.number > have]
    if not pending:
        return
    if have:
        copy_of(db, path, have, now)
    else:
        db.execute("PRAGMA journal_mode = WAL")
    for step in pending:
        _run(db, step)


def check(db: sqlite3.Connection, path: Path, newest: int, *, empty_is_ours: bool = False) -> int:
    """Return the file's schema number; ConfigError where it is newer or not ours."""
    (have,) = db.execute("PRAGMA user_version").fetchone()
    (owner,) = db.execute("PRAGMA application_id").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if empty_is_ours and owner == have == tables == 0:
        return 0
    if owner != APPLICATION_ID:
        raise ConfigError(
            _("{path} is a database of another program").format(path=path),
            _("Name another file."),
        )
    if have > newest:
        raise ConfigError(
            _("{path} has schema {have}, and this program knows up to {newest}").format(
                path=path, have=have, newest=newest
            ),
            _("Install the newer version of webcare again."),
        )
    return int(have)


def check_exactly(db: sqlite3.Connection, path: Path, newest: int) -> None:
    """Refuse a file that would have to be migrated before it can be read."""
    have = check(db, path, newest)
    if have < newest:
        raise ConfigError(
            _("{path} has schema {have}, and this program reads {newest}").format(
                path=path, have=have, newest=newest
            ),
            _("Open it for writing once, so that it is brought up to date."),
        )


def copy_of(db: sqlite3.Connection, path: Path, version: int, now: Instant) -> Path:
    """Put a checked copy beside the file and return its path; never overwrites one."""
    draft = beside(path, ".copying")
    draft.unlink(missing_ok=True)
    os.close(create_private(draft))
    with closing(sqlite3.connect(draft)) as target:
        db.backup(target)
        (verdict,) = target.execute("PRAGMA quick_check").fetchone()
    if verdict != "ok":
        draft.unlink()
        raise StoreUnavailable(
            _("{path} is damaged, so it was not brought up to date").format(path=path),
            _("Keep the file, and put back the newest good copy."),
        )
    sync(draft)
    copy = beside(path, f".schema-{version}-{to_datetime(now):%Y%m%dT%H%M%SZ}.copy")
    try:
        copy.hardlink_to(draft)  # unlike a rename, it refuses to replace a copy
        draft.unlink()
        sync(path.parent)
    except OSError as error:
        raise unusable(copy, error) from error
    return copy


def _run(db: sqlite3.Connection, step: Step) -> None:
    db.execute("BEGIN IMMEDIATE")
    with ended(db):
        for statement in _statements(step.sql):
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {step.number}")


def _statements(sql: str) -> list[str]:
    """Split a script where SQLite says a statement is complete (triggers hold semicolons)."""
    statements, pending = [], ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements
