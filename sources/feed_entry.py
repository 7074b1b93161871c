"""One entry of a feed as a Post: which of its many fields says what."""

import calendar
import json
from collections.abc import Iterator
from typing import Any

from core.clock import SECOND, Instant
from desk.model.post import Post
from sources.adapter import RAW_LIMIT
from sources.dates import read_date
from sources.entries import Entry
from sources.flavours import COUNTS, refine
from sources.html_text import Extract, extract, looks_like_html
from sources.making import make_post
from sources.settings import SourceSettings

_APP_STORE_STARS = 5.0
_READABLE = range(2000, 2100)
"""Years in which feedparser's own reading of a date is believed."""


def to_post(
    entry: Any, scanned: Entry | None, raw: str, base: str, settings: SourceSettings
) -> Post:
    """Return what an entry says.

    Args:
        entry: as feedparser read it.
        scanned: the same entry as it stands in the document, where that is well-formed.
        raw: its verbatim text; a canonical form is made where there is none.
        base: the address of the document; only links are resolved against it.
        settings: of its source, with the language the feed declares.
    """
    fields = scanned.fields if scanned else {}
    rating = _number(fields.get("rating") or entry.get("im_rating"))
    detail = _body_of(entry, is_review=rating is not None)
    body = _as_text(detail)
    author, author_url = _author(entry)
    date, unreadable = _date(entry, fields, settings.zone)
    changed = read_date(fields.get("changed", ""), settings.zone)
    post = make_post(
        settings,
        raw or _canonical(entry),
        base=base,
        native_id=str(fields.get("id") or entry.get("id") or entry.get("link") or ""),
        body=body.text,
        title=_as_text(entry.get("title_detail") or {}).text,
        author=author,
        author_url=author_url,
        permalink=entry.get("link"),
        links=(*body.links, *_attached(entry)),
        language=str(detail.get("language") or ""),
        rating=rating,
        rating_max=_APP_STORE_STARS,
        published="?" if unreadable else date,
        edited=changed if date and changed and changed > date else None,
        reply_to=fields.get("reply_to", ""),
        engagement={name: fields[name] for name in COUNTS if name in fields},
    )
    return refine(post, fields)


def _body_of(entry: Any, *, is_review: bool) -> Any:
    """Choose the field that holds the comment.

    A picture's description turns up among the contents as plain text (Mastodon), so HTML
    goes first; RSS itself has no plain contents. Of a review HTML repeats the title (App Store).
    """
    contents = [part for part in entry.get("content", ()) if part.get("value", "").strip()]
    html = [part for part in contents if part.get("type") != "text/plain"]
    summary = entry.get("summary_detail") or {"value": entry.get("summary", "")}
    is_markup = summary.get("type") != "text/plain" and summary.get("value", "").strip()
    if html and not (is_review and len(html) < len(contents)):
        return html[0]
    return summary if is_markup or not contents else contents[0]


def _as_text(detail: Any) -> Extract:
    """Turn a field into text by its type: once, never twice."""
    value = str(detail.get("value", ""))
    if detail.get("type") == "text/plain" or not looks_like_html(value):
        return Extract(value.strip())
    return extract(value)


def _author(entry: Any) -> tuple[str, str]:
    """Return the first author with a name; feedparser's own summary of several is mixed up."""
    people = [person for person in entry.get("authors", ()) if person]
    person = next((p for p in people if p.get("name")), people[0] if people else {})
    name = str(person.get("name") or person.get("email") or "")
    return extract(name).text if looks_like_html(name) else name, str(person.get("href") or "")


def _attached(entry: Any) -> Iterator[Any]:
    """Yield the addresses of enclosures and pictures."""
    yield from (enclosure.get("href") for enclosure in entry.get("enclosures", ()))
    yield from (media.get("url") for media in entry.get("media_content", ()))
    yield from (media.get("url") for media in entry.get("media_thumbnail", ()))


def _date(entry: Any, fields: dict[str, str], zone: str) -> tuple[Instant | None, bool]:
    """Return when it was published and whether there was a date that could not be read."""
    names = ("published", "updated", "created")
    texts = [fields.get("date"), *(entry[name] for name in names if name in entry)]
    given = [text for text in texts if text]
    for text in given:
        if (instant := read_date(str(text), zone)) is not None:
            return instant, False
    for name in names:
        parsed = entry[f"{name}_parsed"] if name in entry else None
        if parsed and parsed.tm_year in _READABLE:
            return calendar.timegm(parsed) * SECOND, False
    return None, bool(given)


def _number(text: object) -> float | None:
    try:
        value = float(str(text))
    except ValueError:
        return None
    return value if 0 <= value <= 100 else None


def _canonical(entry: Any) -> str:
    """Return an entry as sorted JSON, where its verbatim bytes cannot be cut out."""
    names = ("id", "link", "title", "author", "published", "updated", "summary", "content")
    kept = {name: entry[name] for name in names if name in entry}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str)
    return text.encode("utf-8", "replace")[:RAW_LIMIT].decode("utf-8", "replace")
