"""Versions of drafts: kept whenever writing pauses or another text takes their place."""

from core.vocabulary import ItemId
from desk.model.drafts import DraftVersion, draft_versions, kept
from desk.services.desk import Desk, act


async def keep_version(desk: Desk, item_id: ItemId, body: str) -> None:
    """Keep a draft as a version, unless the agent's newest one reads the same."""
    if not body.strip():
        return
    mine = [one.body for one in await versions(desk, item_id) if one.by == desk.agent]
    if mine[-1:] != [body]:
        await act(desk, item_id, lambda item, now: kept(item, now, desk.agent, body))


async def versions(desk: Desk, item_id: ItemId) -> tuple[DraftVersion, ...]:
    """Return every version of the drafts on an item, the oldest first."""
    item = await desk.store.item(item_id)
    return draft_versions(await desk.store.events(item_id), item.undone)


async def keep_stored(desk: Desk, item_id: ItemId) -> None:
    """Keep the agent's draft as it is stored, before something takes its place."""
    for draft in await desk.store.drafts(item_id):
        if draft.agent == desk.agent:
            await keep_version(desk, item_id, draft.body)
