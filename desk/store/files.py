"""Files that only their owner may read, whatever the umask says."""

import os
from contextlib import suppress
from pathlib import Path

from core.errors import StoreUnavailable
from core.i18n import _


def create_private(path: Path, *, new: bool = False) -> int:
    """Open a file for writing, made with mode 0600; return its descriptor.

    Raises:
        FileExistsError: ``new`` was asked for and it is there.
        StoreUnavailable: the folder does not take it.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
    try:
        file = os.open(path, flags | (os.O_EXCL if new else 0), 0o600)
        os.fchmod(file, 0o600)
    except FileExistsError:
        raise
    except OSError as error:
        raise unusable(path, error) from error
    return file


def touch_private(path: Path) -> None:
    """Make a file with mode 0600 where there is none; one that exists keeps its mode."""
    with suppress(FileExistsError):
        os.close(create_private(path, new=True))


def create_folders(folder: Path) -> None:
    """Make a folder and those above it with mode 0700; those that exist are left alone."""
    try:
        for made in [*reversed(folder.parents), folder]:
            if not made.exists():
                made.mkdir(mode=0o700, exist_ok=True)
                made.chmod(0o700)
    except OSError as error:
        raise unusable(folder, error) from error


def sync(path: Path) -> None:
    """Make a file, or a folder's list of names, survive a power loss."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def unusable(path: Path, error: OSError) -> StoreUnavailable:
    """Return the error for a path that cannot be used."""
    return StoreUnavailable(
        _("{path} cannot be used: {reason}").format(path=path, reason=error.strerror),
        _("Check that the folder is yours and can be written to."),
    )
