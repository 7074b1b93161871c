"""The help overlay: every key of the table, found by typing."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from core.i18n import N_, _
from tui.keys import KEYS, Group, Key, names


class HelpScreen(ModalScreen[None]):
    """Shows what each key does; typing narrows the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "dismiss", "close"),
        Binding("down,pagedown", "scroll(1)", "down"),
        Binding("up,pageup", "scroll(-1)", "up"),
    ]

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """Lay out search line and list."""
        with Vertical(id="help") as box:
            box.border_title = Content(_("Keys"))
            box.border_subtitle = Content(_("esc closes"))
            yield Input(placeholder=_("type to search"), id="help-search", compact=True)
            with VerticalScroll(id="help-list", can_focus=False):
                yield Static(id="help-keys")

    def on_mount(self) -> None:
        """List every key."""
        self._list("")

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """List the keys that what was typed fits."""
        self._list(event.value)

    def action_scroll(self, direction: int) -> None:
        """Scroll the list by most of a page."""
        scroll = self.query_one("#help-list", VerticalScroll)
        scroll.scroll_relative(y=direction * max(1, scroll.size.height - 2), animate=False)

    def _list(self, query: str) -> None:
        found = [key for key in KEYS if matches(key, query, self._keymap)]
        self.query_one("#help-keys", Static).update(list_keys(found, self._keymap))


def matches(key: Key, query: str, keymap: Mapping[str, str]) -> bool:
    """Return whether a key is meant by what was typed: the key itself, its name or its words."""
    words = f"{_(key.label)} {_(key.explains)} {key.id}".casefold()
    return query.strip() in names(key, keymap) or query.casefold().strip() in words


def list_keys(keys: Iterable[Key], keymap: Mapping[str, str]) -> Content:
    """Return keys under their headings, one a line."""
    lines: list[Content] = []
    found = list(keys)
    for group in Group:
        under = [key for key in found if key.group is group]
        if not under:
            continue
        lines += [Content("")] * bool(lines)
        lines.append(Content.styled(_(group.value), "bold $primary"))
        for key in under:
            typed = " ".join(names(key, keymap))
            explains = Content.styled(_(key.explains), "$text-muted")
            lines.append(Content.styled(f"{typed:>14}  ", "bold") + explains)
    lines += [Content(""), Content.styled(_("Marks in a list"), "bold $primary")]
    lines += [Content.styled(f"{sign:>14}  ", "bold") + Content(_(said)) for sign, said in MARKS]
    return Content("\n").join(lines)


MARKS = (
    ("-04:12", N_("late by so many minutes and seconds")),
    ("!!", N_("late, or severity 5")),
    ("!", N_("due within ten minutes, or severity 4")),
    ("+", N_("praise")),
    ("~", N_("edited by its author")),
)
