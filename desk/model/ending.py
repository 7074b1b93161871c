"""Recording the outcome: what an item must have seen before, and what comes after.

Pure, as ``lifecycle``: the item as it stands goes in, the event of its outcome comes out.
"""

from core.clock import Instant
from core.errors import Refused
from core.i18n import _
from core.vocabulary import (
    FollowUpKind,
    OutcomeCode,
    RootCause,
    State,
    Strategy,
    TimerKind,
    Verification,
)
from desk.model.event import Effect, Event, EventKind, new_event
from desk.model.item import Item
from desk.model.lifecycle import ended, recheck, refuse_ended
from desk.model.timers import Rules, end_all, start_wake

FINAL = frozenset(
    {
        OutcomeCode.CUSTOMER_SILENT,
        OutcomeCode.LAST_WORD_TO_CUSTOMER,
        OutcomeCode.UNRESOLVED_DISPUTE,
    }
)
"""Outcomes of react after which nobody asks whether it is solved."""

NO_REPLY_NEEDED = FINAL | {
    OutcomeCode.SOLVED_PRIVATE,
    OutcomeCode.SOLVED_BY_PHONE_OR_VISIT,
    OutcomeCode.PASSED_ON,
}
"""Outcomes of react that may stand without a recorded reply."""

CONTACT_MADE = frozenset(
    {
        OutcomeCode.SOLVED_PRIVATE,
        OutcomeCode.SOLVED_BY_PHONE_OR_VISIT,
        OutcomeCode.COMPENSATED,
        OutcomeCode.APPROACHED_PERSONALLY,
    }
)
"""Outcomes that say the promised contact took place."""


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
    refuse_ended(item)
    strategy = _strategy_for(item, code)
    if follow_up is FollowUpKind.PASS_COMPLIMENT_TO_COLLEAGUE and not colleague.strip():
        raise Refused(_("A compliment is passed on to somebody: name the colleague"))
    if due is not None and due <= now:
        raise Refused(_("A follow-up is due in the future"))
    effects = _after(item, now, rules, strategy, code, follow_up, due, verified)
    texts = {"prevention": prevention.strip(), "colleague": colleague.strip()}
    return new_event(
        EventKind.CONCLUDED,
        now,
        actor,
        item=item.id,
        effects=effects,
        texts=texts,
        code=code,
        strategy=strategy,
        root_cause=root_cause,
        verified=verified,
        follow_up=follow_up,
    )


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
    owed = strategy is Strategy.REACT and code not in FINAL and verified is None
    followed = item.timer(TimerKind.FOLLOW_UP) is not None and due is None
    if follow_up is not None:
        kind, wait = TimerKind.PRAISE_FOLLOW_UP, rules.waits.praise_follow_up
    elif owed and not followed:
        kind, wait = TimerKind.FOLLOW_UP, rules.waits.follow_up
    else:
        return (*met, *ended(item, now, State.CLOSED))
    wake = start_wake(item, kind, now, due or now + wait)
    return (*met, *ended(item, now, State.RESOLVED), wake)


def _strategy_for(item: Item, code: OutcomeCode) -> Strategy:
    """Return the strategy an outcome belongs to, deciding it where only one fits."""
    strategy = item.strategy
    if strategy not in code.strategies:
        strategy = code.strategies[0]
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
