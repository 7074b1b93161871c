"""What an agent may decide about an item, and what each decision does to its clocks.

Pure: every function takes the item as it stands and returns the one event of the action, or
raises Refused with one sentence. The states, guards and effects are those of
docs/architecture.md, "Life of an item".
"""

from collections.abc import Mapping
from types import MappingProxyType

from core.clock import Instant
from core.errors import Refused
from core.i18n import _
from core.vocabulary import (
    OUTCOMES_OF,
    Ball,
    Kind,
    Language,
    OutcomeCode,
    Size,
    State,
    Strategy,
    TimerKind,
)
from desk.model.event import JSON, Effect, Event, EventKind, Turn, new_event
from desk.model.item import PINNED_SEVERITY, Item
from desk.model.timers import (
    WAKES,
    Rules,
    end_all,
    end_unanswered,
    next_response,
    retarget,
    start_wake,
    wake_anew,
)

NOTHING: Mapping[str, int] = MappingProxyType({})

ANSWERED = frozenset({State.WAITING_CUSTOMER, State.PRIVATE, State.WAITING_INTERNAL})
"""States in which the next word is somebody else's."""


def correct(
    item: Item,
    now: Instant,
    actor: str,
    rules: Rules,
    *,
    kind: Kind | None = None,
    severity: int | None = None,
    size: Size | None = None,
    language: Language | None = None,
) -> Event:
    """Confirm the triage, or overrule what is given; both old and new stay in the history."""
    if severity is not None and not 1 <= severity <= PINNED_SEVERITY:
        raise Refused(_("Severity goes from 1 to 5"))
    new_kind = kind or item.kind
    new_severity = severity or item.severity
    data: dict[str, JSON] = {
        "kind": new_kind,
        "severity": new_severity,
        "size": size or item.size,
        "language": language or item.language,
    }
    was = {name: getattr(item, name) for name in data}
    data["was"] = {name: old for name, old in was.items() if data[name] != old}
    effects = retarget(item, new_kind, new_severity, now, rules)
    return new_event(EventKind.CORRECTED, now, actor, item=item.id, effects=effects, **data)


def decide(
    item: Item,
    now: Instant,
    actor: str,
    rules: Rules,
    strategy: Strategy,
    *,
    reason: OutcomeCode | None = None,
    announced: str = "",
    why: str = "",
    counts: Mapping[str, int] = NOTHING,
) -> Event:
    """Pass the gate: react, watch, remove, thank or discard, each under its condition."""
    refuse_ended(item)
    data: dict[str, JSON] = {"strategy": strategy}
    effects: tuple[Effect, ...]
    match strategy:
        case Strategy.REACT | Strategy.THANK:
            waits = item.state in ANSWERED  # deciding is no word of the customer's
            effects = () if waits else _back_on_desk(item, now, rules)
        case Strategy.WATCH:
            if item.severity >= PINNED_SEVERITY or item.kind is Kind.HARMFUL:
                raise Refused(
                    _("A threat or a matter of safety is not left to itself"),
                    _("Answer it, or remove it with a reason."),
                )
            first = rules.waits.watch_rechecks[0]
            effects = (
                *end_unanswered(item, now),
                start_wake(item, TimerKind.WATCH_RECHECK, now, now + first),
                Turn(State.WATCHING, Ball.NOBODY),
            )
        case Strategy.REMOVE | Strategy.DISCARD:
            _check_reason(item, strategy, reason)
            state = State.REMOVED if strategy is Strategy.REMOVE else State.CLOSED
            effects = ended(item, now, state)
            data |= {"code": reason, "reason": reason}
    if strategy is Strategy.REMOVE:
        data |= {"announced": bool(announced.strip())}
    if counts:
        data |= {"counts": dict(counts)}
    texts = {"announced": announced.strip(), "why": why.strip()}
    return new_event(
        EventKind.DECIDED, now, actor, item=item.id, effects=effects, texts=texts, **data
    )


def later(item: Item, now: Instant, actor: str, until: Instant, *, past_due: bool = False) -> Event:
    """Snooze: hide until an instant or the customer's next word; no clock stops."""
    refuse_ended(item)
    if until <= now:
        raise Refused(_("That moment has passed"), _("Give a later one."))
    promise = item.promise
    if promise is not None and promise.due_at < until and not past_due:
        raise Refused(
            _("Its promise is due before that"),
            _("Choose an earlier moment, or say that it may break."),
        )
    effects = wake_anew(item, TimerKind.SNOOZE, now, until)
    return new_event(EventKind.SNOOZED, now, actor, item=item.id, effects=effects, until=until)


def recheck(
    item: Item, now: Instant, actor: str, rules: Rules, counts: Mapping[str, int] = NOTHING
) -> Event:
    """Note that a watched item was looked at again and leave it for the next rung."""
    if item.state is not State.WATCHING:
        raise Refused(_("Only a watched item is checked again"))
    rungs = rules.waits.watch_rechecks
    data: dict[str, JSON] = {"counts": dict(counts)} if counts else {}
    wait = rungs[min(item.next_cycle(TimerKind.WATCH_RECHECK) - 1, len(rungs) - 1)]
    woken = end_all(item, {TimerKind.SNOOZE}, now)
    effects = (*woken, *wake_anew(item, TimerKind.WATCH_RECHECK, now, now + wait))
    return new_event(EventKind.RECHECKED, now, actor, item=item.id, effects=effects, **data)


def reopen(item: Item, now: Instant, actor: str, rules: Rules, reason: str) -> Event:
    """Bring an ended or old item back as ours, with a clock of its own."""
    if not (item.is_closed or item.state in {State.RESOLVED, State.HISTORY}):
        raise Refused(_("This item is open already"))
    if item.merged_into is not None:
        raise Refused(
            _("This item was merged into item {item}").format(item=item.merged_into),
            _("Undo that instead: webcare unmerge."),
        )
    if not reason.strip():
        raise Refused(_("Say why it is opened again"))
    effects, texts = _back_on_desk(item, now, rules), {"reason": reason.strip()}
    return new_event(EventKind.REOPENED, now, actor, item=item.id, effects=effects, texts=texts)


def _back_on_desk(item: Item, now: Instant, rules: Rules) -> tuple[Effect, ...]:
    """Return what makes it our turn; a clock starts where none is running."""
    effects: tuple[Effect, ...] = (*end_all(item, WAKES, now), Turn(State.OPEN, Ball.US))
    if item.promise is None and item.state not in {State.NEW, State.OPEN}:
        effects = (*effects, next_response(item, now, rules))
    return effects


def ended(item: Item, now: Instant, state: State) -> tuple[Effect, ...]:
    """Return what ends every clock of an item: promises without an answer are waived."""
    return (*end_unanswered(item, now), Turn(state, Ball.NOBODY))


def _check_reason(item: Item, strategy: Strategy, reason: OutcomeCode | None) -> None:
    if reason not in OUTCOMES_OF[strategy]:
        names = ", ".join(OUTCOMES_OF[strategy])
        raise Refused(_("A reason is needed: {names}").format(names=names))
    if strategy is Strategy.REMOVE and item.evidence_at is None:
        raise Refused(
            _("Nothing is removed without evidence"), _("Save the evidence first (key E).")
        )


def refuse_ended(item: Item) -> None:
    """Refuse an action on what has ended, or never stood on the desk."""
    if item.state is State.HISTORY:
        raise Refused(_("This is history from before the source was added"), _("Reopen it first."))
    if item.is_closed:
        raise Refused(_("This item has ended"), _("Reopen it first."))
