"""Files that webcare writes for people: whole or not at all, and theirs alone."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from core.errors import StorageFull, WebcareError
from core.i18n import _
from desk.reports.files import write_report
from webcare.places import make_private


class CreationError(WebcareError):
    """A file that was asked for cannot be made."""

    exit_code = 73


def write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet, readable by its user alone.

    Raises:
        CreationError: it exists, or its folder does not take it.
        StorageFull: the disk does not take it.
    """
    make_private(file.absolute().parent)
    try:
        write_report(file, text)
    except StorageFull:
        raise
    except WebcareError as error:
        raise CreationError(error.message, error.hint) from error


def refuse_existing(file: Path) -> None:
    """Refuse a name that is taken before anything is done for it; CreationError names it."""
    if file.exists() or file.is_symlink():
        message = _("{path} exists already").format(path=file)
        raise CreationError(message, _("Nothing is overwritten: give another name."))


def replace_text(file: Path, text: str) -> None:
    """Put a new text in the place of a file's old one, in one move that survives a power cut."""
    target = file.resolve()  # a linked webcare.toml stays a link
    make_private(target.parent)
    descriptor, name = tempfile.mkstemp(prefix=".webcare-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def pseudonym_key(data: Path) -> bytes:
    """Return this desk's own key for pseudonyms, made at its first use."""
    file = make_private(data) / "pseudonyms.key"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        with suppress(CreationError):  # another process may have been first
            write_new(file, secrets.token_hex(32))
        return file.read_bytes()
