"""A post: what an adapter yields, one public comment, review or mention, normalised."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.clock import Instant

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Post:
    """One comment as a source shows it, plus the verbatim entry it was read from."""

    source: str
    native_id: str
    """The server's own id, raw: never resolved against an address."""
    body: str
    """Plain text; HTML has been turned into text once."""
    title: str = ""
    author: str = ""
    author_id: str = ""
    author_url: str = ""
    permalink: str = ""
    links: tuple[str, ...] = ()
    """Addresses of links, photos and enclosures inside the comment."""
    about: str = ""
    """What it was said under: an article, a topic, a version of an app; never part of the hash."""
    language: str = ""
    """As the feed declares it, or the source's default; a hint only."""
    rating: float | None = None
    rating_max: float | None = None
    published_at: Instant | None = None
    """As the server says, after the sanity window; None when missing or unreadable."""
    date_unreadable: bool = False
    """Whether there was a date that could not be read."""
    edited_at: Instant | None = None
    """When it was last changed, where the server says so; most do not."""
    reply_to: str = ""
    thread: str = ""
    engagement: Mapping[str, int] = field(default_factory=dict)
    """Likes, replies, shares, views, votes; never part of the content hash."""
    is_own: bool = False
    """Written by one of our own accounts: annotates, never queues."""
    raw: str = ""
    """The verbatim entry as evidence, at most 64 kB."""

    @property
    def content_hash(self) -> str:
        """Hash of what a reader sees (title, body, rating); white space folded, NFC."""
        rating = "" if self.rating is None else f"{self.rating:g}"
        visible = "\x1f".join((self.title, self.body, rating))
        folded = _SPACE.sub(" ", unicodedata.normalize("NFC", visible)).strip()
        return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()
