"""What an agent may decide about an item, and what each decision does to its clocks.

Pure: every function takes the item as it stands and returns the one event of the action, or
raises Refused with one sentence. The states, guards and effects are those of
docs/architecture.md, "Life of an item".
"""

from core.clock import Instant
from core.errors import Refused
from core.i18n import _
from core.vocabulary import (
    OUTCOMES_OF,
    PROMISES,
    Ball,
    FollowUpKind,
    Kind,
    Language,
    OutcomeCode,
    RootCause,
    Size,
    State,
    Strategy,
    TimerKind,
    Verification,
)
from desk.model.event import JSON, Effect, Event, EventKind, Turn, new_event
from desk.model.item import PINNED_SEVERITY, Item
from desk.model.timers import Rules, end_all, retarget, start_promise, start_wake, waive

WAKES = frozenset(TimerKind) - PROMISES

NO_REPLY_NEEDED = frozenset(
    {
        OutcomeCode.SOLVED_PRIVATE,
        OutcomeCode.SOLVED_BY_PHONE_OR_VISIT,
        OutcomeCode.PASSED_ON,
        OutcomeCode.CUSTOMER_SILENT,
        OutcomeCode.LAST_WORD_TO_CUSTOMER,
        OutcomeCode.UNRESOLVED_DISPUTE,
    }
)
"""Outcomes of react that may stand without a recorded reply."""

FINAL = frozenset(
    {
        OutcomeCode.CUSTOMER_SILENT,
        OutcomeCode.LAST_WORD_TO_CUSTOMER,
        OutcomeCode.UNRESOLVED_DISPUTE,
    }
)
"""Outcomes of react after which nobody asks whether it is solved."""


ANSWERED = frozenset({State.WAITING_CUSTOMER, State.PRIVATE, State.WAITING_INTERNAL})
"""States in which the next word is somebody else's."""

CONTACT_MADE = frozenset(
    {
        OutcomeCode.SOLVED_PRIVATE,
        OutcomeCode.SOLVED_BY_PHONE_OR_VISIT,
        OutcomeCode.COMPENSATED,
        OutcomeCode.APPROACHED_PERSONALLY,
    }
)
"""Outcomes that say the promised contact took place."""


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
    was: dict[str, JSON] = {
        "kind": item.kind,
        "severity": item.severity,
        "size": item.size,
        "language": item.language,
    }
    return new_event(
        EventKind.CORRECTED,
        now,
        actor,
        item=item.id,
        effects=retarget(item, new_kind, new_severity, now, rules),
        was={key: value for key, value in was.items() if data[key] != value},
        **data,
    )


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
) -> Event:
    """Pass the gate: react, watch, remove, thank or discard, each under its condition."""
    _refuse_ended(item)
    effects: tuple[Effect, ...]
    ends = False
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
                *waive(item, PROMISES, now),
                *end_all(item, WAKES, now),
                start_wake(item, TimerKind.WATCH_RECHECK, now, now + first),
                Turn(State.WATCHING, Ball.NOBODY),
            )
        case Strategy.REMOVE | Strategy.DISCARD:
            _check_reason(item, strategy, reason)
            state = State.REMOVED if strategy is Strategy.REMOVE else State.CLOSED
            effects = _ended(item, now, state)
            ends = True
    data: dict[str, JSON] = {"strategy": strategy}
    if ends:
        data |= {"code": reason, "reason": reason}
    if strategy is Strategy.REMOVE:
        data |= {"announced": bool(announced.strip())}
    return new_event(
        EventKind.DECIDED,
        now,
        actor,
        item=item.id,
        effects=effects,
        texts={"announced": announced.strip(), "why": why.strip()},
        **data,
    )


def conclude(
    item: Item,
    now: Instant,
    actor: str,
    rules: Rules,
    code: OutcomeCode,
    *,
    root_cause: RootCause | None = None,
    prevention: str = "",
    follow_up: FollowUpKind | None = None,
    due: Instant | None = None,
    colleague: str = "",
    verified: Verification | None = None,
) -> Event:
    """Record the outcome: the item is resolved until its follow-up, or closed."""
    _refuse_ended(item)
    strategy = _strategy_for(item, code)
    if follow_up is FollowUpKind.PASS_COMPLIMENT_TO_COLLEAGUE and not colleague.strip():
        raise Refused(_("A compliment is passed on to somebody: name the colleague"))
    if due is not None and due <= now:
        raise Refused(_("A follow-up is due in the future"))
    effects = _after(item, now, rules, strategy, code, follow_up, due, verified)
    return new_event(
        EventKind.CONCLUDED,
        now,
        actor,
        item=item.id,
        effects=effects,
        texts={"prevention": prevention.strip(), "colleague": colleague.strip()},
        code=code,
        strategy=strategy,
        root_cause=root_cause,
        verified=verified,
        follow_up=follow_up,
    )


def later(item: Item, now: Instant, actor: str, until: Instant, *, past_due: bool = False) -> Event:
    """Snooze: hide until an instant or the customer's next word; no clock stops."""
    _refuse_ended(item)
    if until <= now:
        raise Refused(_("That moment has passed"), _("Give a later one."))
    promise = item.promise
    if promise is not None and promise.due_at < until and not past_due:
        raise Refused(
            _("Its promise is due before that"),
            _("Choose an earlier moment, or say that it may break."),
        )
    return new_event(
        EventKind.SNOOZED,
        now,
        actor,
        item=item.id,
        effects=(
            *end_all(item, {TimerKind.SNOOZE}, now),
            start_wake(item, TimerKind.SNOOZE, now, until),
        ),
        until=until,
    )


def recheck(item: Item, now: Instant, actor: str, rules: Rules) -> Event:
    """Note that a watched item was looked at again and leave it for the next rung."""
    if item.state is not State.WATCHING:
        raise Refused(_("Only a watched item is checked again"))
    rungs = rules.waits.watch_rechecks
    wait = rungs[min(item.next_cycle(TimerKind.WATCH_RECHECK) - 1, len(rungs) - 1)]
    return new_event(
        EventKind.RECHECKED,
        now,
        actor,
        item=item.id,
        effects=(
            *end_all(item, {TimerKind.WATCH_RECHECK, TimerKind.SNOOZE}, now),
            start_wake(item, TimerKind.WATCH_RECHECK, now, now + wait),
        ),
    )


def reopen(item: Item, now: Instant, actor: str, rules: Rules, reason: str) -> Event:
    """Bring an ended or old item back as ours, with a clock of its own."""
    if not (item.is_closed or item.state in {State.RESOLVED, State.HISTORY}):
        raise Refused(_("This item is open already"))
    if not reason.strip():
        raise Refused(_("Say why it is opened again"))
    return new_event(
        EventKind.REOPENED,
        now,
        actor,
        item=item.id,
        effects=_back_on_desk(item, now, rules),
        texts={"reason": reason.strip()},
    )


def _back_on_desk(item: Item, now: Instant, rules: Rules) -> tuple[Effect, ...]:
    """Return what makes it our turn; a clock starts where none is running."""
    effects: tuple[Effect, ...] = (*end_all(item, WAKES, now), Turn(State.OPEN, Ball.US))
    if item.promise is None and item.state not in {State.NEW, State.OPEN}:
        clock = start_promise(
            item, TimerKind.NEXT_RESPONSE, rules.promises.next_response, now, rules
        )
        effects = (*effects, clock)
    return effects


def _ended(item: Item, now: Instant, state: State) -> tuple[Effect, ...]:
    return (*waive(item, PROMISES, now), *end_all(item, WAKES, now), Turn(state, Ball.NOBODY))


def _after(
    item: Item,
    now: Instant,
    rules: Rules,
    strategy: Strategy,
    code: OutcomeCode,
    follow_up: FollowUpKind | None,
    due: Instant | None,
    verified: Verification | None,
) -> tuple[Effect, ...]:
    """Return what an outcome does: a follow-up to come, a further watch, or the end."""
    if code is OutcomeCode.STILL_WATCHING:
        return recheck(item, now, "", rules).effects
    met = end_all(item, {TimerKind.PROMISED_CONTACT}, now) if code in CONTACT_MADE else ()
    if follow_up is not None:
        wake = start_wake(
            item, TimerKind.PRAISE_FOLLOW_UP, now, due or now + rules.waits.praise_follow_up
        )
    elif strategy is Strategy.REACT and code not in FINAL and verified is None:
        if item.timer(TimerKind.FOLLOW_UP) is not None and due is None:
            return (*met, *_ended(item, now, State.CLOSED))
        wake = start_wake(item, TimerKind.FOLLOW_UP, now, due or now + rules.waits.follow_up)
    else:
        return (*met, *_ended(item, now, State.CLOSED))
    return (*met, *_ended(item, now, State.RESOLVED), wake)


def _strategy_for(item: Item, code: OutcomeCode) -> Strategy:
    """Return the strategy an outcome belongs to, deciding it where only one fits."""
    strategy = item.strategy
    if strategy is None or code not in OUTCOMES_OF[strategy]:
        fitting = [name for name, codes in OUTCOMES_OF.items() if code in codes]
        strategy = fitting[0]
        if item.state is State.WATCHING and strategy is not Strategy.WATCH:
            raise Refused(
                _("A watched item ends as drowned, grown or approached"),
                _("Decide to react first."),
            )
    if strategy in {Strategy.REMOVE, Strategy.DISCARD}:
        raise Refused(
            _("Removing and discarding are decided with their reason"),
            _("Use the decision, not the outcome."),
        )
    if strategy is Strategy.WATCH and item.state is not State.WATCHING and not item.replies:
        raise Refused(_("Only a watched item ends that way"), _("Decide to watch it first."))
    if strategy is Strategy.REACT and not item.replies and code not in NO_REPLY_NEEDED:
        raise Refused(
            _("No reply is recorded yet"),
            _("Record what was posted, or choose an outcome that needs none."),
        )
    return strategy


def _check_reason(item: Item, strategy: Strategy, reason: OutcomeCode | None) -> None:
    if reason not in OUTCOMES_OF[strategy]:
        names = ", ".join(OUTCOMES_OF[strategy])
        raise Refused(
            _("A reason is needed: {names}").format(names=names),
            "",
        )
    if strategy is Strategy.REMOVE and item.evidence_at is None:
        raise Refused(
            _("Nothing is removed without evidence"), _("Save the evidence first (key E).")
        )


def _refuse_ended(item: Item) -> None:
    if item.state is State.HISTORY:
        raise Refused(_("This is history from before the source was added"), _("Reopen it first."))
    if item.is_closed:
        raise Refused(_("This item has ended"), _("Reopen it first."))
