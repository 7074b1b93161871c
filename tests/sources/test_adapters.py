"""Each kind of source on recorded answers: what it asks, what it reads, how it pages on."""

import json
from dataclasses import replace

import pytest

from core.clock import MINUTE
from desk.model.post import Post
from desk.store.records import SourceState
from sources.adapter import ParseResult, Warn
from sources.dates import read_date
from sources.fault import Fault, SourceError
from sources.registry import KINDS, adapter_for
from sources.settings import FROM_FILES, SourceSettings
from tests.support.bodies import BODIES, body, read

FROM_SERVERS = sorted(set(KINDS) - set(FROM_FILES))
APP = "https://itunes.apple.com/nl/rss/customerreviews/page=1/id=990000001/sortby=mostrecent/json"


def newest_first(result: ParseResult) -> tuple[Post, ...]:
    """Return the posts of an answer as it had them."""
    return result.posts[::-1]


def fault_of(answer: bytes, kind: str) -> Fault | None:
    """Return what is wrong with an answer."""
    try:
        read(answer, kind)
    except SourceError as error:
        return error.fault
    return None


def asked(kind: str, url: str, fails: int = 0) -> str:
    """Return what a source asks first."""
    state = SourceState("s", fail_count=fails)
    return adapter_for(kind).plan(SourceSettings("s", url, kind), state)[0].url


def test_a_json_feed_is_a_feed() -> None:
    """Both versions' authors, dates of change, pages and attachments are read, raw as it stood."""
    result = read("json-feed.json", url="https://wijk.voorbeeld/feed.json")
    broken, thanks = newest_first(result)
    assert (broken.title, broken.author) == ("Lift weer kapot", "Mevrouw Okkema")
    assert broken.permalink == "https://wijk.voorbeeld/b/88"
    assert broken.body == "Derde keer deze maand, zie foto."
    assert broken.links == (
        "https://wijk.voorbeeld/foto/3",
        "https://wijk.voorbeeld/media/lift.jpg",
    )
    assert broken.edited_at == read_date("2026-11-18T09:20:00+01:00")
    assert broken.raw in body("json-feed.json").decode()
    assert (thanks.native_id, thanks.author, thanks.language) == ("87", "Hans", "nl-NL")
    assert result.older is not None
    assert result.older.url == "https://wijk.voorbeeld/feed.json?page=2"


def test_a_page_of_an_app_leads_to_its_reviews() -> None:
    """What people copy from a browser becomes the address of the feed; failing, the other form."""
    page = "https://apps.apple.com/nl/app/fietsmaat-voor-onderweg/id990000001?l=nl"
    assert asked("appstore", page) == APP
    assert asked("appstore", APP, fails=1).endswith("/xml")
    assert asked("appstore", APP, fails=2) == APP


def test_app_store_reviews_have_stars_version_and_votes() -> None:
    """Missing dates are missing; the version is what a review is about; pages follow."""
    result = read("app-store-many.json", "appstore", APP)
    crash, fine = newest_first(result)
    assert (crash.native_id, crash.rating, crash.rating_max) == ("13000000002", 1.0, 5.0)
    assert (crash.title, crash.body) == (
        "Crasht bij opstarten",
        "Sinds de update start hij niet meer.",
    )
    assert (crash.author, crash.about) == ("Trapper71", "4.2.1")
    assert crash.author_id == "https://itunes.apple.com/nl/reviews/id100000001"
    assert (crash.permalink, crash.engagement) == ("", {"votes": 3})
    assert (fine.published_at, fine.date_unreadable) == (None, False)
    assert crash.raw in body("app-store-many.json").decode()
    assert result.older is not None
    assert result.older.url == APP.replace("page=1", "page=2")
    assert read("app-store-many.json", "appstore", APP.replace("page=1", "page=10")).older is None


def test_an_app_store_review_is_the_same_in_both_forms() -> None:
    """Falling back on the other form neither doubles nor edits anything."""
    crash, _fine = newest_first(read("app-store-many.json", "appstore", APP))
    (same,) = read("app-store.xml", "appstore", APP.replace("/json", "/xml")).posts
    assert replace(same, raw="") == replace(crash, raw="", links=())


def test_a_lone_review_is_an_object_and_none_is_asked_for_in_the_other_form_once() -> None:
    """Apple writes one entry without a list, and an empty feed may be a throttle."""
    (only,) = read("app-store-one.json", "appstore", APP).posts
    assert (only.author, only.rating) == ("Turid N", 3.0)
    empty = read("app-store-none.json", "appstore", APP)
    assert empty.posts == ()
    assert [request.url for request in empty.then] == [APP.replace("/json", "/xml")]
    settings = SourceSettings("s", APP, "appstore")
    again = read("app-store-none.json", "appstore", APP.replace("/json", "/xml"), settings=settings)
    assert again.then == ()


def test_mastodon_mentions_are_the_words_of_others() -> None:
    """A deleted status costs only itself; mentions and tags are no links of the customer's."""
    url = "https://mast.voorbeeld/api/v1/notifications?types[]=mention"
    link = f'<{url}&max_id=7001>; rel="next", <{url}&min_id=7003>; rel="prev"'
    result = read("mastodon-mentions.json", "mastodon", url, link=link)
    noor, jan = newest_first(result)
    assert noor.native_id == noor.permalink == "https://elders.voorbeeld/@noor/115000000000000301"
    assert (noor.author, noor.author_id) == ("Noor 🌷", "noor@elders.voorbeeld")
    assert noor.body == "@fietsmaat nog steeds geen antwoord, zie https://foto.voorbeeld/9"
    assert noor.links == ("https://foto.voorbeeld/9", "https://files.voorbeeld/a.jpg")
    assert noor.engagement == {"replies": 2, "shares": 1, "likes": 7}
    assert (noor.reply_to, noor.language) == ("115000000000000299", "nl")
    assert noor.edited_at == read_date("2026-11-18T10:25:00.000Z")
    assert noor.raw in body("mastodon-mentions.json").decode()
    assert (jan.author, jan.author_id, jan.title) == ("@jan", "jan@mast.voorbeeld", "klacht")
    assert result.older is not None
    assert result.older.url.endswith("max_id=7001")


def test_what_a_mastodon_status_answers_goes_by_its_address() -> None:
    """So that our own answer is paired with the comment it was given to."""
    ours = {
        "id": "2",
        "in_reply_to_id": "1",
        "uri": "u",
        "url": "https://m.nl/@ons/2",
        "content": "Hoi",
    }
    theirs = {"id": "1", "uri": "v", "url": "https://m.nl/@noor/1", "content": "Help"}
    first, answer = read(json.dumps([ours, theirs]).encode(), "mastodon").posts
    assert answer.reply_to == first.native_id == "https://m.nl/@noor/1"


def test_a_mastodon_tag_is_the_same_by_api_and_by_rss() -> None:
    """When the API is shut the RSS takes over, and nothing comes twice."""
    url = "https://mast.voorbeeld/api/v1/timelines/tag/fietsmaat?limit=40"
    rss = "https://mast.voorbeeld/tags/fietsmaat.rss"
    assert (asked("mastodon", url), asked("mastodon", url, fails=1)) == (url, rss)
    (by_api,) = read("mastodon-tag.json", "mastodon", url).posts
    (by_rss,) = read("mastodon-tag.rss", "mastodon", rss).posts
    assert by_api.native_id == by_rss.native_id
    assert by_api.content_hash == by_rss.content_hash


def test_bluesky_notifications_are_what_people_say_to_us() -> None:
    """Likes are no comments; the author's own date, years ahead, is not believed."""
    url = "https://pds.voorbeeld/xrpc/app.bsky.notification.listNotifications?limit=50"
    result = read("bluesky-notifications.json", "bluesky", url)
    (liv,) = result.posts
    assert (liv.author, liv.author_id) == ("Liv", "did:plc:inventedaaaa")
    assert liv.permalink == "https://bsky.app/profile/did:plc:inventedaaaa/post/3kinv00000002"
    assert liv.published_at == read_date("2026-11-18T10:10:10.123Z")
    assert liv.links == ("https://foto.voorbeeld/9",)
    assert liv.reply_to.endswith("3kinv00000001")
    assert liv.thread.endswith("3kinv00000000")
    assert result.older is not None
    assert result.older.url == f"{url}&cursor=2026-11-18T10%3A00%3A00.500Z"


def test_bluesky_searches_and_accounts_are_read_likewise() -> None:
    """Counts stand beside what a search finds; what an account passed on is not its own."""
    (odd,) = read("bluesky-search.json", "bluesky").posts
    assert (odd.author, odd.language) == ("@odd.eksempel.test", "nb")
    assert odd.engagement == {"replies": 1, "shares": 0, "likes": 4, "quotes": 0}
    assert odd.links == ("https://avisa.eksempel/sak",)
    settings = SourceSettings("s", "https://x.nl/", "bluesky", own_authors=("@fietsmaat.test",))
    (own,) = read("bluesky-author.json", "bluesky", settings=settings).posts
    assert own.body == "De storing is verholpen."


def test_reddit_asks_once_a_minute_and_only_for_its_feeds() -> None:
    """A page's address leads to its feed, and the pace is Reddit's."""
    page = "https://www.reddit.com/r/fietsmaat/comments/"
    assert asked("reddit", page) == "https://www.reddit.com/r/fietsmaat/comments/.rss"
    search = "https://www.reddit.com/search.rss?q=fietsmaat&sort=new"
    assert asked("reddit", search) == search
    pace = adapter_for("reddit").pace
    assert (pace.every, pace.burst) == (MINUTE, 1)


def test_reddit_comments_stand_under_their_thread() -> None:
    """Whose and where goes out of the title; what was deleted is said to be gone."""
    result = read("reddit-comments.atom", "reddit")
    comment, post = newest_first(result)
    assert (comment.title, comment.about) == ("", "Accu kapot")
    assert (comment.author, comment.body) == (
        "wielerwout",
        "Ik wacht al sinds maandag op een reactie.",
    )
    assert (post.title, post.body, post.about) == ("Accu kapot", "Na 200 km.", "r/fietsmaat")
    assert comment.thread == post.permalink
    assert result.deletions == ("t1_inv0000",)


def test_discourse_by_api_has_the_ids_of_its_rss() -> None:
    """A source may change its kind; moves are left out, what was taken back is gone."""
    url = "https://gemeenschap.voorbeeld/posts.json"
    assert asked("discourse", "https://gemeenschap.voorbeeld/") == url
    result = read("discourse-posts.json", "discourse", url)
    reply, first = newest_first(result)
    by_rss = newest_first(read("discourse-posts.rss"))
    assert [post.native_id for post in (reply, first)] == [post.native_id for post in by_rss]
    assert [post.content_hash for post in (reply, first)] == [p.content_hash for p in by_rss]
    assert [post.permalink for post in (reply, first)] == [post.permalink for post in by_rss]
    assert reply.edited_at == read_date("2026-11-18T10:58:00.000Z")
    assert first.edited_at is None
    assert reply.reply_to == first.permalink
    assert result.deletions == ("gemeenschap.voorbeeld-post-2041",)
    assert result.older is not None
    assert result.older.url == f"{url}?before=2038"


def test_a_discourse_search_names_its_topics_beside_the_posts() -> None:
    """The blurb is all a search gives; the title comes from the list of topics."""
    url = "https://gemeenschap.voorbeeld/search.json?q=fietsmaat%20order%3Alatest"
    (post,) = read("discourse-search.json", "discourse", url).posts
    assert (post.title, post.author_id) == ("Accu laadt niet meer", "ilse")
    assert post.engagement == {"likes": 4}


def test_kiyoh_reviews_count_to_ten_in_both_forms() -> None:
    """The mark keeps its scale; headline, opinion and a team's own questions are the words."""
    bad, good = newest_first(read("kiyoh-reviews.json", "kiyoh"))
    assert (bad.rating, bad.rating_max, bad.title) == (3.0, 10.0, "Nooit meer")
    assert bad.body == "Vier weken gewacht en geen antwoord.\n\nLevertijd: 2"
    assert (bad.author, bad.native_id[:8]) == ("M. Wiersma", "7f1c0000")
    assert bad.edited_at == read_date("2026-11-18T10:05:00.000Z")
    assert (good.rating, good.title, good.edited_at) == (10.0, "Top!", None)
    (by_xml,) = read("kiyoh-feed.xml", "kiyoh").posts
    assert replace(by_xml, raw="", language="") == replace(bad, raw="", language="")


@pytest.mark.parametrize("kind", sorted(set(FROM_SERVERS) - {"feed"}))
def test_an_answer_that_is_none_is_a_fault_of_the_source(kind: str) -> None:
    """A login page, a cut answer and silence are told apart from "no news"."""
    assert fault_of(b"", kind) is Fault.EMPTY
    login = b"<!DOCTYPE html><html><head><title>Inloggen</title></head><body></body></html>"
    assert fault_of(login, kind) in (Fault.NOT_A_FEED, Fault.UNREADABLE)
    assert fault_of(b'[{"id": 1, "cont', kind) is not None


@pytest.mark.parametrize("name", sorted(path.name for path in BODIES.glob("*.json")))
@pytest.mark.parametrize("kind", FROM_SERVERS)
def test_no_answer_breaks_an_adapter(kind: str, name: str) -> None:
    """Another server's answer, and one with every value bent, is read or refused: no more."""
    document = json.loads(body(name))
    bends: tuple[object, ...] = (None, 7, "tekst", [], {}, [[]], {"label": None})
    for bend in bends:
        fault_of(json.dumps(_bent(document, bend)).encode(), kind)
    fault_of(body(name), kind)


def _bent(value: object, bend: object) -> object:
    """Return a document with every leaf and every second branch replaced."""
    if isinstance(value, dict):
        return {
            key: bend if n % 2 else _bent(part, bend) for n, (key, part) in enumerate(value.items())
        }
    return [_bent(part, bend) for part in value] if isinstance(value, list) else bend


def test_an_entry_that_cannot_be_read_costs_only_itself() -> None:
    """The others are taken in, and the source says that some were not."""
    answer = json.loads(body("bluesky-search.json"))
    answer["posts"].insert(0, {"uri": "at://x", "record": {"text": "x", "langs": 5}})
    result = read(json.dumps(answer).encode(), "bluesky")
    assert len(result.posts) == 1
    assert result.warnings == {Warn.PARTLY}
    assert not result.complete
