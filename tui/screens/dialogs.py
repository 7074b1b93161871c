"""Dialogs that ask for one thing: words, a time, one of several entries, or a plain yes."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import TypeVar

from core.clock import Instant
from core.i18n import _
from core.moments import wall
from core.when import parse_when
from tui.screens.dialog import Dialog, need, note
from tui.widgets.choice import Choice, Option, mnemonics
from tui.widgets.editor import Editor, Entry
from tui.widgets.lines import Writer

T = TypeVar("T")


def reason_dialog(title: str, prompt: str) -> Dialog[str]:
    """Ask for a reason in one line; an empty one is not taken."""
    entry = Entry()
    return Dialog(
        title, note(prompt), entry, answer=lambda: need(entry.value, _("Give a reason first"))
    )


def text_dialog(title: str, prompt: str) -> Dialog[str]:
    """Ask for a text of several lines."""
    editor = Editor()
    return Dialog(
        title, note(prompt), editor, answer=lambda: need(editor.text, _("Write something first"))
    )


def when_dialog(title: str, now: Instant, zone: tzinfo) -> Dialog[Instant]:
    """Ask for a time; which one is meant is said while it is typed."""
    entry = Entry(placeholder=_("16:00, +2h, 2h30m or tomorrow 09:00"))

    def answer() -> Instant:
        return parse_when(need(entry.value, _("Give a time first")), now, zone)

    def hint() -> str:
        return wall(answer(), now, zone) if entry.value.strip() else ""

    return Dialog(title, entry, answer=answer, hint=hint)


def pick_dialog(title: str, options: Sequence[Option[T]], chosen: T | None = None) -> Dialog[T]:
    """Offer entries by a letter each; enter takes the one ``chosen`` beforehand, else the first."""
    choice = Choice("", options, options[0].value if chosen is None else chosen)
    return Dialog(title, choice, answer=choice.answer)


def confirm_dialog(
    title: str, question: str | Writer, yes: str, no: str | None = None
) -> Dialog[bool]:
    """Ask before what cannot be undone; the safe answer is the one that enter gives.

    ``yes`` names what would be done, ``no`` what happens else.
    """
    texts = (no or _("no, go back"), yes)
    options = [Option(False, texts[0]), Option(True, texts[1])]
    choice = Choice("", options, False, keys=mnemonics(texts))
    return Dialog(title, note(question), choice, answer=choice.answer)
