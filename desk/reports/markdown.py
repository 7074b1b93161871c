"""The summary as Markdown, for people: short, in the agent's language."""

from collections.abc import Sequence
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.clock import SECOND
from core.i18n import _, ngettext
from core.labels import label
from core.moments import day, spell, wall
from core.vocabulary import Kind, Lane, OutcomeCode, ReplyKind, RootCause, Verification
from desk.reports.figures import Durations
from desk.reports.story import why
from desk.reports.summary import Counted, OpenLine, Summary
from desk.reports.tables import NONE, escape, table

OPEN_SHOWN = 20
HEALTHY = frozenset({"", "ok", "unchanged"})

Lines = list[str]


def summary_markdown(summary: Summary) -> str:
    """Return the summary as Markdown text; sections with nothing to say are left out."""
    sections = (
        _head(summary),
        _volume(summary),
        _answers(summary),
        _promises(summary),
        _outcomes(summary),
        _praise(summary),
        _customers(summary),
        _prevention(summary),
        _open(summary),
        _handover(summary),
        _sources(summary),
    )
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _head(summary: Summary) -> Lines:
    shift, zone = summary.shift, ZoneInfo(summary.shift.zone)
    title = _("Shift of {date}, {start}–{end}").format(
        date=day(shift.started_at, zone),
        start=wall(shift.started_at, shift.started_at, zone),
        end=wall(summary.end, shift.started_at, zone) if shift.ended_at else _("now"),
    )
    names = dict.fromkeys(escape(stay.agent) for stay in shift.agents)
    about = (escape(shift.team), ", ".join(names), escape(shift.zone))
    volume, late = summary.volume, sum(one.breached for one in summary.promises.values())
    figures = (
        _("**{n}** received").format(n=volume.received),
        _("**{n}** closed").format(n=volume.closed),
        _("**{n}** still open").format(n=volume.backlog_end),
        _("**{n}** promises missed").format(n=late),
    )
    return [f"# {title}", "", " · ".join(filter(None, about)), "", " · ".join(figures)]


def _volume(summary: Summary) -> Lines:
    volume = summary.volume
    rows = [
        (_("Open at the start"), volume.backlog_start),
        (_("+ received"), volume.received),
        (_("+ reopened"), volume.reopened),
        (_("− closed or removed"), volume.closed),
        (_("− merged"), volume.merged),
        (_("= open at the end"), volume.backlog_end),
        (_("late on arrival"), volume.late_on_arrival),
        (_("added by hand"), volume.added_by_hand),
    ]
    lines = _section(_("Volume"), (_("Items"), _("number")), rows)
    kinds = [(label(Kind(code)), n) for code, n in volume.by_kind.items()]
    sources = [(escape(name), n) for name, n in volume.by_source.items()]
    if kinds:
        lines += ["", *table((_("Received, by kind"), _("number")), _texts(kinds))]
        lines += ["", *table((_("Received, by source"), _("number")), _texts(sources))]
    return lines


def _answers(summary: Summary) -> Lines:
    head = (
        _("Answer"),
        _("number"),
        _("median"),
        _("90 in 100 within"),
        _("longest"),
        _("median, open hours"),
    )
    rows = [
        (name, *_waits(one))
        for name, one in (
            (_("first answer"), summary.first_response),
            (_("next answer"), summary.next_response),
        )
        if one.n
    ]
    return _section(_("How long customers waited"), head, rows)


def _waits(one: Durations) -> tuple[str, ...]:
    seconds = (one.median_s, one.p90_s, one.max_s, one.open_hours_median_s)
    return (str(one.n), *(NONE if s is None else spell(s * SECOND) for s in seconds))


def _promises(summary: Summary) -> Lines:
    head = (
        _("Promise"),
        _("kept"),
        _("missed"),
        _("not needed"),
        _("running"),
        _("kept of those judged"),
    )
    rows = []
    for kind, one in summary.promises.items():
        if one.met or one.breached or one.waived or one.running:
            kept = NONE if one.kept_percent is None else f"{one.kept_percent:g} %"
            rows.append((label(kind), one.met, one.breached, one.waived, one.running, kept))
    return _section(_("Promises"), head, rows)


def _outcomes(summary: Summary) -> Lines:
    outcomes = summary.outcomes
    lines = _coded(_("Outcomes"), _("Outcome"), outcomes.by_code, OutcomeCode)
    replies = _coded("", _("Answer"), outcomes.by_reply_kind, ReplyKind)
    return [*lines, *replies] if lines else replies


def _praise(summary: Summary) -> Lines:
    praise = summary.positive
    if not any((praise.received, praise.answered, praise.follow_ups_made, praise.follow_ups_done)):
        return []
    rows = [
        (_("received"), praise.received),
        (_("answered"), praise.answered),
        (_("follow-ups made"), praise.follow_ups_made),
        (_("follow-ups done"), praise.follow_ups_done),
    ]
    lines = _section(_("Praise"), (_("Praise"), _("number")), rows)
    if praise.compliments:
        rows = [(escape(one.colleague), one.n) for one in praise.compliments]
        lines += ["", *table((_("Compliments for"), _("number")), _texts(rows))]
    return lines


def _customers(summary: Summary) -> Lines:
    customer = summary.customer
    lines = _coded(_("Is it solved?"), _("Customer"), customer.verification, Verification)
    if customer.satisfied_percent is not None:
        sentence = _("{percent} % of those who were asked are satisfied.")
        lines += ["", sentence.format(percent=f"{customer.satisfied_percent:g}")]
    return lines


def _prevention(summary: Summary) -> Lines:
    rows = [(label(RootCause(one.root_cause)), one.n) for one in summary.prevention]
    lines = _section(_("To prevent next time"), (_("Cause"), _("number")), rows)
    ideas = [idea for one in summary.prevention for idea in one.ideas]
    if ideas:
        lines += ["", *(f"- {escape(idea.text, 200)} ({idea.id})" for idea in ideas)]
    return lines


def _open(summary: Summary) -> Lines:
    shown = summary.open[:OPEN_SHOWN]
    if not shown:
        return []
    zone = ZoneInfo(summary.shift.zone)
    head = (_("Comment"), _("item"), _("source"), _("kind"), _("state"), _("clock"))
    rows = [_open_row(line, summary, zone) for line in shown]
    lines = _section(_("Still open"), head, rows)
    more = summary.volume.backlog_end - len(shown)
    if more > 0:
        rest = ngettext("And {n} more.", "And {n} more.", more).format(n=more)
        lines += ["", rest]
    return lines


def _open_row(line: OpenLine, summary: Summary, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        escape(line.text, 60),
        str(line.id),
        escape(line.source, 20),
        f"{label(line.kind)} {line.severity}",
        label(line.state),
        why(line.due_at, line.wake_at, Lane.KEEP, summary.end, zone),
    )


def _handover(summary: Summary) -> Lines:
    if not summary.handover:
        return []
    return [f"## {_('For the next shift')}", "", *(f"- {escape(x, 300)}" for x in summary.handover)]


def _sources(summary: Summary) -> Lines:
    troubled = [state for state in summary.sources if state.status not in HEALTHY]
    rows = [
        (
            escape(state.name, 30),
            escape(state.status, 20),
            NONE if state.last_ok_at is None else spell(max(summary.end - state.last_ok_at, 0)),
        )
        for state in troubled
    ]
    return _section(
        _("Sources in trouble"), (_("Source"), _("state"), _("last good poll, ago")), rows
    )


def _coded(title: str, name: str, counts: Counted, codes: type[StrEnum]) -> Lines:
    rows = [(label(codes(code)), n) for code, n in counts.items()]
    return _section(title, (name, _("number")), rows)


def _section(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> Lines:
    """Return a titled table, or nothing where there are no rows."""
    if not rows:
        return []
    return [*([f"## {title}"] if title else []), "", *table(head, _texts(rows))]


def _texts(rows: Sequence[Sequence[object]]) -> list[tuple[str, ...]]:
    return [tuple(str(cell) for cell in row) for row in rows]
