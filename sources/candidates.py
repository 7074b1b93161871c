"""Where comments may be found behind an address: known servers' shapes, and what a page names.

Nothing is asked here; ``sources.discovery`` tries what this proposes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final
from urllib.parse import SplitResult, parse_qs, quote, urlencode, urljoin, urlsplit

from sources.adapters.app_store import reviews_of
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

_TAG = re.compile(r"<(link|meta|body|script)\b([^>]{0,2000})>", re.IGNORECASE)
_VALUE = re.compile(r"""([\w:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_KINDS = {
    "appstore": re.compile(r"itunes\.apple\.com/\w\w/rss/customerreviews/"),
    "reddit": re.compile(r"https?://(?:\w+\.)?reddit\.com/.*\.rss"),
    "mastodon": re.compile(r"/api/v1/(?:notifications|timelines/)"),
    "bluesky": re.compile(r"/xrpc/app\.bsky\."),
    "discourse": re.compile(r"/(?:posts|t/.+|search)\.json"),
    "kiyoh": re.compile(r"/v1/(?:publication/review|review/feed)"),
}
_HANDLE = re.compile(r"@?(?P<user>[\w.-]{1,64})@(?P<host>[\w-]+(?:\.[\w-]+)+)")
_APP = re.compile(r"(?:id)?(\d{6,12})", re.ASCII)
_COUNTRIES = ("nl", "be", "no", "gb")
_PUBLIC_BLUESKY = "https://public.api.bsky.app/xrpc/"
_BLUESKY = "https://bsky.social/xrpc/"
_KIYOH = re.compile(r"/reviews/(?P<location>\d{3,12})(?:/|\Z)", re.ASCII)
_KIYOH_HOSTS = ("www.kiyoh.com", "www.klantenvertellen.nl")
_STACK_EXCHANGE = re.compile(r"(?:\.stackexchange|stackoverflow|superuser|serverfault)\.com\Z")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a source, and how it would be read."""

    url: str
    kind: str = "feed"
    wants_secret: bool = False
    """Whether it answers only to those who are known to it."""


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
    parts = urlsplit(url)
    host = parts.hostname or ""
    for shape in _SHAPES:
        if found := list(shape(parts, host)):
            return found
    return []


def kind_of(url: str) -> str:
    """Return how an address is read, as far as it tells."""
    return next((kind for kind, shape in _KINDS.items() if shape.search(url)), "feed")


def named_in(page: bytes, url: str) -> list[Candidate]:
    """Return what a page names: its feeds, those of comments first, and its server's own."""
    head = _read_head(page[:_HEAD].decode("utf-8", "replace"), url)
    distinct: dict[str, Candidate] = {}
    for candidate in (*_by_server(head, url), *(Candidate(feed) for feed in head.feeds)):
        distinct.setdefault(candidate.url, candidate)
    return sorted(
        distinct.values(),
        key=lambda candidate: candidate.kind == "feed" and not _COMMENTS.search(candidate.url),
    )


def guesses(url: str) -> list[Candidate]:
    """Return where feeds often are, for a page that names none."""
    root = urlsplit(url)._replace(path="", query="", fragment="").geturl()
    places = ("/comments/feed/", "/feed/", "/feed.xml", "/rss.xml", "/feed.json")
    return [Candidate(root + place) for place in places]


def _app_store(parts: SplitResult, host: str) -> Iterator[Candidate]:
    """An address without its country may be that of an app in any of those we serve."""
    if host not in ("apps.apple.com", "itunes.apple.com"):
        return
    url = parts.geturl()
    stores = [url.replace("/app/", f"/{country}/app/", 1) for country in _COUNTRIES]
    for page in (url, *stores) if parts.path.startswith("/app/") else (url,):
        if reviews := reviews_of(page):
            yield Candidate(reviews, "appstore")


def _reddit(parts: SplitResult, host: str) -> Iterator[Candidate]:
    if host != "reddit.com" and not host.endswith(".reddit.com"):
        return
    way = parts.path.strip("/").split("/")
    query = parse_qs(parts.query).get("q", [""])[0]
    if query:
        asked = urlencode({"q": query, "sort": "new"})
        yield Candidate(f"https://www.reddit.com/search.rss?{asked}", "reddit")
    elif way[0] == "r" and len(way) >= 4 and way[2] == "comments":
        yield Candidate(f"https://www.reddit.com/r/{way[1]}/comments/{way[3]}/.rss", "reddit")
    elif way[0] == "r" and len(way) >= 2:
        yield Candidate(f"https://www.reddit.com/r/{way[1]}/comments/.rss", "reddit")
        yield Candidate(f"https://www.reddit.com/r/{way[1]}/new/.rss", "reddit")
    elif way[0] in ("u", "user") and len(way) >= 2:
        yield Candidate(f"https://www.reddit.com/user/{way[1]}/comments/.rss", "reddit")


def _bluesky(parts: SplitResult, host: str) -> Iterator[Candidate]:
    if host != "bsky.app":
        return
    way = parts.path.strip("/").split("/")
    query = parse_qs(parts.query).get("q", [""])[0]
    name = way[1] if way[0] == "profile" and len(way) >= 2 else ""
    if name:
        notices = f"{_BLUESKY}app.bsky.notification.listNotifications?limit=50"
        own = f"{_PUBLIC_BLUESKY}app.bsky.feed.getAuthorFeed?actor={quote(name)}&limit=50"
        yield Candidate(own, "bluesky")
        yield Candidate(notices, "bluesky", wants_secret=True)
    if query or name:
        asked = urlencode({"q": query or name, "sort": "latest", "limit": 50})
        yield Candidate(
            f"{_BLUESKY}app.bsky.feed.searchPosts?{asked}", "bluesky", wants_secret=True
        )


def _youtube(parts: SplitResult, host: str) -> Iterator[Candidate]:
    way = parts.path.strip("/").split("/")
    if host.endswith("youtube.com") and way[0] == "channel" and len(way) >= 2:
        yield Candidate(f"https://www.youtube.com/feeds/videos.xml?channel_id={way[1]}")


def _github(parts: SplitResult, host: str) -> Iterator[Candidate]:
    way = parts.path.strip("/").split("/")
    if host == "github.com" and len(way) >= 2:
        for name in ("discussions", "releases"):
            yield Candidate(f"https://github.com/{way[0]}/{way[1]}/{name}.atom")


def _stack_exchange(parts: SplitResult, host: str) -> Iterator[Candidate]:
    way = parts.path.strip("/").split("/")
    if not _STACK_EXCHANGE.search(host) or way[0] != "questions" or len(way) < 2:
        return
    if way[1] == "tagged" and len(way) >= 3:
        yield Candidate(f"https://{host}/feeds/tag/{way[2]}")
    elif way[1].isdigit():
        yield Candidate(f"https://{host}/feeds/question/{way[1]}")


def _kiyoh(parts: SplitResult, host: str) -> Iterator[Candidate]:
    location = _KIYOH.search(parts.path)
    if host in _KIYOH_HOSTS and location:
        asked = {
            "locationId": location["location"],
            "orderBy": "CREATE_DATE",
            "sortOrder": "DESC",
            "limit": 50,
        }
        api = f"https://{host}/v1/publication/review/external?{urlencode(asked)}"
        yield Candidate(api, "kiyoh", wants_secret=True)


def _mastodon(parts: SplitResult, host: str) -> Iterator[Candidate]:
    """Any host may be one: its addresses look like no other server's."""
    way = parts.path.strip("/").split("/")
    root = f"{parts.scheme}://{parts.netloc}"
    if way[0] == "tags" and len(way) == 2:
        yield Candidate(f"{root}/api/v1/timelines/tag/{way[1]}?limit=40", "mastodon")
        yield Candidate(f"{root}/tags/{way[1]}.rss")
    elif way[0].startswith("@") and len(way) == 1 and not host.endswith("youtube.com"):
        mentions = f"{root}/api/v1/notifications?types[]=mention&limit=40"
        yield Candidate(f"{root}/{way[0]}.rss")
        yield Candidate(mentions, "mastodon", wants_secret=True)


def _lemmy(parts: SplitResult, _host: str) -> Iterator[Candidate]:
    way = parts.path.strip("/").split("/")
    if way[0] == "c" and len(way) == 2 and "." not in way[1]:
        yield Candidate(f"{parts.scheme}://{parts.netloc}/feeds/c/{way[1]}.xml?sort=New")


def _phpbb(parts: SplitResult, _host: str) -> Iterator[Candidate]:
    folder, _slash, page = parts.path.rpartition("/")
    if page in ("viewforum.php", "viewtopic.php"):
        yield Candidate(f"{parts.scheme}://{parts.netloc}{folder}/app.php/feed")


_SHAPES = (
    _app_store,
    _reddit,
    _bluesky,
    _youtube,
    _github,
    _stack_exchange,
    _kiyoh,
    _mastodon,
    _lemmy,
    _phpbb,
)


def _by_server(page: "_Head", url: str) -> Iterator[Candidate]:
    """Yield where the server that made a page keeps its comments."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    if page.generator.startswith("discourse"):
        yield Candidate(f"{root}/posts.json", "discourse")
        yield Candidate(f"{root}/posts.rss")
    if page.wordpress:
        if page.is_single:
            yield Candidate(urljoin(url, f"{parts.path.rstrip('/')}/feed/atom/"))
        yield Candidate(f"{page.wordpress}/comments/feed/atom/")
        yield Candidate(f"{page.wordpress}/comments/feed/")
    if page.isso:
        asked = urlencode({"uri": parts.path or "/"})
        yield Candidate(urljoin(url, f"{page.isso.rstrip('/')}/feed?{asked}"))


@dataclass(slots=True)
class _Head:
    """What a page says about feeds and about the server that made it."""

    feeds: list[str] = field(default_factory=list)
    generator: str = ""
    wordpress: str = ""
    """Where WordPress has its root; empty for another server."""
    is_single: bool = False
    """Whether the page is one article, with comments of its own."""
    isso: str = ""


def _read_head(page: str, url: str) -> _Head:
    """Read the few tags that matter, whatever else stands there."""
    head = _Head()
    for tag in _TAG.finditer(page):
        values = {name.lower(): unescape(a or b or c) for name, a, b, c in _VALUE.findall(tag[2])}
        match tag[1].lower():
            case "link":
                _read_link(head, values, url)
            case "meta" if values.get("name", "").lower() == "generator":
                head.generator = head.generator or values.get("content", "").lower()
            case "body":
                head.is_single = "single" in values.get("class", "").split()
            case "script":
                head.isso = head.isso or values.get("data-isso", "")
    return head


def _read_link(head: _Head, values: Mapping[str, str], url: str) -> None:
    rel = values.get("rel", "").lower().split()
    try:
        address = urljoin(url, values.get("href", "").strip())
    except ValueError:
        return
    if "https://api.w.org/" in rel:
        head.wordpress = address.partition("/wp-json")[0].partition("/?rest_route")[0]
    is_feed = values.get("type", "").lower().partition(";")[0].strip() in FEED_TYPES
    is_api = "/wp-json/" in address or "oembed" in address
    if "alternate" in rel and is_feed and not is_api and not url_problem(address):
        head.feeds.append(address)
