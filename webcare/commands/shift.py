"""``webcare shift`` and what passes between shifts: breaks, handovers, and what one is told."""

import click

from core.clock import MINUTE, Instant
from core.errors import UsageError
from core.i18n import _
from core.labels import label
from core.moments import wall
from core.vocabulary import ItemId
from desk.reports.written import written
from desk.services import handover, items, notices, planning, shifts
from desk.services.desk import Desk
from desk.services.handover import Brief
from desk.store.records import Shift
from tui.countdown import queue_left
from webcare.commands.call import Call, desk_command
from webcare.commands.values import ITEM, file

LONGEST_BREAK = 600
"""Minutes."""
SAID = 200
"""Characters of a text on a line."""
HAND = click.option(
    "--hand", default="", metavar="WHO", help=_("To whom what you hold is handed on.")
)
RELEASE = click.option("--release", is_flag=True, help=_("Give back what you hold."))


@click.group("shift")
def shift() -> None:
    """Start, end, join, leave or look at the shift."""


@desk_command("start", shift)
async def start(call: Call, desk: Desk) -> None:
    """Begin a shift, with you in it."""
    _show(call, desk, await shifts.start(desk))


@desk_command("end", shift)
@click.option("--note", default="", help=_("What the next shift should know."))
@HAND
@RELEASE
async def end(call: Call, desk: Desk, note: str, hand: str, release: bool) -> None:
    """End the shift for everybody; what you hold is handed on or given back first."""
    await _let_go(desk, hand, note, release=release)
    _show(call, desk, await shifts.end(desk, note))


@desk_command("join", shift)
async def join(call: Call, desk: Desk) -> None:
    """Join the shift that is running."""
    _show(call, desk, await shifts.join(desk))


@desk_command("leave", shift)
@HAND
@click.option("--note", default="", help=_("How that stands, and what to do next."))
@RELEASE
async def leave(call: Call, desk: Desk, hand: str, note: str, release: bool) -> None:
    """Leave the shift; it goes on for the others, and you hold nothing any more."""
    await _let_go(desk, hand, note, release=release)
    _show(call, desk, await shifts.leave(desk))


@desk_command("status", shift)
async def status(call: Call, desk: Desk) -> None:
    """Say whether a shift is running, and who is in it."""
    running = await shifts.current(desk)
    if running is not None:
        _show(call, desk, running)
    elif call.json:
        call.data({"schema": "webcare.shift/1", "id": None})
    else:
        call.line(_("No shift is running."))


@desk_command("break")
@click.option(
    "--check",
    type=click.IntRange(1, LONGEST_BREAK),
    metavar="MINUTES",
    help=_("Only say what would break if you left for so long."),
)
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


@desk_command("back")
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
        call.record(
            "shift", running, "id team started_at ended_at note agents", time_zone=running.zone
        )
        return
    agents = ", ".join(
        _("{agent} (on a break)").format(agent=stay.agent) if stay.away_since else stay.agent
        for stay in running.agents
        if stay.left_at is None
    )
    said = (
        _("Shift {id} runs since {time}: {agents}")
        if running.ended_at is None
        else _("Shift {id} ran from {start} to {end}; see it with: webcare summary")
    )
    start, end = (
        wall(at or desk.now(), desk.now(), call.zone)
        for at in (running.started_at, running.ended_at)
    )
    words = {"id": running.id, "time": start, "start": start, "end": end}
    call.line(said.format(**words, agents=agents or _("nobody")))


@desk_command("handover")
@click.option("--accept", is_flag=True, help=_("Confirm it: all of it, or the items named."))
@click.argument("chosen", nargs=-1, type=ITEM)
async def handover_(call: Call, desk: Desk, accept: bool, chosen: tuple[ItemId, ...]) -> None:
    """Print what was handed to you or to your shift: how it stands, what to do, what to watch."""
    rows = await handover.received(desk)
    for row in rows:
        if not chosen or row.id in chosen:
            _show_brief(call, desk.now(), await handover.brief(desk, row))
    if not rows:
        call.say(_("Nothing is on its way to you."))
    if accept:
        done = await handover.accept(desk, chosen or tuple(row.id for row in rows))
        call.say(_("Accepted: {items}").format(items=", ".join(str(one.id) for one in done) or "–"))


def _show_brief(call: Call, now: Instant, brief: Brief) -> None:
    row = brief.row
    if call.json:
        about = {"item": row.id, "summary": row.text, "from": brief.by, "to": row.handed_to}
        about |= written(row, call.zone, "severity kind due_at handed_at")
        call.record("handover", brief, "note action watch last_words", **about)
        return
    left = queue_left(row.due_at, row.wake_at, now)
    call.line(
        f"#{row.id} {row.severity} {left} {label(row.kind)} · {row.author}: {row.text}"[:SAID]
    )
    for name, text in (
        (_("from {agent}").format(agent=brief.by), brief.note),
        (_("next"), brief.action),
        (_("watch out"), brief.watch),
        (_("last said"), brief.last_words),
    ):
        if text:
            call.line(f"    {name}: {text}"[:SAID])


@desk_command("notice")
@click.argument("text", default="")
@click.option("--file", "from_file", type=file, help=_("The text; - is stdin."))
async def notice(call: Call, desk: Desk, text: str, from_file: str | None) -> None:
    """Tell all desks TEXT, as a shift lead; without one, print what you were told lately."""
    if text or from_file:
        await notices.announce(desk, text or from_file or "")
        call.say(_("Every desk is told."))
        return
    told = await notices.recent(desk)
    for one in told:
        sentence = notices.sentence(one)
        if call.json:
            item = one.event.item if one.event else None
            call.record("notice", one, "id at by text seen_at", item=item, sentence=sentence)
        else:
            sign = " " if one.seen_at else "*"
            call.line(f"{sign} {wall(one.at, desk.now(), call.zone)} {sentence}")
    if not told:
        call.say(_("Nobody told you anything lately."))
    await notices.see(desk, told)
