"""Feeds in the shapes of real servers: WordPress, Discourse, Mastodon, App Store, a forum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Final
from xml.sax.saxutils import escape

from webcare.demo.script import Comment

_RSS = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{title}</title>'
    "<link>{base}</link>{entries}</channel></rss>"
)
_ATOM = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:im="http://itunes.apple.com/rss" xml:lang="nb"><id>{base}</id>'
    "<title>{title}</title><updated>1970-01-01T00:00:00Z</updated>{entries}</feed>"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind of server writes a feed: templates of the whole and of one comment."""

    title: str
    entry: str
    frame: str = _RSS


SHAPES: Final = {
    # The author in dc:creator, HTML in content.
    "wordpress": Shape(
        "Reacties op Zonnewende",
        "<item><title>Reactie op Ontkalken door {author}</title>"
        "<link>{base}/ontkalken/#comment-{id}</link><dc:creator>{author}</dc:creator>"
        '<pubDate>{date}</pubDate><guid isPermaLink="false">{base}/?p=7#comment-{id}</guid>'
        "<description>{text}</description><content:encoded>{html}</content:encoded></item>",
    ),
    # "@user Name" as creator, the topic as title.
    "discourse": Shape(
        "Zonnewende forum",
        "<item><title>{title}</title><dc:creator>@u{id} {author}</dc:creator>"
        "<description>{html}</description><link>{base}/t/topic/10{id}/2</link>"
        '<pubDate>{date}</pubDate><guid isPermaLink="false">forum-post-{id}</guid></item>',
    ),
    # No title, and the author only in the address.
    "mastodon": Shape(
        "#fjordnett",
        '<item><guid isPermaLink="true">{base}/@{author}/1100{id}</guid>'
        "<link>{base}/@{author}/1100{id}</link>"
        "<pubDate>{date}</pubDate><description>{html}</description></item>",
    ),
    # Stars in im:rating, no address of its own.
    "appstore": Shape(
        "Reviews",
        "<entry><updated>{iso}</updated><id>900{id}</id><title>{title}</title>"
        '<content type="text">{text}</content><link rel="related" href="{base}/app/id1"/>'
        "<im:rating>{rating}</im:rating><im:version>4.2</im:version>"
        "<author><name>{author}</name><uri>{base}/reviews/id{id}</uri></author></entry>",
        _ATOM,
    ),
    # The id is the address of the post.
    "forum": Shape(
        "Fjordnett forum",
        "<entry><author><name>{author}</name></author><updated>{iso}</updated>"
        "<published>{iso}</published><id>{base}/viewtopic?p={id}#p{id}</id>"
        '<link href="{base}/viewtopic?p={id}#p{id}"/><title type="html">{title}</title>'
        '<content type="html">{html}</content></entry>',
        _ATOM,
    ),
}


def render(
    shape: Shape, base: str, comments: Sequence[Comment], start: datetime, now: float
) -> str:
    """Return a feed of comments, ``now`` seconds after the demo's start."""
    entries = []
    for comment in comments:
        written, text = start + timedelta(seconds=comment.at), escape(comment.text_at(now))
        entries.append(
            shape.entry.format(
                base=base,
                id=comment.id,
                author=escape(comment.author),
                title=escape(comment.title),
                text=text,
                html=escape(f"<p>{text}</p>"),
                rating=comment.rating,
                date=format_datetime(written),
                iso=written.isoformat(),
            )
        )
    return shape.frame.format(title=shape.title, base=base, entries="".join(entries))
