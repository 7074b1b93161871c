"""The line on top: who works, how the shift stands, whether the sources answer, what time it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from core.clock import Instant, to_datetime
from core.i18n import _, ngettext
from core.safe_text import safe_text
from desk.store.listing import Counts

if TYPE_CHECKING:
    from desk.store.records import Shift, SourceState

HEALTHY = frozenset({"", "ok", "unchanged"})
"""Source states that need nobody's attention."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the line tells."""

    agent: str = ""
    zone: tzinfo = UTC
    now: Instant = 0
    shift: "Shift | None" = None
    order: str = ""
    """The order the agent looks by; empty for the team's."""
    notices: int = 0
    """How many were not opened yet."""
    counts: Counts = field(default_factory=Counts)
    sources: "tuple[SourceState, ...]" = ()
    test_clock: bool = False

    def clock(self, at: Instant) -> str:
        """Return what a clock on the wall read or reads at an instant."""
        return f"{to_datetime(at, self.zone):%H:%M}"


class ShiftBar(Widget):
    """One line, from which the least needed parts fall away where there is no room."""

    DEFAULT_CSS = "ShiftBar { height: 1; background: $panel; color: $foreground; padding: 0 1; }"

    standing: reactive[Standing] = reactive(Standing)
    """What is shown; a new value repaints where it reads differently."""

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.set_reactive(ShiftBar.standing, standing)

    def render(self) -> Content:
        """Return the line for the width there is."""
        return compose_bar(self.standing, self.content_size.width)


def compose_bar(standing: Standing, width: int) -> Content:
    """Return the line at a width; the clock and what is late are the last to go."""
    left, right = _left(standing), _right(standing)
    dropping = sorted((rank, n) for n, (rank, _part) in enumerate(left) if rank)
    kept = dict(enumerate(part for _rank, part in left))
    gap = Content("  ")
    while dropping and _cells(kept.values(), right) > width:
        kept.pop(dropping.pop()[1])
    line = gap.join(kept.values())
    space = max(2, width - line.cell_length - right.cell_length)
    return line + Content(" " * space) + right


def _cells(parts: Iterable[Content], right: Content) -> int:
    return sum(part.cell_length + 2 for part in parts) + right.cell_length


def _left(standing: Standing) -> list[tuple[int, Content]]:
    """Return rank and text of each part; higher ranks fall away first, 0 never."""
    counts = standing.counts
    late = "bold $text-error" if counts.late else "$text-muted"
    soon = "bold $text-warning" if counts.soon else "$text-muted"
    return [
        (2, Content.styled("WEBCARE", "bold $primary")),
        (3, Content(_shift(standing))),
        (1, Content.styled(safe_text(standing.agent, line=True, cap=20), "bold")),
        (0, Content(_("open {n}").format(n=counts.queue))),
        (0, Content.styled(_("late {n}").format(n=counts.late), late)),
        (1, Content.styled(_("<10m {n}").format(n=counts.soon), soon)),
        *_unsent(standing),
        *_told(standing),
        *_planned(standing),
        (6, Content.styled(_("mine {n}").format(n=counts.mine), "$text-muted")),
        (7, Content.styled(_("waiting {n}").format(n=counts.waiting), "$text-muted")),
        (8, Content.styled(_("praise {n}").format(n=counts.praise), "$text-muted")),
    ]


def _unsent(standing: Standing) -> Iterator[tuple[int, Content]]:
    """Yield what a team's server has not taken, and what came back from it."""
    counts = standing.counts
    if counts.away_since is not None:
        away = _("server away since {time}").format(time=standing.clock(counts.away_since))
        yield 0, Content.styled(away, "bold $text-error")
    if counts.unsent:
        yield 0, Content.styled(_("not sent {n}").format(n=counts.unsent), "bold $text-warning")
    if counts.returned:
        items = ", ".join(str(item) for item in counts.returned)
        yield 0, Content.styled(_("decide again {items}").format(items=items), "bold $text-error")


def _told(standing: Standing) -> Iterator[tuple[int, Content]]:
    """Yield how many notices wait to be opened, and how much to be accepted."""
    if standing.notices:
        told = ngettext("! {n} notice", "! {n} notices", standing.notices)
        yield 1, Content.styled(told.format(n=standing.notices), "bold $text-warning")
    if standing.counts.handed:
        handed = _("handed {n}").format(n=standing.counts.handed)
        yield 2, Content.styled(handed, "bold $text-warning")


def _planned(standing: Standing) -> Iterator[tuple[int, Content]]:
    """Yield how many promises will break, as a range, and an order that is not the team's."""
    low, high = standing.counts.may_break or (0, 0)
    if high:
        style = "bold $text-warning" if low else "$text-muted"
        yield 4, Content.styled(_("breaks {low}–{high}").format(low=low, high=high), style)
    if standing.order:
        shown = safe_text(standing.order, line=True)
        yield 5, Content.styled(_("by {order}").format(order=shown), "$text-warning")


def _shift(standing: Standing) -> str:
    if standing.shift is None:
        return _("no shift")
    for stay in standing.shift.agents:
        if stay.agent == standing.agent and stay.left_at is None and stay.away_since is not None:
            return _("on a break since {time}").format(time=standing.clock(stay.away_since))
    return _("shift since {time}").format(time=standing.clock(standing.shift.started_at))


def _right(standing: Standing) -> Content:
    parts = [_sources(standing)]
    if standing.test_clock:
        parts.append(Content.styled(_("TEST CLOCK"), "reverse"))
    parts.append(Content.styled(standing.clock(standing.now), "bold"))
    return Content("  ").join(parts)


def _sources(standing: Standing) -> Content:
    """Return how many sources are well, and since when the worst of the others is silent."""
    states = [(state.status, state.silent_since(standing.now)) for state in standing.sources]
    well = sum(status in HEALTHY and since is None for status, since in states)
    told = _("sources {n}/{total}").format(n=well, total=len(states))
    if well == len(states):
        return Content.styled(told, "$text-muted")
    if since := min((since for _status, since in states if since), default=None):
        told += " " + _("silent since {time}").format(time=standing.clock(since))
    return Content.styled(f"{told} !", "bold $text-warning")
