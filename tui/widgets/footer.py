"""The keys most needed, at the bottom: from the table, greyed where they cannot act."""

from collections.abc import Callable, Mapping

from textual.content import Content
from textual.widget import Widget

from core.i18n import _
from tui.keys import BY_ID, Key, footer_keys, names

WRITING = (
    "pane.back",
    "pane.next",
    "reply.remark",
    "reply.mend",
    "desk.help",
    "desk.palette",
    "desk.quit",
)
"""What acts while a text is being written: no letter does."""
TWO_LINES = 120
"""From this width on there are two lines of keys."""


class KeyFooter(Widget):
    """One line of keys at 80 columns, two from 120."""

    DEFAULT_CSS = "KeyFooter { height: auto; background: $panel; padding: 0 1; }"

    def __init__(self, keymap: Mapping[str, str], why_not: Callable[[str], str]) -> None:
        super().__init__(markup=False)
        self._keymap = keymap
        self._why_not = why_not
        self._writing = False

    def refresh_keys(self, *, writing: bool) -> None:
        """Show what can be done now, while a text is being written or not."""
        self._writing = writing
        self.refresh()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return the lines of keys at a width."""
        return 2 if width + 2 >= TWO_LINES else 1

    def render(self) -> Content:
        """Return the keys for the width there is."""
        width = self.content_size.width
        lines = self.get_content_height(None, None, width)
        if self._writing:
            return Content("\n").join(
                fill([self._part(BY_ID[id_]) for id_ in WRITING], width, lines)
            )
        help_ = self._part(BY_ID["desk.help"])
        others = [self._part(key) for key in footer_keys() if key.id != "desk.help"]
        filled = fill(others, width - help_.cell_length - 2, lines)
        filled[-1] += Content("  ") + help_
        return Content("\n").join(filled)

    def _part(self, key: Key) -> Content:
        shown = names(key, self._keymap)
        typed = shown[0]
        if self._writing:
            typed = next((name for name in shown if len(name) > 1), typed)
        elif key.id == "queue.down":
            typed = f"{typed}/{names(BY_ID['queue.up'], self._keymap)[0]}"
        blocked = bool(self._why_not(key.id))
        tone = "$text-disabled" if blocked else "$text-muted"
        sign = "$text-disabled" if blocked else "bold $primary"
        return Content.styled(typed, sign) + Content.styled(f" {_(key.label)}", tone)


def fill(parts: list[Content], width: int, lines: int) -> list[Content]:
    """Return as many parts as fit in so many lines, in their order."""
    filled: list[Content] = []
    line = Content("")
    for part in parts:
        wider = line + Content("  ") + part if line else part
        if wider.cell_length <= width:
            line = wider
            continue
        filled.append(line)
        line = part
        if len(filled) == lines:
            return filled
    return [*filled, line]
