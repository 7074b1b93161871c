"""Our own answers as sources show them: paired with what was recorded, or news to the desk."""

import difflib
import re
from collections.abc import Mapping

from core.clock import Instant
from core.vocabulary import EventId, State
from desk.model.conversation import replied
from desk.model.event import SYSTEM, Event, EventKind, new_event
from desk.model.item import Item
from desk.model.post import Post

_LIKE = 0.8
"""From how much of two texts being the same one counts as the other, changed while posting."""

_WORDS = re.compile(r"\w+")


def our_answer(
    item: Item, post: Post, bodies: Mapping[EventId, str], now: Instant, *, is_told: bool
) -> Event | None:
    """Return what our own post means for the item it answers; None where it means nothing new.

    Args:
        item: as it stands.
        post: of one of our own accounts.
        bodies: texts of the item's recorded replies, by their ids.
        now: the present instant.
        is_told: whether the post says itself what it answers; else only the same words pair it.
    """
    unseen = [reply for reply in item.replies if reply.seen_at is None]
    alike = [reply for reply in unseen if same_words(bodies.get(reply.id, ""), post.body)]
    paired = alike[-1] if alike else unseen[0] if is_told and len(unseen) == 1 else None
    if paired is not None:
        texts = {"permalink": post.permalink}
        return new_event(
            EventKind.ANSWER_SEEN, now, SYSTEM, item=item.id, texts=texts, reply=paired.id
        )
    before = post.published_at is not None and post.published_at < (item.published_at or 0)
    if not is_told or before or item.state is State.HISTORY:
        return None
    return replied(item, now, SYSTEM, post.body, at=post.published_at, outside=True)


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts say the same, a signature or a corrected word apart."""
    first, second = (_WORDS.findall(text.casefold()) for text in (one, other))
    if not first or not second:
        return False
    short, long = sorted((" ".join(first), " ".join(second)), key=len)
    if short in long and len(first) > 2 and len(second) > 2:
        return True
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio() >= _LIKE
