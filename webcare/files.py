"""Files that webcare writes for people: whole or not at all, and theirs alone."""

import secrets
from contextlib import suppress
from pathlib import Path

from desk.store.files import CreationError, write_whole
from webcare.places import make_private


def write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet, in a folder that is made for it; as ``write_whole``."""
    make_private(file.absolute().parent)
    write_whole(file, text)


def replace_text(file: Path, text: str) -> None:
    """Put a new text in the place of a file's old one, in one move."""
    target = file.resolve()  # a linked webcare.toml stays a link
    make_private(target.parent)
    write_whole(target, text, over=True)


def pseudonym_key(data: Path) -> bytes:
    """Return this desk's own key for pseudonyms, made at its first use."""
    file = make_private(data) / "pseudonyms.key"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        with suppress(CreationError):  # another process may have been first
            write_new(file, secrets.token_hex(32))
        return file.read_bytes()
