"""The shift as an object: agents join and leave it, and it ends with a summary."""

from dataclasses import replace

from core.clock import Instant
from core.errors import Refused
from core.i18n import _
from core.identifiers import new_event_id
from desk.services.desk import Desk
from desk.store.records import Attendance, Shift


async def current(desk: Desk) -> Shift | None:
    """Return the shift that is running, if one is."""
    newest = await desk.store.shifts(limit=1)
    return newest[0] if newest and newest[0].ended_at is None else None


async def start(desk: Desk) -> Shift:
    """Begin a shift with the agent in it."""
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
    await desk.store.put_shift(shift)
    return shift


async def join(desk: Desk) -> Shift:
    """Join the shift that is running."""
    shift = await _running(desk)
    if any(stay.agent == desk.agent and stay.left_at is None for stay in shift.agents):
        raise Refused(_("You are in this shift already"))
    shift = replace(shift, agents=(*shift.agents, Attendance(desk.agent, desk.now())))
    await desk.store.put_shift(shift)
    return shift


async def leave(desk: Desk) -> Shift:
    """Leave the shift; it goes on for the others."""
    shift = await _running(desk)
    now = desk.now()
    own_stay(shift, desk.agent)
    shift = replace(
        shift,
        agents=tuple(
            replace(stay, left_at=now, away_since=None)
            if stay.agent == desk.agent and not stay.left_at
            else stay
            for stay in shift.agents
        ),
    )
    await desk.store.put_shift(shift)
    return shift


async def pause(desk: Desk) -> Shift:
    """Go on a break: until the agent is back, the plan counts without him."""
    shift = await _running(desk)
    if own_stay(shift, desk.agent).away_since is not None:
        raise Refused(_("You are on a break already"))
    return await _put_stay(desk, shift, away_since=desk.now())


async def back(desk: Desk) -> Shift:
    """Come back from a break."""
    shift = await _running(desk)
    if own_stay(shift, desk.agent).away_since is None:
        raise Refused(_("You are not on a break"))
    return await _put_stay(desk, shift, away_since=None)


def own_stay(shift: Shift, agent: str) -> Attendance:
    """Return an agent's stay in a shift that is running; Refused when there is none."""
    for stay in shift.agents:
        if stay.agent == agent and stay.left_at is None:
            return stay
    raise Refused(_("You are not in this shift"))


def present(shift: Shift | None) -> int:
    """Return how many agents work now; 1 where no shift is running."""
    if shift is None or shift.ended_at is not None:
        return 1
    return sum(stay.left_at is None and stay.away_since is None for stay in shift.agents)


async def _put_stay(desk: Desk, shift: Shift, *, away_since: Instant | None) -> Shift:
    stay = own_stay(shift, desk.agent)
    changed = replace(stay, away_since=away_since)
    agents = tuple(changed if one is stay else one for one in shift.agents)
    shift = replace(shift, agents=agents)
    await desk.store.put_shift(shift)
    return shift


async def end(desk: Desk, note: str = "") -> Shift:
    """End the shift for everybody in it."""
    shift = await _running(desk)
    now = desk.now()
    stays = tuple(
        replace(stay, left_at=stay.left_at or now, away_since=None) for stay in shift.agents
    )
    shift = replace(shift, ended_at=now, agents=stays, note=note.strip())
    await desk.store.put_shift(shift)
    return shift


async def _running(desk: Desk) -> Shift:
    shift = await current(desk)
    if shift is None:
        raise Refused(_("No shift is running"), _("Start one first."))
    return shift
