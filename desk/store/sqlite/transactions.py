"""Transactions on one SQLite file, and what can go wrong with it, said in a sentence.

Automatic checkpoints are off on every connection, because SQLite before 3.51.3 (backports
3.50.7, 3.44.6) can lose a commit when two connections write and checkpoint at once. The
holder of the write lock checkpoints instead, when nobody can be committing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from core.errors import Locked, StorageFull, StoreUnavailable, WebcareError
from core.i18n import _
from desk.store.sqlite import words
from desk.store.sqlite.locks import FileLock, beside
from desk.store.work import Job, Work

CHECKPOINT_BYTES = 4 * 1024 * 1024
"""Size of the write-ahead log from which a writer folds it into the database."""
BUSY_SECONDS = 5.0

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA wal_autocheckpoint = 0",
    "PRAGMA journal_size_limit = 0",
)

T = TypeVar("T")


def open_file(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the file with the settings every connection has."""
    address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    db = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        for pragma in _PRAGMAS:
            db.execute(pragma)
    except BaseException:
        db.close()
        raise
    return db


def read(db: sqlite3.Connection, path: Path, job: Job[T]) -> T:
    """Run work that reads, on one state of the database."""
    with explained(path):
        db.execute("BEGIN")
        with ended(db):
            return run(db, job())


def write(db: sqlite3.Connection, lock: FileLock, path: Path, job: Job[T]) -> T:
    """Run work that writes, in one transaction that is durable on return."""
    with lock.held(), explained(path):
        db.execute("BEGIN IMMEDIATE")
        with ended(db):
            result = run(db, job())
            words.settle(db)
        checkpoint(db, path)
        return result


def run(db: sqlite3.Connection, work: Work[T]) -> T:
    """Run all statements of some work; return what comes of it."""
    with closing(work):
        try:
            statement = next(work)
            while True:
                if statement.many:
                    db.executemany(statement.sql, statement.values)
                    statement = work.send([])
                else:
                    found = db.execute(statement.sql, statement.values)
                    statement = work.send(found.fetchall())
        except StopIteration as end:
            result: T = end.value
            return result


@contextmanager
def ended(db: sqlite3.Connection) -> Iterator[None]:
    """Commit the open transaction after the block, or roll it back."""
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            if db.in_transaction:
                db.execute("ROLLBACK")
        raise


def checkpoint(db: sqlite3.Connection, path: Path) -> None:
    """Fold a long write-ahead log into the database; the caller holds the write lock."""
    with suppress(sqlite3.Error, OSError):  # what is committed is safe in the log as well
        if beside(path, "-wal").stat().st_size > CHECKPOINT_BYTES:
            with closing(db.execute("PRAGMA wal_checkpoint(PASSIVE)")) as cursor:
                cursor.fetchone()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a sentence a person can act on."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a mistake of ours, not of the file
    except sqlite3.DatabaseError as error:
        raise explain(error, path) from error


_WRITE_FAILURES = frozenset(
    {
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_DIR_FSYNC,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }
)


def explain(error: sqlite3.Error, path: Path) -> WebcareError:
    """Return our error for one of SQLite's."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL or code in _WRITE_FAILURES:
        return StorageFull(
            _("The disk would not take the write to {path}; nothing of it was kept").format(
                path=path
            ),
            _("Make room on the disk and do it again."),
        )
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return Locked(
            _("Another program is using {path}").format(path=path), _("Try again in a moment.")
        )
    if primary == sqlite3.SQLITE_READONLY:
        return StoreUnavailable(
            _("{path} cannot be written to").format(path=path),
            _("Check that the file and its folder are yours."),
        )
    if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return StoreUnavailable(
            _("{path} is damaged or not a database").format(path=path),
            _("Keep the file, and put back the newest good copy."),
        )
    return StoreUnavailable(
        _("{path} cannot be read or written: {reason}").format(path=path, reason=error)
    )
