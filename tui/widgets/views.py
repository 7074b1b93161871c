"""The tabs over the list, and what an empty list says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content

from core.clock import Instant
from core.i18n import N_, _
from core.safe_text import safe_text
from desk.store.listing import Counts, View
from tui.keys import BY_ID

if TYPE_CHECKING:
    from desk.store.records import SourceState

WIDE = 200
"""Cells to write for before the width is known."""
TABS = (View.QUEUE, View.MINE, View.WAITING, View.PRAISE, View.WATCHING, View.HANDED)
"""The last one stands there only while something is on its way, or when it is shown."""
EMPTY = {
    View.QUEUE: N_("All done: nothing waits for an answer."),
    View.MINE: N_("You have taken nothing yet.\na takes the item under the cursor."),
    View.WAITING: N_("Nothing waits on a customer or a colleague."),
    View.PRAISE: N_("No praise is open, and no follow-up is owed."),
    View.WATCHING: N_(
        "Nothing is being watched.\nw leaves a comment standing and looks again later."
    ),
    View.HANDED: N_(
        "Nothing is on its way to you.\nh hands the item under the cursor to somebody."
    ),
    View.ALL: N_("Nothing has come in yet."),
    View.FOUND: N_(
        "Type words of a comment, its author,\na reply or a note; all must be in it.\n"
        '"two words" stand side by side.'
    ),
}
NO_SOURCES = N_(
    "No sources yet.\n\nAdd one:   webcare sources add URL\nOr try it: webcare demo\n"
    "By hand:   ^n takes an address or pasted text"
)


class Tabbed(Vertical):
    """A list under its tabs, which are written anew when there is more or less room."""

    _told: tuple[View, Counts] = (View.QUEUE, Counts())
    _written: tuple[View, Counts, int] | None = None

    def show(self, view: View, counts: Counts) -> None:
        """Say which view is shown and how many items each holds."""
        self._told = view, counts
        room = self.size.width - 2 if self.size else WIDE  # the line goes on at either end
        if self._written != (view, counts, room):
            self._written = view, counts, room
            self.border_title = view_tabs(view, counts, room)

    def on_resize(self) -> None:
        """Fit the tabs to the width there is."""
        self.show(*self._told)


def view_tabs(view: View, counts: Counts, width: int) -> Content:
    """Return the views with their key and how many each holds; the shown one stands out.

    What does not fit goes in this order: counts of nothing, room between the tabs, the other
    views' counts, the last tabs. No name is cut.
    """
    line = Content("")
    for line in _ways(view, counts):
        if line.cell_length <= width:
            break
    return line


def _ways(view: View, counts: Counts) -> Iterator[Content]:
    """Give the tabs as lines that get shorter and shorter."""
    held = {
        View.QUEUE: counts.queue,
        View.MINE: counts.mine,
        View.WAITING: counts.waiting,
        View.PRAISE: counts.praise,
        View.WATCHING: counts.watching,
        View.HANDED: counts.handed,
    }
    if not counts.handed and view is not View.HANDED:
        del held[View.HANDED]
    tabs = tuple(tab for tab in TABS if tab in held)
    some = {tab: n for tab, n in held.items() if n}
    own = {view: held[view]} if view in held else {}
    if view is View.FOUND:
        tabs = (view, *tabs)
    yield _line(view, tabs, held, " ", around=" ")
    yield _line(view, tabs, some, " ", around=" ")
    yield _line(view, tabs, some, "  ")
    yield _line(view, tabs, own, "  ")
    for most in range(len(tabs), 0, -1):
        yield _line(view, tabs[:most], own, " ")


def _line(
    view: View, tabs: Sequence[View], figures: Mapping[View, int], between: str, around: str = ""
) -> Content:
    parts = []
    for tab in tabs:
        key = "/" if tab is View.FOUND else TABS.index(tab) + 1
        text = f"{key} {_(BY_ID[f'view.{tab}'].label)}"
        if tab in figures:
            text += f" {figures[tab]}"
        shown = tab is view
        parts.append(
            Content.styled(f"[{text}]", "bold") if shown else Content(f"{around}{text}{around}")
        )
    return Content(between).join(parts)


def empty_text(
    view: View, sources: Mapping[str, "SourceState"], now: Instant, sought: str = ""
) -> str:
    """Return what helps where there is nothing to list; silence of a source is no peace."""
    if view is View.FOUND and sought.strip():
        words = safe_text(sought.strip(), line=True, cap=60)
        return _("Nothing found for {words}").format(words=words)
    if view is View.QUEUE and not sources:
        return _(NO_SOURCES)
    silent = [name for name, state in sources.items() if state.silent_since(now) is not None]
    if view is View.QUEUE and silent:
        names = safe_text(", ".join(silent[:3]) + (" …" if len(silent) > 3 else ""), line=True)
        return _("Nothing waits, but nothing is known of {names}:\nsilence is no peace.").format(
            names=names
        )
    return _(EMPTY[view])
