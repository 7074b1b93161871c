"""Evidence: the comment as it stands, that it is gone, and a dossier of it to hand on."""

import asyncio
import hashlib
from pathlib import Path
from zoneinfo import ZoneInfo

from core.clock import Instant
from core.errors import Refused
from core.i18n import _
from core.vocabulary import ItemId
from desk.model.event import Event, EventKind, new_event
from desk.model.item import Item
from desk.reports.dossier import Dossier
from desk.services.desk import Desk, act
from desk.services.detail import PagePicture
from desk.services.items import detail


async def keep(desk: Desk, item_id: ItemId) -> Item:
    """Keep the comment as it stands now as evidence; first sight and revisions are kept anyway."""
    events = await desk.store.events(item_id)
    digests = {event.id: event.data.get("sha256", "") for event in events}
    return await act(
        desk,
        item_id,
        lambda item, now: new_event(
            EventKind.EVIDENCE,
            now,
            desk.agent,
            item=item.id,
            revision=item.revision,
            sha256=digests.get(item.text_event, ""),
        ),
    )


async def gone(desk: Desk, item_id: ItemId) -> Item:
    """Note that the comment is gone at its source: somebody looked, or its server said so.

    That a feed leaves it out says nothing. Everything about it stays here.
    """

    def note(item: Item, now: Instant) -> Event:
        if item.vanished:
            raise Refused(_("It is noted as gone already"))
        return new_event(EventKind.VANISHED, now, desk.agent, item=item.id)

    return await act(desk, item_id, note)


async def dossier(desk: Desk, item_id: ItemId, reason: str) -> Dossier:
    """Return everything that is held of an item, to be handed on; that and why is noted first."""
    if not reason.strip():
        raise Refused(_("A dossier leaves the desk with a reason only"), _("Say to whom, and why."))
    await act(
        desk,
        item_id,
        lambda item, now: new_event(
            EventKind.HANDED_ON, now, desk.agent, item=item.id, texts={"reason": reason.strip()}
        ),
    )
    told = await detail(desk, item_id)
    return Dossier(
        told,
        tuple(await desk.store.hashes(item_id)),
        await desk.store.chain_holds(item_id),
        await asyncio.to_thread(_images, desk.folder, told.pictures),
        desk.now(),
        desk.agent,
        reason.strip(),
        ZoneInfo(desk.settings.hours.zone),
    )


def _images(folder: Path, pictures: tuple[PagePicture, ...]) -> dict[str, bytes]:
    """Return the pictures that lie here and are as they were taken."""
    found = {}
    for picture in pictures:
        try:
            image = (folder / PICTURES / Path(picture.file).name).read_bytes()
        except OSError:
            continue
        if hashlib.sha256(image).hexdigest() == picture.sha256:
            found[picture.file] = image
    return found


PICTURES = "evidence"
"""The folder, among the desk's data, that pictures of pages are kept in."""
