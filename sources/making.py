"""Makes a Post out of what a server said: bounded, storable, addresses that may be opened."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urljoin, urlsplit

from core.clock import Instant
from desk.model.post import Post
from sources.adapter import RAW_LIMIT
from sources.dates import read_date
from sources.settings import SourceSettings

TITLE_LIMIT = 500
BODY_LIMIT = 20_000
NAME_LIMIT = 200
ID_LIMIT = 1000
URL_LIMIT = 2048
LINKS_LIMIT = 20
LANGUAGE_LIMIT = 35

_COUNT = re.compile(r"-?\d{1,12}", re.ASCII)


def storable(text: str) -> str:
    """Return text that any database takes: without NUL and lone surrogates, else verbatim."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "\ufffd")


def web_address(address: object, base: str = "") -> str:
    """Return an address that may be opened, made absolute; empty for any other scheme."""
    text = storable(str(address or "").strip())
    if not text:
        return ""
    try:
        absolute = urljoin(base, text)
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    usable = parts.scheme in ("http", "https") and parts.hostname and len(absolute) <= URL_LIMIT
    return absolute if usable else ""


def make_post(
    settings: SourceSettings,
    raw: str,
    *,
    native_id: str,
    body: str,
    base: str = "",
    title: str = "",
    author: str = "",
    author_id: str = "",
    author_url: object = "",
    permalink: object = "",
    links: Iterable[object] = (),
    about: str = "",
    language: str = "",
    rating: float | None = None,
    rating_max: float | None = None,
    published: Instant | str | None = None,
    edited: Instant | str | None = None,
    reply_to: str = "",
    thread: str = "",
    engagement: Mapping[str, object] | None = None,
) -> Post:
    """Return a post; each text is taken as it stands, cut, and cleaned for the store only.

    Where a server gives no ``native_id``, what is said and by whom makes one. Relative addresses
    are resolved against ``base``; dates are instants, or as they stand there; what is no count
    is left out of ``engagement``. The others are the fields of ``Post``.
    """
    page, profile = web_address(permalink, base), web_address(author_url, base)
    words, headline = _line(author, NAME_LIMIT), _line(title, TITLE_LIMIT)
    said = storable(_cut(body.strip(), BODY_LIMIT))
    date = _instant(published, settings.zone)
    found = dict.fromkeys(web_address(link, base) for link in links)
    counts = ((name, str(count).strip()) for name, count in (engagement or {}).items())
    return Post(
        source=settings.name,
        native_id=_identity(native_id, headline, said, words),
        body=said,
        title=headline,
        author=words,
        author_id=storable(author_id.strip())[:ID_LIMIT] or profile,
        author_url=profile,
        permalink=page,
        links=tuple(link for link in found if link and link != page)[:LINKS_LIMIT],
        about=_line(about, TITLE_LIMIT),
        language=storable(language or settings.language)[:LANGUAGE_LIMIT],
        rating=rating,
        rating_max=None if rating is None else max(rating_max or 0, rating),
        published_at=date,
        date_unreadable=date is None and bool(published),
        edited_at=_instant(edited, settings.zone),
        reply_to=storable(reply_to)[:ID_LIMIT],
        thread=storable(thread)[:URL_LIMIT],
        engagement={name: int(count) for name, count in counts if _COUNT.fullmatch(count)},
        is_own=_is_own(settings, author, author_id, profile),
        raw=storable(raw.encode("utf-8", "replace")[:RAW_LIMIT].decode("utf-8", "ignore")),
    )


def _identity(given: str, *said: str) -> str:
    """Return the raw id, or a hash of what is said and by whom; of a monstrous id its hash."""
    native_id = storable(given.strip())
    if native_id and len(native_id) <= ID_LIMIT:
        return native_id
    return hashlib.sha256((native_id or "\x1f".join(said)).encode()).hexdigest()


def _instant(date: Instant | str | None, zone: str) -> Instant | None:
    return read_date(date, zone) if isinstance(date, str) else date


def _is_own(settings: SourceSettings, *names: str) -> bool:
    own = {name.casefold().lstrip("@") for name in settings.own_authors}
    return any(name.casefold().lstrip("@") in own for name in names if name)


def _line(text: str, limit: int) -> str:
    return storable(_cut(" ".join(text.split()), limit))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
