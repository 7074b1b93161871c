"""Two locks beside the database file, so that a desk and commands share it.

``<file>.desk.lock`` is held by the one desk on the file for its life; ``<file>.write.lock``
by any process for each write transaction. The kernel lets go of both when a process dies.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import Locked
from core.i18n import _
from desk.store.files import create_private

WAIT_SECONDS = 10.0
"""How long a write waits for others before it gives up."""
_LONGEST_PAUSE = 0.004


class FileLock:
    """An exclusive lock on a file that outlives nobody."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = create_private(path)

    def close(self) -> None:
        """Let go of the lock, if held, and of the file."""
        os.close(self._file)

    def take(self) -> bool:
        """Take the lock if it is free; return whether it is ours now."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock for a block; blocks the thread, never the event loop's own.

        Raises:
            Locked: others held it for WAIT_SECONDS.
        """
        deadline = time.monotonic() + WAIT_SECONDS
        pause = 0.0005
        while not self.take():
            if time.monotonic() >= deadline:
                raise Locked(
                    _("The desk's file {path} is busy").format(path=self.path.stem),
                    _("Try again in a moment."),
                )
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


def lock_desk(database: Path) -> FileLock:
    """Take the desk's own lock for the life of this process; Locked where a desk has it."""
    lock = FileLock(beside(database, ".desk.lock"))
    if not lock.take():
        lock.close()
        raise Locked(
            _("Another window has this desk open already: {path}").format(path=database),
            _("Work there, or share one desk in a team through PostgreSQL."),
        )
    return lock


def beside(database: Path, suffix: str) -> Path:
    """Return a path next to the database with a suffix on its whole name."""
    return database.with_name(database.name + suffix)
