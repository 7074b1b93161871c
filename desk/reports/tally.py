"""What a shift came to, in figures that balance.

Definitions, so that a figure means the same to everyone:

* Everything counts by when it was recorded; durations count to when an answer was posted.
* ``backlog_end = backlog_start + received + reopened - closed - merged``; removed is closed.
* A promise is met, breached, waived or still running, one of the four. A breach belongs to the
  shift in which it was due. ``kept_percent`` is met of met and breached; waived stands apart.
* What was late on arrival is counted there and nowhere else in the first responses.
* Percentiles are nearest-rank on whole seconds; p90 is null below ten answers.
* Outcomes are those recorded in the shift and standing at its end, one an item.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.clock import Instant
from core.i18n import _
from core.vocabulary import (
    FollowUpKind,
    ItemId,
    Kind,
    Strategy,
    TimerKind,
    TimerResult,
    Verification,
)
from desk.model.event import EndTimer, EventKind, StartTimer
from desk.model.hours import Calendar
from desk.model.item import Outcome
from desk.reports.case import Case, Step, in_backlog
from desk.reports.figures import durations, promise_figures
from desk.reports.story import tell
from desk.reports.summary import (
    Compliment,
    Counted,
    Customers,
    OpenLine,
    Outcomes,
    Positive,
    Prevention,
    Remark,
    Summary,
    Volume,
)
from desk.store.records import Shift, SourceState


def summarise(
    shift: Shift,
    cases: Sequence[Case],
    *,
    end: Instant,
    backlog_end: int,
    open_lines: tuple[OpenLine, ...],
    sources: tuple[SourceState, ...],
    calendar: Calendar,
) -> Summary:
    """Return the summary of a shift from the cases that anything was recorded on.

    ``cases`` stand as they were at ``end``; a case whose promise crossed its due instant
    unnoticed belongs among them. ``backlog_end`` counts the untouched items too.
    """
    steps = {case.item.id: tuple(case.steps(shift.started_at)) for case in cases}
    told = [step for taken in steps.values() for step in taken]
    ended = [case for case in cases if _ended_in(case, steps[case.item.id])]
    return Summary(
        shift=shift,
        end=end,
        sources=sources,
        volume=_volume(cases, told, backlog_end),
        first_response=durations(told, TimerKind.FIRST_RESPONSE, calendar),
        next_response=durations(told, TimerKind.NEXT_RESPONSE, calendar),
        promises=promise_figures(cases, steps, (shift.started_at, end)),
        outcomes=_outcomes(ended, told),
        positive=_positive(cases, ended, told),
        customer=_customers(ended, told),
        prevention=_prevention(ended),
        open=open_lines,
        handover=(
            *(line for line in shift.note.splitlines() if line.strip()),
            *_handed_on(cases, steps),
        ),
    )


def _handed_on(cases: Sequence[Case], steps: Mapping[ItemId, Sequence[Step]]) -> Iterator[str]:
    """Yield a line for each open item that was handed on, worst first, and who accepted it."""
    for case in sorted(cases, key=lambda case: -case.item.severity):
        passed = [step.event for step in steps[case.item.id] if step.event.kind in PASSED_ON]
        given = [event for event in passed if event.kind is EventKind.HANDED]
        if given and not case.item.is_closed:
            said = "; ".join(tell(event) for event in passed[passed.index(given[-1]) :])
            yield _("{item}, severity {severity}: {what}").format(
                item=case.item.id, severity=case.item.severity, what=said
            )


PASSED_ON = frozenset({EventKind.HANDED, EventKind.ACCEPTED})


def _arrived(step: Step) -> bool:
    return step.event.kind is EventKind.SEEN and in_backlog(step.after)


def _volume(cases: Sequence[Case], told: Sequence[Step], backlog_end: int) -> Volume:
    received = {step.after.id for step in told if _arrived(step)}
    came = [case.item for case in cases if case.item.id in received]
    entered = [s for s in told if in_backlog(s.after) and not in_backlog(s.before)]
    left = [s for s in told if in_backlog(s.before) and not in_backlog(s.after)]
    reopened = len(entered) - len(received)
    merged = sum(step.event.kind is EventKind.MERGED for step in left)
    return Volume(
        backlog_start=backlog_end - len(entered) + len(left),
        received=len(received),
        reopened=reopened,
        closed=len(left) - merged,
        merged=merged,
        backlog_end=backlog_end,
        late_on_arrival=sum(item.late_on_arrival for item in came),
        added_by_hand=sum(bool(item.added_by) for item in came),
        by_kind=_counted(item.kind for item in came),
        by_source=_counted(item.source for item in came),
    )


def _ended_in(case: Case, steps: Sequence[Step]) -> bool:
    outcome = case.item.outcome
    return outcome is not None and any(step.event.id == outcome.event for step in steps)


def _of(told: Sequence[Step], kind: EventKind) -> list[Step]:
    return [step for step in told if step.event.kind is kind]


def _standing(cases: Iterable[Case]) -> list[Outcome]:
    return [case.item.outcome for case in cases if case.item.outcome is not None]


def _outcomes(ended: Sequence[Case], told: Sequence[Step]) -> Outcomes:
    outcomes = _standing(ended)
    return Outcomes(
        by_strategy=_counted(one.strategy for one in outcomes),
        by_code=_counted(one.code for one in outcomes),
        by_reply_kind=_counted(step.event.data["kind"] for step in _of(told, EventKind.REPLIED)),
        by_removal_reason=_counted(one.code for one in outcomes if one.strategy is Strategy.REMOVE),
        replies_put_right=tuple(
            Remark(step.after.id, step.event.text("wrong"))
            for step in _of(told, EventKind.PUT_RIGHT)
        ),
    )


def _positive(cases: Sequence[Case], ended: Sequence[Case], told: Sequence[Step]) -> Positive:
    praise = {case.item.id for case in cases if case.item.kind is Kind.PRAISE}
    passed_on = Counter(
        name
        for case in ended
        if (outcome := case.item.outcome) is not None
        and outcome.follow_up is FollowUpKind.PASS_COMPLIMENT_TO_COLLEAGUE
        and (name := outcome_text(case, "colleague"))
    )
    follow_ups = [
        (step.event.kind, effect)
        for step in told
        for effect in step.event.effects
        if isinstance(effect, StartTimer | EndTimer) and effect.kind is TimerKind.PRAISE_FOLLOW_UP
    ]
    return Positive(
        received=len(praise & {step.after.id for step in told if _arrived(step)}),
        answered=len(praise & {step.after.id for step in _of(told, EventKind.REPLIED)}),
        follow_ups_made=sum(isinstance(effect, StartTimer) for _kind, effect in follow_ups),
        follow_ups_done=sum(_is_done(kind, effect) for kind, effect in follow_ups),
        compliments=tuple(Compliment(name, n) for name, n in sorted(passed_on.items())),
    )


def _is_done(kind: EventKind, effect: StartTimer | EndTimer) -> bool:
    """Only an outcome or a closing does it; other events that end the wake-up call it off."""
    ends = isinstance(effect, EndTimer) and effect.result is not TimerResult.CANCELLED
    return ends and kind in {EventKind.CONCLUDED, EventKind.CLOSED}


def _customers(ended: Sequence[Case], told: Sequence[Step]) -> Customers:
    said = _counted(one.verified for one in _standing(ended) if one.verified is not None)
    asked = sum(n for code, n in said.items() if code != Verification.NOT_ASKED)
    satisfied = said.get(Verification.SATISFIED, 0)
    return Customers(
        heard=len(_of(told, EventKind.HEARD)),
        asked=asked,
        answered=asked - said.get(Verification.NO_ANSWER, 0),
        satisfied=satisfied,
        satisfied_percent=round(100 * satisfied / asked, 1) if asked else None,
        verification=said,
    )


def _prevention(ended: Sequence[Case]) -> tuple[Prevention, ...]:
    """Return the causes that were named, the most frequent first, with the ideas about each."""
    named: dict[str, list[tuple[ItemId, str]]] = {}
    for case in ended:
        cause = case.item.outcome.root_cause if case.item.outcome else None
        idea = outcome_text(case, "prevention")
        if cause or idea:
            named.setdefault(cause or "unknown", []).append((case.item.id, idea))
    return tuple(
        Prevention(name, len(ideas), tuple(Remark(*one) for one in ideas if one[1]))
        for name, ideas in sorted(named.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )


def outcome_text(case: Case, name: str) -> str:
    """Return a text that was written down with a case's outcome, as stored."""
    outcome = case.item.outcome
    if outcome is None:
        return ""
    return next((e.text(name) for e in case.history if e.id == outcome.event), "")


def _counted(codes: Iterable[str]) -> Counted:
    """Count codes, the most frequent first, equal ones by name."""
    counts = Counter(str(code) for code in codes)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
