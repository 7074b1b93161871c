"""Dialogs that ask for words: a reason, a text, a time, labels, or a plain yes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from textual.widget import Widget

from core.clock import Instant
from core.errors import Refused, WebcareError
from core.i18n import _
from core.moments import wall
from core.when import parse_when
from tui.screens.dialog import Dialog, need, note
from tui.widgets.choice import Choice, Option, mnemonics
from tui.widgets.editor import Editor, Entry
from tui.widgets.lines import Lines, Writer


class ReasonDialog(Dialog[str]):
    """Asks for a reason in one line; an empty one is not taken."""

    def __init__(self, title: str, prompt: str = "") -> None:
        super().__init__(title)
        self._prompt = prompt
        self.entry = Entry()

    def fields(self) -> Iterable[Widget]:
        """Return the line to write in."""
        return (note(self._prompt), self.entry) if self._prompt else (self.entry,)

    def answer(self) -> str:
        """Return the reason."""
        return need(self.entry.value, _("Give a reason first"))


class TextDialog(Dialog[str]):
    """Asks for a text of several lines, for instance a note."""

    def __init__(self, title: str, prompt: str = "", text: str = "") -> None:
        super().__init__(title)
        self._prompt = prompt
        self.editor = Editor(text)

    def fields(self) -> Iterable[Widget]:
        """Return the room to write in."""
        return (note(self._prompt), self.editor) if self._prompt else (self.editor,)

    def answer(self) -> str:
        """Return the text."""
        return need(self.editor.text, _("Write something first"))


@dataclass(frozen=True, slots=True)
class NoteAnswer:
    """A note, on the comment or about who wrote it."""

    text: str
    on_author: bool = False


class NoteDialog(Dialog[NoteAnswer]):
    """Asks for a note for colleagues, and what it is about."""

    stepwise = True

    def __init__(self, author: str) -> None:
        super().__init__(_("Note"))
        options = [Option(False, _("this comment"))]
        if author.strip():
            options.append(Option(True, _("{author}, on all they write").format(author=author)))
        self.about = Choice(_("About"), options, chosen=0)
        self.editor = Editor(placeholder=_("Only colleagues read it."))

    def fields(self) -> Iterable[Widget]:
        """Return the room to write in, then what it is about."""
        return (self.editor, self.about)

    def answer(self) -> NoteAnswer:
        """Return the note."""
        text = need(self.editor.text, _("Write something first"))
        return NoteAnswer(text, bool(self.about.value))


class WhenDialog(Dialog[Instant]):
    """Asks for a time and says what it will be while it is typed."""

    def __init__(self, title: str, now: Instant, zone: tzinfo, *, value: str = "") -> None:
        super().__init__(title)
        self._now, self._zone = now, zone
        self.entry = Entry(value, placeholder=_("16:00, +2h, 2h30m or tomorrow 09:00"))

    def fields(self) -> Iterable[Widget]:
        """Return the line to write in."""
        return (self.entry,)

    def on_input_changed(self) -> None:
        """Say which time is meant, or why none is."""
        if not self.entry.value.strip():
            self.say("")
            return
        try:
            at = self.answer()
        except WebcareError as error:
            self.say(str(error), "$text-warning")
            return
        self.say(wall(at, self._now, self._zone), "bold $text-success")

    def answer(self) -> Instant:
        """Return the instant that is meant."""
        return parse_when(need(self.entry.value, _("Give a time first")), self._now, self._zone)


@dataclass(frozen=True, slots=True)
class LabelAnswer:
    """Labels to put on an item and to take off."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class LabelDialog(Dialog[LabelAnswer]):
    """Shows an item's labels, to be changed as one line."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__(_("Labels"))
        self._labels = tuple(labels)
        self.entry = Entry(", ".join(labels))

    def fields(self) -> Iterable[Widget]:
        """Return the line to write in."""
        return (note(_("Separate them with commas; what you wipe is taken off.")), self.entry)

    def answer(self) -> LabelAnswer:
        """Return what was added and what was wiped."""
        wanted = tuple(dict.fromkeys(filter(None, map(str.strip, self.entry.value.split(",")))))
        return LabelAnswer(
            add=tuple(name for name in wanted if name not in self._labels),
            remove=tuple(name for name in self._labels if name not in wanted),
        )


class ConfirmDialog(Dialog[bool]):
    """Asks before what cannot be undone; the safe answer is the one that enter gives."""

    def __init__(self, title: str, question: str | Writer, yes: str, no: str = "") -> None:
        """Ask a question, or what comes of lines that are safe already.

        ``yes`` names what would be done, ``no`` what happens else.
        """
        super().__init__(title)
        self._question = question
        texts = (no or _("no, go back"), yes)
        self.choice = Choice(
            "",
            [Option(False, texts[0]), Option(True, texts[1])],
            chosen=0,
            keys=mnemonics(texts),
            folds=False,
        )

    def fields(self) -> Iterable[Widget]:
        """Return the question and its two answers."""
        if isinstance(self._question, str):
            return (note(self._question), self.choice)
        lines = Lines(classes="dialog-note")
        lines.fill(self._question)
        return (lines, self.choice)

    def answer(self) -> bool:
        """Return whether it shall be done."""
        if self.choice.value is None:
            raise Refused(_("Choose one of the two"))
        return self.choice.value
