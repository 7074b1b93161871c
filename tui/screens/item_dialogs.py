"""Dialogs about an item: what it is, what is noted on it, and what a step asks."""

from collections.abc import Sequence
from typing import TypedDict

from core.errors import Refused
from core.i18n import _, language
from core.labels import label
from core.vocabulary import Kind, Language, Size
from desk.model.item import PINNED_SEVERITY, Item
from playbooks.model import Step, StepField, in_language
from tui.screens.dialog import Dialog, Field, need, note
from tui.widgets.choice import Choice, Option, codes, mnemonics
from tui.widgets.editor import Editor, Entry


class Triage(TypedDict, total=False):
    """What was corrected; nothing confirms the triage as it is."""

    kind: Kind
    severity: int
    size: Size
    language: Language


def triage_dialog(item: Item) -> Dialog[Triage]:
    """Show kind, severity, size and language at once; each value has a key of its own."""
    words = (*Kind, *Size, *Language)
    keys = mnemonics(label(code) for code in words)
    before_size, before_language = len(Kind), len(Kind) + len(Size)
    kind = codes(_("Kind"), Kind, item.kind, keys=keys, across=True)
    named = {1: _("low"), PINNED_SEVERITY: _("safety")}
    levels = [Option(n, named.get(n, "")) for n in range(1, PINNED_SEVERITY + 1)]
    digits = "".join(str(level.value) for level in levels)
    severity = Choice(_("Severity"), levels, item.severity, keys=digits, across=True)
    size = codes(_("Size"), Size, item.size, keys=keys[before_size:], across=True)
    tongue = codes(_("Language"), Language, item.language, keys=keys[before_language:], across=True)

    def answer() -> Triage:
        """Return what differs from the triage."""
        corrected: Triage = {}
        if kind.answer() is not item.kind:
            corrected["kind"] = kind.answer()
        if severity.answer() != item.severity:
            corrected["severity"] = severity.answer()
        if size.answer() is not item.size:
            corrected["size"] = size.answer()
        if tongue.answer() is not item.language:
            corrected["language"] = tongue.answer()
        return corrected

    return Dialog(_("What is it?"), kind, severity, size, tongue, answer=answer)


def note_dialog(author: str) -> Dialog[tuple[str, bool]]:
    """Ask for a note for colleagues, and whether it is about the author."""
    options = [Option(False, _("this comment"))]
    if author.strip():
        options.append(Option(True, _("{author}, on all they write").format(author=author)))
    about = Choice(_("About"), options, False)
    editor = Editor(placeholder=_("Only colleagues read it."))

    def answer() -> tuple[str, bool]:
        return need(editor.text, _("Write something first")), about.answer()

    return Dialog(_("Note"), editor, about, answer=answer, stepwise=True)


def label_dialog(labels: Sequence[str]) -> Dialog[tuple[list[str], list[str]]]:
    """Show an item's labels, to be changed as one line; answers what to add and to take off."""
    entry = Entry(", ".join(labels))

    def answer() -> tuple[list[str], list[str]]:
        wanted = list(dict.fromkeys(filter(None, map(str.strip, entry.value.split(",")))))
        return (
            [name for name in wanted if name not in labels],
            [name for name in labels if name not in wanted],
        )

    told = note(_("Separate them with commas; what you wipe is taken off."))
    return Dialog(_("Labels"), told, entry, answer=answer)


class Added(TypedDict):
    """A comment brought in by hand."""

    text: str
    url: str
    author: str


def add_dialog() -> Dialog[Added]:
    """Take in a comment by its address or its text, for what has no feed."""
    url, author = Field(_("Address"), placeholder="https://"), Field(_("Author"))
    editor = Editor(placeholder=_("paste the comment here"))

    def answer() -> Added:
        text = editor.text.strip()
        if not text and not url.text:
            raise Refused(_("Give an address or paste the text"))
        return Added(text=text, url=url.text, author=author.text)

    return Dialog(_("Add a comment by hand"), url, author, editor, answer=answer, stepwise=True)


def step_dialog(step: Step) -> Dialog[dict[str, str]]:
    """Ask for the fields of a playbook step, beneath its help; answers them by name."""
    asked = [(field, _asking(field)) for field in step.fields]

    def answer() -> dict[str, str]:
        filled = {}
        for field, widget in asked:
            text = widget.text if isinstance(widget, Field) else widget.value or ""
            name = in_language(field.label, language())
            if field.required:
                need(text, _("Fill in: {name}").format(name=name))
            if text:
                filled[field.name] = text
        return filled

    told = in_language(step.help, language())
    fields = [*([note(told)] if told else []), *(widget for _field, widget in asked)]
    return Dialog(in_language(step.title, language()), *fields, answer=answer, stepwise=True)


def _asking(field: StepField) -> Field | Choice[str]:
    title = in_language(field.label, language())
    if not field.choices:
        return Field(title)
    return Choice(title, [Option(code, field.called(code, language())) for code in field.choices])
