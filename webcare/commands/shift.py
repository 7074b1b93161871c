"""``webcare shift``: the interval of the desk that agents join and leave."""

from typing import Any

import click

from core.clock import MINUTE, iso
from core.errors import UsageError
from core.i18n import _
from core.moments import wall
from desk.services import handover, items, planning, shifts
from desk.services.desk import Desk
from desk.store.records import Shift
from webcare.commands.call import Call, desk_command

LONGEST_BREAK = 600
"""Minutes."""


@click.group("shift")
def shift() -> None:
    """Start, end, join, leave or look at the shift."""


@shift.command("start")
@desk_command
async def start(call: Call, desk: Desk) -> None:
    """Begin a shift, with you in it."""
    _show(call, desk, await shifts.start(desk))


@shift.command("end")
@click.option("--note", default="", help=_("What the next shift should know."))
@click.option("--hand", default="", metavar="WHO", help=_("To whom what you hold is handed on."))
@click.option("--release", is_flag=True, help=_("Give back what you hold."))
@desk_command
async def end(call: Call, desk: Desk, note: str, hand: str, release: bool) -> None:
    """End the shift for everybody; what you hold is handed on or given back first."""
    await _let_go(desk, hand, note, release=release)
    _show(call, desk, await shifts.end(desk, note))


@shift.command("join")
@desk_command
async def join(call: Call, desk: Desk) -> None:
    """Join the shift that is running."""
    _show(call, desk, await shifts.join(desk))


@shift.command("leave")
@click.option("--hand", default="", metavar="WHO", help=_("To whom what you hold is handed on."))
@click.option("--note", default="", help=_("How that stands, and what to do next."))
@click.option("--release", is_flag=True, help=_("Give back what you hold."))
@desk_command
async def leave(call: Call, desk: Desk, hand: str, note: str, release: bool) -> None:
    """Leave the shift; it goes on for the others, and you hold nothing any more."""
    await _let_go(desk, hand, note, release=release)
    _show(call, desk, await shifts.leave(desk))


@shift.command("status")
@desk_command
async def status(call: Call, desk: Desk) -> None:
    """Say whether a shift is running, and who is in it."""
    running = await shifts.current(desk)
    if running is not None:
        _show(call, desk, running)
    elif call.json:
        call.data({"schema": "webcare.shift/1", "id": None})
    else:
        call.line(_("No shift is running."))


@click.command("break")
@click.option(
    "--check",
    type=click.IntRange(1, LONGEST_BREAK),
    metavar="MINUTES",
    help=_("Only say what would break if you left for so long."),
)
@desk_command
async def break_(call: Call, desk: Desk, check: int | None) -> None:
    """Go on a break: until you are back, the plan counts without you."""
    if check is None:
        _show(call, desk, await shifts.pause(desk))
        return
    broken = await planning.broken_if_away(desk, check * MINUTE)
    if call.json:
        call.data({"schema": "webcare.break/1", "minutes": check, "at_least": broken})
    else:
        call.line(planning.break_sentence(broken, check))


@click.command("back")
@desk_command
async def back(call: Call, desk: Desk) -> None:
    """Come back from a break."""
    _show(call, desk, await shifts.back(desk))


async def _let_go(desk: Desk, to: str, note: str, *, release: bool) -> None:
    """Hand on or give back all that the agent holds, where one of the two was asked for."""
    if to and release:
        raise UsageError(_("What you hold is either handed on or given back: --hand or --release"))
    for row in await shifts.in_hand(desk) if to or release else ():
        if to:
            await handover.hand(desk, row.id, to, note=note)
        else:
            await items.release(desk, row.id)


def _show(call: Call, desk: Desk, running: Shift) -> None:
    if call.json:
        call.data(_object(call, running))
        return
    now = desk.now()
    agents = ", ".join(
        _("{agent} (on a break)").format(agent=stay.agent) if stay.away_since else stay.agent
        for stay in running.agents
        if stay.left_at is None
    )
    started = wall(running.started_at, now, call.zone)
    if running.ended_at is None:
        call.line(
            _("Shift {id} runs since {time}: {agents}").format(
                id=running.id, time=started, agents=agents or _("nobody")
            )
        )
    else:
        ended = wall(running.ended_at, now, call.zone)
        call.line(
            _("Shift {id} ran from {start} to {end}; see it with: webcare summary").format(
                id=running.id, start=started, end=ended
            )
        )


def _object(call: Call, running: Shift) -> dict[str, Any]:
    return {
        "schema": "webcare.shift/1",
        "id": running.id,
        "team": running.team,
        "started_at": iso(running.started_at, call.zone),
        "ended_at": iso(running.ended_at, call.zone),
        "time_zone": running.zone,
        "note": running.note,
        "agents": [
            {
                "agent": stay.agent,
                "joined_at": iso(stay.joined_at, call.zone),
                "left_at": iso(stay.left_at, call.zone),
                "away_since": iso(stay.away_since, call.zone),
            }
            for stay in running.agents
        ],
    }
