"""The adapter for feeds: RSS 0.9x, 1.0 and 2.0, and Atom, read by feedparser, and JSON Feed.

Only bytes in a ``BytesIO`` and no base address ever reach feedparser: given a string it opens
files and addresses, given a base it rewrites ids, so that a feed that moves would double the
whole queue.
"""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from core.clock import DAY, HOUR, MINUTE
from desk.model.post import Post
from desk.store.records import SourceState
from sources import json_feed, wordpress
from sources.adapter import (
    MAX_POSTS,
    RAW_LIMIT,
    Adapter,
    Listed,
    ParseResult,
    Request,
    Response,
    Warn,
)
from sources.entries import Entry, beginning, newest, refusal, scan, without
from sources.fault import Fault, SourceError
from sources.feed_entry import to_post
from sources.html_text import page_title
from sources.making import URL_LIMIT, storable, web_address
from sources.settings import SourceSettings

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, "
    "application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)
_PERIODS = {"hourly": HOUR, "daily": DAY, "weekly": DAY, "monthly": DAY, "yearly": DAY}
"""Nobody is left alone for more than a day."""

_OLDER = ("next", "prev-archive")
_SURVIVABLE = ("CharacterEncodingOverride", "NonXMLContentType")
"""What feedparser complains of although it read everything."""


def plan(settings: SourceSettings, _state: SourceState) -> tuple[Request, ...]:
    """Ask for the document."""
    return (Request(settings.url, {"Accept": _ACCEPT}),)


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read a feed document; pure, and slow enough to belong in the worker process."""
    body, before = response.body, response.before
    match body.lstrip()[:1]:
        case b"{":
            return json_feed.parse(response, settings)
        case b"[":
            return wordpress.parse(response, settings)
    if fault := refusal(body):
        raise SourceError(fault)
    found, deleted = scan(body)
    if not found:
        body = beginning(body, MAX_POSTS + 1)  # one more, to notice that there is more
    kept = newest(found, MAX_POSTS, settings.zone)
    digests = [_digest(body, entry) for entry in kept]
    unseen = [e for e, digest in zip(kept, digests, strict=True) if digest not in before]
    document = _read(without(body, found, unseen), response.said("content-type"))
    if not document.get("version"):
        raise SourceError(Fault.NOT_A_FEED, page_title(body))
    is_broken = _is_broken(document)
    if is_broken and not document.entries:
        raise SourceError(Fault.UNREADABLE, "XML")
    entries = document.entries[:MAX_POSTS]
    are_told_apart = len(unseen) == len(entries)
    scanned = unseen if are_told_apart else [None] * len(entries)
    encoding = str(document.get("encoding") or "utf-8")
    declared = str(document.feed.get("language", ""))
    settings = replace(settings, language=declared or settings.language)
    posts = [
        to_post(entry, place, _raw(body, place, encoding), response.url, settings)
        for entry, place in zip(entries, scanned, strict=True)
    ]
    same = {digest: before[digest] for digest in digests if digest in before}
    links = [storable(str(entry.get("link") or "").strip())[:URL_LIMIT] for entry in entries]
    told = _told_apart(posts, links, same.values())
    fresh = (
        Listed(own.native_id, given.native_id, link, given.permalink, given.published_at or 0)
        for own, given, link in zip(told, posts, links, strict=True)
    )
    is_cut = len(found) > len(kept) or len(document.entries) > len(entries)
    odd = {Warn.REPAIRED: is_broken, Warn.CUT: is_cut}
    return ParseResult(
        posts=tuple({post.native_id: post for post in reversed(told)}.values()),
        listing={d: same.get(d) or next(fresh) for d in digests} if are_told_apart else {},
        deletions=tuple(deleted[:MAX_POSTS]),
        warnings=frozenset(warning for warning, is_so in odd.items() if is_so),
        older=wordpress.older(posts, response) or _older(document.feed, response),
        wait=_wait(document.feed),
        title=storable(str(document.feed.get("title", "")))[:200],
    )


def _read(body: bytes, content_type: str) -> Any:
    """Give bytes to feedparser with nothing but the charset the server declared.

    The media type is left out because ``text/xml`` without a charset would mean ASCII.
    """
    import feedparser  # only the worker process pays for it

    charset = _CHARSET.search(content_type)
    declared = f"application/xml; charset={charset[1]}" if charset else "application/xml"
    return feedparser.parse(
        io.BytesIO(body),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": declared},
    )


def _is_broken(document: Any) -> bool:
    complaint = type(document.get("bozo_exception")).__name__
    return bool(document.bozo) and complaint not in _SURVIVABLE


def _wait(feed: Any) -> int:
    """Return how long a feed asks to be left alone between two polls: ttl, or sy's period."""
    ttl, times = str(feed.get("ttl", "")), str(feed.get("sy_updatefrequency") or 1)
    if ttl.isascii() and ttl.isdigit():
        return int(ttl[:6]) * MINUTE
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower(), 0)
    return period // max(int(times[:6]), 1) if times.isascii() and times.isdigit() else period


def _digest(body: bytes, entry: Entry) -> str:
    return hashlib.blake2b(body[entry.start : entry.end], digest_size=12).hexdigest()


def _older(feed: Any, response: Response) -> Request | None:
    """Return how to ask for the page before this one, where the feed names it (RFC 5005)."""
    links = (link for link in feed.get("links", ()) if link.get("rel") in _OLDER)
    page = next((web_address(link.get("href"), response.url) for link in links), "")
    return Request(page, {"Accept": _ACCEPT}) if page else None


def _raw(body: bytes, place: Entry | None, encoding: str) -> str:
    if place is None:
        return ""
    return body[place.start : place.end][:RAW_LIMIT].decode(encoding, "replace")


def _told_apart(
    posts: Sequence[Post], links: Sequence[str], others: Collection[Listed]
) -> list[Post]:
    """Return the posts of a document, each with an identity of its own.

    A link that several entries share is no permalink, and an id that several share is no id:
    it is told apart by its link, and where that is shared too by what it says. Posts that are
    the same in all three are one. The links are as they stand there, so that the document's
    address has no say; what it lists besides keeps the identity it has.
    """
    given = list(zip(posts, links, strict=True))
    unique = {(post.native_id, link, post.content_hash) for post, link in given}
    shown = {(post.native_id, post.permalink, post.content_hash) for post in posts}
    ids = Counter([*(one for one, _link, _hash in unique), *(o.given_id for o in others)])
    pairs = Counter([*(one[:2] for one in unique), *((o.given_id, o.link) for o in others)])
    pages = Counter([*(page for _id, page, _hash in shown), *(o.page for o in others)])
    told = []
    for post, link in given:
        native_id, page = post.native_id, post.permalink
        if ids[native_id] > 1:
            is_own = link and pairs[native_id, link] == 1
            native_id = f"{native_id}|{link if is_own else post.content_hash[:16]}"
        if page and pages[page] > 1:
            links_too = tuple(dict.fromkeys((page, *post.links)))
            post = replace(post, permalink="", links=links_too)  # noqa: PLW2901
        told.append(replace(post, native_id=native_id))
    return told


ADAPTER = Adapter(parse, plan)
