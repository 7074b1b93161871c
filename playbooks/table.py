"""Reads a table of a playbook file value by value, and reports what is off with its line."""

import re
from collections.abc import Iterable, Mapping, Sequence

from core.i18n import _
from core.toml_lines import Document, nearest
from playbooks.model import Texts
from playbooks.problems import Problem, problem

LANGUAGES = ("nl", "nb", "en")

_WORD_CAP = 100
_NO_BREAK = "\N{NO-BREAK SPACE}"
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_MARKUP = re.compile(r"\[/?[@#$A-Za-z][^\[\]]*\]|\[/\]")


class Table:
    """One table of the file: its values, where it stands, and where problems go.

    A value that is off is reported; what is then returned only lets the reading go on.
    """

    def __init__(
        self,
        document: Document,
        problems: list[Problem],
        values: Mapping[str, object],
        keys: tuple[str | int, ...] = (),
        where: str = "",
    ) -> None:
        self._document = document
        self._problems = problems
        self._values = values
        self._keys = keys
        self._where = where

    def complain(self, key: str, text: str) -> None:
        """Report what is wrong with a value; an absent one has the line of its table."""
        line = self._document.line_of(*self._keys, key)
        field = f"{self._where}.{key}".strip(".")
        self._problems.append(problem(self._document.name, text, line=line, field=field))

    def has(self, key: str) -> bool:
        """Whether a value is given."""
        return key in self._values

    def expect(self, known: Sequence[str], rule: str = "") -> None:
        """Report keys that do not exist, with what is right where no other key could be meant."""
        for key in self._values:
            if key not in known:
                advice = rule or _advice(key, known)
                self.complain(key, _("there is no such field; {advice}").format(advice=advice))

    def name(self, key: str) -> str:
        """Return a name: small letters, digits, hyphen and underscore."""
        value = self._values.get(key)
        if isinstance(value, str) and _NAME.fullmatch(value):
            return value
        self.complain(key, _("give a name of small letters, digits, - and _, at most 40 long"))
        return ""

    def choice(self, key: str, choices: Iterable[str]) -> str:
        """Return one of the choices; it must be given."""
        if key not in self._values:
            words = ", ".join(choices := list(choices))
            self.complain(key, _("this is missing; choose from {words}").format(words=words))
            return ""
        return next(iter(self._known(key, [self._values[key]], list(choices))), "")

    def choices(self, key: str, choices: Iterable[str]) -> frozenset[str]:
        """Return a list's values, each one of the choices."""
        return frozenset(self._known(key, self._list(key), list(choices)))

    def words(self, key: str) -> frozenset[str]:
        """Return a list's values, whatever words they are."""
        words = set()
        for value in self._list(key):
            fault = _fault(value, _WORD_CAP)
            if fault:
                self.complain(key, fault)
            words.add(str(value))
        return frozenset(words)

    def whole(self, key: str, low: int, high: int, otherwise: int | None = None) -> int:
        """Return a whole number within bounds; without ``otherwise`` it must be given."""
        if key not in self._values and otherwise is not None:
            return otherwise
        value = self._values.get(key)
        if type(value) is int and low <= value <= high:
            return value
        self.complain(key, _("give a whole number from {low} to {high}").format(low=low, high=high))
        return low

    def flag(self, key: str) -> bool | None:
        """Return true or false, None where nothing is said."""
        value = self._values.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.complain(key, _("write true or false, without quotes"))
        return None

    def texts(self, key: str, cap: int, *, required: bool = True) -> Texts:
        """Return a text in every language, at most ``cap`` characters each."""
        if not required and key not in self._values:
            return {}
        table = self.table(key)
        table.expect(LANGUAGES)
        return {language: table.text(language, cap) for language in LANGUAGES}

    def text(self, key: str, cap: int) -> str:
        """Return one line of plain text."""
        value = self._values.get(key, "")
        fault = _fault(value, cap)
        if fault:
            self.complain(key, fault)
        return str(value).strip()

    def table(self, key: str) -> "Table":
        """Return a table within this one; an empty one where there is none."""
        value = self._values.get(key, {})
        keys = (*self._keys, key)
        if isinstance(value, Mapping):
            return self._inner(value, keys, key)
        self.complain(key, _("this holds fields of its own, for instance {key}.en").format(key=key))
        return self._inner({}, keys, key)

    def tables(self, key: str, called: str) -> "list[Table]":
        """Return a list's tables, each with a name of its own in the field ``called``."""
        inner: list[Table] = []
        names: list[object] = []
        for index, value in enumerate(self._list(key)):
            if not isinstance(value, Mapping):
                self.complain(key, _("begin each one with [[{key}]]").format(key=key))
                continue
            name = value.get(called) or index + 1
            table = self._inner(value, (*self._keys, key, index), f"{key}.{name}")
            if name in names:
                text = _("“{name}” is there already; each needs a name of its own")
                table.complain(called, text.format(name=name))
            names.append(name)
            inner.append(table)
        return inner

    def _inner(
        self, values: Mapping[str, object], keys: tuple[str | int, ...], where: str
    ) -> "Table":
        where = f"{self._where}.{where}".strip(".")
        return Table(self._document, self._problems, values, keys, where)

    def _list(self, key: str) -> list[object]:
        value = self._values.get(key, [])
        if isinstance(value, list):
            return value
        self.complain(key, _("write a list here, between [ and ]"))
        return []

    def _known(self, key: str, values: list[object], choices: Sequence[str]) -> list[str]:
        known = [value for value in values if isinstance(value, str) and value in choices]
        for value in values:
            if value not in known:
                self.complain(
                    key,
                    _("“{value}” is not one of them; {advice}").format(
                        value=value, advice=_advice(str(value), choices)
                    ),
                )
        return known


def _advice(word: str, choices: Sequence[str]) -> str:
    near = nearest(word, choices)
    if near:
        return _("did you mean {word}?").format(word=near)
    return _("choose from {words}").format(words=", ".join(choices))


def _fault(value: object, cap: int) -> str:
    """Say what keeps a value from being shown as one plain line; empty when nothing does."""
    if not isinstance(value, str):
        return _("write a text here, in quotes")
    if not value.strip():
        return _("this text is missing")
    if len(value) > cap:
        return _("the text is {count} characters long; at most {cap} fit").format(
            count=len(value), cap=cap
        )
    if not value.replace(_NO_BREAK, "").isprintable():
        hidden = next(sign for sign in value if not (sign.isprintable() or sign == _NO_BREAK))
        sentence = _("the text holds a character that cannot be shown (U+{code:04X})")
        return sentence.format(code=ord(hidden))
    markup = _MARKUP.search(value)
    if markup:
        sentence = _("the text holds markup ({tag}); write it without square brackets")
        return sentence.format(tag=markup[0])
    return ""
