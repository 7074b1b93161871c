"""``webcare export``: every item with its events."""

import json
from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import click

from core.clock import iso
from core.errors import UsageError
from core.i18n import _
from core.vocabulary import ItemId
from desk.reports.case import Case, case_at
from desk.reports.csv_export import items_csv
from desk.reports.names import Names
from desk.reports.objects import export_object
from desk.reports.written import canonical
from desk.services.desk import Desk
from desk.store.files import create_private
from webcare.commands.call import Call, desk_command
from webcare.files import pseudonym_key
from webcare.places import make_private

PAGE = 500


@click.command("export")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl")
@click.option("--with-text", is_flag=True, help=_("With names and texts; needs --reason."))
@click.option("--reason", default="", help=_("Why names and texts leave the desk."))
@desk_command
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
