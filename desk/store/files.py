"""Files that only their owner may read, whatever the umask says."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from core.errors import Refused, StorageFull, StoreUnavailable
from core.i18n import _


class CreationError(Refused):
    """A file that was asked for cannot be made."""

    exit_code = 73


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


def refuse_existing(path: Path) -> None:
    """Refuse a name that is taken before anything is done for it; CreationError names it."""
    if path.exists() or path.is_symlink():
        message = _("{path} exists already").format(path=path)
        raise CreationError(message, _("Nothing is overwritten: give another name."))


def write_whole(path: Path, data: str | bytes, *, over: bool = False) -> None:
    """Write a file with mode 0600, complete or not at all, so that it survives a power loss.

    Args:
        path: where it is to stand, in a folder that is there.
        data: what it holds; text is written in UTF-8.
        over: whether it takes the place of a file that stands there.

    Raises:
        CreationError: something stands there already, or the folder does not take it.
        StorageFull: the disk would not take it; nothing is left behind.
    """
    draft = path.with_name(f".{path.name[:80]}.{os.urandom(6).hex()}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        try:
            with os.fdopen(os.open(draft, flags, 0o600), "wb") as file:
                file.write(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
            sync(draft)
            if over:
                draft.replace(path)
            else:
                path.hardlink_to(draft)  # unlike a rename, this fails where a file stands
        finally:
            draft.unlink(missing_ok=True)
        sync(path.parent)
    except OSError as error:
        if not over:
            refuse_existing(path)
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        message = _("{path} could not be written: {why}").format(path=path, why=error.strerror)
        raise (StorageFull if full else CreationError)(message) from error


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
