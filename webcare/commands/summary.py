"""``webcare summary`` and ``webcare export``: what a shift came to, and every item."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from core.clock import iso
from core.errors import NotFound, UsageError
from core.i18n import _
from core.moments import day, midnight
from core.vocabulary import ItemId
from desk.reports.case import Case, case_at
from desk.reports.csv_export import items_csv
from desk.reports.markdown import summary_markdown
from desk.reports.names import Names
from desk.reports.objects import export_object
from desk.reports.summary import summary_object
from desk.reports.written import canonical
from desk.services import summary as service
from desk.services.desk import Desk
from desk.store.files import create_private
from desk.store.records import Shift
from webcare.commands.call import Call, desk_command
from webcare.commands.values import PATH
from webcare.files import pseudonym_key
from webcare.places import make_private

KEPT = 10_000
"""How many shifts are looked through for an id."""
PAGE = 500


@desk_command("summary")
@click.option("--shift", "which", default="", help=_("An id, last or today; else the running one."))
@click.option("--format", "form", type=click.Choice(["md", "csv", "json"]), help=_("How."))
@click.option("--output", type=PATH, help=_("A new file to write it to."))
async def summary(
    call: Call, desk: Desk, which: str, form: str | None, output: Path | None
) -> None:
    """Print what a shift came to; without a running shift, the last one."""
    shift = await _find(desk, which)
    form = form or ("json" if call.json else "md")
    if form == "csv":
        names = Names(pseudonym_key(call.settings.places.data), addresses=True)
        cases = await service.shift_cases(desk, shift)
        text = items_csv(cases, desk.calendar, ZoneInfo(shift.zone), names)
    else:
        told = await service.shift_summary(desk, shift)
        is_text = form == "md"
        sources = desk.settings.sources
        text = summary_markdown(told, sources) if is_text else json.dumps(summary_object(told))
    call.hand_over(text, output)


async def _find(desk: Desk, which: str) -> Shift:
    if which == "today":  # the day so far, as a shift of its own with midnight as its start
        zone = ZoneInfo(desk.settings.hours.zone)
        start, team = midnight(desk.now(), zone), desk.settings.team
        return Shift(day(start, zone), start, zone=str(zone), team=team, ended_at=desk.now())
    shifts = await desk.store.shifts(limit=KEPT)
    if which not in {"", "last"}:
        found = [shift for shift in shifts if shift.id == which]
        if not found:
            raise NotFound(_("There is no shift {id}").format(id=which))
        return found[0]
    found = [shift for shift in shifts if shift.ended_at is not None or not which]
    if not found:
        hint = _("Try: webcare summary --shift today")
        raise NotFound(_("There is no shift to sum up"), hint)
    return found[0]


@desk_command("export")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl")
@click.option("--with-text", is_flag=True, help=_("With names and texts; needs --reason."))
@click.option("--reason", default="", help=_("Why names and texts leave the desk."))
async def export(call: Call, desk: Desk, form: str, with_text: bool, reason: str) -> None:
    """Print every item with its events; names are pseudonyms unless you ask for texts."""
    if with_text and not reason.strip():
        raise UsageError(
            _("Names and texts leave the desk with a reason only"),
            _("Say why: --with-text --reason …"),
        )
    if with_text:
        _note_down(call, desk, form, reason.strip())
    names = Names(pseudonym_key(call.settings.places.data), shown=with_text)
    if form == "csv":
        cases = [case async for case in _cases(desk)]
        zone = ZoneInfo(desk.settings.hours.zone)
        call.verbatim(items_csv(cases, desk.calendar, zone, names))
        return
    async for case in _cases(desk):
        click.echo(canonical(export_object(case.item, case.history, names)))


async def _cases(desk: Desk) -> AsyncIterator[Case]:
    """Yield every item with its history, in the order of their numbers."""
    last = ItemId(0)
    while page := await desk.store.item_ids(after=last, limit=PAGE):
        for item in page:
            case = case_at(await desk.store.events(item), desk.now() + 1)
            if case is not None:
                yield case
        last = page[-1]


def _note_down(call: Call, desk: Desk, form: str, reason: str) -> None:
    """Keep who took texts out of the desk, when and why."""
    file = create_private(make_private(call.settings.places.state) / "exports.jsonl")
    entry = {"at": iso(desk.now()), "agent": desk.agent, "format": form, "reason": reason}
    with open(file, "a", encoding="utf-8") as log:  # noqa: PTH123 - a descriptor, not a path
        log.seek(0, 2)
        log.write(json.dumps(entry) + "\n")
