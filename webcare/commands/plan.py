"""``webcare plan``: what can be kept at this staffing, and what would help."""

import click

from core.i18n import _
from desk.reports.staffing import plan_lines, plan_object
from desk.services import planning
from desk.services.desk import Desk
from webcare.commands.call import Call, desk_command


@desk_command("plan")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=100,
    help=_("With --json: at most so many items; 0 is all."),
)
async def plan(call: Call, desk: Desk, limit: int) -> None:
    """Print what can be kept at this staffing, and what would help."""
    made = await planning.planned(desk)
    more = await planning.helping_hands(desk)
    if not call.json:
        for line in plan_lines(made.plan, made.forecast, more):
            call.line(line)
        return
    now = desk.now()
    wanted = made.order[:limit] if limit else made.order
    rows = planning.in_lanes(made, await desk.store.rows(wanted, now))
    items = [
        {"id": row.id, "lane": row.lane, "why": planning.why(desk, row, now, call.zone)}
        for row in rows
    ]
    call.data(plan_object(made.name, made.plan, made.forecast, more, items, call.zone))
