"""Take in what a source yields: new items, edits, and what is known already."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from core.errors import Changed
from core.vocabulary import ItemId
from desk.model.arrival import Sighting, new_item, revised
from desk.model.post import Post
from desk.services.desk import RETRIES, Desk
from desk.services.items import permalink_key
from desk.store.records import Identity, Known, SourceState, Write


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of a poll."""

    state: SourceState
    """Of the source, as it was written with the items."""
    new: tuple[ItemId, ...] = ()
    edited: tuple[ItemId, ...] = ()
    unchanged: int = 0


Settle = Callable[[int, int], SourceState]
"""Returns the source's state after a poll that brought so many new items and edits."""


async def take_in(
    desk: Desk,
    source: str,
    posts: Sequence[Post],
    state: SourceState,
    settle: Settle | None = None,
) -> Intake:
    """Write a poll's result in one transaction: items, revisions and the source's state.

    Args:
        desk: whose items.
        source: where the posts are from.
        posts: oldest first.
        state: of the source, as it was before.
        settle: what the source's state becomes; it stays as it is when left out.
    """
    if posts:
        from desk.services.learning import refresh  # the first frame waits for nothing of triage

        await refresh(desk)
    for attempt in range(RETRIES):
        try:
            return await _take_in(
                desk, source, posts, state, settle or (lambda _new, _edited: state)
            )
        except Changed:  # an agent wrote on an item that was edited: decide anew
            if attempt == RETRIES - 1:
                raise
    raise AssertionError  # the loop returns or raises


async def _take_in(
    desk: Desk, source: str, posts: Sequence[Post], state: SourceState, settle: Settle
) -> Intake:
    known = await desk.store.known(
        source,
        [post.native_id for post in posts],
        [key for post in posts if (key := permalink_key(post.permalink))],
    )
    by_id = {seen.native_id: seen for seen in known}
    by_link = {seen.permalink_key: seen for seen in known if seen.permalink_key}
    writes: list[Write] = []
    edited: list[ItemId] = []
    unchanged = 0
    for post in posts:
        await asyncio.sleep(0)  # judging hundreds of comments must not hold up the screen
        key = permalink_key(post.permalink)
        seen = by_id.get(post.native_id) or (by_link.get(key) if key else None)
        if seen is None:
            writes.append(_first_sight(desk, post, key, state))
        elif seen.content_hash != post.content_hash:
            writes.append(await _edit(desk, post, key, seen))
            edited.append(seen.item)
        else:
            unchanged += 1
    fresh = sum(write.item is None for write in writes)
    now = desk.now()
    state = replace(
        settle(fresh, len(edited)),
        items_total=state.items_total + fresh,
        last_new_at=now if fresh else state.last_new_at,
    )
    written = await desk.store.append(writes, poll=state)
    new = tuple(
        item.id
        for write, item in zip(writes, written, strict=True)
        if write.item is None and item is not None
    )
    if desk.on_arrival and new:
        desk.on_arrival(new)
    return Intake(state, new, tuple(edited), unchanged)


def _first_sight(desk: Desk, post: Post, key: str, state: SourceState) -> Write:
    verdict = desk.triage(
        f"{post.title}\n{post.body}".strip(),
        declared=post.language or desk.source(post.source).language,
        rating=post.rating,
        rating_max=post.rating_max,
        languages=desk.settings.languages,
    )
    sighting = Sighting(
        desk.now(),
        first_poll=state.last_new_at is None and state.items_total == 0,
        brand=desk.source(post.source).brand,
    )
    events = new_item(post, verdict, desk.rules(post.source), sighting)
    return Write(events, identity=Identity(post.source, post.native_id, post.content_hash, key))


async def _edit(desk: Desk, post: Post, key: str, seen: Known) -> Write:
    item = await desk.store.item(seen.item)
    verdict = desk.triage(
        f"{post.title}\n{post.body}".strip(),
        declared=post.language,
        rating=post.rating,
        rating_max=post.rating_max,
        languages=desk.settings.languages,
    )
    events = revised(item, post, verdict, desk.rules(item.source), desk.now())
    identity = Identity(post.source, seen.native_id, post.content_hash, key)
    return Write(events, item.id, expected=item.version, identity=identity)
