"""A screen to read and to scroll: texts under headings or behind marks, and whole reports."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from core.i18n import _
from desk.reports.plain import Line, Tone, summary_lines
from desk.reports.sections import Sources
from desk.reports.summary import Summary
from tui.widgets.lines import Lines, Writer, hang, wrap

EXPORT = "webcare summary --output summary.md"
STYLES = {
    Tone.PLAIN: "",
    Tone.TITLE: "bold",
    Tone.QUIET: "$text-muted",
    Tone.BAD: "bold $text-error",
}
"""How a report's tones look."""


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
        self._head = Lines(Content.styled(title, "bold"), id="reading-title")
        self._body = Lines()
        self._body.fill(write)
        keys = "   ".join(filter(None, (_("esc close   j/k scroll"), hint)))
        self._keys = Lines(Content.styled(keys, "$text-muted"), id="reading-keys")

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


def report_screen(title: str, told: Callable[[int], list[Line]], hint: str) -> ReadingScreen:
    """Show a report's lines, laid out for the width there is, all of them already safe."""

    def write(width: int) -> list[Content]:
        return [
            Content.assemble(*((text, STYLES[tone]) for text, tone in line)) for line in told(width)
        ]

    return ReadingScreen(title, write, hint)


def summary_screen(summary: Summary, sources: Sources) -> ReadingScreen:
    """Show a summary, its sources by their titles; its last line says how to make a file of it."""
    hint = _("as a file: {command}").format(command=EXPORT)
    return report_screen(_("Summary"), lambda width: summary_lines(summary, sources, width), hint)
