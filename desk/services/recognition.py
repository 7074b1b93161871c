"""Which item a post belongs to, when ids are doubled, rotate, move house or are told twice."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from core.vocabulary import ItemId
from desk.model.post import Post
from desk.services.desk import Desk
from desk.store.records import Known

_BASE = re.compile(r"(?:https?://|tag:)[^/,]+")
"""What an id takes from where its server stands: that may move."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What the desk knows of the posts of one poll."""

    _desk: Desk
    _by_id: dict[str, Known]
    _by_link: dict[str, list[Known]]
    _moved: dict[str, Known]

    def known(self, native_id: str) -> Known | None:
        """Return what is known of an id in its source."""
        return self._by_id.get(native_id)

    async def of(self, post: Post, content_hash: str) -> Known | None:
        """Return what is known of a post with this hash, None where it is new.

        By another id, or in another source, it is the same only where it says the same or was
        published at the same instant: several comments may share the link of their page.
        """
        if same := self._by_id.get(post.native_id):
            return same
        candidates = list(self._by_link.get(permalink_key(post.permalink), ()))
        if moved := self._moved.get(post.native_id):
            candidates.append(moved)
        for candidate in candidates:
            if candidate.content_hash == content_hash or await self._same_instant(
                candidate.item, post
            ):
                return candidate
        return None

    async def _same_instant(self, item: ItemId, post: Post) -> bool:
        published = (await self._desk.store.item(item)).published_at
        return published is not None and published == post.published_at


async def recognise(
    desk: Desk, source: str, posts: Sequence[Post], others: Sequence[str] = ()
) -> Recognition:
    """Return what the desk knows of posts of a source, and of other ids there."""
    ids = [post.native_id for post in posts]
    keys = [permalink_key(post.permalink) for post in posts]
    known = await desk.store.known(source, [*ids, *others], keys)
    by_id = {seen.native_id: seen for seen in known if seen.source == source}
    by_link = defaultdict(list)
    for seen in sorted(known, key=lambda seen: seen.source != source):
        by_link[seen.permalink_key].append(seen)
    by_link.pop("", None)
    moved = {} if by_id else await _moved(desk, source, ids)
    return Recognition(desk, by_id, dict(by_link), moved)


async def _moved(desk: Desk, source: str, ids: Sequence[str]) -> dict[str, Known]:
    """Return what is known of ids under the address that their server had before."""
    base = _BASE.match(await desk.store.newest_id(source))
    if base is None:
        return {}
    before = {_BASE.sub(lambda _: base[0], native_id, count=1): native_id for native_id in ids}
    known = await desk.store.known(source, list(before), [])
    return {before[seen.native_id]: seen for seen in known}


def permalink_key(permalink: str) -> str:
    """Return a permalink with scheme, www and trailing slash folded away."""
    bare = permalink.strip().partition("://")[2]
    return bare.removeprefix("www.").rstrip("/")
