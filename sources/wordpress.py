"""WordPress beside its feed: ten comments are all the feed shows, its REST API has the others.

Ids are made as the feed makes them, so that a comment is the same one either way.
"""

import re
from collections.abc import Iterable
from functools import partial
from urllib.parse import urlsplit

from desk.model.post import Post
from sources.adapter import ParseResult, Request, Response, with_query
from sources.answers import Fields, collect, read_json
from sources.fault import Fault, SourceError
from sources.html_text import extract
from sources.making import make_post
from sources.settings import SourceSettings, origin

_PAGE = 100
_PATH = "/wp-json/wp/v2/comments"
_COMMENT = re.compile(r"(?P<home>https?://[^?#]{1,500}?)/?\?p=(?P<post>\d+)#comment-\d+", re.ASCII)
_ALL_COMMENTS = re.compile(r"/comments/feed(?:/|$)")


def older(posts: Iterable[Post], response: Response) -> Request | None:
    """Return how to ask for more comments than a feed shows; None where it is no WordPress's."""
    found = next((m for post in posts if (m := _COMMENT.fullmatch(post.native_id))), None)
    if found is None or origin(found["home"]) != origin(response.url):
        return None
    url = f"{found['home']}{_PATH}?per_page={_PAGE}"
    if not _ALL_COMMENTS.search(urlsplit(response.url).path):
        url = with_query(url, "post", found["post"])
    return Request(url, {"Accept": "application/json"})


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read a page of comments from the REST API."""
    answer = read_json(response.body)
    entries = answer.entries()
    if _PATH not in response.url:
        raise SourceError(Fault.NOT_A_FEED, "JSON")
    page = dict(part.partition("=")[::2] for part in urlsplit(response.url).query.split("&"))
    number = int(page["page"]) if page.get("page", "").isdecimal() else 1
    following = Request(with_query(response.url, "page", str(number + 1)))
    return collect(
        entries,
        partial(_post, home=response.url.partition(_PATH)[0], settings=settings),
        older=following if len(entries) == _PAGE else None,
    )


def _post(entry: Fields, home: str, settings: SourceSettings) -> Post:
    words = extract(entry.text("content", "rendered"))
    number, page = entry.text("id"), entry.text("post")
    parent = entry.text("parent")
    return make_post(
        settings,
        entry.raw,
        native_id=f"{home}/?p={page}#comment-{number}",
        body=words.text,
        author=entry.text("author_name"),
        author_url=entry.text("author_url"),
        permalink=entry.text("link"),
        links=words.links,
        published=f"{entry.text('date_gmt')}Z",
        reply_to=f"{home}/?p={page}#comment-{parent}" if parent not in ("", "0") else "",
        thread=entry.text("link").partition("#")[0],
    )
