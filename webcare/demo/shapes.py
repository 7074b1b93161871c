"""Feeds in the shapes of real servers: WordPress, Discourse, Mastodon, App Store, a forum."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from webcare.demo.script import Comment

Shape = Callable[[str, Sequence[Comment], datetime, float], str]
"""Renders a feed: base address, comments, the demo's start, seconds since."""


def _written(comment: Comment, start: datetime) -> datetime:
    return start + timedelta(seconds=comment.at)


def wordpress(base: str, comments: Sequence[Comment], start: datetime, now: float) -> str:
    """Return WordPress's feed of comments: the author in dc:creator, HTML in content."""
    items = "".join(
        f"<item><title>Reactie op Ontkalken door {escape(c.author)}</title>"
        f"<link>{base}/ontkalken/#comment-{c.id}</link>"
        f"<dc:creator>{escape(c.author)}</dc:creator>"
        f"<pubDate>{format_datetime(_written(c, start))}</pubDate>"
        f'<guid isPermaLink="false">{base}/?p=7#comment-{c.id}</guid>'
        f"<description>{escape(c.text_at(now)[:60])}</description>"
        f"<content:encoded><![CDATA[<p>{escape(c.text_at(now))}</p>]]></content:encoded></item>"
        for c in comments
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Reacties op Zonnewende</title><link>{base}</link>"
        f"<language>nl</language>{items}</channel></rss>"
    )


def discourse(base: str, comments: Sequence[Comment], start: datetime, now: float) -> str:
    """Return Discourse's feed of posts: "@user Name" as creator, the topic as title."""
    items = "".join(
        f"<item><title>{escape(c.title)}</title>"
        f"<dc:creator>{escape(f'@u{c.id} {c.author}')}</dc:creator>"
        f"<description><![CDATA[<p>{escape(c.text_at(now))}</p>]]></description>"
        f"<link>{base}/t/topic/{100 + c.id}/2</link>"
        f"<pubDate>{format_datetime(_written(c, start))}</pubDate>"
        f'<guid isPermaLink="false">forum-post-{c.id}</guid></item>'
        for c in comments
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Zonnewende forum</title><link>{base}</link>{items}</channel></rss>"
    )


def mastodon(base: str, comments: Sequence[Comment], start: datetime, now: float) -> str:
    """Return Mastodon's feed of a tag: no title, and the author only in the address."""
    items = "".join(
        f'<item><guid isPermaLink="true">{base}/@{escape(c.author)}/{110_000 + c.id}</guid>'
        f"<link>{base}/@{escape(c.author)}/{110_000 + c.id}</link>"
        f"<pubDate>{format_datetime(_written(c, start))}</pubDate>"
        f"<description>{escape(f'<p>{escape(c.text_at(now))}</p>')}</description></item>"
        for c in comments
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>#fjordnett</title><link>{base}/tags/fjordnett</link>{items}</channel></rss>"
    )


def appstore(base: str, comments: Sequence[Comment], start: datetime, now: float) -> str:
    """Return the App Store's feed of reviews: stars in im:rating, no address of its own."""
    entries = "".join(
        f"<entry><updated>{_written(c, start).isoformat()}</updated><id>{90_000 + c.id}</id>"
        f"<title>{escape(c.title)}</title>"
        f'<content type="text">{escape(c.text_at(now))}</content>'
        f'<link rel="related" href={quoteattr(base + "/app/id1")}/>'
        f"<im:rating>{c.rating}</im:rating><im:version>4.2</im:version>"
        f"<author><name>{escape(c.author)}</name>"
        f"<uri>{base}/reviews/id{c.id}</uri></author></entry>"
        for c in comments
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:im="http://itunes.apple.com/rss" xml:lang="nb">'
        f"<id>{base}/reviews</id><title>Reviews</title>"
        f"<updated>{datetime.fromtimestamp(0, UTC).isoformat()}</updated>{entries}</feed>"
    )


def forum(base: str, comments: Sequence[Comment], start: datetime, now: float) -> str:
    """Return a forum board's Atom feed: the id is the address of the post."""
    entries = "".join(
        f"<entry><author><name>{escape(c.author)}</name></author>"
        f"<updated>{_written(c, start).isoformat()}</updated>"
        f"<published>{_written(c, start).isoformat()}</published>"
        f"<id>{base}/viewtopic?p={c.id}#p{c.id}</id>"
        f'<link href="{base}/viewtopic?p={c.id}#p{c.id}"/>'
        f'<title type="html">{escape(c.title)}</title>'
        f'<content type="html">{escape(f"<p>{escape(c.text_at(now))}</p>")}</content></entry>'
        for c in comments
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="nb"><id>{base}</id><title>Fjordnett forum</title>'
        f"<updated>{datetime.fromtimestamp(0, UTC).isoformat()}</updated>{entries}</feed>"
    )


SHAPES: Mapping[str, Shape] = {
    shape.__name__: shape for shape in (wordpress, discourse, mastodon, appstore, forum)
}
"""Every shape by its name."""
