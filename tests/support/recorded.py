"""Servers that behave as real ones were measured to: WordPress, Trac, Redmine and Bluesky."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from html import escape

from core.clock import SECOND, Instant, iso
from tests.support.feed_server import Asked, FeedServer, Reply

_XML = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(slots=True)
class Said:
    """A comment of an invented visitor, as its server keeps it."""

    id: int
    text: str
    at: Instant
    author: str = "Noor"
    parent: int | None = None
    approved: bool = True
    edits: int = 0


@dataclass
class Server:
    """What they have in common: comments that come, change and go."""

    web: FeedServer
    comments: dict[int, Said] = field(default_factory=dict)

    def say(
        self, text: str, at: Instant, *, approved: bool = True, parent: int | None = None
    ) -> int:
        """Write a comment; return its number."""
        number = max(self.comments, default=0) + 1
        self.comments[number] = Said(number, text, at, approved=approved, parent=parent)
        return number

    def edit(self, number: int, text: str) -> None:
        """Change a comment's words; none of these servers changes its date."""
        self.comments[number].text = text
        self.comments[number].edits += 1

    def delete(self, number: int) -> None:
        """Take a comment away."""
        del self.comments[number]

    def newest(self, limit: int = 10) -> list[Said]:
        """Return the newest comments that everybody sees, newest first."""
        shown = [comment for comment in self.comments.values() if comment.approved]
        return sorted(shown, key=lambda c: (c.at, c.id), reverse=True)[:limit]


class WordPress(Server):
    """The newest ten, dated by the newest: edits, late approvals and removals change no date."""

    def start(self) -> tuple[str, str]:
        """Serve the feed of all comments, that of the one post, and the REST API."""
        self.web.handle("/wp-json/wp/v2/comments", self._rest)
        site = self.web.handle("/comments/feed/", lambda asked: self._feed(asked, of_post=False))
        return site, self.web.handle("/sak/feed/", lambda asked: self._feed(asked, of_post=True))

    def _feed(self, asked: Asked, *, of_post: bool) -> Reply:
        if "paged" in asked.path:
            return Reply(status=404)
        shown = self.newest()
        date = formatdate(shown[0].at // SECOND if shown else 0, usegmt=True)
        headers = {"ETag": f'"{hashlib.sha256(date.encode()).hexdigest()}"', "Last-Modified": date}
        etag, since = (asked.headers.get(n) for n in ("if-none-match", "if-modified-since"))
        same = [etag == headers["ETag"] for _ in filter(None, [etag])]
        same += [since == date for _ in filter(None, [since])]
        if same and all(same):
            return Reply(status=304, headers=headers)
        body = "".join(self._item(comment, of_post=of_post) for comment in shown)
        head = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        head += ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Reacties</title>'
        head += "<generator>https://wordpress.org/?v=6.8</generator>"
        document = f"{_XML}{head}{body}</channel></rss>".encode()
        return Reply(document, headers=headers)

    def _item(self, comment: Said, *, of_post: bool) -> str:
        title = (
            f"\n\t\tBy: {comment.author}\t" if of_post else f"Comment on Sak by {comment.author}"
        )
        words = f"<p>{escape(comment.text)}</p>"
        if comment.parent and not of_post:
            link = f"{self._base()}/sak/#comment-{comment.parent}"
            words = f'<p>In reply to <a href="{link}">Noor</a>.</p>\n{words}'
        return (
            f"<item><title>{title}</title><link>{self._base()}/sak/#comment-{comment.id}</link>"
            f"<dc:creator>{comment.author}</dc:creator>"
            f"<pubDate>{formatdate(comment.at // SECOND)}</pubDate>"
            f'<guid isPermaLink="false">{self._base()}/?p=1#comment-{comment.id}</guid>'
            f"<description><![CDATA[{escape(comment.text)}]]></description>"
            f"<content:encoded><![CDATA[{words}]]></content:encoded></item>"
        )

    def _base(self) -> str:
        return self.web.url("/comments/feed/").removesuffix("/comments/feed/")

    def _rest(self, asked: Asked) -> Reply:
        page = int(asked.path.partition("&page=")[2] or 1)
        shown = [
            {
                "id": comment.id,
                "post": 1,
                "parent": comment.parent or 0,
                "author_name": comment.author,
                "date_gmt": (iso(comment.at) or "").removesuffix("+00:00"),
                "link": f"{self._base()}/sak/#comment-{comment.id}",
                "content": {"rendered": f"<p>{escape(comment.text)}</p>\n"},
            }
            for comment in self.newest(1000)[(page - 1) * 100 : page * 100]
        ]
        return Reply(json.dumps(shown).encode(), headers={"Content-Type": "application/json"})


class Trac(Server):
    """A ticket and a timeline: no validators at all, two ids for one comment, spaces in links."""

    def start(self) -> tuple[str, str]:
        """Serve the timeline and the ticket's feed."""
        return (
            self.web.handle("/timeline", lambda _asked: self._timeline()),
            self.web.handle("/ticket/1", lambda _asked: self._ticket()),
        )

    def _link(self, comment: Said) -> str:
        return self.web.url("/").rstrip("/") + f"/ticket/1#comment:{comment.id}"

    def _timeline(self) -> Reply:
        return _rss(
            "".join(
                f"<item><title>Ticket #1 (Sak) updated</title><dc:creator>{c.author}</dc:creator>"
                f"<pubDate>{formatdate(c.at // SECOND, usegmt=True)}</pubDate>"
                f"<link>{self._link(c)}</link>"
                f'<guid isPermaLink="false">{self._link(c)}/{c.at}</guid>'
                f"<description>&lt;p&gt;{escape(escape(c.text))}&lt;/p&gt;</description></item>"
                for c in self.newest(50)
            )
        )

    def _ticket(self) -> Reply:
        return _rss(
            "".join(
                f"<item><title></title><dc:creator>{c.author}</dc:creator>"
                f"<pubDate>{formatdate(c.at // SECOND, usegmt=True)}</pubDate>"
                f"<link>{self._link(c)}  </link><guid isPermaLink='false'>{self._link(c)}</guid>"
                f"<description>&lt;p&gt;{escape(escape(c.text))}&lt;/p&gt;</description></item>"
                for c in reversed(self.newest(50))
            )
        )


class Redmine(Server):
    """An issue's notes and all activity: a weak ETag over the body, two ids for one note."""

    def start(self) -> tuple[str, str]:
        """Serve the feed of activity and the issue's."""
        return (
            self.web.handle("/activity.atom", lambda asked: self._atom(asked, "#change-")),
            self.web.handle("/issues/1.atom", lambda asked: self._atom(asked, "?journal_id=")),
        )

    def _atom(self, asked: Asked, mark: str) -> Reply:
        issue = self.web.url("/").rstrip("/") + "/issues/1"
        entries = "".join(
            f"<entry><title>Feature #1 (Nieuw): Sak</title>"
            f'<link rel="alternate" href="{issue}{mark + str(c.id) if mark[0] == "#" else ""}"/>'
            f"<id>{issue}{mark}{c.id}</id><updated>{iso(c.at)}</updated>"
            f"<author><name>{c.author}</name></author>"
            f'<content type="html">&lt;p&gt;{escape(escape(c.text))}&lt;/p&gt;</content></entry>'
            for c in self.newest(25)
        )
        head = f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom"><title>Sak</title>'
        body = f"{head}<id>{issue}</id>{entries}</feed>".encode()
        etag = f'W/"{hashlib.sha256(body).hexdigest()}"'
        if asked.headers.get("if-none-match") == etag:
            return Reply(status=304, headers={"ETag": etag})
        return Reply(body, headers={"ETag": etag})


class Bluesky(Server):
    """A search without validators: an edit keeps the uri and changes the cid."""

    def start(self) -> tuple[str]:
        """Serve the search."""
        return (self.web.handle("/xrpc/app.bsky.feed.searchPosts", lambda _asked: self._search()),)

    def _search(self) -> Reply:
        posts = [self._post(comment) for comment in self.newest(25)]
        body = json.dumps({"posts": posts}).encode()
        return Reply(body, headers={"Cache-Control": "private", "Content-Type": "application/json"})

    def _post(self, comment: Said) -> Mapping[str, object]:
        return {
            "uri": f"at://did:plc:invented{comment.id:04}/app.bsky.feed.post/3k{comment.id:04}",
            "cid": f"bafy{comment.id}{comment.edits}",
            "author": {"did": f"did:plc:invented{comment.id:04}", "handle": "noor.test"},
            "record": {"text": comment.text, "createdAt": "2031-01-01T00:00:00.000Z"},
            "indexedAt": (iso(comment.at) or "").replace("+00:00", ".123Z"),
        }


def _rss(items: str) -> Reply:
    """Return an RSS document that begins with blank lines, and hands out cookies."""
    head = '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>'
    body = f"{_XML}\n\n\n{head}<title>Trac</title>{items}</channel></rss>".encode()
    return Reply(body, headers={"Set-Cookie": "trac_session=1", "Cache-Control": "must-revalidate"})
