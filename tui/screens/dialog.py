"""What every dialog is: a few fields in the middle of the screen, and one typed answer."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from core.errors import Refused, WebcareError
from core.i18n import _
from core.safe_text import safe_text
from tui.widgets.choice import LABEL, Choice, named
from tui.widgets.editor import Editor, Entry
from tui.widgets.lines import Lines, wrap

A = TypeVar("A")

FRAME = 7
"""Rows that a dialog needs besides its fields."""


class Dialog(ModalScreen[A | None], Generic[A]):
    """Asks for something; enter or ctrl+o accept, escape answers None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", show=False),
        Binding("ctrl+o", "submit", show=False),
        Binding("escape", "cancel", show=False),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]
    AUTO_FOCUS = ""  # would take hidden fields too
    stepwise = False
    """Whether enter goes through the fields one by one; else it accepts from any of them."""

    def __init__(self, title: str) -> None:
        super().__init__(classes="dialog")
        self._title = safe_text(title, line=True)
        self._warned = False
        self._talk = Lines(id="dialog-talk")
        self._keys = Lines(id="dialog-keys")

    @abstractmethod
    def fields(self) -> Iterable[Widget]:
        """Return what is asked, from top to bottom."""

    @abstractmethod
    def answer(self) -> A:
        """Return what was answered; raises WebcareError with what is still missing."""

    def compose(self) -> ComposeResult:
        """Lay out title, fields, what is to be said, and the keys."""
        head = Lines(id="dialog-title")
        head.fill(lambda width: wrap(Content.styled(self._title, "bold"), width))
        with Vertical(id="dialog"):
            yield head
            with VerticalScroll(id="dialog-fields", can_focus=False):
                yield from self.fields()
            yield self._talk
            yield self._keys

    def on_mount(self) -> None:
        """Give the first field the keys."""
        self._show_keys()
        self.focus_next()

    def on_resize(self) -> None:
        """Let the fields scroll where the screen is low."""
        self.query_one("#dialog-fields").styles.max_height = max(self.size.height - FRAME, 3)

    def on_descendant_focus(self) -> None:
        """Say which keys the field takes."""
        self._show_keys()

    def on_input_submitted(self) -> None:
        """Take enter in a field of one line as enter anywhere else."""
        self.action_accept()

    def action_accept(self) -> None:
        """Go on to the next field, or accept."""
        following = self._following() if self.stepwise else None
        if following is None:
            self.action_submit()
        else:
            following.focus()

    def action_submit(self) -> None:
        """Accept what was answered, or say what is missing."""
        try:
            answer = self.answer()
        except WebcareError as error:
            self.say(str(error), "bold $text-error")
            return
        self.dismiss(answer)

    def action_cancel(self) -> None:
        """Leave without an answer; written text is thrown away only at the second time."""
        if not self._warned and any(editor.is_changed for editor in self.query(Editor)):
            self._warned = True
            self.say(_("Escape once more throws this text away."), "bold $text-warning")
            return
        self.dismiss(None)

    def say(self, text: str, style: str = "$text-muted") -> None:
        """Show a sentence beneath the fields."""
        shown = Content.styled(safe_text(text, line=True), style)
        self._talk.fill(lambda width: wrap(shown, width) if shown else [])

    def _following(self) -> Widget | None:
        chain = self.focus_chain
        place = chain.index(self.focused) if self.focused in chain else len(chain)
        return next(iter(chain[place + 1 :]), None)

    def _show_keys(self) -> None:
        if isinstance(self.focused, Editor):
            text = _("ctrl+o accept   tab next   esc cancel")
        elif isinstance(self.focused, Choice):
            text = _("a letter chooses   enter accept   tab next   esc cancel")
        elif self.stepwise and self._following() is not None:
            text = _("enter next   ctrl+o accept   esc cancel")
        else:
            text = _("enter accept   tab next   esc cancel")
        self._keys.fill(lambda width: wrap(Content.styled(text, "$text-muted"), width))


class Field(Horizontal):
    """A line to write in, with its name before it."""

    def __init__(self, title: str, value: str = "", *, placeholder: str = "") -> None:
        super().__init__(classes="field")
        self._label = Lines(classes="field-name")
        self._label.styles.width = LABEL
        shown = named(safe_text(title, line=True))
        self._label.fill(lambda _width: [shown])
        self.entry = Entry(value, placeholder=placeholder)

    def compose(self) -> ComposeResult:
        """Lay out the name before the field."""
        yield self._label
        yield self.entry

    @property
    def text(self) -> str:
        """What was written, without space around it."""
        return self.entry.value.strip()


def note(text: str) -> Lines:
    """Return a sentence to stand among the fields."""
    lines = Lines(classes="dialog-note")
    shown = Content.styled(safe_text(text, line=True), "$text-muted")
    lines.fill(lambda width: wrap(shown, width))
    return lines


def need(text: str, sentence: str) -> str:
    """Return a text that must not be empty; Refused says what is missing."""
    if not text.strip():
        raise Refused(sentence)
    return text.strip()
