"""What well-known servers mean by their feeds: a comment's own words, apart from their frame.

Each flavour is told by its marks in a single entry, so nobody has to say which server it is.
Texts that a server translates are matched in English, Dutch and Norwegian.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qs, urldefrag, urlsplit

from desk.model.post import Post
from sources.making import TITLE_LIMIT, storable, web_address

Fields = Mapping[str, str]
"""What the scanner found in an entry, by the names of ``sources.entries``."""

COUNTS: Final = ("votes", "score", "replies", "views")
"""Which of the fields are counts of people."""

_WORDPRESS = re.compile(r"comment-\d+", re.ASCII)
_WORDPRESS_TITLE = re.compile(
    r"(?:Comment on|Reactie op|Kommentar til|Kommentar på) (?P<about>.+) (?:by|door|av) "
)
_WORDPRESS_REPLY = re.compile(
    r"(?:In reply to|Als antwoord op|In antwoord op|Som svar til|Svar til|Som svar på)"
    r" .{1,100}?\.\s*\n+",
)
_DISCOURSE_NAME = re.compile(r"@(?P<id>\S{1,64}) (?P<name>.+)")
_DISCOURSE_POST = re.compile(r"(?P<topic>/t/[^/]+/\d+)/(?P<number>\d+)", re.ASCII)
_DISCOURSE_TOPIC = re.compile(r"\S+-topic-\d+", re.ASCII)
_DISCOURSE_TAIL = re.compile(r"\n\n(?P<posts>\d{1,6}) \S+ - \d{1,6} \S+\n\n[^\n]{1,60}\Z")
_MASTODON = re.compile(r"/@(?P<user>[\w.-]{1,64})(?:@(?P<host>[\w.-]{1,255}))?/")
_LEMMY = re.compile(
    r"submitted by .{1,200}? to (?P<about>.{1,200})\n(?P<score>-?\d{1,7}) points \| "
    r"(?P<replies>\d{1,7}) comments\n*(?:https?://\S+\n*)?"
)
_ACTOR = re.compile(r"/(?:u|users?|profile|@)/?@?(?P<user>[\w.-]{1,64})/?")
_STACK_EXCHANGE = re.compile(r"/(?:q|questions)/(?P<question>\d+)", re.ASCII)
_STACK_EXCHANGE_TITLE = re.compile(r"(?:Answer|Comment) by .{1,100}? (?:for|on) (?P<about>.+)")
_PHPBB = re.compile(r"/viewtopic\.php")
_PHPBB_TAIL = re.compile(r"\n\n(?:Statistics|Statistieken|Statistikk): [^\n]{1,300}\s*\Z")
_REDMINE_NOTE = re.compile(
    r"(?P<issue>https?://[^?#]+/issues/\d+)(?:\?journal_id=|#change-)(?P<note>\d+)", re.ASCII
)
_GOOGLE_ALERT = "tag:google.com,2013:googlealerts/feed:"
_AVATARS = ("avatars.githubusercontent.com", "secure.gravatar.com", "www.gravatar.com")


def refine(post: Post, fields: Fields) -> Post:
    """Return a post as it was meant, whatever server frames it."""
    page, fragment = urldefrag(post.permalink)
    post = replace(
        post,
        thread=page if fragment else "",
        about=storable(fields.get("about", ""))[:TITLE_LIMIT],
        links=tuple(link for link in post.links if urlsplit(link).hostname not in _AVATARS),
    )
    for refined in (flavour(post, fields) for flavour in _FLAVOURS):
        if refined is not None:
            return refined
    return post


def _wordpress(post: Post, _fields: Fields) -> Post | None:
    """Title and first sentence only repeat under what, to whom and by whom it was said."""
    if not _WORDPRESS.fullmatch(urlsplit(post.permalink).fragment):
        return None
    if post.author and post.title.endswith(post.author):
        named = _WORDPRESS_TITLE.match(post.title.removesuffix(post.author))
        post = replace(post, title="", about=named["about"] if named else post.about)
    answered = next((link for link in post.links if _WORDPRESS.search(link)), "")
    sentence = _WORDPRESS_REPLY.match(post.body) if answered else None
    if sentence is None:
        return post
    return replace(
        post,
        body=post.body[sentence.end() :],
        links=tuple(link for link in post.links if link != answered),
        reply_to=post.reply_to or answered,
    )


def _discourse(post: Post, _fields: Fields) -> Post | None:
    """Name and account stand in one field; a topic ends with a count and a link."""
    in_topic = _DISCOURSE_POST.search(post.permalink)
    is_topic = _DISCOURSE_TOPIC.fullmatch(post.native_id)
    if not in_topic and not is_topic:
        return None
    if named := _DISCOURSE_NAME.fullmatch(post.author):
        post = replace(post, author=named["name"], author_id=named["id"])
    if in_topic:
        post = replace(post, thread=post.permalink[: in_topic.end("topic")])
        return post if in_topic["number"] == "1" else replace(post, title="", about=post.title)
    tail = _DISCOURSE_TAIL.search(post.body)
    if tail is None:
        return post
    counts = {**post.engagement, "replies": int(tail["posts"]) - 1}
    return replace(post, body=post.body[: tail.start()], engagement=counts)


def _mastodon(post: Post, _fields: Fields) -> Post | None:
    """Its items name no author, but their address does."""
    parts = urlsplit(post.permalink)
    account = _MASTODON.match(parts.path)
    if account is None or post.author:
        return None
    name = f"@{account['user']}@{account['host'] or parts.hostname}"
    return replace(post, author=name, author_id=name[1:])


def _lemmy(post: Post, fields: Fields) -> Post | None:
    """The link leads to what was shared; the post itself stands under ``comments``."""
    frame = _LEMMY.match(post.body)
    if frame is None:
        return None
    actor = urlsplit(post.author)
    user = _ACTOR.fullmatch(actor.path)
    is_address = bool(user and actor.hostname)
    return replace(
        post,
        body=post.body[frame.end() :],
        about=frame["about"].strip(),
        author=f"@{user['user']}@{actor.hostname}" if user and is_address else post.author,
        author_id=post.author if is_address else post.author_id,
        author_url=web_address(post.author) if is_address else post.author_url,
        permalink=web_address(fields.get("comments") or post.native_id) or post.permalink,
        links=(post.permalink,) if post.permalink != fields.get("comments") else (),
        engagement={"score": int(frame["score"]), "replies": int(frame["replies"])},
    )


def _stack_exchange(post: Post, fields: Fields) -> Post | None:
    """An answer's title only says whose it is and to what."""
    page = _STACK_EXCHANGE.search(post.permalink)
    if "score" not in fields or page is None:
        return None
    post = replace(post, thread=f"{post.permalink[: page.start()]}/q/{page['question']}")
    named = _STACK_EXCHANGE_TITLE.fullmatch(post.title)
    return replace(post, title="", about=named["about"]) if named else post


def _phpbb(post: Post, _fields: Fields) -> Post | None:
    """The forum's name stands before the title, and a count of posts after the text."""
    if not _PHPBB.search(post.permalink):
        return None
    return replace(
        post,
        title=post.title.removeprefix(f"{post.about} • ") if post.about else post.title,
        body=_PHPBB_TAIL.sub("", post.body),
    )


def _redmine(post: Post, _fields: Fields) -> Post | None:
    """An issue's feed and that of all activity give a note two ids, and one no anchor."""
    note = _REDMINE_NOTE.fullmatch(post.native_id)
    if note is None:
        return None
    return replace(
        post,
        title="",
        about=post.title,
        permalink=f"{note['issue']}#change-{note['note']}",
        thread=note["issue"],
    )


def _google_alert(post: Post, _fields: Fields) -> Post | None:
    """Its link goes by way of Google, which a merge by address must see through."""
    if not post.native_id.startswith(_GOOGLE_ALERT):
        return None
    target = parse_qs(urlsplit(post.permalink).query).get("url", [""])[0]
    return replace(post, permalink=web_address(target) or post.permalink)


_FLAVOURS: Final[tuple[Callable[[Post, Fields], Post | None], ...]] = (
    _wordpress,
    _discourse,
    _mastodon,
    _lemmy,
    _stack_exchange,
    _phpbb,
    _redmine,
    _google_alert,
)
