"""Mastodon: mentions of us and the timeline of a tag through its API; its RSS where that is shut.

An edit brings no new notification and keeps its id, so the newest page is always read anew and
never from where the last one ended. Posts go by their address, which is also their id in RSS.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import urlsplit

from desk.model.post import Post
from desk.store.records import SourceState
from sources import feed
from sources.adapter import JSON, Adapter, ParseResult, Request, Response
from sources.answers import Fields, collect, read_json
from sources.html_text import extract
from sources.making import make_post
from sources.settings import SourceSettings

_NEXT = re.compile(r'<([^<>]{1,2048})>\s*;[^,]*\brel="?next"?')
_TAG = "/api/v1/timelines/tag/"


def plan(settings: SourceSettings, state: SourceState) -> Sequence[Request]:
    """Ask the API; after a failure, every other time the RSS of a tag instead."""
    parts = urlsplit(settings.url)
    if state.fail_count % 2 and parts.path.startswith(_TAG):
        tag = parts.path.removeprefix(_TAG)
        return (Request(parts._replace(path=f"/tags/{tag}.rss", query="").geturl()),)
    return (Request(settings.url, JSON),)


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read notifications, statuses, or the RSS of a tag."""
    if response.body.lstrip()[:1] == b"<":
        return feed.parse(response, settings)
    answer = read_json(response.body)
    older = _NEXT.search(response.said("link"))
    entries = answer.entries()
    statuses = [entry.part("status") if entry.get("status") else entry for entry in entries]
    addresses = {status.text("id"): status.text("url") for status in statuses}
    return collect(
        entries,
        partial(_post, addresses=addresses, settings=settings),
        title=urlsplit(response.url).hostname or "",
        older=Request(older[1], JSON) if older else None,
        tells_absence=True,
    )


def _post(entry: Fields, addresses: Mapping[str, str], settings: SourceSettings) -> Post | None:
    """Return a status; of a notification its status, which is null once it was deleted.

    What it answers goes by its address too, where that is in the same answer.
    """
    is_notification = (
        "type" in entry.value and "account" in entry.value and "uri" not in entry.value
    )
    status = entry.part("status") if is_notification else entry
    if not isinstance(status.value, dict):
        return None
    words = extract(status.text("content"))
    account = status.part("account")
    host = urlsplit(account.text("url")).hostname or urlsplit(settings.url).hostname
    acct, answered = account.text("acct"), status.text("in_reply_to_id")
    pictures = [media.text("url") for media in status.parts("media_attachments")]
    return make_post(
        settings,
        entry.raw,
        native_id=status.text("url") or status.text("uri") or status.text("id"),
        body=words.text,
        title=status.text("spoiler_text"),
        author=account.text("display_name") or f"@{acct}",
        author_id=acct if "@" in acct else f"{acct}@{host}",
        author_url=account.text("url"),
        permalink=status.text("url") or status.text("uri"),
        links=(*_outward(words.links, status), status.text("card", "url"), *pictures),
        language=status.text("language"),
        published=status.text("created_at"),
        edited=status.date("edited_at"),
        reply_to=addresses.get(answered) or answered,
        engagement={
            "replies": status.text("replies_count"),
            "shares": status.text("reblogs_count"),
            "likes": status.text("favourites_count"),
        },
    )


def _outward(links: Sequence[str], status: Fields) -> list[str]:
    """Return the links in a text that are no mention and no tag."""
    inner = {one.text("url") for name in ("mentions", "tags") for one in status.parts(name)}
    return [link for link in links if link not in inner]


ADAPTER = Adapter(parse, plan, headers={"Authorization": "Bearer {secret}"})
