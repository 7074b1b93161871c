"""Where comments may be found behind an address: known servers' shapes, and what a page names.

Nothing is asked here; ``sources.discovery`` tries what this proposes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from typing import Final
from urllib.parse import quote_plus, unquote_plus, urlencode, urljoin, urlsplit

from sources.adapters.app_store import FEED
from sources.settings import url_problem

FEED_TYPES: Final = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
)
_COMMENTS = re.compile(r"comment|reacti|kommentar|replies|posts\.rss", re.IGNORECASE)
_HEAD = 500_000
"""Bytes of a page that are looked through."""

_TAG = re.compile(r"<(link|meta|body|script)\b([^<>]{0,2000})>", re.IGNORECASE)
_VALUE = re.compile(r"""([\w:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_HANDLE = re.compile(r"@?(?P<user>[\w.-]{1,64})@(?P<host>[\w-]+(?:\.[\w-]+)+)")
_APP = re.compile(r"(?:id)?(\d{6,12})", re.ASCII)

Tags = Sequence[tuple[str, Mapping[str, str]]]
"""The tags of a page that matter here, each with its attributes."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a source, and how it would be read."""

    url: str
    kind: str = "feed"
    wants_secret: bool = False
    """Whether it answers only to those who are known to it."""


_hidden = partial(Candidate, wants_secret=True)
_KINDS: Final = {
    "appstore": r"itunes\.apple\.com/\w\w/rss/customerreviews/",
    "reddit": r"https?://(?:\w+\.)?reddit\.com/.*\.rss",
    "mastodon": r"/api/v1/(?:notifications|timelines/)",
    "bluesky": r"/xrpc/app\.bsky\.",
    "discourse": r"/(?:posts|t/.+|search)\.json",
    "kiyoh": r"/v1/(?:publication/review|review/feed)",
}
_APPLE = r"https?://(?:apps|itunes)\.apple\.com"
_APP_ID = r"app/(?:[^/]+/)?id(?P<app>\d{1,20})"
_REDDIT = r"https?://(?:[\w-]+\.)*reddit\.com"
_STACK = r"(?P<root>https?://(?:[\w-]+\.stackexchange|stackoverflow|superuser|serverfault)\.com)"
_ROOT = r"(?P<root>https?://[^/?#]+)"
_NAME = r"(?P<name>[^/?#]+)"
_ASKED = r"/.*[?&]q=(?P<q>[^&#]+)"
_END = r"/?(?:[?#]|\Z)"
_BLUESKY = "https://bsky.social/xrpc/app.bsky."
_OWN = "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor={name}&limit=50"
_SEARCH = _BLUESKY + "feed.searchPosts?q={q}&sort=latest&limit=50"
_REVIEWS = "{root}/v1/publication/review/external"
_SHAPES: Final[Mapping[str, Sequence[Candidate]]] = {
    rf"{_APPLE}/(?P<country>[a-z]{{2}})/{_APP_ID}": [Candidate(FEED, "appstore")],
    rf"{_APPLE}/{_APP_ID}": [
        Candidate(FEED.replace("{country}", country), "appstore")
        for country in ("nl", "be", "no", "gb")
    ],
    _REDDIT + _ASKED: [Candidate("https://www.reddit.com/search.rss?q={q}&sort=new", "reddit")],
    rf"{_REDDIT}/r/{_NAME}/comments/(?P<post>[^/?#]+)": [
        Candidate("https://www.reddit.com/r/{name}/comments/{post}/.rss", "reddit")
    ],
    rf"{_REDDIT}/r/{_NAME}": [
        Candidate("https://www.reddit.com/r/{name}/comments/.rss", "reddit"),
        Candidate("https://www.reddit.com/r/{name}/new/.rss", "reddit"),
    ],
    rf"{_REDDIT}/u(?:ser)?/{_NAME}": [
        Candidate("https://www.reddit.com/user/{name}/comments/.rss", "reddit")
    ],
    rf"https?://bsky\.app/profile/{_NAME}": [
        Candidate(_OWN, "bluesky"),
        _hidden(f"{_BLUESKY}notification.listNotifications?limit=50", "bluesky"),
        _hidden(_SEARCH.replace("{q}", "{name}"), "bluesky"),
    ],
    rf"https?://bsky\.app{_ASKED}": [_hidden(_SEARCH, "bluesky")],
    rf"https?://(?:[\w-]+\.)*youtube\.com/channel/{_NAME}": [
        Candidate("https://www.youtube.com/feeds/videos.xml?channel_id={name}")
    ],
    r"https?://github\.com/(?P<name>[^/?#]+/[^/?#]+)": [
        Candidate("https://github.com/{name}/discussions.atom"),
        Candidate("https://github.com/{name}/releases.atom"),
    ],
    rf"{_STACK}/questions/tagged/{_NAME}": [Candidate("{root}/feeds/tag/{name}")],
    rf"{_STACK}/questions/(?P<name>\d+)": [Candidate("{root}/feeds/question/{name}")],
    r"(?P<root>https?://www\.(?:kiyoh\.com|klantenvertellen\.nl))/.*?reviews/(?P<name>\d{3,12})"
    r"(?:[/?#]|\Z)": [
        _hidden(
            _REVIEWS + "?locationId={name}&orderBy=CREATE_DATE&sortOrder=DESC&limit=50", "kiyoh"
        )
    ],
    rf"{_ROOT}/tags/{_NAME}{_END}": [
        Candidate("{root}/api/v1/timelines/tag/{name}?limit=40", "mastodon"),
        Candidate("{root}/tags/{name}.rss"),
    ],
    rf"(?!https?://(?:[\w-]+\.)*youtube\.com/){_ROOT}/(?P<name>@[^/?#]+){_END}": [
        Candidate("{root}/{name}.rss"),
        _hidden("{root}/api/v1/notifications?types[]=mention&limit=40", "mastodon"),
    ],
    rf"{_ROOT}/c/(?P<name>[^/?#.]+){_END}": [Candidate("{root}/feeds/c/{name}.xml?sort=New")],
    r"(?P<root>https?://[^?#]+?)/view(?:forum|topic)\.php": [Candidate("{root}/app.php/feed")],
}
"""What addresses look like, and where the comments behind them are; the first that fits counts.

An app's address without its country may be that of an app in any of those we serve.
"""


def as_address(text: str) -> str:
    """Return what people write for a page, a profile or a community as an address."""
    text = text.strip()
    if app := _APP.fullmatch(text):
        return f"https://apps.apple.com/app/id{app[1]}"
    if handle := _HANDLE.fullmatch(text):
        return f"https://{handle['host']}/@{handle['user']}"
    return text if "://" in text else f"https://{text}"


def known_shapes(url: str) -> list[Candidate]:
    """Return what the address alone tells: these servers' feeds stand at known places."""
    for shape, candidates in _SHAPES.items():
        if found := re.match(shape, url, re.ASCII | re.IGNORECASE):
            named = found.groupdict()
            named |= {"q": quote_plus(unquote_plus(named.get("q", "")))}
            return [replace(one, url=one.url.format(**named)) for one in candidates]
    return []


def kind_of(url: str) -> str:
    """Return how an address is read, as far as it tells."""
    return next((kind for kind, shape in _KINDS.items() if re.search(shape, url)), "feed")


def named_in(page: bytes, url: str) -> list[Candidate]:
    """Return what a page names: its feeds, those of comments first, and its server's own."""
    text = page[:_HEAD].decode("utf-8", "replace")
    tags = [(tag[1].lower(), _attributes(tag[2])) for tag in _TAG.finditer(text)]
    found = [*_by_server(tags, url), *(Candidate(feed) for feed in _feeds(tags, url))]
    distinct = {candidate.url: candidate for candidate in reversed(found)}
    return sorted(
        (distinct[address] for address in dict.fromkeys(one.url for one in found)),
        key=lambda candidate: candidate.kind == "feed" and not _COMMENTS.search(candidate.url),
    )


def guesses(url: str) -> list[Candidate]:
    """Return where feeds often are, for a page that names none."""
    root = urlsplit(url)._replace(path="", query="", fragment="").geturl()
    places = ("/comments/feed/", "/feed/", "/feed.xml", "/rss.xml", "/feed.json")
    return [Candidate(root + place) for place in places]


def _attributes(text: str) -> Mapping[str, str]:
    return {name.lower(): unescape(a or b or c) for name, a, b, c in _VALUE.findall(text)}


def _by_server(tags: Tags, url: str) -> Iterator[Candidate]:
    """Yield where the server that made a page keeps its comments."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    is_single = any("single" in values.get("class", "").split() for _tag, values in tags)
    for tag, values in tags:
        is_maker = values.get("name", "").lower() == "generator"
        if is_maker and values.get("content", "").lower().startswith("discourse"):
            yield Candidate(f"{root}/posts.json", "discourse")
            yield Candidate(f"{root}/posts.rss")
        elif tag == "link" and "https://api.w.org/" in values.get("rel", ""):
            if is_single:
                yield Candidate(urljoin(url, f"{parts.path.rstrip('/')}/feed/atom/"))
            home = _joined(url, values).partition("/wp-json")[0].partition("/?rest_route")[0]
            yield Candidate(f"{home}/comments/feed/atom/")
            yield Candidate(f"{home}/comments/feed/")
        elif isso := values.get("data-isso", ""):
            asked = urlencode({"uri": parts.path or "/"})
            yield Candidate(urljoin(url, f"{isso.rstrip('/')}/feed?{asked}"))


def _feeds(tags: Tags, url: str) -> Iterator[str]:
    """Yield the feeds that a page names."""
    for _tag, values in tags:
        address = _joined(url, values)
        is_feed = values.get("type", "").lower().partition(";")[0].strip() in FEED_TYPES
        is_api = "/wp-json/" in address or "oembed" in address
        is_other = "alternate" in values.get("rel", "").lower().split()
        if is_other and is_feed and not is_api and not url_problem(address):
            yield address


def _joined(url: str, values: Mapping[str, str]) -> str:
    """Return where a tag leads; empty where that is no address."""
    try:
        return urljoin(url, values.get("href", "").strip())
    except ValueError:
        return ""
