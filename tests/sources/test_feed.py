"""The feed adapter: what it reads from documents as they are found, and every known trap."""

from dataclasses import replace
from datetime import datetime

import pytest

from core.clock import from_datetime
from sources import feed
from sources.adapter import MAX_POSTS, ParseResult, Response, Warn
from sources.fault import Fault, SourceError
from sources.settings import SourceSettings
from tests.support.feed_server import (
    ENTITY_BOMB,
    EXTERNAL_ENTITY,
    LOGIN_PAGE,
    Comment,
    rss,
)

SETTINGS = SourceSettings("forum", "https://forum.voorbeeld.nl/feed", language="nl")


def parse(
    body: bytes,
    url: str = "https://forum.voorbeeld.nl/feed",
    content_type: str = "application/xml",
    settings: SourceSettings = SETTINGS,
) -> ParseResult:
    """Read a document as the worker would."""
    return feed.parse(Response(url, body, headers={"content-type": content_type}), settings)


def atom(entries: str, attributes: str = "") -> bytes:
    """Return an Atom document."""
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:im="http://itunes.apple.com/rss" '
        'xmlns:thr="http://purl.org/syndication/thread/1.0" '
        f"{attributes}><title>T</title>{entries}</feed>"
    ).encode()


def test_reads_an_rss_comment() -> None:
    """Id, words, author, link, language and date of a plain comment are found."""
    (post,) = parse(rss([Comment("c1", "Waar blijft <b>mijn</b> pakket?")])).posts
    assert (post.source, post.native_id, post.author) == ("forum", "c1", "Sanne")
    assert post.body == "Waar blijft mijn pakket?"
    assert post.permalink == "https://forum.voorbeeld.nl/t/c1"
    assert post.language == "nl"
    assert post.published_at == 1_795_000_000_000_000 - 400 * 1_000_000
    assert post.raw.startswith("<item>")
    assert post.raw.endswith("</item>")


def test_posts_come_oldest_first() -> None:
    """A feed's newest-first order is turned around, so that item numbers follow time."""
    result = parse(rss([Comment("new", "b"), Comment("old", "a")]))
    assert [post.native_id for post in result.posts] == ["old", "new"]


@pytest.mark.parametrize(
    "body",
    [
        b'<rss version="0.91"><channel><item><title>x</title></item></channel></rss>',
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns="http://purl.org/rss/1.0/"><item rdf:about="urn:1"><title>x</title></item>'
        b"</rdf:RDF>",
        b'<rss version="2.0"><channel><item><title>x</title></item></channel></rss>',
        atom("<entry><id>1</id><title>x</title></entry>"),
    ],
)
def test_reads_every_flavour(body: bytes) -> None:
    """RSS 0.91, 1.0 and 2.0 and Atom yield their entry."""
    assert [post.title for post in parse(body).posts] == ["x"]


@pytest.mark.parametrize("base", ["https://a.nl/feed", "https://b.nl/elders/feed", "http://a.nl/"])
def test_ids_do_not_hang_on_the_base_address(base: str) -> None:
    """Numeric Atom ids and relative guids stay raw under any address and any xml:base."""
    entry = "<entry><id>14560118397</id><title>x</title><link href='/r/1'/></entry>"
    (post,) = parse(atom(entry, f'xml:base="{base}"'), base).posts
    assert post.native_id == "14560118397"
    assert post.permalink == base[: base.index("/", 8)] + "/r/1"
    (item,) = parse(
        b'<rss version="2.0"><channel><item><guid>c/1</guid><title>x</title></item>'
        b"</channel></rss>",
        base,
    ).posts
    assert item.native_id == "c/1"


def test_a_title_is_turned_to_text_by_its_type_and_once() -> None:
    """Escaped HTML in RSS becomes text; Atom's literal text keeps its signs."""
    (post,) = parse(rss([Comment("1", "x", title="a &lt;b&gt;vet&lt;/b&gt; &amp;amp; b")])).posts
    assert post.title == "a vet & b"
    (entry,) = parse(
        atom('<entry><id>1</id><title type="text">1 &lt;b&gt; 2 &amp;amp;</title></entry>')
    ).posts
    assert entry.title == "1 <b> 2 &amp;"


def test_a_pictures_description_is_not_the_comment() -> None:
    """Mastodon's alt text does not replace the words, and its author comes from the address."""
    body = (
        b'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item>'
        b"<guid>https://social.voorbeeld.nl/@anna/1</guid>"
        b"<description>&lt;p&gt;Mijn tas is stuk&lt;/p&gt;</description>"
        b'<media:content url="https://social.voorbeeld.nl/a.png" type="image/png">'
        b'<media:description type="plain">een tas</media:description></media:content>'
        b"</item></channel></rss>"
    )
    (post,) = parse(body).posts
    assert post.body == "Mijn tas is stuk"
    assert post.author == "@anna@social.voorbeeld.nl"
    assert post.links == ("https://social.voorbeeld.nl/a.png",)


def test_the_full_content_goes_before_the_summary() -> None:
    """WordPress's content:encoded, with its emoji and reply line, is the comment."""
    body = (
        b'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        b'<item><guid isPermaLink="false">http://w/?p=1#comment-2</guid>'
        b"<link>https://w.nl/bericht/#comment-2</link><description>kort</description>"
        b"<content:encoded><![CDATA[<p>In reply to <a href='https://w.nl/#comment-1'>Bo</a>.</p>"
        b"<p>Lang<script>alert(1)</script> verhaal "
        b"<img class='wp-smiley emoji' alt=':)' src='https://s.w.org/x.png'></p>]]>"
        b"</content:encoded></item></channel></rss>"
    )
    (post,) = parse(body).posts
    assert (post.body, post.reply_to) == ("Lang verhaal :)", "https://w.nl/#comment-1")
    assert post.links == ()
    assert post.thread == "https://w.nl/bericht/"


def test_an_app_store_review_has_its_stars_and_votes() -> None:
    """im:rating is read with its scale, whatever prefix the document uses."""
    entry = (
        "<entry><id>9001</id><title>Crasht</title><im:rating>2</im:rating>"
        "<im:voteCount>3</im:voteCount><author><name>kees</name><uri>/reviews/id7</uri></author>"
        '<content type="text">Sinds de update &lt;3 keer</content>'
        '<content type="html">&lt;b&gt;tabel&lt;/b&gt;</content>'
        "<updated>2026-11-18T03:00:00-07:00</updated></entry>"
    )
    (post,) = parse(atom(entry)).posts
    assert (post.rating, post.rating_max, post.engagement) == (2.0, 5.0, {"votes": 3})
    assert post.author == "kees"
    renamed = atom(entry.replace("im:", "q:")).replace(b"xmlns:im", b"xmlns:q")
    (other,) = parse(renamed).posts
    assert other.rating == 2.0


def test_a_link_that_entries_share_is_no_permalink() -> None:
    """Reviews that all point at the app's page are not taken for one item."""
    page = "https://apps.voorbeeld.nl/app"
    result = parse(rss([Comment("1", "a", link=page), Comment("2", "b", link=page)]))
    assert [post.permalink for post in result.posts] == ["", ""]
    assert all(page in post.links for post in result.posts)


def test_the_same_id_twice_is_told_apart() -> None:
    """Two comments under one id get identities of their own; a verbatim double is one."""
    twice = [Comment("x", "a", link="https://v.nl/1"), Comment("x", "b", link="https://v.nl/2")]
    assert [p.native_id for p in parse(rss(twice)).posts] == [
        "x|https://v.nl/2",
        "x|https://v.nl/1",
    ]
    same_link = [Comment("x", "a", link="https://v.nl/1"), Comment("x", "b", link="https://v.nl/1")]
    ids = {post.native_id for post in parse(rss(same_link)).posts}
    assert len(ids) == 2
    assert all(native_id.startswith("x|") for native_id in ids)
    assert len(parse(rss([Comment("x", "a"), Comment("x", "a")])).posts) == 1


def test_an_entry_without_id_and_link_is_known_by_what_it_says() -> None:
    """Title, words and author make the identity of last resort, the same at every reading."""
    body = b'<rss version="2.0"><channel><item><title>t</title></item></channel></rss>'
    (first,), (second,) = parse(body).posts, parse(body).posts
    assert first.native_id == second.native_id
    assert len(first.native_id) == 64


def test_only_http_addresses_are_kept() -> None:
    """A javascript: or file: link is neither permalink nor openable."""
    comment = Comment(
        "1",
        '<a href="javascript:alert(1)">x</a> <a href="file:///etc/passwd">y</a> '
        '<a href="/z">z</a><img src="https://b.nl/foto.jpg">',
        link="javascript:alert(2)",
    )
    (post,) = parse(rss([comment])).posts
    assert post.permalink == ""
    assert post.links == ("https://forum.voorbeeld.nl/z", "https://b.nl/foto.jpg")


def test_the_first_author_is_the_author() -> None:
    """feedparser mixes two authors up; the list is believed."""
    people = "<author><name>Anna</name></author><author><name>Bo</name></author>"
    (post,) = parse(atom(f"<entry><id>1</id><title>x</title>{people}</entry>")).posts
    assert post.author == "Anna"


def test_a_made_up_title_is_left_out_and_a_name_is_told_from_its_id() -> None:
    """WordPress titles a comment by post and author, Discourse writes both names in one field."""
    items = (
        "<item><title>Reactie op Thee door Bo</title><dc:creator>Bo</dc:creator>"
        "<link>https://w.nl/thee/#comment-7</link><description>Lekker</description></item>"
        "<item><title>Levering door Bo</title><dc:creator>@bo1 Bo de Wit</dc:creator>"
        "<link>https://d.nl/t/levering/12/3</link><description>Waar?</description></item>"
    )
    head = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
    posts = parse(f"{head}{items}</channel></rss>".encode()).posts
    told = {(post.title, post.author, post.author_id) for post in posts}
    assert told == {("", "Bo", ""), ("", "Bo de Wit", "bo1")}


def test_our_own_accounts_are_recognised() -> None:
    """A name set as ours marks the post, in any case and with or without @."""
    settings = SourceSettings("forum", "https://v.nl/", own_authors=("@Webcare",))
    (post,) = parse(rss([Comment("1", "x", author="webcare")]), settings=settings).posts
    assert post.is_own
    (other,) = parse(rss([Comment("1", "x", author="Anna")]), settings=settings).posts
    assert not other.is_own


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"\xef\xbb\xbf \n", Fault.EMPTY),
        (LOGIN_PAGE, Fault.NOT_A_FEED),
        (b'{"version": "1.1", "items": []}', Fault.NOT_A_FEED),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Fault.NOT_A_FEED),
        (ENTITY_BOMB, Fault.ENTITIES),
        (EXTERNAL_ENTITY, Fault.ENTITIES),
        (ENTITY_BOMB.decode().encode("utf-16"), Fault.ENTITIES),
        (ENTITY_BOMB.replace(b"<!DOCTYPE", b"<!-- <rss> --><!DOCTYPE"), Fault.ENTITIES),
        (
            b"<rss version='2.0'><channel a='" + b"x" * 70_000 + b"'></channel></rss>",
            Fault.HUGE_TAG,
        ),
        (b"<rss version='2.0'><channel><ti", Fault.UNREADABLE),
    ],
)
def test_what_is_no_feed_is_a_fault(body: bytes, fault: Fault) -> None:
    """Empty, foreign and dangerous documents are named, not read as silence."""
    with pytest.raises(SourceError) as caught:
        parse(body)
    assert caught.value.fault is fault


def test_a_login_page_is_named_by_its_title() -> None:
    """The agent sees what came instead of the feed."""
    with pytest.raises(SourceError, match="Inloggen"):
        parse(LOGIN_PAGE)


def test_a_comment_about_entities_is_no_attack() -> None:
    """``<!ENTITY`` and huge inline pictures inside a comment's CDATA do not refuse the feed."""
    text = f'zo: <!ENTITY x> <img src="data:image/png;base64,{"A" * 70_000}">'
    result = parse(rss([Comment("1", text)]))
    assert result.posts[0].body == "zo:"


def test_a_truncated_document_yields_what_is_there() -> None:
    """A document cut in the middle is repaired, marked, and proves no absence."""
    whole = rss([Comment("1", "een"), Comment("2", "twee")])
    result = parse(whole[: whole.index(b"twee") + 4])
    assert {post.body for post in result.posts} >= {"een"}
    assert result.warnings == {Warn.REPAIRED}
    assert not result.complete
    assert '"id": "1"' in next(post.raw for post in result.posts if post.native_id == "1")


def test_control_characters_stay_but_nul_does_not() -> None:
    """Escape codes are evidence and cleaned at the view; NUL and half characters can't be kept."""
    body = rss([Comment("1", "a\x1b[2J\x9b b &#0; &#xD800; c", title="t\x00t")])
    (post,) = parse(body).posts
    assert "\x1b[2J" in post.body
    for text in (post.body, post.title, post.raw):
        assert "\x00" not in text
        text.encode()


def test_a_wrong_charset_is_survived() -> None:
    """The header's charset is passed on and a lie about it costs no entry."""
    body = rss([Comment("1", "één")]).replace(b' encoding="UTF-8"', b"")
    assert parse(body, content_type="text/xml; charset=utf-8").posts[0].body == "één"
    assert parse(body, content_type="text/html").posts[0].body == "één"
    latin = rss([Comment("1", "één")]).decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert parse(latin).posts[0].body == "één"
    assert "één" in parse(latin).posts[0].raw


def test_only_the_newest_of_too_many_are_read() -> None:
    """Of 10,000 entries the newest are taken, by their dates, wherever they stand."""
    old = [Comment(f"o{n}", "x", date="Mon, 16 Nov 2026 11:00:00 GMT") for n in range(9_600)]
    new = [Comment(f"n{n}", "x") for n in range(400)]
    result = parse(rss([*old[:100], *new, *old[100:]]))
    ids = {post.native_id for post in result.posts}
    assert len(ids) == MAX_POSTS
    assert {comment.id for comment in new} <= ids
    assert result.warnings == {Warn.CUT}


def test_long_texts_are_cut() -> None:
    """A title of a megabyte becomes one of 500 characters, an entry's raw at most 64 kB."""
    (post,) = parse(rss([Comment("1", "y" * 100_000, title="x" * 1_000_000)])).posts
    assert len(post.title) == 500
    assert len(post.body) == 20_000
    assert len(post.raw.encode()) <= 64 * 1024


@pytest.mark.parametrize(
    ("date", "expected", "unreadable"),
    [
        ("", None, False),
        ("gisteren", None, True),
        ("vr, 20 nov 2026 12:00:00 CET", "2026-11-20T12:00:00+01:00", False),
        ("1763640000", "2025-11-20T12:00:00+00:00", False),
    ],
)
def test_dates_are_read_or_marked(date: str, expected: str | None, unreadable: bool) -> None:
    """A date that is not there and one that cannot be read are told apart."""
    (post,) = parse(rss([Comment("1", "x", date=date)])).posts
    instant = from_datetime(datetime.fromisoformat(expected)) if expected else None
    assert (post.published_at, post.date_unreadable) == (instant, unreadable)


def test_a_reply_says_what_it_answers() -> None:
    """thr:in-reply-to gives the id of the comment that is answered."""
    entry = '<entry><id>2</id><title>x</title><thr:in-reply-to ref="1" href="https://v/1"/></entry>'
    assert parse(atom(entry)).posts[0].reply_to == "1"


def test_an_entry_that_says_nothing_new_hashes_the_same() -> None:
    """White space and dates may change without making a revision."""
    (one,) = parse(rss([Comment("1", "a  b")])).posts
    (two,) = parse(rss([Comment("1", "a b", date="Wed, 18 Nov 2026 11:30:00 GMT")])).posts
    assert one.content_hash == two.content_hash


def again(before: ParseResult, *comments: Comment) -> ParseResult:
    """Read a feed whose last answer is known."""
    return feed.parse(Response(SETTINGS.url, rss(comments), before=before.listing), SETTINGS)


def test_only_what_changed_is_read_again() -> None:
    """Of a known feed the new and the edited entry are posts, the others only listed."""
    one, two, three = (Comment(n, f"tekst {n}") for n in "123")
    before = parse(rss([two, one]))
    after = again(before, three, replace(two, text="toch anders"), one)
    assert [post.native_id for post in after.posts] == ["2", "3"]
    assert [entry.native_id for entry in after.listing.values()] == ["3", "2", "1"]
    same = again(after, three, replace(two, text="toch anders"), one)
    assert same.posts == ()
    assert same.listing == after.listing


def test_what_is_only_listed_keeps_its_identity() -> None:
    """A new entry that shares id or link with a known one is told apart from it."""
    page = "https://forum.voorbeeld.nl/t/1"
    first = Comment("1", "de eerste", link=page)
    before = parse(rss([first]))
    assert before.posts[0].permalink == page
    after = again(before, Comment("2", "zelfde pagina", link=page), first)
    assert [(post.native_id, post.permalink) for post in after.posts] == [("2", "")]
    twice = again(before, Comment("1", "zelfde id", link=f"{page}#2"), first)
    assert [post.native_id for post in twice.posts] == [f"1|{page}#2"]
    assert [entry.native_id for entry in twice.listing.values()] == [f"1|{page}#2", "1"]
    later = again(twice, Comment("1", "nog een", link=f"{page}#3"), *[first])
    assert [post.native_id for post in later.posts] == [f"1|{page}#3"]


def test_a_broken_document_is_read_whole() -> None:
    """Where entries cannot be cut out, nothing is passed over and nothing listed."""
    comments = [Comment("2", "twee"), Comment("1", "een")]
    before = parse(rss(comments))
    broken = parse(rss(comments).replace(b"</channel></rss>", b""))
    assert (len(broken.posts), broken.listing) == (2, {})
    assert len(before.listing) == 2
