"""One line of a list as cells: pure text, measured in terminal cells, no widget."""

from collections.abc import Mapping
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from core.clock import SECOND, Instant
from core.i18n import _
from core.safe_text import safe_text
from core.vocabulary import NEXT_SHIFT, Kind, Lane
from desk.reports.found import line_of
from desk.store.listing import Beside, QueueRow
from tui.countdown import WIDTH, is_late, is_soon

LEFT = 2 + WIDTH
"""Cells of the cursor sign and the countdown: what a tick repaints."""
MARK = 3
SOURCE = 6
WHO = 7
ENDING = 30 * SECOND
"""From here on an agent is warned that a lease of his runs out."""
ONE_COLUMN = 59
"""Below this width (of a screen of 60, less the scroll bar) a row is its clock and its text."""


# Tuples: to make a dataclass takes six times as long, and the first frame waits for each.


class Columns(NamedTuple):
    """How many cells each column has at a width; 0 leaves it out."""

    source: int
    author: int
    text: int
    who: int


def columns(width: int) -> Columns:
    """Divide a row's width; the text gets what the others leave."""
    room = max(0, width - LEFT - MARK - 1)
    if width < ONE_COLUMN:
        return Columns(0, 0, room, 0)
    author = min(18, max(10, width // 6))
    return Columns(SOURCE, author, max(0, room - SOURCE - author - WHO - 3), WHO)


def fit(text: str, width: int) -> str:
    """Return a text in exactly this many cells, with an ellipsis where it was cut."""
    if cell_len(text) > width:
        return set_cell_size(text, max(0, width - 1)) + "…" * (width > 0)
    return set_cell_size(text, width)


def mark(row: QueueRow, now: Instant) -> str:
    """Return a row's sign, so that no meaning hangs on colour: ``!!``, ``!``, ``~`` or ``+``.

    What the plan sets aside has a ``·`` before it.
    """
    return ("·" if row.lane is Lane.SET_ASIDE else "") + _urgency(row, now)


def _urgency(row: QueueRow, now: Instant) -> str:
    if is_late(row.due_at, now) or row.severity >= 5:
        return "!!"
    if is_soon(row.due_at, now) or row.severity == 4:
        return "!"
    if row.revision > 1:
        return "~"
    return "+" if row.kind is Kind.PRAISE else ""


def who(row: QueueRow, now: Instant, agent: str, beside: Beside) -> str:
    """Return who has a row, who is to have it, or who looks at it; empty for nobody.

    A sign says what a colleague does: ``…`` writes, ``zz`` is on a break, ``(…)`` only looks.
    """
    name = holder(row, now)
    if name == agent:
        left = ENDING + 1 if row.lease_until is None else row.lease_until - now
        return _("you {n}s").format(n=left // SECOND) if left <= ENDING else _("you")
    if name:
        doing = " …" if row.id in beside.writes else " zz" if name in beside.away else ""
        return fit(name, WHO - len(doing)).rstrip() + doing
    if row.handed_to:
        names = {NEXT_SHIFT: _("shift"), agent: _("you")}
        return ">" + names.get(row.handed_to, row.handed_to)
    looks = beside.looks.get(row.id)
    return f"({fit(looks, WHO - 2).rstrip()})" if looks else ""


def holder(row: QueueRow, now: Instant) -> str:
    """Return who holds a row's lease, empty when nobody does any more."""
    return row.claimed_by if row.lease_until is None or row.lease_until > now else ""


def cells(row: QueueRow, titles: Mapping[str, str], widths: Columns) -> str:
    """Return a row's source, author and text, cleaned and side by side."""
    source = safe_text(titles.get(row.source) or row.source, line=True)
    author = safe_text(row.author, line=True)
    text = safe_text(line_of(row), line=True)
    return _side_by_side(widths, source, author, text)


def _side_by_side(widths: Columns, source: str, author: str, text: str) -> str:
    if not widths.source:
        return fit(text, widths.text)
    parts = (fit(source, widths.source), fit(author, widths.author), fit(text, widths.text))
    return " ".join(parts)


def heading(width: int) -> str:
    """Return the titles over the columns."""
    widths = columns(width)
    left = f"  {_('left'):>{WIDTH}} " + " " * MARK
    told = _side_by_side(widths, _("source"), _("author"), _("text"))
    return fit(f"{left}{told} {_('who')}" if widths.who else left + told, width)
