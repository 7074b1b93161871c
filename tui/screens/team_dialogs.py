"""Dialogs between colleagues: handing on, receiving, and what all desks are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from textual.content import Content

from core.clock import Instant
from core.i18n import _
from core.safe_text import safe_text
from core.vocabulary import NEXT_SHIFT
from core.when import parse_when
from desk.model.handover import QUEUE
from tui.screens.dialog import Dialog, Field, need, note
from tui.screens.dialogs import confirm_dialog
from tui.screens.reading import marked_lines
from tui.widgets.choice import Choice, Option
from tui.widgets.editor import Editor
from tui.widgets.lines import hang, wrap

LATER = "later"
"""To oneself: put away until a time."""


@dataclass(frozen=True, slots=True)
class Handing:
    """To whom an item goes, with what is said about it."""

    to: str
    """A colleague, NEXT_SHIFT, QUEUE or LATER."""
    note: str = ""
    watch: str = ""
    until: Instant | None = None
    """For LATER."""


def hand_dialog(
    title: str,
    colleagues: Sequence[str],
    now: Instant,
    zone: tzinfo,
    *,
    noted: bool = False,
    leaving: bool = False,
) -> Dialog[Handing]:
    """Ask to whom an item goes, how it stands, and what to watch out for.

    A note is needed where it is to be ``noted``; who is ``leaving`` may put the item away.
    """
    options = [Option(name, name) for name in colleagues]
    options += [Option(NEXT_SHIFT, _("the next shift")), Option(QUEUE, _("back to the queue"))]
    if leaving:
        options.append(Option(LATER, _("put away until a time")))
    to = Choice(_("To"), options, NEXT_SHIFT if leaving else options[0].value)
    stands = Field(_("Note"), placeholder=_("how it stands, what to do next"))
    caution = Field(_("Watch out"), placeholder=_("if this, then that"))
    until = Field(_("Until"), placeholder=_("16:00, +2h, 2h30m or tomorrow 09:00"))

    def arrange() -> None:
        until.display = to.value == LATER
        stands.display = caution.display = to.value != LATER

    def answer() -> Handing:
        if to.answer() == LATER:
            at = parse_when(need(until.text, _("Give a time first")), now, zone)
            return Handing(LATER, until=at)
        if noted:
            need(stands.text, _("Say how it stands and what to do next."))
        return Handing(to.answer(), stands.text, caution.text)

    fields = (to, stands, caution, until)
    return Dialog(title, *fields, answer=answer, arrange=arrange, stepwise=True)


def receive_dialog(briefs: Sequence[Sequence[str]]) -> Dialog[bool]:
    """Show what was handed to the agent: the line of each item, then what is said about it."""

    def write(width: int) -> list[Content]:
        lines: list[Content] = []
        for head, *said in briefs:
            lines += wrap(Content.styled(safe_text(head, line=True), "bold"), width)[:1]
            for one in said:
                lines += hang(Content("  "), Content(safe_text(one, line=True)), width)[:2]
        return lines

    yes, no = _("accept all of it"), _("look at each first (6)")
    return confirm_dialog(_("Handed to you"), write, yes, no)


def notices_dialog(told: Sequence[str], *, lead: bool) -> Dialog[str]:
    """Show safe sentences, the newest first; a shift lead may tell all desks something.

    The answer is empty where nothing is to be told.
    """
    shown = note(marked_lines(told) if told else _("Nobody told you anything lately."))
    editor = Editor(placeholder=_("tell all desks, for instance: outage, use text 14"))

    def answer() -> str:
        return editor.text.strip()

    return Dialog(_("Notices"), shown, *([editor] if lead else []), answer=answer)
