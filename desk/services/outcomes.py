"""Deciding, ending, putting off and taking back: every close path passes the same gate."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.clock import DAY, Instant
from core.errors import Refused
from core.i18n import _
from core.vocabulary import (
    FollowUpKind,
    ItemId,
    OutcomeCode,
    RootCause,
    State,
    Strategy,
    Verification,
)
from desk.model import ending, lifecycle
from desk.model.event import SYSTEM, Event, EventKind, new_event, telling
from desk.model.fold import undone_ids
from desk.model.item import Item
from desk.model.said import Said, said_in
from desk.services import merging, shifts
from desk.services.desk import Desk, act, timed
from desk.services.drafts import keep_stored
from desk.services.items import work_on
from desk.services.steps import check_required
from desk.store.records import Draft
from playbooks.kinds import StepKind

UNDOABLE = frozenset(
    {
        EventKind.CORRECTED,
        EventKind.STEP_DONE,
        EventKind.STEP_SKIPPED,
        EventKind.DECIDED,
        EventKind.REVIEW_ASKED,
        EventKind.REVIEWED,
        EventKind.REPLIED,
        EventKind.PUT_RIGHT,
        EventKind.PROMISED,
        EventKind.HEARD,
        EventKind.ASKED,
        EventKind.ANSWERED,
        EventKind.VANISHED,
        EventKind.CONCLUDED,
        EventKind.REOPENED,
        EventKind.MERGED,
        EventKind.RECHECKED,
        EventKind.NOTED,
        EventKind.SNOOZED,
        EventKind.SKIPPED,
        EventKind.HANDED,
        EventKind.LABELLED,
    }
)
LOOK_BACK = 200
"""How many of an agent's own events are looked through for one to undo."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back."""

    item: Item
    event: Event
    """The action that does not hold any more, or holds again."""


async def decide(
    desk: Desk,
    item_id: ItemId,
    strategy: Strategy,
    *,
    reason: OutcomeCode | None = None,
    announced: str = "",
    why: str = "",
    seen: int | None = None,
) -> Item:
    """Pass the gate; remove and discard end the item with their reason as its outcome.

    A removal that was announced in a step needs not be told again.
    """
    claim = await desk.store.claim_of(item_id, desk.now())
    await work_on(desk, item_id)
    if strategy is Strategy.REMOVE and not announced.strip():
        announced = (await _said(desk, item_id)).get("announced", "")
    counts = await _counts(desk, item_id) if strategy is Strategy.WATCH else {}

    def pass_gate(item: Item, now: Instant) -> Event:
        event = lifecycle.decide(
            item,
            now,
            desk.agent,
            desk.rules(item.source),
            strategy,
            reason=reason,
            announced=announced,
            why=why,
            counts=counts,
        )
        if not event.data.get("code"):
            return event
        check_steps(desk, replace(item, strategy=strategy))
        return timed(event, item, claim)

    item = await act(desk, item_id, pass_gate, seen=seen)
    await _let_go(desk, item)
    return item


async def conclude(
    desk: Desk,
    item_id: ItemId,
    code: OutcomeCode,
    *,
    root_cause: RootCause | None = None,
    prevention: str = "",
    follow_up: FollowUpKind | None = None,
    due: Instant | None = None,
    colleague: str = "",
    verified: Verification | None = None,
    seen: int | None = None,
) -> Item:
    """Record the outcome; required steps must be done, or skipped with a reason.

    What the steps recorded is taken over where nothing else is said.
    """
    claim = await desk.store.claim_of(item_id, desk.now())
    await work_on(desk, item_id)
    said = Said.of(await _said(desk, item_id))

    def end(item: Item, now: Instant) -> Event:
        event = ending.conclude(
            item,
            now,
            desk.agent,
            desk.rules(item.source),
            code,
            root_cause=root_cause or said.root_cause,
            prevention=prevention or said.prevention,
            follow_up=follow_up,
            due=due,
            colleague=colleague or said.colleague,
            verified=verified or said.verified,
        )
        if code is not OutcomeCode.STILL_WATCHING:
            check_steps(desk, item)
        return timed(event, item, claim)

    item = await act(desk, item_id, end, seen=seen)
    await _let_go(desk, item)
    return item


def check_steps(desk: Desk, item: Item) -> None:
    """Refuse to end an item whose required steps are open; Refused names them."""
    if item.state is not State.RESOLVED:
        check_required(desk, item, before=StepKind.OUTCOME)


async def _said(desk: Desk, item_id: ItemId) -> dict[str, str]:
    return said_in(await desk.store.item(item_id), await desk.store.events(item_id))


async def _counts(desk: Desk, item_id: ItemId) -> Mapping[str, int]:
    """Return what the comment's source counts beside it now."""
    counted = await desk.store.engagement(item_id)
    return counted[0].counts if counted else {}


async def later(
    desk: Desk,
    item_id: ItemId,
    until: Instant,
    *,
    past_due: bool = False,
    seen: int | None = None,
) -> Item:
    """Hide an item until a moment; its clocks run on."""
    await work_on(desk, item_id)
    item = await act(
        desk,
        item_id,
        lambda item, now: lifecycle.later(item, now, desk.agent, until, past_due=past_due),
        seen=seen,
    )
    await desk.store.release(item_id, desk.agent)
    return item


async def skip(desk: Desk, item_id: ItemId, reason: str) -> Item:
    """Leave an item to others, with a reason."""
    if not reason.strip():
        raise Refused(_("An item is skipped with a reason"))
    item = await act(
        desk,
        item_id,
        lambda item, now: new_event(
            EventKind.SKIPPED, now, desk.agent, item=item.id, texts={"reason": reason.strip()}
        ),
    )
    await desk.store.release(item_id, desk.agent)
    return item


async def recheck(desk: Desk, item_id: ItemId) -> Item:
    """Note a look at a watched item that showed nothing new: on to the next re-check."""
    counts = await _counts(desk, item_id)
    return await act(
        desk,
        item_id,
        lambda item, now: lifecycle.recheck(item, now, desk.agent, desk.rules(item.source), counts),
    )


async def reopen(desk: Desk, item_id: ItemId, reason: str) -> Item:
    """Bring an ended item back."""
    return await act(
        desk,
        item_id,
        lambda item, now: lifecycle.reopen(item, now, desk.agent, desk.rules(item.source), reason),
    )


async def undo(desk: Desk) -> Undone:
    """Take back the agent's last action of this shift; outside a shift, of the last 24 hours."""
    actions = await _recent(desk)
    gone = undone_ids(reversed(actions))
    for action in actions:
        if action.kind in UNDOABLE and action.id not in gone:
            return await _take_back(desk, action)
    raise Refused(_("There is nothing of yours to undo"))


async def redo(desk: Desk) -> Undone:
    """Let the action hold again that was undone last, if nothing was done since."""
    for action in await _recent(desk):
        if action.kind is EventKind.UNDONE:
            gone = undone_ids(await desk.store.events(action.item))
            if action.id not in gone:
                return await _take_back(desk, action)
        elif action.kind in UNDOABLE:
            break
    raise Refused(_("There is nothing to redo"))


async def _recent(desk: Desk) -> list[Event]:
    shift = await shifts.current(desk)
    since = shift.started_at if shift else desk.now() - DAY
    return await desk.store.last_actions(desk.agent, since, LOOK_BACK)


async def _take_back(desk: Desk, action: Event) -> Undone:
    history = await desk.store.events(action.item)
    place = next(n for n, event in enumerate(history) if event.id == action.id)
    told = history[place]
    others = [
        event.actor
        for event in history[place + 1 :]
        if event.kind in {*UNDOABLE, EventKind.ACCEPTED} and event.actor not in {desk.agent, SYSTEM}
    ]
    if others:
        raise Refused(
            _("{agent} has worked on item {id} since").format(agent=others[-1], id=action.item)
        )
    if "twin" in action.data:
        return Undone(await merging.take_back(desk, action), told)
    item = await act(
        desk,
        action.item,
        lambda item, now: telling(
            new_event(
                EventKind.UNDONE,
                now,
                desk.agent,
                item=item.id,
                event=action.id,
                kind=action.kind,
            ),
            *told.data.get("tell", ()),
        ),
    )
    if told.kind is EventKind.REPLIED:
        await keep_stored(desk, item.id)
        await desk.store.save_draft(Draft(item.id, desk.agent, told.text("body"), desk.now()))
    return Undone(item, told)


async def _let_go(desk: Desk, item: Item) -> None:
    """Release what is nobody's turn any more."""
    if item.is_closed or item.state in {State.RESOLVED, State.WATCHING}:
        await desk.store.release(item.id, desk.agent)
