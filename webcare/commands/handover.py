"""``webcare hand`` and ``webcare handover``: passing items on, and confirming what one got."""

from datetime import tzinfo

import click

from core.clock import Instant, iso
from core.i18n import _
from core.labels import label
from core.vocabulary import NEXT_SHIFT, ItemId
from desk.model.event import JSON
from desk.model.handover import QUEUE
from desk.services import handover
from desk.services.desk import Desk
from desk.services.handover import Brief
from tui.countdown import queue_left
from webcare.commands.call import Call, desk_command
from webcare.commands.values import ITEM, SEEN

SAID = 200
"""Characters of a text on a line."""


@click.command("hand")
@click.argument("item", type=ITEM)
@click.option(
    "--to",
    required=True,
    metavar="WHO",
    help=_("A colleague, {shift} or {queue}.").format(shift=NEXT_SHIFT, queue=QUEUE),
)
@click.option("--note", default="", help=_("How it stands and what to do next."))
@click.option("--watch", default="", help=_("What to watch out for: if this, then that."))
@SEEN
@desk_command
async def hand(
    call: Call, desk: Desk, item: ItemId, to: str, note: str, watch: str, seen: int | None
) -> None:
    """Hand an item on; from severity 4 with a note. A shift lead may hand on what others hold."""
    changed = await handover.hand(desk, item, to, note=note, watch=watch, seen=seen)
    await call.answer(desk, changed)


@click.command("handover")
@click.option("--accept", is_flag=True, help=_("Confirm it: all of it, or the items named."))
@click.argument("chosen", nargs=-1, type=ITEM)
@desk_command
async def handover_(call: Call, desk: Desk, accept: bool, chosen: tuple[ItemId, ...]) -> None:
    """Print what was handed to you or to your shift: how it stands, what to do, what to watch."""
    rows = await handover.received(desk)
    for row in rows:
        if not chosen or row.id in chosen:
            _show(call, desk.now(), await handover.brief(desk, row))
    if not rows:
        call.say(_("Nothing is on its way to you."))
    if accept:
        wanted = chosen or tuple(row.id for row in rows)
        done = await handover.accept(desk, wanted)
        call.say(_("Accepted: {items}").format(items=", ".join(str(one.id) for one in done) or "–"))


def _show(call: Call, now: Instant, brief: Brief) -> None:
    row = brief.row
    if call.json:
        call.data(_object(brief, call.zone))
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


def _object(brief: Brief, zone: tzinfo) -> dict[str, JSON]:
    row = brief.row
    return {
        "schema": "webcare.handover/1",
        "item": row.id,
        "severity": row.severity,
        "kind": row.kind,
        "due_at": iso(row.due_at, zone),
        "summary": row.text,
        "from": brief.by,
        "to": row.handed_to,
        "handed_at": iso(row.handed_at, zone),
        "note": brief.note,
        "action": brief.action,
        "watch": brief.watch,
        "last_words": brief.last_words,
    }
