"""App Store reviews of one app in one country: up to ten pages of fifty, as JSON or XML.

The two forms fail at different times, and an empty one is more often a throttle than an app
without reviews: so the other form is tried once.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from desk.model.post import Post
from desk.store.records import SourceState
from sources.adapter import Adapter, Meta, ParseResult, Request
from sources.fault import Fault, SourceError
from sources.html_text import page_title
from sources.json_answer import Fields, collect, read_json
from sources.making import make_post
from sources.settings import SourceSettings
from sources.xml_answer import is_xml, read_xml, verbatim

STARS = 5
_ATOM = "{http://www.w3.org/2005/Atom}"
_APP_STORE = "{http://itunes.apple.com/rss}"
_PAGES = 10
FEED = (
    "https://itunes.apple.com/{country}/rss/customerreviews/page=1/id={app}/sortby=mostrecent/json"
)
_APP = re.compile(r"/(?P<country>[a-z]{2})/app/(?:[^/]+/)?id(?P<app>\d{1,20})", re.ASCII)
_PAGE = re.compile(r"/page=(\d{1,2})/", re.ASCII)
_FORM = re.compile(r"/(json|xml)\Z")


def reviews_of(url: str) -> str:
    """Return the address of the reviews of an app whose page is given; empty for another page."""
    page = _APP.search(urlsplit(url).path)
    return FEED.format(**page.groupdict()) if page else ""


def plan(settings: SourceSettings, state: SourceState) -> Sequence[Request]:
    """Ask for the newest page; every other time after a failure, in the other form."""
    url = reviews_of(settings.url) or settings.url
    return (Request(_other_form(url) if state.fail_count % 2 else url),)


def parse(body: bytes, meta: Meta, settings: SourceSettings) -> ParseResult:
    """Read a page in either form."""
    result = _read_xml(body, settings) if is_xml(body) else _read_json(body, settings)
    if result.posts:
        return replace(result, older=_next_page(meta.url))
    asked = reviews_of(settings.url) or settings.url
    is_first_try = _FORM.search(meta.url) and _form(meta.url) == _form(asked)
    return replace(result, then=(Request(_other_form(meta.url)),)) if is_first_try else result


def _read_json(body: bytes, settings: SourceSettings) -> ParseResult:
    answer = read_json(body)
    if not isinstance(answer.get("feed"), dict):
        raise SourceError(Fault.NOT_A_FEED, "JSON")
    return collect(
        answer.entries("feed", "entry"),
        partial(_post, settings=settings),
        title=answer.text("feed", "title", "label"),
    )


def _read_xml(body: bytes, settings: SourceSettings) -> ParseResult:
    """Read the XML form as if it were JSON: the same fields under almost the same names."""
    root = read_xml(body)
    if root.tag != f"{_ATOM}feed":
        raise SourceError(Fault.NOT_A_FEED, page_title(body))
    return collect(
        (Fields(_as_json(entry), verbatim(entry)) for entry in root.iterfind(f"{_ATOM}entry")),
        partial(_post, settings=settings),
        title=root.findtext(f"{_ATOM}title") or "",
    )


def _as_json(entry: Element) -> dict[str, object]:
    fields: dict[str, object] = {}
    for child in entry:
        name = child.tag.replace(_ATOM, "").replace(_APP_STORE, "im:")
        if len(child):
            fields[name] = _as_json(child)
        else:
            fields.setdefault(name, {"label": child.text or "", "attributes": child.attrib})
    return fields


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


def _next_page(url: str) -> Request | None:
    page = _PAGE.search(url)
    if page is None or int(page[1]) >= _PAGES:
        return None
    return Request(f"{url[: page.start()]}/page={int(page[1]) + 1}/{url[page.end() :]}")


def _form(url: str) -> str:
    form = _FORM.search(url)
    return form[1] if form else ""


def _other_form(url: str) -> str:
    other = "xml" if _form(url) == "json" else "json"
    return _FORM.sub(f"/{other}", url)


ADAPTER = Adapter(parse, plan)
