"""Reddit by its Atom feeds: posts, comments and searches, at one request a minute.

It answers 429 to whoever asks more often, and to many who do not say who they are: the address
of a personal feed, with its ``feed`` and ``user``, is let through.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from core.clock import MINUTE
from desk.model.post import Post
from desk.store.records import SourceState
from sources import feed
from sources.adapter import Adapter, Pace, ParseResult, Request, Response
from sources.settings import SourceSettings

_GONE = ("[deleted]", "[removed]")
_TAIL = re.compile(r"\s*submitted by\s+/u/\S+\s.*\Z", re.DOTALL)
_THREAD = re.compile(r"/r/[^/]+/comments/[^/]+/[^/]*/")


def plan(settings: SourceSettings, _state: SourceState) -> Sequence[Request]:
    """Ask for the feed; the address of a page stands for the feed behind it."""
    parts = urlsplit(settings.url)
    is_feed = parts.path.endswith(".rss")
    path = parts.path if is_feed else f"{parts.path.rstrip('/')}/.rss"
    return feed.plan(replace(settings, url=parts._replace(path=path).geturl()), _state)


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read a feed; what stands there without its words is gone."""
    result = feed.parse(response, settings)
    gone = [post for post in result.posts if post.body in _GONE or post.title in _GONE]
    return replace(
        result,
        posts=tuple(_as_meant(post) for post in result.posts if post not in gone),
        deletions=tuple(post.native_id for post in gone),
    )


def _as_meant(post: Post) -> Post:
    """A comment's title only says whose it is and where; a post's text ends with links."""
    thread = _THREAD.search(post.permalink)
    page = post.permalink[: thread.end()] if thread else ""
    post = replace(
        post,
        author=post.author.removeprefix("/u/"),
        author_id=post.author.removeprefix("/u/"),
        thread=page,
        body=_TAIL.sub("", post.body),
    )
    _whose, _on, title = post.title.partition(" on ")
    return replace(post, title="", about=title) if post.native_id.startswith("t1_") else post


ADAPTER = Adapter(parse, plan, pace=Pace(every=MINUTE, burst=1))
