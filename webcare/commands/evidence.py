"""Commands about evidence: keep a comment, what was changed in it, a dossier to hand on."""

from pathlib import Path

import click

from core.clock import iso
from core.i18n import _
from core.moments import wall
from core.safe_text import safe_text
from core.vocabulary import ItemId
from desk.reports.compare import compare
from desk.reports.dossier import dossier_object
from desk.reports.dossier_html import dossier_html
from desk.reports.written import canonical
from desk.services import evidence as service
from desk.services import items
from desk.services.desk import Desk
from webcare.commands.call import Call, desk_command
from webcare.commands.values import ITEM
from webcare.files import refuse_existing, write_new


@click.command("evidence")
@click.argument("item", type=ITEM)
@click.option("--page", is_flag=True, help=_("Keep a picture of its page as well."))
@click.option("--gone", is_flag=True, help=_("Note that it is gone at its source: you looked."))
@desk_command
async def evidence(call: Call, desk: Desk, item: ItemId, page: bool, gone: bool) -> None:
    """Record that the comment as it stands is kept as evidence."""
    work = service.gone if gone else service.photograph if page else service.keep
    await call.answer(desk, await work(desk, item))


@click.command("versions")
@click.argument("item", type=ITEM)
@desk_command
async def versions(call: Call, desk: Desk, item: ItemId) -> None:
    """Print each version of a comment, with what differs from the one before."""
    before = ""
    for version in (await items.detail(desk, item)).revisions:
        words = compare(before, version.whole) if before else []
        before = version.whole
        if call.json:
            call.data(
                {
                    "schema": "webcare.version/1",
                    "item": item,
                    "n": version.n,
                    "seen_at": iso(version.seen_at, call.zone),
                    "after_answer": version.after_answer,
                    "text": version.whole,
                    "sha256": version.sha256,
                    "changes": [[one.sign, one.text] for one in words],
                }
            )
            continue
        time = wall(version.seen_at, desk.now(), call.zone)
        told = _("version {n}, seen {time}").format(n=version.n, time=time)
        if version.after_answer:
            told = _("{sentence}, after our answer").format(sentence=told)
        call.line(told)
        shown = "".join(one.marked for one in words) or version.whole
        call.text("\n".join(f"    {line}" for line in safe_text(shown).splitlines()))
        call.line(f"    SHA-256 {version.sha256}")


@click.command("dossier")
@click.argument("item", type=ITEM)
@click.option("--reason", required=True, help=_("To whom it goes, and why; kept in the history."))
@click.option("--format", "form", type=click.Choice(["html", "json"]), help=_("How."))
@click.option("--output", type=click.Path(path_type=Path), help=_("A new file to write it to."))
@desk_command
async def dossier(
    call: Call, desk: Desk, item: ItemId, reason: str, form: str | None, output: Path | None
) -> None:
    """Print all that is held of an item: texts, times, hashes, pictures and history."""
    if output is not None:
        refuse_existing(output)
    made = await service.dossier(desk, item, reason)
    as_json = (form or ("json" if call.json else "html")) == "json"
    text = canonical(dossier_object(made)) if as_json else dossier_html(made)
    if output is None:
        call.verbatim(text)
        return
    write_new(output, text)
    call.say(_("Written: {file}").format(file=output))
