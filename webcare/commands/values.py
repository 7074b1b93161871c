"""Kinds of arguments that several commands take."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import click

from core.errors import NotFound, UsageError
from core.i18n import _
from webcare.schema import did_you_mean

MAX_TEXT = 1_000_000
"""Longest text a command reads, in bytes."""

ITEM = click.IntRange(min=1)
"""An item's number."""

SEEN = click.option(
    "--seen",
    type=click.IntRange(min=1),
    metavar="VERSION",
    help=_("The version you looked at: what others changed since is shown, and nothing done."),
)
"""The option of commands that decide on an item as it was looked at."""


E = TypeVar("E", bound=StrEnum)


class Code(click.ParamType[E]):
    """One of the desk's codes, by its value."""

    name = "code"

    def __init__(self, codes: Iterable[E]) -> None:
        self._codes = {code.value: code for code in codes}

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002 - click's signature
        ctx: click.Context | None,  # noqa: ARG002 - click's signature
    ) -> E:
        """Return the code; UsageError names the nearest, or those there are."""
        code = self._codes.get(str(value))
        if code is None:
            hint = did_you_mean(str(value), self._codes)
            known = _("Choose one of {choices}.").format(choices=", ".join(self._codes))
            raise UsageError(_("There is no {value} here").format(value=value), hint or known)
        return code

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:  # noqa: ARG002 - click's signature
        """Show the codes in the help."""
        return "|".join(self._codes)


class Pair(click.ParamType[tuple[str, str]]):
    """A name and what it is set to, as ``NAME=VALUE``."""

    name = "pair"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002 - click's signature
        ctx: click.Context | None,  # noqa: ARG002 - click's signature
    ) -> tuple[str, str]:
        """Return name and value; UsageError where the equals sign is missing."""
        name, equals, text = str(value).partition("=")
        if not equals or not name:
            raise UsageError(_("--set takes FIELD=VALUE, for instance --set apology=yes"))
        return name, text


PAIR = Pair()


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
