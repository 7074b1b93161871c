"""Our own answers, as sources bring them back: paired with the items they answer."""

from dataclasses import replace

from core.clock import HOUR
from core.vocabulary import ItemId
from desk.model.answers import our_answer
from desk.model.event import EventKind
from desk.model.fold import fold_all
from desk.model.post import Post
from desk.services.batch import Batch
from desk.services.desk import Desk
from desk.services.recognition import permalink_key
from desk.store.records import Identity

LOOK_BACK = 6 * HOUR
"""How long after a reply was recorded its post is looked for by its words."""


async def pair_answer(desk: Desk, batch: Batch, post: Post, identity: Identity) -> bool:
    """Pair our own post with the item it answers; tell whether it is one with that from now on.

    It is told by what the post says it answers, else by the words of a recorded reply.
    """
    if post.reply_to:
        _answer_born(desk, batch, post)
        parents = await desk.store.known(
            post.source, [post.reply_to], [permalink_key(post.reply_to)]
        )
        if parents:
            return await _answered(desk, batch, post, identity, parents[0].item, is_told=True)
    now = desk.now()
    for item in await desk.store.event_items(now - LOOK_BACK, now + 1):
        if await _answered(desk, batch, post, identity, item, is_told=False):
            return True
    return False


def _answer_born(desk: Desk, batch: Batch, post: Post) -> None:
    """Answer an item that the same poll brings; it has no number yet to pair the post with."""
    key = permalink_key(post.reply_to) or post.reply_to
    for native_id, write in batch.born.items():
        if write.identity and key in (native_id, write.identity.permalink_key):
            event = our_answer(fold_all(write.events), post, {}, desk.now(), is_told=True)
            if event is not None:
                batch.born[native_id] = replace(write, events=(*write.events, event))
            return


async def _answered(
    desk: Desk, batch: Batch, post: Post, identity: Identity, item_id: ItemId, *, is_told: bool
) -> bool:
    item = await batch.item(item_id)
    while item.merged_into is not None:
        item = await batch.item(item.merged_into)
    if not is_told and (item.source != post.source or all(reply.seen_at for reply in item.replies)):
        return False
    events = await batch.events(item.id)
    bodies = {event.id: event.text("body") for event in events if event.kind is EventKind.REPLIED}
    event = our_answer(item, post, bodies, desk.now(), is_told=is_told)
    if event is not None:
        batch.write(item, (event,), identity)
    return event is not None
