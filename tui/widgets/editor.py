"""Fields to write in; what is pasted into them is cleaned, so that it cannot command the screen."""

from textual import events
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Selection

from core.safe_text import safe_text

LONGEST = 100_000
"""Characters that a text may have; what is pasted beyond is cut."""
MOST_LINES = 10_000


def clean(text: str) -> str:
    """Return a text as it may stand in a field: nothing unseen, line ends as ``\\n``."""
    return str(safe_text(text, cap=LONGEST, max_lines=MOST_LINES))


class Editor(TextArea):
    """A text of several lines."""

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(
            clean(text), compact=True, highlight_cursor_line=False, placeholder=placeholder, id=id
        )
        self.move_cursor(self.document.end)
        self._given = self.text.strip()

    @property
    def is_changed(self) -> bool:
        """Whether something stands here that was not given."""
        return self.text.strip() not in {"", self._given}

    def choose(self, span: tuple[int, int] | None) -> None:
        """Select a stretch of the text, so that typing takes its place."""
        if span is not None:
            self.selection = Selection(self._place(span[0]), self._place(span[1]))

    def write_over(self, span: tuple[int, int], text: str) -> None:
        """Put another text in the place of a stretch; it can be undone like typing."""
        self.replace(clean(text), self._place(span[0]), self._place(span[1]))

    def _place(self, index: int) -> tuple[int, int]:
        lines = self.text[:index].split("\n")
        return len(lines) - 1, len(lines[-1])

    def on_paste(self, event: events.Paste) -> None:
        """Clean what is pasted before it is taken in."""
        event.text = clean(event.text)


class Entry(Input):
    """A text of one line."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(safe_text(value, line=True), placeholder=placeholder, compact=True, id=id)

    def on_paste(self, event: events.Paste) -> None:
        """Clean what is pasted before it is taken in; lines are joined."""
        event.text = safe_text(event.text, line=True, cap=2048)
