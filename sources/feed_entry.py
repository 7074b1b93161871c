"""One entry of a feed as a Post: which of its many fields says what."""

import calendar
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from core.clock import SECOND, Instant
from desk.model.post import Post
from sources.adapter import RAW_LIMIT
from sources.dates import read_date
from sources.entries import Entry
from sources.html_text import Extract, extract, looks_like_html
from sources.settings import SourceSettings

_TITLE_LIMIT = 500
_BODY_LIMIT = 20_000
_ID_LIMIT = 1000
_URL_LIMIT = 2048
_LINKS_LIMIT = 20
_APP_STORE_STARS = 5.0
_MASTODON_PATH = re.compile(r"/@([\w.-]{1,64})(?:@([\w.-]{1,255}))?/")
_DISCOURSE_POST = re.compile(r"(/t/[^/]+/\d+)/\d+$")
_WORDPRESS_COMMENT = "comment-"
_DISCOURSE_NAME = re.compile(r"@(\S{1,64}) (.+)")
_READABLE = range(2000, 2100)
"""Years in which feedparser's own reading of a date is believed."""


def storable(text: str) -> str:
    """Return text that any database takes: without NUL and lone surrogates, else verbatim."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "\ufffd")


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
    detail = _body_of(entry)
    body = _as_text(detail)
    title = " ".join(_as_text(entry.get("title_detail") or {}).text.split())
    author, author_url = _author(entry, base)
    permalink = _permalink(entry, base)
    author = author or _author_in(permalink)
    author, author_id = _named(author, author_url)
    date, unreadable = _date(entry, fields, settings.zone)
    rating = _number(fields.get("rating") or entry.get("im_rating"))
    words = storable(_cut(body.text, _BODY_LIMIT))
    headline = storable(_cut(_headline(title, author, permalink), _TITLE_LIMIT))
    return Post(
        source=settings.name,
        native_id=_native_id(fields.get("id") or entry.get("id"), entry, (headline, words, author)),
        body=words,
        title=headline,
        author=author,
        author_id=author_id,
        author_url=author_url,
        permalink=permalink,
        links=_links(entry, body, base, permalink),
        language=str(detail.get("language") or settings.language)[:35],
        rating=rating,
        rating_max=None if rating is None else max(_APP_STORE_STARS, rating),
        published_at=date,
        date_unreadable=unreadable,
        reply_to=storable(fields.get("reply_to", ""))[:_ID_LIMIT],
        thread=_thread(permalink),
        engagement=_votes(fields),
        is_own=_is_own(settings, author, author_id, author_url),
        raw=storable(raw or _canonical(entry)),
    )


def _body_of(entry: Any) -> Any:
    """Choose the field that holds the comment.

    A picture's description turns up among the contents as plain text (Mastodon), so HTML
    goes first; RSS itself has no plain contents.
    """
    contents = [part for part in entry.get("content", ()) if part.get("value", "").strip()]
    html = [part for part in contents if part.get("type") != "text/plain"]
    summary = entry.get("summary_detail") or {"value": entry.get("summary", "")}
    is_markup = summary.get("type") != "text/plain" and summary.get("value", "").strip()
    if html:
        return html[0]
    return summary if is_markup or not contents else contents[0]


def _as_text(detail: Any) -> Extract:
    """Turn a field into text by its type: once, never twice."""
    value = str(detail.get("value", ""))
    if detail.get("type") == "text/plain" or not looks_like_html(value):
        return Extract(value.strip())
    return extract(value)


def _author(entry: Any, base: str) -> tuple[str, str]:
    """Return the first author with a name; feedparser's own summary of several is mixed up."""
    people = [person for person in entry.get("authors", ()) if person]
    person = next((p for p in people if p.get("name")), people[0] if people else {})
    name = str(person.get("name") or person.get("email") or "")
    if looks_like_html(name):
        name = extract(name).text
    return storable(" ".join(name.split())[:200]), _web_address(person.get("href"), base)


def _author_in(permalink: str) -> str:
    """Return the account a Mastodon address names: its items say nothing of an author."""
    parts = urlsplit(permalink)
    match = _MASTODON_PATH.match(parts.path)
    return f"@{match[1]}@{match[2] or parts.hostname}" if match else ""


def _named(author: str, author_url: str) -> tuple[str, str]:
    """Return name and id apart where one field holds both, as Discourse's does."""
    match = _DISCOURSE_NAME.fullmatch(author)
    return (match[2], match[1]) if match else (author, author_url)


def _headline(title: str, author: str, permalink: str) -> str:
    """Return the customer's own title: WordPress only repeats under what he wrote, and who."""
    made_up = urlsplit(permalink).fragment.startswith(_WORDPRESS_COMMENT) and author
    return "" if made_up and title.endswith(author) else title


def _native_id(given: object, entry: Any, said: tuple[str, str, str]) -> str:
    """Return the raw id, else the raw link, else a hash of what is said and by whom."""
    native_id = storable(str(given or entry.get("link") or "").strip())
    if not native_id or len(native_id) > _ID_LIMIT:
        text = native_id or "\x1f".join(said)
        return hashlib.sha256(text.encode()).hexdigest()
    return native_id


def _permalink(entry: Any, base: str) -> str:
    return _web_address(entry.get("link"), base)


def _web_address(address: object, base: str) -> str:
    """Return an address that may be opened, made absolute; empty for any other scheme."""
    text = storable(str(address or "").strip())
    if not text:
        return ""
    try:
        absolute = urljoin(base, text)
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    usable = parts.scheme in ("http", "https") and parts.hostname and len(absolute) <= _URL_LIMIT
    return absolute if usable else ""


def _links(entry: Any, body: Extract, base: str, permalink: str) -> tuple[str, ...]:
    """Return the addresses of links, pictures and enclosures, without the comment's own."""
    attached: Iterable[Any] = (
        *(enclosure.get("href") for enclosure in entry.get("enclosures", ())),
        *(media.get("url") for media in entry.get("media_content", ())),
        *(media.get("url") for media in entry.get("media_thumbnail", ())),
    )
    found = dict.fromkeys(_web_address(link, base) for link in (*body.links, *attached))
    return tuple(link for link in found if link and link != permalink)[:_LINKS_LIMIT]


def _thread(permalink: str) -> str:
    """Return the page a comment stands under, where its address tells."""
    page, fragment = urldefrag(permalink)
    if fragment:
        return page
    match = _DISCOURSE_POST.search(page)
    return page[: match.end(1)] if match else ""


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


def _votes(fields: dict[str, str]) -> dict[str, int]:
    votes = fields.get("votes", "")
    return {"votes": int(votes)} if votes.isascii() and votes.isdigit() and len(votes) < 10 else {}


def _is_own(settings: SourceSettings, *names: str) -> bool:
    own = {name.casefold().lstrip("@") for name in settings.own_authors}
    return any(name.casefold().lstrip("@") in own for name in names if name)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _canonical(entry: Any) -> str:
    """Return an entry as sorted JSON, where its verbatim bytes cannot be cut out."""
    names = ("id", "link", "title", "author", "published", "updated", "summary", "content")
    kept = {name: entry[name] for name in names if name in entry}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str)
    return text.encode("utf-8", "replace")[:RAW_LIMIT].decode("utf-8", "replace")
