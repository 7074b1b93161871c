"""Passing items on: to a colleague, the next shift or the queue, and confirming what one got.

What nobody accepts goes back to the queue ten minutes after the end of its shift. That is told
from the shifts whenever it is read; time alone writes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.clock import Instant
from core.errors import Refused
from core.i18n import _, language
from core.vocabulary import NEXT_SHIFT, ItemId, Role
from desk.model import handover
from desk.model.event import EventKind
from desk.model.handover import ACCEPTED_WITHIN, QUEUE
from desk.model.item import Item
from desk.services import items, shifts
from desk.services.desk import Desk, act, need_role
from desk.services.detail import Detail
from desk.store.listing import QueueRow
from desk.store.records import Shift
from playbooks.model import in_language

LOOK_BACK = 20
"""Shifts among which the one is sought that a handover belongs to."""


@dataclass(frozen=True, slots=True)
class Brief:
    """One handover in the shape of I-PASS; texts are as stored."""

    row: QueueRow
    by: str
    note: str
    """How it stands."""
    action: str
    """The next step of its playbook, empty where none is left."""
    watch: str
    """What to watch out for."""
    last_words: str
    """What we said to the customer last."""


async def hand(
    desk: Desk,
    item_id: ItemId,
    to: str,
    *,
    note: str = "",
    watch: str = "",
    seen: int | None = None,
) -> Item:
    """Hand an item to a colleague, NEXT_SHIFT or QUEUE, and hold it no more.

    What a colleague holds is handed on by a shift lead only.
    """
    claim = await desk.store.claim_of(item_id, desk.now())
    holder = claim.agent if claim else ""
    if holder not in {"", desk.agent}:
        need_role(desk, Role.LEAD)
    if to not in {NEXT_SHIFT, QUEUE}:
        await _check_known(desk, to)
    was = holder if holder != desk.agent else ""
    item = await act(
        desk,
        item_id,
        lambda item, now: handover.handed(
            item, now, desk.agent, to, note=note, watch=watch, was=was
        ),
        seen=seen,
    )
    if holder:
        await desk.store.release(item_id, holder)
    return item


async def accept(desk: Desk, chosen: Sequence[ItemId]) -> list[Item]:
    """Confirm what was handed to us; each is ours for as long as a reply that is on its way."""
    waiting = {row.id for row in await received(desk)}
    accepted = []
    for item in chosen:
        if item not in waiting:
            raise Refused(_("Item {item} is not on its way to you").format(item=item))
        accepted.append(await items.take(desk, item))
        await items.hold(desk, item, lease=desk.settings.waits.ready_lease)
    return accepted


async def received(desk: Desk) -> tuple[QueueRow, ...]:
    """Return what is on its way to us: to the agent, or to the shift that took over."""
    rows = await on_their_way(desk)
    shift = await shifts.current(desk) if rows else None
    return tuple(row for row in rows if is_for(row, desk.agent, shift))


async def on_their_way(desk: Desk) -> tuple[QueueRow, ...]:
    """Return everything that was handed on and nobody has accepted yet, safety first."""
    found = await desk.store.handed()
    rows = await as_they_stand(desk, await desk.store.rows(found, desk.now())) if found else ()
    return tuple(row for row in rows if row.handed_to)


def is_for(row: QueueRow, agent: str, shift: Shift | None) -> bool:
    """Return whether a row is on its way to an agent; what goes to the next shift waits for it."""
    if row.handed_to == NEXT_SHIFT:
        return shift is None or row.handed_at < shift.started_at
    return row.handed_to == agent


async def as_they_stand(desk: Desk, rows: Sequence[QueueRow]) -> tuple[QueueRow, ...]:
    """Return rows without the handovers that went back to the queue."""
    if not any(row.handed_to for row in rows):
        return tuple(rows)
    until = await _returned_until(desk)
    return tuple(
        replace(row, handed_to="") if row.handed_to and row.handed_at <= until else row
        for row in rows
    )


async def brief(desk: Desk, row: QueueRow) -> Brief:
    """Return a handover as its receiver should read it."""
    detail = await items.detail(desk, row.id)
    given = detail.item.handed
    said = next((event for event in detail.events if given and event.id == given.event), None)
    step = detail.current_step
    return Brief(
        row=row,
        by=given.by if given else "",
        note=said.text("note") if said else "",
        action=in_language(step.step.title, language()) if step else "",
        watch=said.text("watch") if said else "",
        last_words=_last_words(detail),
    )


async def colleagues(desk: Desk) -> list[str]:
    """Return who else is in the running shift, then who was in the last ones."""
    known: dict[str, None] = {}
    for shift in await desk.store.shifts(limit=LOOK_BACK):
        known |= dict.fromkeys(stay.agent for stay in shift.agents)
    known |= dict.fromkeys(one.agent for one in await desk.store.presence(desk.now()))
    known.pop(desk.agent, None)
    return list(known)


async def _check_known(desk: Desk, name: str) -> None:
    """Refuse a name that nobody has here: what is handed to it would reach no one."""
    known = await colleagues(desk)
    if name in {desk.agent, *known}:
        return
    names = ", ".join([*known, NEXT_SHIFT, QUEUE])
    raise Refused(
        _("Nobody named {name} has worked here").format(name=name),
        _("Choose one of {choices}.").format(choices=names),
    )


async def _returned_until(desk: Desk) -> Instant:
    """Return the instant up to which handovers that nobody accepted went back to the queue."""
    now = desk.now()
    ends = (shift.ended_at for shift in await desk.store.shifts(limit=LOOK_BACK))
    return max((end for end in ends if end is not None and end + ACCEPTED_WITHIN <= now), default=0)


def _last_words(detail: Detail) -> str:
    undone = detail.item.undone
    said = [e for e in detail.events if e.kind is EventKind.REPLIED and e.id not in undone]
    return said[-1].text("body") if said else ""
