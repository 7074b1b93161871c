"""What a summary says and in which order, for every way of writing it down.

All texts are safe lines; whoever writes them escapes what its own format would read in them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from core.clock import SECOND
from core.i18n import _, ngettext
from core.labels import label
from core.moments import day, spell, wall
from core.safe_text import safe_text
from core.vocabulary import Kind, Lane, OutcomeCode, ReplyKind, RootCause, Verification, Word
from desk.reports.cells import NONE
from desk.reports.figures import Durations
from desk.reports.standing import why
from desk.reports.summary import Counted, OpenLine, Summary
from desk.settings import SourceRules

OPEN_SHOWN = 20
HEALTHY = frozenset({"", "ok", "unchanged"})

Sources = Mapping[str, SourceRules]
"""What is set for each source, its title among it."""
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the numbers that a summary opens with."""

    sentence: str
    """With a place for ``{n}``."""
    n: int
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length under their head."""

    head: Row
    rows: tuple[Row, ...]
    begins_with_text: bool = False
    """Whether the first column is a comment, which takes the room that the others leave."""


Block = Table | Row
"""A table, or the entries of a list."""


@dataclass(frozen=True, slots=True)
class Section:
    """A title and what stands beneath it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole summary; sections with nothing to say are left out."""

    title: str
    about: Row
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...] = field(default=())


def report(summary: Summary, sources: Sources) -> Report:
    """Return what a summary says, in the agent's language, its sources by their titles."""
    shift, zone = summary.shift, ZoneInfo(summary.shift.zone)
    title = _("Shift of {date}, {start}–{end}").format(
        date=day(shift.started_at, zone),
        start=wall(shift.started_at, shift.started_at, zone),
        end=wall(summary.end, shift.started_at, zone) if shift.ended_at else _("now"),
    )
    names = ", ".join(dict.fromkeys(_line(stay.agent) for stay in shift.agents))
    about = (_line(shift.team), names, _line(shift.zone))
    sections = (
        _volume(summary, sources),
        _answers(summary),
        _promises(summary),
        _outcomes(summary),
        _praise(summary),
        _customers(summary),
        _prevention(summary),
        _open(summary, sources),
        _handover(summary),
        _troubled(summary, sources),
    )
    kept = tuple(section for section in sections if section.blocks)
    return Report(title, tuple(filter(None, about)), _figures(summary), kept)


def _figures(summary: Summary) -> tuple[Figure, ...]:
    volume, late = summary.volume, sum(one.breached for one in summary.promises.values())
    return (
        Figure(_("{n} received"), volume.received),
        Figure(_("{n} closed"), volume.closed),
        Figure(_("{n} still open"), volume.backlog_end),
        Figure(_("{n} promises missed"), late, is_bad=late > 0),
    )


def _volume(summary: Summary, sources: Sources) -> Section:
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
    names = [(_title(name, sources), n) for name, n in volume.by_source.items()]
    return Section(
        _("Volume"),
        (
            *_numbers(_("Items"), rows),
            *_coded(_("Received, by kind"), volume.by_kind, Kind),
            *_numbers(_("Received, by source"), names),
        ),
    )


def _answers(summary: Summary) -> Section:
    head = (
        _("Answer"),
        _("number"),
        _("median"),
        _("90 in 100 within"),
        _("longest"),
        _("median, open hours"),
    )
    waits = (
        (_("first answer"), summary.first_response),
        (_("next answer"), summary.next_response),
    )
    rows = [(name, *_waits(one)) for name, one in waits if one.n]
    return Section(_("How long customers waited"), _table(head, rows))


def _waits(one: Durations) -> Row:
    seconds = (one.median_s, one.p90_s, one.max_s, one.open_hours_median_s)
    return (str(one.n), *(NONE if s is None else spell(s * SECOND) for s in seconds))


def _promises(summary: Summary) -> Section:
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
    return Section(_("Promises"), _table(head, rows))


def _outcomes(summary: Summary) -> Section:
    outcomes = summary.outcomes
    wrong = tuple(
        _("Reply corrected: {wrong} ({item})").format(wrong=_line(one.text, 200), item=one.id)
        for one in outcomes.replies_put_right
    )
    return Section(
        _("Outcomes"),
        (
            *_coded(_("Outcome"), outcomes.by_code, OutcomeCode),
            *_coded(_("How we answered"), outcomes.by_reply_kind, ReplyKind),
            *_list(wrong),
        ),
    )


def _praise(summary: Summary) -> Section:
    praise = summary.positive
    rows = [
        (_("received"), praise.received),
        (_("answered"), praise.answered),
        (_("follow-ups made"), praise.follow_ups_made),
        (_("follow-ups done"), praise.follow_ups_done),
    ]
    names = [(_line(one.colleague), one.n) for one in praise.compliments]
    told = (*_numbers(_("Praise"), rows), *_numbers(_("Compliments for"), names))
    return Section(_("Praise"), told if any(n for _name, n in rows) else ())


def _customers(summary: Summary) -> Section:
    customer, title = summary.customer, _("Is it solved?")
    rows: list[tuple[str, object]] = [
        (label(Verification(code)), n) for code, n in customer.verification.items()
    ]
    if customer.satisfied_percent is not None:
        rows.append((_("satisfied, of those asked"), f"{customer.satisfied_percent:g} %"))
    return Section(title, _numbers(title, rows))


def _prevention(summary: Summary) -> Section:
    rows = [(label(RootCause(one.root_cause)), one.n) for one in summary.prevention]
    ideas = (idea for one in summary.prevention for idea in one.ideas)
    lines = tuple(f"{_line(idea.text, 200)} ({idea.id})" for idea in ideas)
    return Section(_("To prevent next time"), (*_numbers(_("Cause"), rows), *_list(lines)))


def _open(summary: Summary, sources: Sources) -> Section:
    shown = summary.open[:OPEN_SHOWN]
    zone = ZoneInfo(summary.shift.zone)
    head = (_("Comment"), _("item"), _("source"), _("kind"), _("state"), _("clock"))
    rows = tuple(_open_row(line, summary, sources, zone) for line in shown)
    more = summary.volume.backlog_end - len(shown)
    rest = (ngettext("And {n} more.", "And {n} more.", more).format(n=more),) if more > 0 else ()
    blocks = (Table(head, rows, begins_with_text=True), *_list(rest)) if rows else ()
    return Section(_("Still open"), blocks)


def _open_row(line: OpenLine, summary: Summary, sources: Sources, zone: ZoneInfo) -> Row:
    return (
        _line(line.text, 60),
        str(line.id),
        _title(line.source, sources),
        f"{label(line.kind)} {line.severity}",
        label(line.state),
        why(line.due_at, line.wake_at, Lane.KEEP, summary.end, zone),
    )


def _handover(summary: Summary) -> Section:
    lines = tuple(_line(line, 300) for line in summary.handover)
    return Section(_("For the next shift"), _list(lines))


def _troubled(summary: Summary, sources: Sources) -> Section:
    head = (_("Source"), _("state"), _("last good poll, ago"))
    rows = [
        (
            _title(state.name, sources),
            _line(state.status, 20),
            NONE if state.last_ok_at is None else spell(max(summary.end - state.last_ok_at, 0)),
        )
        for state in summary.sources
        if state.status not in HEALTHY
    ]
    return Section(_("Sources in trouble"), _table(head, rows))


def _table(head: Row, rows: Sequence[Sequence[object]]) -> tuple[Block, ...]:
    """Return a table, or nothing where there are no rows."""
    return (Table(head, tuple(tuple(map(str, row)) for row in rows)),) if rows else ()


def _numbers(name: str, rows: Sequence[Sequence[object]]) -> tuple[Block, ...]:
    return _table((name, _("number")), rows)


def _coded(name: str, counts: Counted, codes: type[Word]) -> tuple[Block, ...]:
    return _numbers(name, [(label(codes(code)), n) for code, n in counts.items()])


def _list(entries: Row) -> tuple[Block, ...]:
    return (entries,) if entries else ()


def _title(source: str, sources: Sources) -> str:
    rules = sources.get(source)
    return _line((rules and rules.title) or source, 20)


def _line(text: str, cap: int = 100) -> str:
    return safe_text(text, line=True, cap=cap).strip()
