"""Lines that wrap to the width they get: what every pane of the desk is made of."""

from collections.abc import Callable, Iterable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

Writer = Callable[[int], list[Content]]
"""Gives the lines for a width in cells; pure, so that it may be asked at any time."""


class Lines(Widget):
    """Text that is written for its width, and painted again only when it reads differently."""

    DEFAULT_CSS = """
    Lines { width: 1fr; height: auto; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(
        self,
        said: Content | None = None,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self._write = paragraph(said or Content(""))
        self._width = 0
        self._lines: list[Content] = []

    def fill(self, write: Writer) -> None:
        """Show other lines; nothing is painted when they are the same."""
        self._write = write
        if not self._width:
            self.refresh(layout=True)
            return
        before, self._lines = self._lines, write(self._width)
        if len(before) != len(self._lines):
            self.refresh(layout=True)
        elif not all(old.is_same(new) for old, new in zip(before, self._lines, strict=True)):
            self.refresh()

    def say(self, text: str, style: str) -> None:
        """Show a sentence."""
        self.fill(paragraph(Content.styled(text, style)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return how many lines there are at a width."""
        return len(self._at(width))

    def render(self) -> Content:
        """Return the lines for the width there is."""
        return Content("\n").join(self._at(self.content_size.width))

    def _at(self, width: int) -> list[Content]:
        if width != self._width and width > 0:
            self._width = width
            self._lines = self._write(width)
        return self._lines


def wrap(content: Content, width: int) -> list[Content]:
    """Return a text broken at words; a word that is too long is folded."""
    return content.wrap(max(width, 1))


def paragraph(content: Content) -> Writer:
    """Return what writes a text; nothing where it is empty."""
    return lambda width: wrap(content, width) if content else []


def hang(mark: Content, content: Content, width: int) -> list[Content]:
    """Return a text behind a mark; further lines stand beneath the text, not the mark."""
    indent = mark.cell_length
    lines = wrap(content, max(width - indent, 8))
    return [(mark if n == 0 else Content(" " * indent)) + line for n, line in enumerate(lines)]


def apart(left: Content, right: Content, width: int) -> list[Content]:
    """Return two texts at the two edges of a line; on two lines where they do not fit."""
    gap = width - left.cell_length - right.cell_length
    if not right:
        return wrap(left, width)
    if gap < 1:
        return [*wrap(left, width), *wrap(right, width)]
    return [left + Content(" " * gap) + right]


def chips(parts: Iterable[Content], width: int, gap: str = "  ") -> list[Content]:
    """Return short texts side by side, on further lines where they do not fit."""
    lines: list[Content] = []
    for part in parts:
        if not part:
            continue
        if lines and lines[-1].cell_length + len(gap) + part.cell_length <= width:
            lines[-1] = lines[-1] + gap + part
        else:
            lines.extend(wrap(part, width))
    return lines
