"""Files that webcare writes for people: whole or not at all, and theirs alone."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from desk.reports.files import CreationError, write_report
from webcare.places import make_private


def write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet, readable by its user alone; errors as write_report."""
    make_private(file.absolute().parent)
    write_report(file, text)


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
