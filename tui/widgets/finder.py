"""One line over the list: what is typed in it is looked for."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from core.i18n import _
from desk.store.listing import MOST_FOUND

PAUSE = 0.12
"""Seconds without a key after which what was typed is looked for."""
LONGEST = 200


class Finder(Horizontal):
    """Takes the words, and says how many items hold them."""

    DEFAULT_CSS = """
    Finder { height: 1; }
    Finder Static { width: auto; padding: 0 1; color: $text-muted; }
    Finder Input { width: 1fr; }
    """

    @dataclass
    class Typed(Message):
        """Nothing was typed for a moment."""

        words: str

    class Chosen(Message):
        """The words stand: the list is to have the keys."""

    _pausing: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the sign, the words, and the count."""
        yield Static("/", markup=False)
        yield Input(
            placeholder=_("words, names, replies, notes"),
            max_length=LONGEST,
            select_on_focus=True,
            compact=True,
        )
        yield Static(id="found", markup=False)

    def open(self) -> None:
        """Take the keys, with the words that were looked for last."""
        self.query_one(Input).focus()

    @property
    def words(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    def tell(self, found: int) -> None:
        """Say how many items hold the words; of very many these are the newest."""
        said = _("the newest {n}") if found >= MOST_FOUND else _("{n} found")
        self.query_one("#found", Static).update(said.format(n=found) if self.words.strip() else "")

    @on(Input.Changed)
    def _wait(self, event: Input.Changed) -> None:
        event.stop()
        if self._pausing is not None:
            self._pausing.stop()
        self._pausing = self.set_timer(PAUSE, self._say)

    def _say(self) -> None:
        self._pausing = None
        self.post_message(self.Typed(self.words))

    @on(Input.Submitted)
    def _choose(self, event: Input.Submitted) -> None:
        event.stop()
        if self._pausing is not None:
            self._pausing.stop()
            self._say()
        self.post_message(self.Chosen())
