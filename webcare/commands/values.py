"""Kinds of arguments that several commands take."""

import sys
from pathlib import Path
from typing import Any

import click

from core.errors import NotFound, UsageError
from core.i18n import _

MAX_TEXT = 1_000_000
"""Longest text a command reads, in bytes."""

ITEM = click.IntRange(min=1)
"""An item's number."""


class TextFile(click.ParamType[str]):
    """The text of a file, or of standard input for ``-``; exit code 66 when it is missing."""

    name = "file"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002 - click's signature
        ctx: click.Context | None,  # noqa: ARG002 - click's signature
    ) -> str:
        """Read the file; its last line ends are left out."""
        try:
            raw = sys.stdin.buffer.read(MAX_TEXT + 1) if value == "-" else _head(Path(value))
            text = raw.decode("utf-8").rstrip("\r\n")
        except OSError as error:
            raise NotFound(_("The file {file} cannot be read").format(file=value)) from error
        except UnicodeDecodeError as error:
            raise UsageError(_("The file {file} is not UTF-8 text").format(file=value)) from error
        if len(raw) > MAX_TEXT:
            raise UsageError(_("The file {file} is longer than a megabyte").format(file=value))
        if not text.strip():
            raise UsageError(_("The file {file} is empty").format(file=value))
        return text


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_TEXT + 1)


TEXT_FILE = TextFile()
