"""The desk as a shift lead sees it: in lines of any width, and as an object."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo

from core.clock import iso
from core.i18n import _
from core.labels import label
from core.moments import spell, wall
from core.safe_text import safe_text
from core.vocabulary import NEXT_SHIFT
from desk.model.event import JSON
from desk.reports.cells import width
from desk.reports.plain import BLANK, Line, Tone
from desk.reports.sections import HEALTHY
from desk.reports.written import left_s, written
from desk.services.colleagues import Colleague, TeamView
from desk.store.listing import QueueRow


def team_lines(view: TeamView, titles: Mapping[str, str], zone: tzinfo, cells: int) -> list[Line]:
    """Return the team in lines of at most so many cells, its sources by their titles."""
    lines: list[Line] = [*_figures(view), BLANK]
    for colleague in view.colleagues:
        lines += _colleague(colleague, view, zone, cells)
    if not view.colleagues:
        lines.append(((_("Nobody is at work."), Tone.QUIET),))
    if view.on_their_way:
        lines += [BLANK, ((_("On their way"), Tone.TITLE),)]
        lines += [_way(row, view, zone, cells) for row in view.on_their_way]
    troubled = [state for state in view.sources if state.status not in HEALTHY]
    if troubled:
        lines += [BLANK, ((_("Sources in trouble"), Tone.TITLE),)]
        for state in troubled:
            name = titles.get(state.name) or state.name
            said = safe_text(f"  {name}: {state.status} {state.error}", line=True, cap=cells)
            lines.append(((said, Tone.BAD),))
    return lines


def _figures(view: TeamView) -> Iterator[Line]:
    counts = view.counts
    parts = [
        (_("open {n}").format(n=counts.queue), Tone.TITLE),
        (_("late {n}").format(n=counts.late), Tone.BAD if counts.late else Tone.QUIET),
        (_("<10m {n}").format(n=counts.soon), Tone.TITLE if counts.soon else Tone.QUIET),
        (_("waiting {n}").format(n=counts.waiting), Tone.QUIET),
    ]
    low, high = counts.may_break or (0, 0)
    if high:
        parts.append((_("breaks {low}–{high}").format(low=low, high=high), Tone.BAD))
    spaced = [part for one in parts for part in (one, ("  ", Tone.PLAIN))]
    yield tuple(spaced[:-1])


def _colleague(one: Colleague, view: TeamView, zone: tzinfo, cells: int) -> Iterator[Line]:
    if one.stay is None:
        state = _("outside the shift")
    elif one.stay.away_since is not None:
        state = _("on a break since {time}").format(time=wall(one.stay.away_since, view.now, zone))
    else:
        state = _("since {time}").format(time=wall(one.stay.joined_at, view.now, zone))
    held = _("{n} in hand").format(n=len(one.holds))
    yield (
        (_name(one.name), Tone.TITLE),
        (f"  {state}  {held}", Tone.QUIET),
    )
    writes = one.presence.item if one.presence and one.presence.writes else None
    for row in one.holds:
        yield _held(row, view, cells, writes=row.id == writes)


def _held(row: QueueRow, view: TeamView, cells: int, *, writes: bool) -> Line:
    sign = "…" if writes else " "
    head = f"  #{row.id:<5}{sign} {_due(row, view):>10}  {label(row.kind)} {row.severity}  "
    late = row.due_at is not None and row.due_at <= view.now
    return ((head + _comment(row, cells - width(head)), Tone.BAD if late else Tone.PLAIN),)


def _way(row: QueueRow, view: TeamView, zone: tzinfo, cells: int) -> Line:
    to = _("the next shift") if row.handed_to == NEXT_SHIFT else _name(row.handed_to)
    head = f"  #{row.id:<5} {wall(row.handed_at, view.now, zone)} → {to}  "
    return ((head + _comment(row, cells - width(head)), Tone.PLAIN),)


def _comment(row: QueueRow, cells: int) -> str:
    return safe_text(f"{row.author}: {row.text}", line=True, cap=max(cells, 1))


def _name(name: str) -> str:
    return safe_text(name, line=True, cap=30)


def _due(row: QueueRow, view: TeamView) -> str:
    if row.due_at is None:
        return "–"
    if row.due_at <= view.now:
        return _("late by {span}").format(span=spell(view.now - row.due_at))
    return spell(row.due_at - view.now)


def team_object(view: TeamView, zone: tzinfo) -> dict[str, JSON]:
    """Return the team for programs."""
    return {
        "schema": "webcare.team/1",
        "shift": view.shift.id if view.shift else None,
        **written(view.counts, names="queue late soon waiting"),
        "agents": [_agent_object(one, view, zone) for one in view.colleagues],
        "on_their_way": [
            {"item": row.id, "to": row.handed_to, "handed_at": iso(row.handed_at, zone)}
            for row in view.on_their_way
        ],
        "sources_in_trouble": [one.name for one in view.sources if one.status not in HEALTHY],
    }


def _agent_object(one: Colleague, view: TeamView, zone: tzinfo) -> dict[str, JSON]:
    held = (
        {"item": row.id, **written(row, zone, "severity kind due_at")}
        | {"left_s": left_s(row.due_at, view.now)}
        for row in one.holds
    )
    return {
        "agent": one.name,
        "joined_at": iso(one.stay.joined_at, zone) if one.stay else None,
        "away_since": iso(one.stay.away_since, zone) if one.stay else None,
        "looks_at": one.presence.item if one.presence else None,
        "writes": one.presence.writes if one.presence else False,
        "holds": list(held),
    }
