"""A screen to read and to scroll, and texts for it that stand under headings or behind marks."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from core.i18n import _
from tui.widgets.lines import Lines, Writer, hang, wrap


class ReadingScreen(ModalScreen[None]):
    """A title, a text as long as it is, and the keys to leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", show=False),
        Binding("j", "scroll('down')", show=False),
        Binding("k", "scroll('up')", show=False),
        Binding("space,ctrl+d", "scroll('page_down')", show=False),
        Binding("b,ctrl+u", "scroll('page_up')", show=False),
        Binding("g", "scroll('home')", show=False),
        Binding("G", "scroll('end')", show=False),
    ]

    def __init__(self, title: str, write: Writer, hint: str = "") -> None:
        """Show lines that ``write`` gives, all of them already safe."""
        super().__init__(classes="reading")
        self._head = Lines(id="reading-title")
        self._head.fill(lambda width: wrap(Content.styled(title, "bold"), width))
        self._body = Lines()
        self._body.fill(write)
        keys = "   ".join(filter(None, (_("esc close   j/k scroll"), hint)))
        self._keys = Lines(id="reading-keys")
        self._keys.fill(lambda width: wrap(Content.styled(keys, "$text-muted"), width))

    def compose(self) -> ComposeResult:
        """Lay out title, text and keys."""
        yield self._head
        with VerticalScroll(id="reading-text"):
            yield self._body
        yield self._keys

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one("#reading-text").focus()

    def action_scroll(self, way: str) -> None:
        """Scroll the text: down, up, page_down, page_up, home or end."""
        text = self.query_one("#reading-text", VerticalScroll)
        getattr(text, f"scroll_{way}")(animate=False)


def sections(parts: Sequence[tuple[Content, Sequence[Content]]]) -> Writer:
    """Return what writes texts, all of them safe, beneath their headings."""
    indent = Content("  ")

    def write(width: int) -> list[Content]:
        lines: list[Content] = []
        for head, texts in parts:
            lines += wrap(head, width)
            for text in texts:
                lines += hang(indent, text, width)
            lines.append(Content(""))
        return lines

    return write


def marked_lines(told: Iterable[str]) -> Writer:
    """Return what writes safe sentences, each behind a mark."""
    texts = [Content(one) for one in told]
    mark = Content("· ")
    return lambda width: [line for text in texts for line in hang(mark, text, width)]
