"""Take in what a source yields: new items, edits, our own answers, and what is known already."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from core.clock import MINUTE, SECOND, Instant
from core.errors import Changed
from core.vocabulary import DateQuality, ItemId
from desk.model.arrival import (
    Sighting,
    date_quality,
    new_item,
    returned,
    revised,
    text_digest,
    vanished,
)
from desk.model.event import Event
from desk.model.item import Item
from desk.model.post import Post
from desk.services.authors import welcome_back
from desk.services.batch import Batch
from desk.services.desk import RETRIES, Desk
from desk.services.pairing import pair_answer
from desk.services.recognition import Recognition, permalink_key, recognise
from desk.services.storms import notice_storm
from desk.store.records import Identity, Known, SourceState, Write
from desk.triage.verdict import Verdict

GONE = "gone"
"""The hash of a post that its source does not show any more: it differs from any text's."""

MOST_LAGS = 20
"""Of so many new comments it is remembered how long they took to come in."""

MOST_REVISIONS = 24
"""A text that changed more often changes by itself (a relative time): it is followed no longer."""

HELD_FOR = 10 * MINUTE
"""How long before the last look at everything a comment must be dated to have been held back."""


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
    gone: Sequence[str] = (),
) -> Intake:
    """Write a poll's result in one transaction: items, revisions and the source's state.

    Args:
        desk: whose items.
        source: where the posts are from.
        posts: oldest first.
        state: of the source, as it was before.
        settle: what the source's state becomes; it stays as it is when left out.
        gone: ids of posts that the source does not show any more.
    """
    if posts:
        from desk.services.learning import refresh  # the first frame waits for nothing of triage

        await refresh(desk)
    for attempt in range(RETRIES):
        try:
            return await _take_in(desk, source, posts, state, settle, gone)
        except Changed:  # an agent wrote on an item that was edited: decide anew
            if attempt == RETRIES - 1:
                raise
    raise AssertionError  # the loop returns or raises


async def _take_in(
    desk: Desk,
    source: str,
    posts: Sequence[Post],
    state: SourceState,
    settle: Settle | None,
    gone: Sequence[str],
) -> Intake:
    sorting = _Sorting(desk, state, await recognise(desk, source, posts, gone))
    for post in posts:
        await asyncio.sleep(0)  # judging hundreds of comments must not hold up the screen
        await sorting.sort(post)
    for native_id in gone:
        await sorting.take_away(native_id)
    batch = sorting.batch
    fresh = len(batch.born)
    after = settle(fresh, len(sorting.edited)) if settle else state
    after = replace(
        after,
        lags=(*after.lags, *sorting.lags)[-MOST_LAGS:],
        items_total=after.items_total + fresh,
        last_new_at=desk.now() if fresh else after.last_new_at,
    )
    written = await desk.store.append(batch.writes, poll=after)
    new = tuple(item.id for item in written[:fresh] if item is not None)
    if desk.on_arrival and new:
        desk.on_arrival(new)
    await notice_storm(desk, new)
    return Intake(after, new, tuple(sorting.edited), sorting.unchanged)


@dataclass(slots=True)
class _Sorting:
    """What the posts of one poll become."""

    desk: Desk
    state: SourceState
    recognition: Recognition
    batch: Batch = field(init=False)
    edited: list[ItemId] = field(default_factory=list)
    unchanged: int = 0
    lags: list[int] = field(default_factory=list)
    """How long after they were written new comments came in, as ``SourceState`` keeps it."""

    def __post_init__(self) -> None:
        self.batch = Batch(self.desk.store)

    async def sort(self, post: Post) -> None:
        """Decide what a post becomes."""
        identity = _identity(post, self.desk.now())
        seen = await self.recognition.of(post, identity.content_hash)
        if seen is None:
            if not (post.is_own and await pair_answer(self.desk, self.batch, post, identity)):
                self.batch.bear(await self._first_sight(post, identity))
            return
        is_same = seen.content_hash == identity.content_hash or post.is_own
        if not is_same and await self._change(post, identity, seen):
            self.edited.append(seen.item)
            return
        self.unchanged += 1
        if is_same:
            self._note(identity, seen)

    async def take_away(self, native_id: str) -> None:
        """Note that a comment is gone; what is kept here stays."""
        seen = self.recognition.known(native_id)
        if seen is None or seen.content_hash == GONE:
            return
        item = await self.batch.item(seen.item)
        if item.source == seen.source and not item.vanished:
            identity = Identity(seen.source, native_id, GONE, seen.permalink_key)
            self.batch.write(item, (vanished(item, self.desk.now()),), identity)

    async def _change(self, post: Post, identity: Identity, seen: Known) -> bool:
        """Write what a post says otherwise than the last time; tell whether that is an edit."""
        item = await self.batch.item(seen.item)
        if item.revision > MOST_REVISIONS:
            return False
        now = self.desk.now()
        text = next(e for e in await self.batch.events(item.id) if e.id == item.text_event)
        if not post.body and not post.author and text.text("body"):
            self.batch.write(item, (vanished(item, now),), replace(identity, content_hash=GONE))
        elif text.data.get("sha256") == text_digest(post) and item.rating == post.rating:
            events = (returned(item, now),) if item.vanished else ()
            self.batch.write(item, events, identity)
        elif post.source != item.source and _is_part(post.body, text.text("body")):
            self.batch.write(item, (), identity)  # the same comment, as another feed frames it
        else:
            self.batch.write(item, self._revision(item, post), identity)
            return True
        return False

    def _revision(self, item: Item, post: Post) -> tuple[Event, ...]:
        desk = self.desk
        verdict = _judged(desk, post, post.language)
        return revised(item, post, verdict, desk.rules(item.source), desk.now())

    async def _first_sight(self, post: Post, identity: Identity) -> Write:
        desk, state, published = self.desk, self.state, post.published_at
        sighting = Sighting(
            desk.now(),
            first_poll=state.last_new_at is None and state.items_total == 0,
            brand=desk.source(post.source).brand,
            held=bool(state.full_at and published and published + HELD_FOR < state.full_at),
        )
        if not sighting.first_poll:
            is_told = date_quality(post, sighting) is DateQuality.OK
            lag = max(sighting.at - published, 0) // SECOND if is_told and published else -1
            self.lags.append(lag)
        verdict = _judged(desk, post, post.language or desk.source(post.source).language)
        events = new_item(post, verdict, desk.rules(post.source), sighting)
        return Write((*events, *await welcome_back(desk, post, verdict)), identity=identity)

    def _note(self, identity: Identity, seen: Known) -> None:
        """Remember another id of a known post, and what is counted beside it."""
        is_new = (seen.source, seen.native_id) != (identity.source, identity.native_id)
        if is_new or (identity.counts and identity.counts != seen.counts):
            self.batch.note(seen.item, identity)


def _judged(desk: Desk, post: Post, declared: str) -> Verdict:
    return desk.triage(
        f"{post.title}\n{post.body}".strip(),
        declared=declared,
        rating=post.rating,
        rating_max=post.rating_max,
        languages=desk.settings.languages,
    )


def _identity(post: Post, now: Instant) -> Identity:
    counts = json.dumps(dict(post.engagement), sort_keys=True, separators=(",", ":"))
    return Identity(
        post.source,
        post.native_id,
        post.content_hash,
        permalink_key(post.permalink),
        counts if post.engagement else "",
        now if post.engagement else 0,
    )


def _is_part(one: str, other: str) -> bool:
    """Tell whether one text is the other with something around it, or cut."""
    first, second = (" ".join(text.casefold().split()) for text in (one, other))
    return first in second or second in first
