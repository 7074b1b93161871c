"""What an address or a page tells of the comments behind it."""

import time

import pytest

from sources.candidates import Candidate, as_address, guesses, kind_of, known_shapes, named_in


def told(url: str) -> list[tuple[str, str]]:
    """Return kind and address of what a known shape leads to."""
    return [(one.kind, one.url) for one in known_shapes(url)]


@pytest.mark.parametrize(
    ("url", "first"),
    [
        (
            "https://apps.apple.com/no/app/betal-trygt/id990000001",
            (
                "appstore",
                "https://itunes.apple.com/no/rss/customerreviews/page=1/id=990000001"
                "/sortby=mostrecent/json",
            ),
        ),
        (
            as_address("id990000001"),
            (
                "appstore",
                "https://itunes.apple.com/nl/rss/customerreviews/page=1/id=990000001"
                "/sortby=mostrecent/json",
            ),
        ),
        (
            "https://old.reddit.com/r/fietsmaat/top/?t=week",
            ("reddit", "https://www.reddit.com/r/fietsmaat/comments/.rss"),
        ),
        (
            "https://www.reddit.com/search/?q=fiets%20maat",
            ("reddit", "https://www.reddit.com/search.rss?q=fiets+maat&sort=new"),
        ),
        (
            "https://www.reddit.com/r/fietsmaat/comments/1inv99/accu_kapot/",
            ("reddit", "https://www.reddit.com/r/fietsmaat/comments/1inv99/.rss"),
        ),
        (
            "https://bsky.app/profile/fietsmaat.test",
            (
                "bluesky",
                "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed"
                "?actor=fietsmaat.test&limit=50",
            ),
        ),
        (
            "https://bsky.app/search?q=fietsmaat",
            (
                "bluesky",
                "https://bsky.social/xrpc/app.bsky.feed.searchPosts"
                "?q=fietsmaat&sort=latest&limit=50",
            ),
        ),
        (
            "https://www.youtube.com/channel/UCinventedchannel0000001/videos",
            (
                "feed",
                "https://www.youtube.com/feeds/videos.xml?channel_id=UCinventedchannel0000001",
            ),
        ),
        (
            "https://github.com/voorbeeld-bv/betaal-app/issues",
            ("feed", "https://github.com/voorbeeld-bv/betaal-app/discussions.atom"),
        ),
        (
            "https://webapps.stackexchange.com/questions/tagged/betaal-app",
            ("feed", "https://webapps.stackexchange.com/feeds/tag/betaal-app"),
        ),
        (
            "https://stackoverflow.com/questions/990017/how-do-i-cancel",
            ("feed", "https://stackoverflow.com/feeds/question/990017"),
        ),
        (
            "https://www.kiyoh.com/reviews/1099999/fietsmaat_bv",
            (
                "kiyoh",
                "https://www.kiyoh.com/v1/publication/review/external"
                "?locationId=1099999&orderBy=CREATE_DATE&sortOrder=DESC&limit=50",
            ),
        ),
        (
            "https://mast.voorbeeld/tags/fietsmaat",
            ("mastodon", "https://mast.voorbeeld/api/v1/timelines/tag/fietsmaat?limit=40"),
        ),
        (
            "https://mast.voorbeeld/@fietsmaat",
            ("feed", "https://mast.voorbeeld/@fietsmaat.rss"),
        ),
        (
            "https://lemmy.eksempel/c/forbruker",
            ("feed", "https://lemmy.eksempel/feeds/c/forbruker.xml?sort=New"),
        ),
        (
            "https://forum.voorbeeld/phpbb/viewforum.php?f=4",
            ("feed", "https://forum.voorbeeld/phpbb/app.php/feed"),
        ),
    ],
)
def test_known_servers_keep_their_comments_at_known_places(
    url: str, first: tuple[str, str]
) -> None:
    """What people copy from a browser is enough, and each proposal is of the right kind."""
    assert told(url)[0] == first
    assert all(kind_of(found) in (kind, "feed") for kind, found in told(url))


def test_what_answers_only_to_an_account_is_said_to_be_so() -> None:
    """Mentions, searches and reviews by API want a secret; public feeds do not."""
    wants = {
        one.url.partition("?")[0].rpartition("/")[2]: one.wants_secret
        for url in ("https://bsky.app/profile/fietsmaat.test", "https://mast.voorbeeld/@fietsmaat")
        for one in known_shapes(url)
    }
    assert wants == {
        "app.bsky.feed.getAuthorFeed": False,
        "app.bsky.notification.listNotifications": True,
        "app.bsky.feed.searchPosts": True,
        "@fietsmaat.rss": False,
        "notifications": True,
    }


@pytest.mark.parametrize(
    "url",
    [
        "https://winkel.voorbeeld/",
        "https://apps.apple.com/nl/story/id1",
        "https://www.reddit.com/",
        "https://github.com/voorbeeld",
        "https://www.youtube.com/@kees",
        "https://stackoverflow.com/questions",
        "https://reddit.com.voorbeeld/r/x/",
    ],
)
def test_other_addresses_are_looked_at_first(url: str) -> None:
    """A page that only resembles a known one is not guessed about."""
    assert known_shapes(url) == []


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("winkel.voorbeeld/blog", "https://winkel.voorbeeld/blog"),
        (" https://a.nl/ ", "https://a.nl/"),
        ("@fietsmaat@mast.voorbeeld", "https://mast.voorbeeld/@fietsmaat"),
    ],
)
def test_addresses_are_read_as_people_write_them(written: str, address: str) -> None:
    """Without a scheme, or as a handle."""
    assert as_address(written) == address


WORDPRESS = b"""<!DOCTYPE html><html lang="nl"><head>
<link rel="alternate" type="application/rss+xml" title="Theehuis &raquo; feed" href="/feed/" />
<link rel='alternate' type='application/rss+xml' title='Reacties' href='https://t.voorbeeld/comments/feed/'>
<LINK REL=alternate TYPE="application/rss+xml; charset=utf-8" href="/kassa/feed/">
<link rel="https://api.w.org/" href="https://t.voorbeeld/wp-json/" />
<link rel="alternate" type="application/json" href="https://t.voorbeeld/wp-json/wp/v2/posts/1" />
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head><body class="single single-post postid-1">"""


def test_a_wordpress_page_leads_to_its_comments_before_its_articles() -> None:
    """The site's comments, then the article's own; what is no feed is left out."""
    found = named_in(WORDPRESS, "https://t.voorbeeld/kassa/")
    assert [one.url for one in found] == [
        "https://t.voorbeeld/comments/feed/atom/",
        "https://t.voorbeeld/comments/feed/",
        "https://t.voorbeeld/kassa/feed/atom/",
        "https://t.voorbeeld/feed/",
        "https://t.voorbeeld/kassa/feed/",
    ]


def test_discourse_and_isso_are_known_by_their_pages() -> None:
    """A generator, or a script's attribute, tells whose server it is."""
    forum = b'<meta name="generator" content="Discourse 3.6.0.beta1 - https://github.com/x">'
    assert named_in(forum, "https://gemeenschap.voorbeeld/c/hulp/5")[0] == Candidate(
        "https://gemeenschap.voorbeeld/posts.json", "discourse"
    )
    blog = b'<script data-isso="//isso.voorbeeld/" src="//isso.voorbeeld/js/embed.min.js"></script>'
    (thread,) = named_in(blog, "https://blog.voorbeeld/sak/")
    assert thread.url == "https://isso.voorbeeld/feed?uri=%2Fsak%2F"


def test_a_page_that_says_nothing_is_guessed_about() -> None:
    """At the places where feeds often are."""
    assert named_in(b"<html><p>hoi", "https://x.voorbeeld/a") == []
    assert guesses("https://x.voorbeeld/a?b=1#c")[0].url == "https://x.voorbeeld/comments/feed/"


@pytest.mark.parametrize(
    "page",
    [
        b"<" * 400_000,
        b"<link " * 60_000,
        b"<link a=" + b"'" * 400_000,
        b"<meta " + b"a=b " * 99_000,
    ],
    ids=["tags", "links", "quotes", "attributes"],
)
def test_a_page_made_to_be_hard_to_read_is_read_fast(page: bytes) -> None:
    """Reading a page is linear, whatever stands in it."""
    start = time.process_time()
    named_in(page, "https://x.voorbeeld/")
    assert time.process_time() - start < 1
