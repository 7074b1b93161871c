"""Evidence: keep the comment, see what was changed in it, hand it all on."""

import asyncio

from core.i18n import _
from desk.reports.dossier_html import dossier_html
from desk.services import evidence
from desk.store.files import create_folders, write_whole
from tui.actions.stage import Stage
from tui.screens.comment import versions_screen
from tui.screens.dialogs import reason_dialog


async def keep(stage: Stage) -> None:
    """Keep the comment as evidence."""
    await evidence.keep(stage.desk, stage.item)
    stage.tell(_("Kept as evidence, with its digest."))


async def photograph(stage: Stage) -> None:
    """Keep a picture of the comment's page; the keys do not wait for it."""

    async def take() -> None:
        await evidence.photograph(stage.desk, stage.item)
        stage.tell(_("Picture of the page of item {id} kept.").format(id=stage.item))

    stage.beside(take())


async def show_versions(stage: Stage) -> None:
    """Show each version of the comment and what differs from the one before."""
    detail = await stage.detail()
    await stage.show(versions_screen(detail, stage.now(), stage.zone))


async def gone(stage: Stage) -> None:
    """Note that the comment is gone at its source."""
    await evidence.gone(stage.desk, stage.item)
    stage.tell(_("Noted: gone at the source. Everything about it is kept here."))


async def dossier(stage: Stage) -> None:
    """Write everything about the item to a file of its own, with the reason why."""
    reason = await stage.ask(reason_dialog(_("Dossier"), _("For whom is it, and why?")))
    made = await evidence.dossier(stage.desk, stage.item, reason)
    folder = stage.desk.folder / "dossiers"
    path = folder / f"{made.name}.html"
    await asyncio.to_thread(create_folders, folder)
    await asyncio.to_thread(write_whole, path, dossier_html(made))
    stage.tell(_("Written: {file}").format(file=path))
