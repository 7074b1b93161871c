"""Kinds of arguments that several commands take."""

import sys
from collections.abc import Iterable
from datetime import tzinfo
from pathlib import Path
from typing import Any, NamedTuple

import click

from core.clock import Instant
from core.errors import NotFound, UsageError
from core.i18n import _
from core.when import parse_when
from webcare.schema import did_you_mean

MAX_TEXT = 1_000_000
"""Longest text a command reads, in bytes."""

PATH = click.Path(path_type=Path)
"""A file or folder."""
ITEM = click.IntRange(min=1)
"""An item's number."""

SEEN = click.option(
    "--seen",
    type=click.IntRange(min=1),
    metavar="VERSION",
    help=_("The version you looked at: what others changed since is shown, and nothing done."),
)
"""The option of commands that decide on an item as it was looked at."""


class Moment(NamedTuple):
    """A time as somebody wrote it, to be read by a desk's clock."""

    text: str
    future: bool

    def read(self, now: Instant, zone: tzinfo) -> Instant:
        """Return the instant that was meant; UsageError where it is no time."""
        return parse_when(self.text, now, zone, future=self.future)


def ahead(text: str) -> Moment:
    """Read a time that is still to come."""
    return Moment(text, future=True)


def before(text: str) -> Moment:
    """Read a time that has passed."""
    return Moment(text, future=False)


class Code(click.ParamType[Any]):
    """One of the desk's codes, by its value."""

    name = "code"

    def __init__(self, codes: Iterable[Any]) -> None:
        self._codes = {str(code): code for code in codes}

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 - click's
        """Return the code, as ``read`` does for the argument or option it was given to."""
        return self.read(str(value), param.opts[0] if param else "")

    def read(self, value: str, field: str) -> Any:
        """Return the code; UsageError names the field, and the nearest or those there are."""
        code = self._codes.get(value)
        if code is None:
            hint = did_you_mean(value, self._codes)
            known = _("Choose one of {choices}.").format(choices=", ".join(self._codes))
            said = _("{field} cannot be {value}").format(field=field, value=value)
            raise UsageError(said, hint or known)
        return code

    def get_metavar(self, param: Any, ctx: Any) -> str:  # noqa: ARG002 - click's
        """Show the codes in the help."""
        return "|".join(self._codes)


def pair(text: str) -> tuple[str, str]:
    """Read a name and what it is set to, as ``NAME=VALUE``; UsageError without the sign."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(_("--set takes FIELD=VALUE, for instance --set apology=yes"))
    return name, value


def file(name: str = "-") -> str:
    """Read the text of a file, or of stdin for ``-``; its last line ends are left out.

    Raises:
        NotFound: it cannot be read.
        UsageError: it is empty, too long, or not UTF-8.
    """
    try:
        raw = sys.stdin.buffer.read(MAX_TEXT + 1) if name == "-" else _head(Path(name))
        text = raw.decode("utf-8").rstrip("\r\n")
    except OSError as error:
        raise NotFound(_("The file {file} cannot be read").format(file=name)) from error
    except UnicodeDecodeError as error:
        raise UsageError(_("The file {file} is not UTF-8 text").format(file=name)) from error
    if len(raw) > MAX_TEXT:
        raise UsageError(_("The file {file} is longer than a megabyte").format(file=name))
    if not text.strip():
        raise UsageError(_("The file {file} is empty").format(file=name))
    return text


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_TEXT + 1)
