"""A last look at the comment before a reply goes out: it may have changed, or be gone."""

import asyncio
from contextlib import suppress

from core.i18n import _
from core.vocabulary import ItemId
from desk.services.desk import Desk

PATIENCE = 3.0
"""Seconds that somebody who has a reply ready waits for the comment's source."""


async def look_again(desk: Desk, item_id: ItemId) -> tuple[str, ...]:
    """Ask the comment's source once more; return what is to be known, a sentence each.

    It is advice: a source that cannot be asked, or takes too long, holds nothing up.
    """
    before = await desk.store.item(item_id)
    if desk.watch is not None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await desk.watch.look_again(before.source)
    now = await desk.store.item(item_id)
    told = []
    if now.revision > before.revision:
        told.append(_("The comment was edited a moment ago: read it once more"))
    if now.vanished:
        told.append(_("The comment is gone from its source"))
    if any(reply.outside for reply in now.replies[len(before.replies) :]):
        told.append(_("It was answered outside the desk a moment ago"))
    return tuple(told)
