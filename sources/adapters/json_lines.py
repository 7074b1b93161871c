"""JSON lines out of a folder, a file or a pipe: exports of listening tools, or a script's own.

Common names of fields are understood as they are; ``fields`` of the source names any others.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from desk.model.post import Post
from sources.adapter import PAGE, Adapter, ParseResult, Response, Warn
from sources.answers import Fields, collect
from sources.drop import FREE, LISTED, LISTING, ask, done, further, named_in
from sources.making import make_post
from sources.settings import SourceSettings

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("guid", "uid", "mention_id", "external_id", "review_id"),
    "text": ("body", "content", "message", "full_text", "snippet", "comment", "review"),
    "title": ("subject", "headline"),
    "author": ("author_name", "author.name", "user.name", "username", "user", "screen_name"),
    "author_id": ("author.id", "user.id", "user_id", "handle"),
    "author_url": ("author.url", "profile_url"),
    "url": ("permalink", "link"),
    "date": ("published_at", "published", "created_at", "created", "timestamp", "time"),
    "edited": ("edited_at", "updated_at", "modified"),
    "language": ("lang",),
    "rating": ("stars",),
    "rating_max": ("rating_scale",),
    "reply_to": ("in_reply_to", "parent_id"),
    "thread": ("thread_id", "conversation_id"),
    "about": ("product", "topic"),
    "likes": ("like_count", "favourites"),
    "replies": ("reply_count", "comments"),
    "shares": ("share_count", "reposts", "retweets"),
    "views": ("view_count", "reach"),
}
"""Our names for fields, and others by which they are known; a dot leads into an object."""

FIVE, TEN = 5, 10
"""The scales that ratings have where none is given."""

_COUNTS = ("likes", "replies", "shares", "views")


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read some lines, and say where the next ones begin."""
    if response.said("content-type") == LISTING:
        return named_in(response)
    body = response.body
    is_full, is_dropped = len(body) >= settings.max_bytes, "stamp" in response.after
    usable = body if is_full or is_dropped else _written(body)
    lines = usable.split(b"\n")[:PAGE]
    read = min(sum(len(line) + 1 for line in lines), len(usable))
    entries = [_entry(line) for line in lines if line.strip()]
    result = collect(
        (entry for entry in reversed(entries) if entry is not None),
        partial(_post, settings=settings),
    )
    if None in entries:
        result = replace(result, warnings=result.warnings | {Warn.PARTLY})
    after, request = further(response, read)
    if read < len(usable) or is_full:
        return replace(result, position=after, then=(request,))
    return replace(result, position=done(response) if is_dropped else after)


def _written(body: bytes) -> bytes:
    """Return the lines of a growing file that are written to their end."""
    whole, newline, last = body.rpartition(b"\n")
    return body if _entry(last) else whole + newline


def _entry(line: bytes) -> Fields | None:
    """Return what a line holds; None where it is no object."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return Fields(value, line.decode("utf-8", "replace")) if isinstance(value, dict) else None


def _post(entry: Fields, settings: SourceSettings) -> Post:
    said = _by_our_names(entry.value, settings.fields)
    rating, top = Fields(said).number("rating"), Fields(said).number("rating_max")
    return make_post(
        settings,
        entry.raw,
        native_id=said["id"] or said["url"],
        body=said["text"],
        title=said["title"],
        author=said["author"] or said["author_id"],
        author_id=said["author_id"],
        author_url=said["author_url"],
        permalink=said["url"],
        about=said["about"],
        language=said["language"],
        rating=rating,
        rating_max=top or (FIVE if rating is None or rating <= FIVE else TEN),
        published=said["date"],
        edited=said["edited"] or None,
        reply_to=said["reply_to"],
        thread=said["thread"],
        engagement={name: said[name] for name in _COUNTS},
    )


def _by_our_names(value: Mapping[str, object], chosen: Mapping[str, str]) -> dict[str, str]:
    """Return each of our fields: the first text that is there of all that it may be called."""
    plain = Fields(_plain(value))
    said = {}
    for field, others in NAMES.items():
        names = (chosen[field],) if field in chosen else (field, *others)
        texts = (plain.text(_simple(name)) for name in names)
        said[field] = next(filter(None, texts), "")
    return said


def _plain(value: Mapping[str, object], before: str = "") -> dict[str, object]:
    """Return an object's fields by simplified names; those of objects within behind a dot."""
    plain: dict[str, object] = {}
    for name, held in value.items():
        if isinstance(held, dict) and not before:
            plain |= _plain(held, f"{_simple(name)}.")
        else:
            plain[before + _simple(name)] = held
    return plain


def _simple(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").split())


ADAPTER = Adapter(parse, ask, pace=FREE, requests=LISTED)
