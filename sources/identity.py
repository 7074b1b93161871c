"""Tells the entries of one document apart, whatever its server gives them for ids and links."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from desk.model.post import Post
from sources.adapter import Listed


def distinct(
    posts: Sequence[Post], given: Sequence[str], others: Collection[Listed] = ()
) -> list[Post]:
    """Return the posts, each with an identity of its own.

    Args:
        posts: of one document, with ids as they stand there.
        given: their links as they stand there, on which the document's address has no say; their
            permalinks may be better ones.
        others: what the document lists besides; they keep the identity they have.

    A link that several entries share is no permalink, and an id that several share is no id:
    it is told apart by its link, and where that is shared too by what it says. Posts that are
    the same in all three are one.
    """
    pairs_of = list(zip(posts, given, strict=True))
    unique = {(post.native_id, link, post.content_hash) for post, link in pairs_of}
    ids = Counter(native_id for native_id, _link, _hash in unique)
    ids.update(other.given_id for other in others)
    shown = {(post.native_id, post.permalink, post.content_hash) for post in posts}
    pages = Counter(page for _id, page, _hash in shown)
    pages.update(other.page for other in others)
    pairs = Counter((native_id, link) for native_id, link, _hash in unique)
    pairs.update((other.given_id, other.link) for other in others)
    told = []
    for post, link in pairs_of:
        native_id, page = post.native_id, post.permalink
        suffix = link if link and pairs[native_id, link] == 1 else post.content_hash[:16]
        shares_page = bool(page) and pages[page] > 1
        told.append(
            replace(
                post,
                native_id=f"{native_id}|{suffix}" if ids[native_id] > 1 else native_id,
                permalink="" if shares_page else page,
                links=tuple(dict.fromkeys((page, *post.links))) if shares_page else post.links,
            )
        )
    return told


def listed(given: Post, link: str, told: Post) -> Listed:
    """Return what is remembered of an entry, as it stands there and as it was told apart."""
    return Listed(told.native_id, given.native_id, link, given.permalink, given.published_at or 0)
