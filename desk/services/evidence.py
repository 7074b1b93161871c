"""Evidence: the comment and its page as they stand, that it is gone, a dossier to hand on."""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from core.clock import Instant
from core.errors import Refused, WebcareError
from core.i18n import _
from core.vocabulary import ItemId, State
from desk.camera import PageUnseenError, Picture
from desk.model.event import JSON, SYSTEM, Event, EventKind, new_event
from desk.model.item import Item
from desk.reports.dossier import Dossier
from desk.services.desk import Desk, act
from desk.services.detail import PagePicture
from desk.services.items import detail
from desk.store.files import create_folders, write_whole

PICTURES = "evidence"
"""The folder, among the desk's files, that pictures of pages are kept in."""
GONE = frozenset({404, 410})
"""What a server answers about a comment that is gone."""
_log = logging.getLogger(__name__)


async def keep(desk: Desk, item_id: ItemId) -> Item:
    """Keep the comment as it stands now as evidence; first sight and revisions are kept anyway."""
    digests = await _digests(desk, item_id)
    return await act(desk, item_id, lambda item, now: _kept(item, now, desk.agent, digests))


async def photograph(desk: Desk, item_id: ItemId, actor: str = "") -> Item:
    """Keep a picture of the comment's page beside its text; where none can be taken, the text.

    Raises:
        PageUnseenError: there is no picture; the text was kept all the same.
    """
    who = actor or desk.agent
    digests = await _digests(desk, item_id)
    try:
        picture = await _picture(desk, item_id)
    except PageUnseenError:
        if not actor:
            await keep(desk, item_id)
        raise
    file = f"item-{item_id}-{secrets.token_hex(4)}.png"
    folder = desk.folder / PICTURES
    await asyncio.to_thread(create_folders, folder)
    await asyncio.to_thread(write_whole, folder / file, picture.png)

    def note(item: Item, now: Instant) -> tuple[Event, ...]:
        kept = _kept(
            item,
            now,
            who,
            digests,
            url=picture.url,
            picture=file,
            picture_sha256=hashlib.sha256(picture.png).hexdigest(),
            picture_status=picture.status,
        )
        vanishes = picture.status in GONE and not item.vanished
        return (
            (kept, new_event(EventKind.VANISHED, now, who, item=item.id)) if vanishes else (kept,)
        )

    try:
        return await act(desk, item_id, note)
    except WebcareError:
        (folder / file).unlink(missing_ok=True)
        raise


async def photograph_hot(desk: Desk) -> None:
    """Photograph the pages of severe items as they come in, one after the other, until cancelled.

    Each desk does so for what it took in itself, so that a team's pages are asked for once.
    """
    least = desk.settings.photograph_from
    if not least or desk.camera is None or desk.camera.lacking():
        return
    arrived: asyncio.Queue[ItemId] = asyncio.Queue()

    def queue(items: Sequence[ItemId]) -> None:
        for item in items:
            arrived.put_nowait(item)

    desk.on_arrival = queue
    while True:
        item = await desk.store.item(await arrived.get())
        if item.severity < least or item.is_closed or item.state is State.HISTORY:
            continue
        try:
            await photograph(desk, item.id, SYSTEM)
        except WebcareError as error:
            _log.debug("no picture of item %s: %s", item.id, type(error).__name__)


async def _picture(desk: Desk, item_id: ItemId) -> Picture:
    if desk.camera is None:
        raise PageUnseenError(_("No picture can be taken here"))
    told = await detail(desk, item_id)
    if not told.permalink:
        raise PageUnseenError(_("This comment has no address."))
    return await desk.camera.photograph(told.item.source, told.permalink)


async def _digests(desk: Desk, item_id: ItemId) -> Mapping[str, str]:
    """Return the digest of each version, by the event that holds its text."""
    events = await desk.store.events(item_id)
    return {event.id: event.data.get("sha256", "") for event in events}


def _kept(
    item: Item, now: Instant, actor: str, digests: Mapping[str, str], url: str = "", **data: JSON
) -> Event:
    return new_event(
        EventKind.EVIDENCE,
        now,
        actor,
        item=item.id,
        texts={"picture_url": url},
        revision=item.revision,
        sha256=digests.get(item.text_event, ""),
        **data,
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
