"""Commands about evidence: keep a comment, what was changed in it, a dossier to hand on."""

from pathlib import Path

import click

from core.i18n import _
from core.moments import wall
from core.vocabulary import ItemId
from desk.model.item import Item
from desk.reports.compare import compare
from desk.reports.dossier import dossier_object
from desk.reports.dossier_html import dossier_html
from desk.reports.written import canonical
from desk.services import evidence as service
from desk.services import items
from desk.services.desk import Desk
from desk.store.files import refuse_existing
from webcare.commands.call import Call, desk_command, item_command
from webcare.commands.values import PATH


@item_command("evidence")
@click.option("--page", is_flag=True, help=_("Keep a picture of its page as well."))
@click.option("--gone", is_flag=True, help=_("Note that it is gone at its source: you looked."))
async def evidence(desk: Desk, item: ItemId, page: bool, gone: bool) -> Item:
    """Record that the comment as it stands is kept as evidence."""
    work = service.gone if gone else service.photograph if page else service.keep
    return await work(desk, item)


@desk_command("versions", on_item=True)
async def versions(call: Call, desk: Desk, item: ItemId) -> None:
    """Print each version of a comment, with what differs from the one before."""
    before = ""
    for version in (await items.detail(desk, item)).revisions:
        words = compare(before, version.whole) if before else []
        before = version.whole
        if call.json:
            more = {"text": version.whole, "changes": [[one.sign, one.text] for one in words]}
            call.record("version", version, "n seen_at after_answer sha256", item=item, **more)
            continue
        time = wall(version.seen_at, desk.now(), call.zone)
        told = _("version {n}, seen {time}").format(n=version.n, time=time)
        if version.after_answer:
            told = _("{sentence}, after our answer").format(sentence=told)
        call.line(told)
        call.text("".join(one.marked for one in words) or version.whole, indent="    ")
        call.line(f"    SHA-256 {version.sha256}")


@desk_command("dossier", on_item=True)
@click.option("--reason", required=True, help=_("To whom it goes, and why; kept in the history."))
@click.option("--format", "form", type=click.Choice(["html", "json"]), help=_("How."))
@click.option("--output", type=PATH, help=_("A new file to write it to."))
async def dossier(
    call: Call, desk: Desk, item: ItemId, reason: str, form: str | None, output: Path | None
) -> None:
    """Print all that is held of an item: texts, times, hashes, pictures and history."""
    if output is not None:
        refuse_existing(output)
    made = await service.dossier(desk, item, reason)
    as_json = (form or ("json" if call.json else "html")) == "json"
    call.hand_over(canonical(dossier_object(made)) if as_json else dossier_html(made), output)
