"""Reports as files: private, complete or absent, and never over one that exists."""

import errno
import os
import secrets
from pathlib import Path

from core.errors import Refused, StorageFull, WebcareError
from core.i18n import _

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def write_report(path: Path, data: str | bytes) -> None:
    """Write a report, or a picture, to a new file, mode 0600, durably.

    Raises:
        Refused: something stands at that path already.
        StorageFull: the disk would not take it; nothing is left behind.
        WebcareError: the folder cannot be written to.
    """
    draft = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.part")
    try:
        try:
            _write(draft, data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
            path.hardlink_to(draft)  # unlike a rename, this fails where a file stands
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except FileExistsError as error:
        message = _("{path} exists already").format(path=path)
        raise Refused(message, _("Nothing is overwritten: give another name.")) from error
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        message = _("{path} could not be written: {why}").format(path=path, why=error.strerror)
        raise (StorageFull if full else WebcareError)(message) from error


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
