"""Bluesky: what mentions or answers us, what a search finds, and what an account writes.

Searches and notifications want an account and an app password, for which the server gives a
token; what an account writes is public. Authors set their own dates, so the server's counts.
"""

import json
import re
from functools import partial
from urllib.parse import urlsplit

from desk.model.post import Post
from sources.adapter import JSON, Adapter, ParseResult, Request, Response, SignIn, with_query
from sources.answers import Fields, collect, read_json
from sources.fault import Fault, SourceError
from sources.making import make_post
from sources.settings import SourceSettings

_LISTS = ("notifications", "posts", "feed")
_SAID = ("", "mention", "reply", "quote")
"""Reasons of notifications in which somebody says something."""
_WEB = "https://bsky.app/profile"
_POST = re.compile(r"at://(?P<author>[^/]+)/app\.bsky\.feed\.post/(?P<key>[^/]+)")


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read notifications, the results of a search, or an account's posts."""
    answer = read_json(response.body)
    name = next((name for name in _LISTS if isinstance(answer.get(name), list)), "")
    if not name:
        raise SourceError(Fault.NOT_A_FEED, "JSON")
    return collect(
        answer.entries(name),
        partial(_post, settings=settings),
        title=urlsplit(response.url).path.rpartition(".")[2],
        older=_page(response.url, answer.text("cursor")),
        tells_absence=name != "notifications",  # an edit takes a post out of those
    )


def _post(entry: Fields, settings: SourceSettings) -> Post | None:
    """Return a post; what an account only passed on is somebody else's."""
    if "post" in entry.value:
        if entry.get("reason") is not None:
            return None
        post = Fields(entry.get("post"), entry.raw)
    else:
        post = entry
    if post.text("reason") not in _SAID:
        return None
    uri, author, record = post.text("uri"), post.part("author"), post.part("record")
    return make_post(
        settings,
        post.raw,
        native_id=uri,
        body=record.text("text"),
        author=author.text("displayName") or f"@{author.text('handle')}",
        author_id=author.text("did"),
        author_url=f"{_WEB}/{author.text('handle')}",
        permalink=_address(uri),
        links=_links(record, post),
        language=next((str(one) for one in record.get("langs") or ()), ""),
        published=post.text("indexedAt") or record.text("createdAt"),
        reply_to=record.text("reply", "parent", "uri"),
        thread=record.text("reply", "root", "uri"),
        engagement={
            "replies": post.text("replyCount"),
            "shares": post.text("repostCount"),
            "likes": post.text("likeCount"),
            "quotes": post.text("quoteCount"),
        },
    )


def _address(uri: str) -> str:
    """Return the page of a post."""
    post = _POST.fullmatch(uri)
    return f"{_WEB}/{post['author']}/post/{post['key']}" if post else ""


def _links(record: Fields, post: Fields) -> list[str]:
    """Return the addresses behind words, of a card and of pictures."""
    features = [one for facet in record.parts("facets") for one in facet.parts("features")]
    pictures = [image.text("fullsize") for image in post.parts("embed", "images")]
    return [
        *(feature.text("uri") for feature in features),
        record.text("embed", "external", "uri"),
        *pictures,
    ]


def _page(url: str, cursor: str) -> Request | None:
    return Request(with_query(url, "cursor", cursor), JSON) if cursor else None


def _sign_in(settings: SourceSettings) -> Request:
    origin = urlsplit(settings.url)._replace(path="", query="").geturl()
    said = {"identifier": settings.account, "password": settings.secret}
    return Request(
        f"{origin}/xrpc/com.atproto.server.createSession",
        {"Content-Type": "application/json"},
        json.dumps(said).encode(),
    )


def _token(body: bytes) -> dict[str, str]:
    return {"Authorization": "Bearer " + json.loads(body)["accessJwt"]}


ADAPTER = Adapter(parse, sign_in=SignIn(_sign_in, _token))
