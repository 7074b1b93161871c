"""The reply being written: a preview until it is edited, saved while it is typed."""

from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from core.clock import Instant
from core.i18n import _
from core.moments import wall
from core.safe_text import safe_text
from core.vocabulary import ItemId
from desk.services.detail import Detail
from playbooks.canned import first_place, signature, signed, writing_place
from playbooks.coach.length import limit_of, measure
from tui.widgets.draft_status import beneath, heading, hold, measured, still_open
from tui.widgets.lines import Lines, Writer, wrap
from tui.widgets.remarks import Remarks

if TYPE_CHECKING:
    from playbooks.coach.finding import Finding
    from tui.widgets.editor import Editor

MUTED = "$text-muted"
SAVE_AFTER = 0.6
"""Seconds from a key until the text is handed over to be saved."""


class DraftPane(Vertical):
    """The agent's draft on an item; what is typed here is never lost by what arrives."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "next_place", show=False),
    ]

    @dataclass
    class Changed(Message):
        """The draft reads differently and wants to be saved."""

        item: ItemId
        body: str

    @dataclass
    class Left(Message):
        """The agent stopped editing; its text was handed over."""

        item: ItemId
        body: str

    def __init__(self, zone: tzinfo, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.border_title = Content(heading(None))
        self.zone = zone
        self.detail: Detail | None = None
        self.agent = ""
        self._text = ""
        self._handed = ""
        self._confirmed = True
        self._saved_at: Instant | None = None
        self._now: Instant = 0
        self._editor: Editor | None = None
        self._timer: Timer | None = None
        self._preview = Lines()
        self._remarks = Remarks(id="draft-remarks")
        self._status = Lines(id="draft-status")

    def compose(self) -> ComposeResult:
        """Lay out the preview above the status."""
        with VerticalScroll(id="draft-preview", can_focus=False):
            yield self._preview
        yield self._remarks
        yield self._status

    @property
    def text(self) -> str:
        """The draft as it stands here, saved or not."""
        return self._text

    @property
    def is_editing(self) -> bool:
        """Whether the draft is open for writing."""
        return self._editor is not None

    @property
    def is_saved(self) -> bool:
        """Whether everything that was typed is known to be stored."""
        return self._confirmed and self._text == self._handed

    def show(self, detail: Detail | None, now: Instant, agent: str) -> None:
        """Show an item's draft; what was typed on another item is handed over first."""
        if (self.detail and self.detail.item.id) != (detail and detail.item.id):
            self.leave()
            self._confirmed, self._handed, self._text = True, "", ""
            self._saved_at = None
            self.remark("", ())
        self.detail, self.agent = detail, agent
        self.border_title = Content(heading(detail))
        if not self.is_editing and self.is_saved:
            draft = detail.draft_of(agent) if detail else None
            self._text = self._handed = draft.body if draft else ""
            self._saved_at = draft.saved_at if draft else None
        self.tick(now)

    def tick(self, now: Instant) -> None:
        """Let the clock move on; painted only where a text changes by it."""
        self._now = now
        detail = self.detail
        if detail is None:
            self._preview.fill(_nothing)
            self._status.fill(_nothing)
            return
        others = [d for d in detail.drafts if d.agent != self.agent and d.body]
        ending = signature(detail.brand, self.agent)
        source, text = detail.source, signed(self._text, ending)
        limit = limit_of(source.reply_limit, source.kind)
        length = measured(measure(text, source.kind), limit)
        state = Content.styled(self._state(), MUTED if self.is_saved else "$text-warning")
        self._preview.fill(_preview(self._text, answered=bool(detail.item.replies)))
        said = [still_open(self._text)]
        if self.is_editing:
            said.insert(0, hold(detail.claim, self.agent, now))
        self._status.fill(beneath(others, length, said, state, now, self.zone))

    def edit(self) -> None:
        """Open the draft for writing, at the first place that is to be filled in."""
        if self.detail is None:
            return
        if self._editor is None:
            # Costs tens of milliseconds, so not before the first frame.
            from tui.widgets.editor import Editor

            self._editor = Editor(self._text, id="draft-editor")
            self.mount(self._editor, before=self._remarks)
            self.add_class("-editing")
            self._remarks.show()
        ending = signature(self.detail.brand, self.agent)
        self._editor.choose(writing_place(self._text, ending))
        self._editor.focus()

    def leave(self) -> None:
        """Stop editing; what is typed is handed over and shown as the preview."""
        editor, detail = self._editor, self.detail
        if editor is None or detail is None:
            return
        self.flush()
        self._editor = None
        self.remove_class("-editing")
        self._remarks.fold()
        editor.remove()
        self.post_message(self.Left(detail.item.id, self._text))
        self.tick(self._now)

    def put(self, body: str) -> None:
        """Replace the draft, for instance with what an editor of the agent's own left."""
        if self.detail is None:
            return
        from tui.widgets.editor import clean

        self._text = clean(body)
        if self._editor is not None:
            self._editor.load_text(self._text)
        self.flush()

    def flush(self) -> None:
        """Hand over at once what was typed since the last time."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._editor is not None:
            self._text = self._editor.text
        if self.detail is not None and self._text != self._handed:
            self._handed, self._confirmed = self._text, False
            self.post_message(self.Changed(self.detail.item.id, self._text))
        self.tick(self._now)

    def saved(self, at: Instant, body: str | None = None) -> None:
        """Say that the draft is stored; ``body`` tells which text, where several are under way."""
        if body is None or body == self._handed:
            self._confirmed = True
            self._saved_at = at
        self.tick(self._now)

    def remark(self, text: str, found: "tuple[Finding, ...]") -> None:
        """Show what the coach remarks on a text."""
        self._remarks.tell(text, found)

    def next_remark(self) -> bool:
        """Go to the next remark and select what it is about; False where there is none."""
        self.flush()
        remark = self._remarks.next()
        if remark and self._editor and self._remarks.is_current(remark, self._text):
            self._editor.choose((remark.start, remark.end))
        return remark is not None

    def mend(self) -> bool:
        """Mend what needs no thought: the chosen remark, else the first; False where none does."""
        self.flush()
        remark = self._remarks.mendable
        if remark is None or remark.mend is None:
            return False
        if not self._remarks.is_current(remark, self._text):
            return False
        if self._editor is not None:
            self._editor.write_over((remark.start, remark.end), remark.mend)
            self.flush()
        else:
            self.put(self._text[: remark.start] + remark.mend + self._text[remark.end :])
        return True

    def action_leave(self) -> None:
        """Leave the editor."""
        self.leave()

    def action_next_place(self) -> None:
        """Go to the next place to be filled in; without one, tab does what it always does."""
        place = first_place(self._editor.text) if self._editor else None
        if self._editor is None or place is None:
            raise SkipAction
        self._editor.choose(place)

    def on_descendant_blur(self) -> None:
        """Hand over what was typed when the keys go elsewhere."""
        self.flush()

    def on_text_area_changed(self) -> None:
        """Take in what was typed; it is handed over a moment after its first key."""
        if self._editor is None or self._editor.text == self._text:
            return
        self._text = self._editor.text
        if self._timer is None:
            self._timer = self.set_timer(SAVE_AFTER, self.flush)
        self.tick(self._now)

    def _state(self) -> str:
        if not self.is_saved:
            return _("saving …")
        if not self._text or self._saved_at is None:
            return ""
        at = wall(self._saved_at, self._now, self.zone, seconds=True)
        return _("saved {time}").format(time=at)


def _preview(text: str, *, answered: bool) -> Writer:
    empty = _("Answered; nothing new is being written.") if answered else _("No reply yet.")
    shown = Content(safe_text(text)) if text else Content.styled(empty, MUTED)
    return lambda width: wrap(shown, width)


def _nothing(_width: int) -> list[Content]:
    return []
