"""Reports as files: private, complete or absent, and never over one that exists."""

import errno
import os
import secrets
from pathlib import Path

from core.errors import Refused, StorageFull
from core.i18n import _

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class CreationError(Refused):
    """A file that was asked for cannot be made."""

    exit_code = 73


def refuse_existing(path: Path) -> None:
    """Refuse a name that is taken before anything is done for it; CreationError names it."""
    if path.exists() or path.is_symlink():
        message = _("{path} exists already").format(path=path)
        raise CreationError(message, _("Nothing is overwritten: give another name."))


def write_report(path: Path, data: str | bytes) -> None:
    """Write a report, or a picture, to a new file, mode 0600, durably.

    Raises:
        CreationError: something stands at that path already, or its folder does not take it.
        StorageFull: the disk would not take it; nothing is left behind.
    """
    draft = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.part")
    try:
        try:
            _write(draft, data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
            path.hardlink_to(draft)  # unlike a rename, this fails where a file stands
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        refuse_existing(path)
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        message = _("{path} could not be written: {why}").format(path=path, why=error.strerror)
        raise (StorageFull if full else CreationError)(message) from error


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, _NEW, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
