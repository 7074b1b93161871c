"""TOML with the line of every key, so that an error can say where.

``tomllib`` reads the values; where something is off, it reads the statements one by one, which
tells where each of their keys stands.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.errors import ConfigError
from core.i18n import _

Keys = tuple[str | int, ...]
"""The way to a value: names of tables and keys, and places in arrays from 0."""

_MAY_END = re.compile(r"""]|\"{3}|'{3}""")
"""What stands in the last line of a list or a text of several lines."""
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


class TomlError(ConfigError):
    """A text that is not TOML, with the line where reading stopped."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        message = _("{file}, line {line}: {reason}")
        super().__init__(message.format(file=name, line=line, reason=reason))
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML text: its values, and where they stand."""

    name: str
    """What errors call it: the file's name."""
    values: dict[str, Any]
    text: str = field(repr=False)

    def line_of(self, *keys: str | int) -> int:
        """Return the line of a key, or of the nearest table around it; 1 for the document."""
        lines = _lines(self.text)
        for length in range(len(keys), 0, -1):
            if (line := lines.get(keys[:length])) is not None:
                return line
        return 1


def load(path: Path) -> Document:
    """Read a TOML file; raises ConfigError that names the file and the line."""
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        raise ConfigError(
            _("{file} cannot be read: {reason}").format(file=path, reason=error.strerror)
        ) from None
    except UnicodeDecodeError as error:
        raise ConfigError(
            _("{file} is not UTF-8 at byte {place}").format(file=path, place=error.start),
            _("Save it as UTF-8"),
        ) from None
    return parse(text, str(path))


def parse(text: str, name: str) -> Document:
    """Read a TOML text; raises ConfigError that names it and the line."""
    try:
        values = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number longer than Python reads
        reason = str(error)
        place = _AT_LINE.search(reason)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        raise TomlError(name, line, _AT_LINE.sub("", reason)) from None
    except RecursionError:
        raise TomlError(name, 1, _("it is nested too deeply")) from None
    return Document(name, values, text)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that was probably meant, if one is near."""
    near = get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return near[0] if near else None


@lru_cache(maxsize=4)
def _lines(text: str) -> Mapping[Keys, int]:
    """Return the line in which each key is first named."""
    lines: dict[Keys, int] = {}
    sizes: Counter[Keys] = Counter()
    table: Keys = ()
    for line, statement in _statements(text):
        values = tomllib.loads(statement)
        if not statement.lstrip().startswith("["):
            for way, value in _ways(values, table):
                lines.setdefault(way, line)
                for place, below in enumerate(_entries(statement) if type(value) is list else ()):
                    lines.setdefault((*way, place), line + below)
            continue
        table = ()
        while values:  # a header: one key in another, down to an empty table
            key, values = next(iter(values.items()))
            table = (*table, key)
            lines.setdefault(table, line)
            if isinstance(values, list):
                sizes[table] += 1
                values = {}
            if table in sizes:
                table = (*table, sizes[table] - 1)
                lines.setdefault(table, line)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield each header and each pair of a text that tomllib took, and in which line it begins."""
    statement, first = "", 1
    for number, line in enumerate(text.split("\n"), start=1):
        statement += line + "\n"
        if statement.count("\n") == 1 or _MAY_END.search(line):
            with suppress(tomllib.TOMLDecodeError):
                tomllib.loads(statement)
                yield first, statement
                statement, first = "", number + 1


def _entries(statement: str) -> Iterator[int]:
    """Yield how far below its key each entry of a list of several lines stands."""
    part = ""
    for below, row in enumerate(statement.split("\n")):
        part += row + "\n"
        with suppress(tomllib.TOMLDecodeError):
            read: Any = tomllib.loads(part + "]")
            while isinstance(read, dict):
                read = next(iter(read.values()))
            yield from [below] * len(read)
            part = "more = ["


def _ways(values: Mapping[str, Any], table: Keys) -> Iterator[tuple[Keys, Any]]:
    """Yield every key of a pair with its value: of dotted keys and inline tables too."""
    for key, value in values.items():
        yield (*table, key), value
        if isinstance(value, dict):
            yield from _ways(value, (*table, key))
