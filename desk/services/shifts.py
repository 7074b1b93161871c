"""The shift as an object: agents join and leave it, and it ends with a summary."""

from collections.abc import Callable
from dataclasses import replace

from core.clock import Instant
from core.errors import Changed, Refused
from core.i18n import _
from core.identifiers import new_event_id
from core.vocabulary import Ball, Role
from desk.services import items
from desk.services.desk import RETRIES, Desk, need_role
from desk.store.listing import QueueRow, View
from desk.store.records import Attendance, Shift

IN_HAND = 200
"""Items that an agent holds at once, at most."""


async def current(desk: Desk) -> Shift | None:
    """Return the shift that is running, if one is."""
    newest = await desk.store.shifts(limit=1)
    return newest[0] if newest and newest[0].ended_at is None else None


async def start(desk: Desk) -> Shift:
    """Begin a shift with the agent in it."""
    need_role(desk, Role.AGENT)
    running = await current(desk)
    if running is not None:
        raise Refused(_("A shift is running already"), _("Join it, or end it first."))
    now = desk.now()
    shift = Shift(
        id=new_event_id(now)[:13],
        started_at=now,
        zone=desk.settings.hours.zone,
        team=desk.settings.team,
        agents=(Attendance(desk.agent, now),),
    )
    return await desk.store.put_shift(shift)


async def join(desk: Desk) -> Shift:
    """Join the shift that is running."""

    def with_us(shift: Shift, now: Instant) -> Shift:
        if shift.stay_of(desk.agent) is not None:
            raise Refused(_("You are in this shift already"))
        return replace(shift, agents=(*shift.agents, Attendance(desk.agent, now)))

    return await _change(desk, with_us)


async def leave(desk: Desk) -> Shift:
    """Leave the shift, which goes on for the others; whoever goes home holds nothing."""
    own_stay(await _running(desk), desk.agent)
    await _refuse_in_hand(desk)
    await _let_go(desk, {desk.agent})
    return await _stay(desk, lambda stay, now: replace(stay, left_at=now, away_since=None))


async def end(desk: Desk, note: str = "") -> Shift:
    """End the shift for everybody in it; what they hold goes back to the queue.

    While others are in it, a shift lead ends it.
    """
    running = await _running(desk)
    if any(stay.agent != desk.agent and stay.left_at is None for stay in running.agents):
        need_role(desk, Role.LEAD)
    await _refuse_in_hand(desk)

    def over(shift: Shift, now: Instant) -> Shift:
        stays = tuple(
            replace(stay, left_at=stay.left_at or now, away_since=None) for stay in shift.agents
        )
        return replace(shift, ended_at=now, agents=stays, note=note.strip())

    shift = await _change(desk, over)
    await _let_go(desk, {stay.agent for stay in shift.agents})
    return shift


async def in_hand(desk: Desk) -> tuple[QueueRow, ...]:
    """Return what the agent holds and would leave lying: it is our turn on it now."""
    now = desk.now()
    held = await desk.store.window(View.MINE, desk.agent, now, 0, IN_HAND)
    return tuple(row for row in held.rows if _is_ours_now(row, now))


async def pause(desk: Desk) -> Shift:
    """Go on a break: until the agent is back, the plan counts without him."""

    def away(stay: Attendance, now: Instant) -> Attendance:
        if stay.away_since is not None:
            raise Refused(_("You are on a break already"))
        return replace(stay, away_since=now)

    return await _stay(desk, away)


async def back(desk: Desk) -> Shift:
    """Come back from a break."""

    def here(stay: Attendance, _now: Instant) -> Attendance:
        if stay.away_since is None:
            raise Refused(_("You are not on a break"))
        return replace(stay, away_since=None)

    return await _stay(desk, here)


def own_stay(shift: Shift, agent: str) -> Attendance:
    """Return an agent's stay in a shift that is running; Refused when there is none."""
    stay = shift.stay_of(agent)
    if stay is None:
        raise Refused(_("You are not in this shift"))
    return stay


async def _running(desk: Desk) -> Shift:
    shift = await current(desk)
    if shift is None:
        raise Refused(_("No shift is running"), _("Start one first."))
    return shift


async def _change(desk: Desk, edit: Callable[[Shift, Instant], Shift]) -> Shift:
    """Write the running shift as edited; anew where somebody else wrote in between."""
    need_role(desk, Role.AGENT)
    for attempt in range(RETRIES):
        shift = await _running(desk)
        try:
            return await desk.store.put_shift(edit(shift, desk.now()))
        except Changed:
            if attempt == RETRIES - 1:
                raise
    raise AssertionError  # the loop returns or raises


async def _stay(desk: Desk, edit: Callable[[Attendance, Instant], Attendance]) -> Shift:
    """Write the agent's own stay as edited."""

    def edited(shift: Shift, now: Instant) -> Shift:
        own = own_stay(shift, desk.agent)
        changed = edit(own, now)
        return replace(
            shift, agents=tuple(changed if stay is own else stay for stay in shift.agents)
        )

    return await _change(desk, edited)


async def _refuse_in_hand(desk: Desk) -> None:
    """Refuse to go while something of ours is not decided on."""
    held = await in_hand(desk)
    if held:
        ids = ", ".join(str(row.id) for row in held)
        raise Refused(
            _("You still hold {items}").format(items=ids),
            _("Hand each on, give it back, or put it away until a time."),
        )


async def _let_go(desk: Desk, agents: set[str]) -> None:
    for claim in await desk.store.claims(desk.now()):
        if claim.agent in agents:
            await items.release(desk, claim.item, claim.agent)


def _is_ours_now(row: QueueRow, now: Instant) -> bool:
    if row.wake_at is not None:
        return row.wake_at <= now
    return row.ball is Ball.US
