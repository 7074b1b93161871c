"""JSON Feed 1 and 1.1, which the feed adapter reads beside RSS and Atom."""

from functools import partial

from desk.model.post import Post
from sources.adapter import ParseResult, Request, Response
from sources.answers import Fields, collect, read_json
from sources.fault import Fault, SourceError
from sources.html_text import Extract, extract
from sources.making import make_post, web_address
from sources.settings import SourceSettings

_VERSION = "https://jsonfeed.org/version/"


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read a JSON Feed document."""
    document = read_json(response.body)
    if not document.text("version").startswith(_VERSION):
        raise SourceError(Fault.NOT_A_FEED, "JSON")
    language = document.text("language")
    next_page = web_address(document.text("next_url"), response.url)
    return collect(
        document.entries("items"),
        partial(_post, base=response.url, language=language, settings=settings),
        title=document.text("title"),
        older=Request(next_page) if next_page else None,
    )


def _post(item: Fields, base: str, language: str, settings: SourceSettings) -> Post:
    html = item.text("content_html")
    words = extract(html) if html else Extract(item.text("content_text") or item.text("summary"))
    author = next(iter(item.parts("authors")), item.part("author"))
    return make_post(
        settings,
        item.raw,
        base=base,
        native_id=item.text("id") or item.text("url"),
        body=words.text,
        title=item.text("title"),
        author=author.text("name"),
        author_url=author.text("url"),
        permalink=item.text("url"),
        links=(
            *words.links,
            item.text("external_url"),
            item.text("image"),
            *(attachment.text("url") for attachment in item.parts("attachments")),
        ),
        language=item.text("language") or language,
        published=item.text("date_published"),
        edited=item.date("date_modified"),
    )
