"""What every dialog is: a few fields in the middle of the screen, and one typed answer."""

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widget import Widget

from core.errors import Refused, WebcareError
from core.i18n import _
from core.safe_text import safe_text
from tui.widgets.choice import LABEL, Choice, named
from tui.widgets.editor import Editor, Entry
from tui.widgets.lines import Lines, Writer

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

    def __init__(
        self,
        title: str,
        *fields: Widget,
        answer: Callable[[], A],
        stepwise: bool = False,
        arrange: Callable[[], None] | None = None,
        hint: Callable[[], str] | None = None,
    ) -> None:
        """Ask what the fields ask, from top to bottom.

        Args:
            title: stands above them.
            fields: what is asked.
            answer: makes the answer of them; raises WebcareError with what is still missing.
            stepwise: whether enter goes through the fields one by one; else it accepts at once.
            arrange: shows and hides fields by what is chosen.
            hint: says what is meant by what is typed.
        """
        super().__init__(classes="dialog")
        self._title = Content.styled(safe_text(title, line=True), "bold")
        self._fields = fields
        self._answer = answer
        self._stepwise = stepwise
        self._arrange = arrange or (lambda: None)
        self._hint = hint
        self._warned = False
        self._talk = Lines(id="dialog-talk")
        self._keys = Lines(id="dialog-keys")
        self._arrange()

    def compose(self) -> ComposeResult:
        """Lay out title, fields, what is to be said, and the keys."""
        with Vertical(id="dialog"):
            yield Lines(self._title, id="dialog-title")
            with VerticalScroll(id="dialog-fields", can_focus=False):
                yield from self._fields
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

    def on_key(self, event: Key) -> None:
        """Give a letter to the choice that shows it all the time, whichever has the keys."""
        if len(event.key) == 1 and any(
            choice.press(event.key) for choice in self.query(Choice) if choice.across
        ):
            event.stop()

    def on_choice_chosen(self) -> None:
        """Ask only for what the choice wants to know."""
        self._arrange()

    def on_input_changed(self) -> None:
        """Say what is meant, or why nothing is."""
        if self._hint is not None:
            try:
                self._say(self._hint(), "bold $text-success")
            except WebcareError as error:
                self._say(str(error), "$text-warning")

    def on_input_submitted(self) -> None:
        """Take enter in a field of one line as enter anywhere else."""
        self.action_accept()

    def action_accept(self) -> None:
        """Go on to the next field, or accept."""
        following = self._following() if self._stepwise else None
        if following is None:
            self.action_submit()
        else:
            following.focus()

    def action_submit(self) -> None:
        """Accept what was answered, or say what is missing."""
        try:
            answer = self._answer()
        except WebcareError as error:
            self._say(str(error), "bold $text-error")
            return
        self.dismiss(answer)

    def action_cancel(self) -> None:
        """Leave without an answer; written text is thrown away only at the second time."""
        if not self._warned and any(editor.is_changed for editor in self.query(Editor)):
            self._warned = True
            self._say(_("Escape once more throws this text away."), "bold $text-warning")
            return
        self.dismiss(None)

    def _say(self, text: str, style: str) -> None:
        self._talk.say(safe_text(text, line=True), style)

    def _following(self) -> Widget | None:
        chain = self.focus_chain
        place = chain.index(self.focused) if self.focused in chain else len(chain)
        return next(iter(chain[place + 1 :]), None)

    def _show_keys(self) -> None:
        if isinstance(self.focused, Editor):
            text = _("ctrl+o accept   tab next   esc cancel")
        elif isinstance(self.focused, Choice):
            text = _("a letter chooses   enter accept   tab next   esc cancel")
        elif self._stepwise and self._following() is not None:
            text = _("enter next   ctrl+o accept   esc cancel")
        else:
            text = _("enter accept   tab next   esc cancel")
        self._keys.say(text, "$text-muted")


class Field(Horizontal):
    """A line to write in, with its name before it."""

    def __init__(self, title: str, value: str = "", *, placeholder: str = "") -> None:
        super().__init__(classes="field")
        self._label = Lines(named(safe_text(title, line=True)), classes="field-name")
        self._label.styles.width = LABEL
        self._entry = Entry(value, placeholder=placeholder)

    def compose(self) -> ComposeResult:
        """Lay out the name before the field."""
        yield self._label
        yield self._entry

    @property
    def text(self) -> str:
        """What was written, without space around it."""
        return self._entry.value.strip()


def note(said: str | Writer) -> Lines:
    """Return a sentence to stand among the fields, or lines that are safe already."""
    lines = Lines(classes="dialog-note")
    if isinstance(said, str):
        lines.say(safe_text(said, line=True), "$text-muted")
    else:
        lines.fill(said)
    return lines


def need(text: str, sentence: str) -> str:
    """Return a text that must not be empty; Refused says what is missing."""
    if not text.strip():
        raise Refused(sentence)
    return text.strip()
