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
from tui.widgets.draft_status import heading, hold, measured, still_open, written_too
from tui.widgets.lines import Lines, apart, chips, wrap
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
        self.text = ""
        """The draft as it stands here, saved or not."""
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
    def is_editing(self) -> bool:
        """Whether the draft is open for writing."""
        return self._editor is not None

    @property
    def is_saved(self) -> bool:
        """Whether everything that was typed is known to be stored."""
        return self._confirmed and self.text == self._handed

    def show(self, detail: Detail | None, now: Instant, agent: str) -> None:
        """Show an item's draft; what was typed on another item is handed over first."""
        if (self.detail and self.detail.item.id) != (detail and detail.item.id):
            self.leave()
            self._confirmed, self._handed, self.text = True, "", ""
            self._saved_at = None
            self.remark("", ())
        self.detail, self.agent = detail, agent
        self.border_title = Content(heading(detail))
        if not self.is_editing and self.is_saved:
            draft = detail.draft_of(agent) if detail else None
            self.text = self._handed = draft.body if draft else ""
            self._saved_at = draft.saved_at if draft else None
        self.tick(now)

    def tick(self, now: Instant) -> None:
        """Let the clock move on; painted only where a text changes by it."""
        self._now = now
        self._preview.fill(self._previewed)
        self._status.fill(self._told)

    def _previewed(self, width: int) -> list[Content]:
        if self.detail is None:
            return []
        if self.text:
            return wrap(Content(safe_text(self.text)), width)
        answered = _("Answered; nothing new is being written.")
        empty = answered if self.detail.item.replies else _("No reply yet.")
        return wrap(Content.styled(empty, MUTED), width)

    def _told(self, width: int) -> list[Content]:
        """Return other agents' drafts, what is to be said of this one, its length and state."""
        detail = self.detail
        if detail is None:
            return []
        lines: list[Content] = []
        for draft in detail.drafts:
            if draft.agent != self.agent and draft.body:
                lines += written_too(draft, wall(draft.saved_at, self._now, self.zone), width)
        source, text = detail.source, signed(self.text, signature(detail.brand, self.agent))
        length = measured(measure(text, source.kind), limit_of(source.reply_limit, source.kind))
        held = [hold(detail.claim, self.agent, self._now)] if self.is_editing else []
        state = Content.styled(self._state(), MUTED if self.is_saved else "$text-warning")
        lines += chips([*held, still_open(self.text)], width)
        return [*lines, *apart(length, state, width)]

    def edit(self) -> None:
        """Open the draft for writing, at the first place that is to be filled in."""
        if self.detail is None:
            return
        if self._editor is None:
            # Costs tens of milliseconds, so not before the first frame.
            from tui.widgets.editor import Editor

            self._editor = Editor(self.text, id="draft-editor")
            self.mount(self._editor, before=self._remarks)
            self.add_class("-editing")
            self._remarks.show()
        ending = signature(self.detail.brand, self.agent)
        self._editor.choose(writing_place(self.text, ending))
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
        self.post_message(self.Left(detail.item.id, self.text))
        self.tick(self._now)

    def put(self, body: str) -> None:
        """Replace the draft, for instance with what an editor of the agent's own left."""
        if self.detail is None:
            return
        from tui.widgets.editor import clean

        self.text = clean(body)
        if self._editor is not None:
            self._editor.load_text(self.text)
        self.flush()

    def flush(self) -> None:
        """Hand over at once what was typed since the last time."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._editor is not None:
            self.text = self._editor.text
        if self.detail is not None and self.text != self._handed:
            self._handed, self._confirmed = self.text, False
            self.post_message(self.Changed(self.detail.item.id, self.text))
        self.tick(self._now)

    def saved(self, at: Instant, body: str) -> None:
        """Say that a text is stored; several may be under way."""
        if body == self._handed:
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
        if remark and self._editor and self._remarks.is_current(remark, self.text):
            self._editor.choose((remark.start, remark.end))
        return remark is not None

    def mend(self) -> bool:
        """Mend what needs no thought: the chosen remark, else the first; False where none does."""
        self.flush()
        remark = self._remarks.mendable
        if not (remark and remark.mend is not None and self._remarks.is_current(remark, self.text)):
            return False
        if self._editor is not None:
            self._editor.write_over((remark.start, remark.end), remark.mend)
            self.flush()
        else:
            self.put(self.text[: remark.start] + remark.mend + self.text[remark.end :])
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
        if self._editor is None or self._editor.text == self.text:
            return
        self.text = self._editor.text
        if self._timer is None:
            self._timer = self.set_timer(SAVE_AFTER, self.flush)
        self.tick(self._now)

    def _state(self) -> str:
        if not self.is_saved:
            return _("saving …")
        if not self.text or self._saved_at is None:
            return ""
        at = wall(self._saved_at, self._now, self.zone, seconds=True)
        return _("saved {time}").format(time=at)
