"""Dialogs between colleagues: handing on, receiving, and what all desks are told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from textual.content import Content
from textual.widget import Widget

from core.clock import Instant
from core.errors import Refused
from core.i18n import _
from core.safe_text import safe_text
from core.vocabulary import NEXT_SHIFT
from core.when import parse_when
from desk.model.handover import QUEUE
from tui.screens.dialog import Dialog, Field, need, note
from tui.screens.text_dialogs import ConfirmDialog
from tui.widgets.choice import Choice, Option
from tui.widgets.editor import Editor
from tui.widgets.lines import Lines, hang, wrap

LATER = "later"
"""To oneself: put away until a time."""


@dataclass(frozen=True, slots=True)
class HandAnswer:
    """To whom an item goes, with what is said about it."""

    to: str
    """A colleague, NEXT_SHIFT, QUEUE or LATER."""
    note: str = ""
    watch: str = ""
    until: Instant | None = None
    """For LATER."""


class HandDialog(Dialog[HandAnswer]):
    """Asks to whom an item goes, how it stands, and what to watch out for."""

    stepwise = True

    def __init__(
        self,
        title: str,
        colleagues: Sequence[str],
        now: Instant,
        zone: tzinfo,
        *,
        noted: bool = False,
        leaving: bool = False,
    ) -> None:
        """Ask, ``noted`` for a note too; who is ``leaving`` may put the item away until a time."""
        super().__init__(title)
        self._now, self._zone, self._noted = now, zone, noted
        options = [Option(name, name) for name in colleagues]
        options += [Option(NEXT_SHIFT, _("the next shift")), Option(QUEUE, _("back to the queue"))]
        if leaving:
            options.append(Option(LATER, _("put away until a time")))
        self.to = Choice(_("To"), options, chosen=len(colleagues) if leaving else 0)
        self.note = Field(_("Note"), placeholder=_("how it stands, what to do next"))
        self.caution = Field(_("Watch out"), placeholder=_("if this, then that"))
        self.until = Field(_("Until"), placeholder=_("16:00, +2h, 2h30m or tomorrow 09:00"))
        self._ask()

    def fields(self) -> Iterable[Widget]:
        """Return to whom, and what is said."""
        return (self.to, self.note, self.caution, self.until)

    def on_choice_chosen(self) -> None:
        """Ask for a time where the item is put away, else for a note."""
        self._ask()

    def answer(self) -> HandAnswer:
        """Return to whom it goes."""
        to = self.to.value
        if to is None:
            raise Refused(_("Choose to whom it goes"))
        if to != LATER:
            if self._noted:
                need(self.note.text, _("Say how it stands and what to do next."))
            return HandAnswer(to, self.note.text, self.caution.text)
        if not self.until.text:
            raise Refused(_("Give a time first"))
        return HandAnswer(to, until=parse_when(self.until.text, self._now, self._zone))

    def _ask(self) -> None:
        later = self.to.value == LATER
        self.note.display = self.caution.display = not later
        self.until.display = later


class ReceiveDialog(ConfirmDialog):
    """Shows what was handed to the agent; enter looks at it first."""

    def __init__(self, briefs: Sequence[Sequence[str]]) -> None:
        """Show briefs: the line of an item first, then what is said about it."""

        def write(width: int) -> list[Content]:
            lines: list[Content] = []
            for head, *said in briefs:
                lines += wrap(Content.styled(safe_text(head, line=True), "bold"), width)[:1]
                for one in said:
                    lines += hang(Content("  "), Content(safe_text(one, line=True)), width)[:2]
            return lines

        super().__init__(
            _("Handed to you"),
            write,
            yes=_("accept all of it"),
            no=_("look at each first (6)"),
        )


class NoticesDialog(Dialog[str]):
    """Shows what the agent was told, the newest first; a shift lead may tell all desks."""

    def __init__(self, told: Sequence[str], *, lead: bool) -> None:
        """Show sentences that are safe already."""
        super().__init__(_("Notices"))
        self._told = [Content(one) for one in told]
        self.editor = Editor(placeholder=_("tell all desks, for instance: outage, use text 14"))
        self._lead = lead

    def fields(self) -> Iterable[Widget]:
        """Return what was told, and the room to write in for a lead."""
        lines = Lines(classes="dialog-note")
        lines.fill(self._write)
        shown: Widget = lines if self._told else note(_("Nobody told you anything lately."))
        return (shown, self.editor) if self._lead else (shown,)

    def answer(self) -> str:
        """Return what all desks are to be told; empty where nothing is."""
        return self.editor.text.strip() if self._lead else ""

    def _write(self, width: int) -> list[Content]:
        return [line for one in self._told for line in hang(Content("· "), one, width)]
