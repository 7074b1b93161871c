"""The tabs over the list, and what an empty list says."""

from textual.content import Content

from core.i18n import N_, _
from desk.store.listing import Counts, View
from tui.keys import BY_ID

TABS = (View.QUEUE, View.MINE, View.WAITING, View.PRAISE, View.WATCHING)
EMPTY = {
    View.QUEUE: N_("All done: nothing waits for an answer."),
    View.MINE: N_("You have taken nothing yet.\na takes the item under the cursor."),
    View.WAITING: N_("Nothing waits on a customer or a colleague."),
    View.PRAISE: N_("No praise is open, and no follow-up is owed."),
    View.WATCHING: N_(
        "Nothing is being watched.\nw leaves a comment standing and looks again later."
    ),
    View.ALL: N_("Nothing has come in yet."),
}
NO_SOURCES = N_(
    "No sources yet.\n\nAdd one:   webcare sources add URL\nOr try it: webcare demo\n"
    "By hand:   ^n takes an address or pasted text"
)


def view_tabs(view: View, counts: Counts) -> Content:
    """Return the views with their key and how many each holds; the shown one stands out."""
    held = {
        View.QUEUE: counts.queue,
        View.MINE: counts.mine,
        View.WAITING: counts.waiting,
        View.PRAISE: counts.praise,
        View.WATCHING: counts.watching,
    }
    parts = []
    for number, tab in enumerate(TABS, 1):
        text = f"{number} {_(BY_ID[f'view.{tab}'].label)} {held[tab]}"
        shown = tab is view
        parts.append(Content.styled(f"[{text}]" if shown else f" {text} ", "bold" if shown else ""))
    return Content(" ").join(parts)


def empty_text(view: View, has_sources: bool) -> str:
    """Return what helps where there is nothing to list."""
    if view is View.QUEUE and not has_sources:
        return _(NO_SOURCES)
    return _(EMPTY[view])
