"""Discourse through its API: every new post of a forum, a topic, or a search.

Ids are those of its RSS, so that a source may change from one to the other.
"""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from desk.model.post import Post
from desk.store.records import SourceState
from sources.adapter import JSON, Adapter, ParseResult, Request, Response, with_query
from sources.answers import Answer, Fields, collect, read_json
from sources.fault import Fault, SourceError
from sources.html_text import extract
from sources.making import make_post
from sources.settings import SourceSettings

_BY_PEOPLE = ("", "1")
"""Types of posts that people write; others are moves, closings and whispers."""


def plan(settings: SourceSettings, _state: SourceState) -> Sequence[Request]:
    """Ask for the newest posts; a plain address stands for those of the whole forum."""
    parts = urlsplit(settings.url)
    path = parts.path if parts.path.endswith(".json") else f"{parts.path.rstrip('/')}/posts.json"
    return (Request(parts._replace(path=path).geturl(), JSON),)


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read the newest posts, those of a topic, or what a search found."""
    answer = read_json(response.body)
    names = ("latest_posts", "posts", "post_stream")
    name = next((name for name in names if answer.get(name) is not None), "")
    if not name:
        raise SourceError(Fault.NOT_A_FEED, "JSON")
    way = ("post_stream", "posts") if name == "post_stream" else (name,)
    found = answer.entries(*way)
    parts = urlsplit(response.url)
    forum = parts._replace(path="", query="").geturl()
    gone = [post for post in found if _is_gone(post)]
    return collect(
        (post for post in found if post not in gone and post.text("post_type") in _BY_PEOPLE),
        partial(_post, titles=_titles(answer), forum=forum, settings=settings),
        title=answer.text("title") or parts.netloc,
        older=_older(response.url, found) if name == "latest_posts" else None,
        deletions=(_native_id(post, forum) for post in gone),
    )


def _post(post: Fields, titles: dict[str, str], forum: str, settings: SourceSettings) -> Post:
    topic, number = post.text("topic_id"), post.text("post_number")
    slug = post.text("topic_slug") or "-"
    thread = f"{forum}/t/{slug}/{topic}" if topic else ""
    title = post.text("topic_title") or titles.get(topic, "")
    words = extract(post.text("cooked") or post.text("blurb"))
    account = post.text("username")
    answered = post.text("reply_to_post_number")
    was_changed = (post.number("version") or 1) > 1
    return make_post(
        settings,
        post.raw,
        base=forum,
        native_id=_native_id(post, forum),
        body=words.text,
        title=title if number == "1" else "",
        about="" if number == "1" else title,
        author=post.text("name") or account,
        author_id=account,
        author_url=f"{forum}/u/{account}" if account else "",
        permalink=f"{thread}/{number}" if thread else "",
        links=words.links,
        published=post.text("created_at"),
        edited=post.date("updated_at") if was_changed else None,
        reply_to=f"{thread}/{answered}" if answered and thread else "",
        thread=thread,
        engagement={
            "replies": post.text("reply_count"),
            "likes": post.text("like_count"),
            "views": post.text("reads"),
        },
    )


def _is_gone(post: Fields) -> bool:
    return bool(post.get("deleted_at") or post.get("user_deleted") or post.get("hidden"))


def _native_id(post: Fields, forum: str) -> str:
    return f"{urlsplit(forum).hostname}-post-{post.text('id')}"


def _titles(answer: Answer) -> dict[str, str]:
    """Return the titles of the topics that come beside what a search found, by their ids."""
    own = {answer.text("id"): answer.text("title")}
    return own | {topic.text("id"): topic.text("title") for topic in answer.parts("topics")}


def _older(url: str, posts: list[Fields]) -> Request | None:
    ids = [int(number) for post in posts if (number := post.number("id"))]
    if not ids or min(ids) <= 1:
        return None
    return Request(with_query(url, "before", str(min(ids) - 1)), JSON)


ADAPTER = Adapter(parse, plan, headers={"Api-Key": "{secret}", "Api-Username": "{account}"})
