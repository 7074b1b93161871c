"""A choice by letter: every entry shows the key that takes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Generic, TypeVar

from textual.content import Content
from textual.events import Key
from textual.message import Message

from core.errors import Refused
from core.i18n import _
from core.labels import label
from core.safe_text import safe_text
from core.vocabulary import Word
from tui.widgets.lines import Lines, chips, hang, wrap

T = TypeVar("T")
W = TypeVar("W", bound=Word)

LABEL = 18
"""Cells that the names of a dialog's fields get."""


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One entry of a choice."""

    value: T
    text: str
    note: str = ""
    """A line beneath it: when it is the right one."""


class Choice(Lines, Generic[T], can_focus=True):
    """Entries with a letter each; under a title folded to what is chosen while the keys are away.

    Nothing is chosen at first where no entry has the value ``chosen``; that of None is no answer.
    """

    class Chosen(Message):
        """Another entry was chosen."""

    def __init__(
        self,
        title: str,
        options: Sequence[Option[T]],
        chosen: T | None = None,
        *,
        keys: str = ascii_lowercase,
        across: bool = False,
    ) -> None:
        """Offer options; ``keys`` takes one key for each, ``across`` sets them side by side."""
        super().__init__()
        self.title = title
        self.options = options
        self.across = across
        self._keys = keys
        self._row = next((n for n, option in enumerate(options) if option.value == chosen), None)
        self.fill(self._written)

    @property
    def value(self) -> T | None:
        """What is chosen; None may also be the value of an entry."""
        return None if self._row is None else self.options[self._row].value

    def answer(self, missing: str = "") -> T:
        """Return what is chosen; Refused says what is ``missing`` where nothing is."""
        if self._row is None:
            raise Refused(missing or _("Choose one first"))
        return self.options[self._row].value

    def press(self, key: str) -> bool:
        """Choose by an entry's letter, or the one before or after; return whether it did."""
        last = len(self.options) - 1
        if key in {"up", "left"}:
            self._choose(max((last + 1 if self._row is None else self._row) - 1, 0))
        elif key in {"down", "right"}:
            self._choose(min((-1 if self._row is None else self._row) + 1, last))
        elif len(key) == 1 and key in self._keys[: last + 1]:
            self._choose(self._keys.index(key))
        else:
            return False
        return True

    def on_key(self, event: Key) -> None:
        """Take the letters of the entries, and the arrows."""
        if self.press(event.key):
            event.stop()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Unfold where the keys are, fold where they left."""
        super().watch_has_focus(_has_focus)
        self.fill(self._written)

    def _choose(self, row: int) -> None:
        if row != self._row:
            self._row = row
            self.post_message(self.Chosen())
        self.fill(self._written)
        if self.has_focus:
            self.scroll_visible(animate=False)

    def _written(self, width: int) -> list[Content]:
        if self.across:
            return self._side_by_side(width)
        if self.title and not self.has_focus:
            text = "" if self._row is None else self.options[self._row].text
            return hang(self._label(), Content(safe_text(text or "–", line=True)), width)
        lines = wrap(Content.styled(self.title, "bold $primary"), width) if self.title else []
        for row, option in enumerate(self.options):
            lines += self._entry(row, option, width)
        return lines

    def _entry(self, row: int, option: Option[T], width: int) -> list[Content]:
        here = row == self._row
        mark = Content.assemble("> " if here else "  ", (self._keys[row], "bold $primary"), "  ")
        text = Content.styled(safe_text(option.text, line=True), "reverse" if here else "")
        lines = hang(mark, text, width)
        if option.note:
            note = Content.styled(safe_text(option.note, line=True), "$text-muted")
            lines += hang(Content("     "), note, width)
        return lines

    def _label(self) -> Content:
        return named(self.title, "bold $primary" if self.has_focus else "bold")

    def _side_by_side(self, width: int) -> list[Content]:
        parts = []
        for row, option in enumerate(self.options):
            text = safe_text(option.text, line=True)
            style = "reverse" if row == self._row else ""
            sign = ">" if row == self._row else " "
            key = (self._keys[row], "bold $primary")
            parts.append(Content.assemble(sign, key, " ", (text, style)))
        rows = chips(parts, max(width - LABEL, 12), gap=" ")
        indent = Content(" " * LABEL)
        return [(self._label() if n == 0 else indent) + row for n, row in enumerate(rows)]


def codes(
    title: str,
    words: Iterable[W],
    chosen: W | None = None,
    *,
    keys: str = ascii_lowercase,
    across: bool = False,
) -> Choice[W]:
    """Return a choice of codes by what they are called."""
    options = [Option(code, label(code)) for code in words]
    return Choice(title, options, chosen, keys=keys, across=across)


def optional(title: str, words: Iterable[W], none: str, chosen: W | None) -> Choice[W | None]:
    """Return a choice of codes that may stay unanswered: ``none`` says what that means."""
    options: list[Option[W | None]] = [Option(None, none)]
    options += [Option(code, label(code)) for code in words]
    return Choice(title, options, chosen)


def named(title: str, style: str = "bold") -> Content:
    """Return a field's name, as wide as all of them are."""
    return Content.styled(title, style).truncate(LABEL - 1, ellipsis=True, pad=True) + " "


def mnemonics(texts: Iterable[str]) -> str:
    """Return a key for each text: the first of its own letters that is free, else any."""
    keys = ""
    for text in texts:
        letters = (one for one in text.lower() + ascii_lowercase if one in ascii_lowercase)
        keys += next(letter for letter in letters if letter not in keys)
    return keys
