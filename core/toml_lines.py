"""TOML with the line of every key, so that an error can say where.

``tomllib`` reads the values; a small scanner notes where the keys stand. It only ever sees text
that tomllib took, so it does not check anything again.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.errors import ConfigError
from core.i18n import _

Keys = tuple[str | int, ...]
"""The way to a value: names of tables and keys, and places in arrays from 0."""

_TOKEN = re.compile(
    r'''(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\])*"|'[^']*')'''
    r"""|(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<mark>[][{}=,.])|(?P<bare>[^]\s[{}=,.#"']+)""",
    re.DOTALL,
)
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

    @property
    def lines(self) -> Mapping[Keys, int]:
        """Where the keys stand; only looked for when something is off."""
        return _lines(self.text)

    def line_of(self, *keys: str | int) -> int:
        """Return the line of a key, or of the nearest table around it; 1 for the document."""
        lines = self.lines
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
    return _Scanner(text.replace("\r\n", "\n")).scan()


class _Scanner:
    """Walks the tokens and notes the first line of each key."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Keys, int] = {}
        self._tokens: list[tuple[str, str, int]] = []
        line = 1
        for match in _TOKEN.finditer(text):
            if match.lastgroup != "comment":
                self._tokens.append((str(match.lastgroup), match[0], line))
            line += match[0].count("\n")
        self._tokens.append(("newline", "\n", line))
        self._place = 0
        self._sizes: dict[Keys, int] = {}

    def scan(self) -> dict[Keys, int]:
        """Return the line of every key."""
        table: Keys = ()
        while self._place < len(self._tokens):
            if self._peek() == "\n":
                self._place += 1
            elif self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _peek(self) -> str:
        return self._tokens[self._place][1]

    def _next(self) -> tuple[str, str, int]:
        token = self._tokens[self._place]
        self._place += 1
        return token

    def _key(self) -> tuple[tuple[str, ...], int]:
        """Read a dotted key up to what ends it."""
        parts = []
        line = self._tokens[self._place][2]
        while self._peek() not in ("=", "]"):
            kind, text, _line = self._next()
            if kind == "bare":
                parts.append(text)
            elif kind == "string":
                parts.append(str(tomllib.loads(f"k = {text}")["k"]))
        return tuple(parts), line

    def _header(self) -> Keys:
        self._next()
        is_array = self._peek() == "["
        if is_array:
            self._next()
        parts, line = self._key()
        while self._peek() == "]":
            self._next()
        table: Keys = ()
        for part in parts[:-1]:
            table = self._last_of((*table, part))
        table = (*table, parts[-1])
        self._note(table, line)
        if is_array:
            self._sizes[table] = self._sizes.get(table, 0) + 1
            table = self._last_of(table)
            self._note(table, line)
        return table

    def _last_of(self, table: Keys) -> Keys:
        """Return the newest entry of an array of tables, or the table itself."""
        size = self._sizes.get(table)
        return (*table, size - 1) if size else table

    def _pair(self, table: Keys) -> None:
        parts, line = self._key()
        for length in range(1, len(parts) + 1):
            self._note((*table, *parts[:length]), line)
        self._next()
        self._value((*table, *parts))

    def _value(self, path: Keys) -> None:
        if self._peek() == "[":
            self._array(path)
        elif self._peek() == "{":
            self._inline(path)
        else:
            while self._tokens[self._place][0] != "newline" and self._peek() not in (",", "]", "}"):
                self._place += 1

    def _array(self, path: Keys) -> None:
        self._next()
        index = 0
        while self._peek() != "]":
            if self._peek() == ",":
                index += 1
                self._next()
            elif self._peek() == "\n":
                self._next()
            else:
                self._note((*path, index), self._tokens[self._place][2])
                self._value((*path, index))
        self._next()

    def _inline(self, path: Keys) -> None:
        self._next()
        while self._peek() != "}":
            if self._peek() in (",", "\n"):
                self._next()
            else:
                self._pair(path)
        self._next()

    def _note(self, path: Keys, line: int) -> None:
        self.lines.setdefault(path, line)
