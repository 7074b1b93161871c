"""Small apps for widgets and dialogs, and what their screen reads."""

import re
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.screen import ModalScreen
from textual.widget import Widget

import tui
from tui.theme import THEME

STYLES = Path(tui.__file__).parent / "styles"
LINE_NOISE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What must never reach a terminal inside a line; a hit means that a view forgot safe_text."""
CSS: list[str | PurePath] = [STYLES / "panes.tcss", STYLES / "dialogs.tcss"]


class Plain(App[None]):
    """An app in the desk's colours."""

    CSS_PATH: ClassVar[list[str | PurePath]] = CSS

    def on_mount(self) -> None:
        """Put the colours on."""
        self.register_theme(THEME)
        self.theme = THEME.name


class Bench(Plain):
    """An app around one widget."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        """Show the widget alone."""
        yield self.widget


class Stage(Plain):
    """An app that opens a dialog and keeps its answer."""

    def __init__(self, make: Callable[[], ModalScreen[object]]) -> None:
        super().__init__()
        self._make = make
        self.answers: list[object] = []

    def on_mount(self) -> None:
        """Open the dialog."""
        super().on_mount()
        self.push_screen(self._make(), self.answers.append)


def reading(app: App[None]) -> list[str]:
    """Return the lines of the screen as they read, without the space at their ends."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    texts = ["".join(segment.text for segment in strip) for strip in lines]
    assert len(texts) <= height
    assert width
    return [text.rstrip() for text in texts]
