"""``webcare summary``: what a shift came to."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from core.errors import NotFound
from core.i18n import _
from core.moments import day, midnight
from desk.reports.csv_export import items_csv
from desk.reports.markdown import summary_markdown
from desk.reports.names import Names
from desk.reports.summary import summary_object
from desk.services import summary as service
from desk.services.desk import Desk
from desk.store.records import Shift
from webcare.commands.call import Call, desk_command
from webcare.files import pseudonym_key, write_new

KEPT = 10_000
"""How many shifts are looked through for an id."""


@click.command("summary")
@click.option("--shift", "which", default="", help=_("An id, last or today; else the running one."))
@click.option("--format", "form", type=click.Choice(["md", "csv", "json"]), help=_("How."))
@click.option("--output", type=click.Path(path_type=Path), help=_("A new file to write it to."))
@desk_command
async def summary(
    call: Call, desk: Desk, which: str, form: str | None, output: Path | None
) -> None:
    """Print what a shift came to; without a running shift, the last one."""
    shift = await _find(desk, which)
    form = form or ("json" if call.json else "md")
    text = await _written(call, desk, shift, form)
    if output is None:
        call.verbatim(text)
        return
    write_new(output, text)
    call.say(_("Written: {file}").format(file=output))


async def _written(call: Call, desk: Desk, shift: Shift, form: str) -> str:
    if form == "csv":
        names = Names(pseudonym_key(call.settings.places.data), addresses=True)
        cases = await service.shift_cases(desk, shift)
        return items_csv(cases, desk.calendar, ZoneInfo(shift.zone), names)
    figures = await service.shift_summary(desk, shift)
    if form == "md":
        return summary_markdown(figures, desk.settings.sources)
    return json.dumps(summary_object(figures))


async def _find(desk: Desk, which: str) -> Shift:
    if which == "today":
        return _today(desk)
    shifts = await desk.store.shifts(limit=KEPT)
    if which in {"", "last"}:
        ended = [shift for shift in shifts if shift.ended_at is not None]
        choice = ended if which else shifts
        if not choice:
            raise NotFound(
                _("There is no shift to sum up"), _("Try: webcare summary --shift today")
            )
        return choice[0]
    for shift in shifts:
        if shift.id == which:
            return shift
    raise NotFound(_("There is no shift {id}").format(id=which))


def _today(desk: Desk) -> Shift:
    """Return the day so far as a shift of its own, with midnight as its start."""
    zone = ZoneInfo(desk.settings.hours.zone)
    start = midnight(desk.now(), zone)
    team, today = desk.settings.team, day(start, zone)
    return Shift(today, start, zone=str(zone), team=team, ended_at=desk.now())
