"""App Store reviews of one app in one country: up to ten pages of fifty, as JSON or XML.

The two forms fail at different times, and an empty one is more often a throttle than an app
without reviews: so the other form is tried once.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from desk.model.post import Post
from desk.store.records import SourceState
from sources import feed
from sources.adapter import Adapter, ParseResult, Request, Response
from sources.answers import Fields, collect, is_xml, read_json
from sources.fault import Fault, SourceError
from sources.making import make_post
from sources.settings import SourceSettings

STARS = 5
FEED = (
    "https://itunes.apple.com/{country}/rss/customerreviews/page=1/id={app}/sortby=mostrecent/json"
)
_PAGES = 10
_APP = re.compile(r"/(?P<country>[a-z]{2})/app/(?:[^/]+/)?id(?P<app>\d{1,20})", re.ASCII)
_PAGE = re.compile(r"/page=(\d{1,2})/", re.ASCII)
_OTHER_FORM = {"json": "xml", "xml": "json"}


def plan(settings: SourceSettings, state: SourceState) -> Sequence[Request]:
    """Ask for the newest page; every other time after a failure, in the other form."""
    url = _reviews_of(settings)
    return (Request(_in_other_form(url) if state.fail_count % 2 else url),)


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read a page in either form."""
    if is_xml(response.body):
        result = feed.parse(response, settings)
        rated = (post for post in result.posts if post.rating is not None)
        result = replace(result, posts=tuple(map(_without_page, rated)))
    else:
        result = _read(response.body, settings)
    if result.posts or result.listing:
        return replace(result, older=_next_page(response.url))
    is_first_try = response.url.endswith(_reviews_of(settings)[-5:])
    return (
        replace(result, then=(Request(_in_other_form(response.url)),)) if is_first_try else result
    )


def _read(body: bytes, settings: SourceSettings) -> ParseResult:
    answer = read_json(body)
    if not isinstance(answer.get("feed"), dict):
        raise SourceError(Fault.NOT_A_FEED, "JSON")
    return collect(
        answer.entries("feed", "entry"),
        partial(_post, settings=settings),
        title=answer.text("feed", "title", "label"),
    )


def _post(entry: Fields, settings: SourceSettings) -> Post | None:
    """Return a review; the first entry may be the app itself, which nobody rated."""
    rating = entry.number("im:rating", "label")
    if rating is None:
        return None
    return make_post(
        settings,
        entry.raw,
        native_id=entry.text("id", "label"),
        body=entry.text("content", "label"),
        title=entry.text("title", "label"),
        author=entry.text("author", "name", "label"),
        author_url=entry.text("author", "uri", "label"),
        links=(entry.text("link", "attributes", "href"),),
        about=entry.text("im:version", "label"),
        rating=rating,
        rating_max=STARS,
        published=entry.text("updated", "label"),
        engagement={"votes": entry.text("im:voteCount", "label")},
    )


def _without_page(post: Post) -> Post:
    """Return a review without the page that its number would name: it has none of its own."""
    return replace(post, permalink="", links=(), language="")


def _reviews_of(settings: SourceSettings) -> str:
    """Return the address of the reviews, also where that of the app's page is given."""
    page = _APP.search(urlsplit(settings.url).path)
    return FEED.format(**page.groupdict()) if page else settings.url


def _next_page(url: str) -> Request | None:
    page = _PAGE.search(url)
    if page is None or int(page[1]) >= _PAGES:
        return None
    return Request(f"{url[: page.start()]}/page={int(page[1]) + 1}/{url[page.end() :]}")


def _in_other_form(url: str) -> str:
    place, _slash, form = url.rpartition("/")
    return f"{place}/{_OTHER_FORM.get(form, form)}"


ADAPTER = Adapter(parse, plan)
