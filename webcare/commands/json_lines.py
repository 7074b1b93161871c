"""JSON lines on stdin, each one object whose fields are checked before it is used."""

import json
import sys
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any

from core.errors import UsageError
from core.i18n import _

LONGEST_LINE = 1_000_000

Fields = Mapping[str, type | UnionType]
"""The type of each field by its name."""


def asked_objects(needed: Fields, optional: Fields) -> Iterator[Mapping[str, Any]]:
    """Yield the object of each line; a field that was left out is None.

    Raises:
        UsageError: with the number of the line that is not what was asked for.
    """
    lines = sys.stdin.buffer
    number = 0
    while line := lines.readline(LONGEST_LINE):
        number += 1
        if line.strip():
            yield _read(line, number, needed, optional)


def _read(line: bytes, number: int, needed: Fields, optional: Fields) -> Mapping[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(_("Line {n} is not JSON").format(n=number)) from error
    if not isinstance(asked, dict) or not all(
        _is(asked.get(name), needed[name]) for name in needed
    ):
        example = json.dumps(dict.fromkeys(needed, "…"), ensure_ascii=False)
        raise UsageError(
            _("Line {n} is no object with the fields that are needed").format(n=number),
            _("Write {example} on each line.").format(example=example),
        )
    for name, kind in optional.items():
        if not _is(asked.get(name), kind | None):
            raise UsageError(_("Line {n}: {name} is not one").format(n=number, name=name))
    return {name: asked.get(name) for name in (*needed, *optional)}


def _is(value: object, kind: type | UnionType) -> bool:
    """Whether a value is of a type; true and false are no numbers."""
    return isinstance(value, kind) and (isinstance(value, bool) <= (kind in {bool, bool | None}))
