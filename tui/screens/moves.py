"""Keys that only move about the screen: they need no desk and answer at once."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from core.i18n import _
from desk.store.listing import View
from tui.widgets.views import TABS

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

Move = Callable[["DeskScreen"], object]


def _next_free(step: int) -> Move:
    def move(screen: "DeskScreen") -> None:
        if not screen.queue.move_to_free(step):
            screen.tell(_("No free row further on."))

    return move


def _show(view: View) -> Move:
    return lambda screen: screen.show_view(view)


def _open(screen: "DeskScreen") -> None:
    screen.add_class("-reading")
    if screen.panes:
        screen.panes.message.focus()


def _back(screen: "DeskScreen") -> None:
    if screen.live and screen.live.is_finding:
        screen.live.leave_found()
        return
    screen.remove_class("-reading")
    if screen.panes:
        screen.panes.draft.leave()
    screen.queue.focus()


def _find(screen: "DeskScreen") -> None:
    if screen.live is None:
        screen.tell(_("The desk is still opening."))
    else:
        screen.live.find()


def _help(screen: "DeskScreen") -> None:
    from tui.screens.help import HelpScreen

    screen.app.push_screen(HelpScreen(screen.settings.keys))


def _next_remark(screen: "DeskScreen") -> None:
    if not (screen.panes and screen.panes.draft.next_remark()):
        screen.tell(_("The coach has no remark on this reply."))


def _mend(screen: "DeskScreen") -> None:
    if not (screen.panes and screen.panes.draft.mend()):
        screen.tell(_("Nothing here can be mended without thinking."))


MOVES: Mapping[str, Move] = {
    "queue.down": lambda screen: screen.queue.move(1),
    "queue.up": lambda screen: screen.queue.move(-1),
    "queue.first": lambda screen: screen.queue.move_to(0),
    "queue.last": lambda screen: screen.queue.move_to(-1),
    "queue.half_down": lambda screen: screen.queue.move_pages(0.5),
    "queue.half_up": lambda screen: screen.queue.move_pages(-0.5),
    "queue.page_down": lambda screen: screen.queue.move_pages(1),
    "queue.page_up": lambda screen: screen.queue.move_pages(-1),
    "queue.next": _next_free(1),
    "queue.previous": _next_free(-1),
    "pane.open": _open,
    "pane.back": _back,
    "pane.next": lambda screen: screen.focus_next(),
    "pane.previous": lambda screen: screen.focus_previous(),
    "reply.remark": _next_remark,
    "reply.mend": _mend,
    **{f"view.{view}": _show(view) for view in TABS},
    "view.found": _find,
    "desk.help": _help,
    "desk.palette": lambda screen: screen.app.action_command_palette(),
    "desk.suspend": lambda screen: screen.app.action_suspend_process(),
    "desk.hint": lambda screen: screen.tell(_("^q stops webcare.")),
    "desk.quit": lambda screen: screen.app.exit(),
}
"""What each such key does."""
