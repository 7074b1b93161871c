"""JSON and XML answers of servers, read without trusting their shape."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from core.clock import Instant
from desk.model.post import Post
from sources.adapter import MAX_POSTS, Listed, ParseResult, Request, Warn
from sources.dates import read_date
from sources.entries import refusal
from sources.fault import Fault, SourceError
from sources.html_text import page_title

_GAP = re.compile(r"[\s,]*(?=[^\s,\]])")
"""What stands before a value of a list."""

_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Fields:
    """One JSON object; whatever is missing or of another type reads as nothing."""

    value: Any
    raw: str = field(default="", repr=False)
    """Its verbatim text, where it was cut out of the answer."""

    def get(self, *way: str) -> Any:
        """Return what stands at the end of a way of names."""
        value = self.value
        for name in way:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def text(self, *way: str) -> str:
        """Return a text; numbers as they read, and nothing of anything else."""
        value = self.get(*way)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return str(value) if isinstance(value, str) or is_number else ""

    def number(self, *way: str) -> float | None:
        """Return a number, also where it stands as a text."""
        try:
            value = float(self.text(*way).replace(",", "."))
        except ValueError:
            return None
        return value if abs(value) < 1e12 else None

    def date(self, *way: str) -> Instant | None:
        """Return when a date with its own zone is."""
        return read_date(self.text(*way))

    def part(self, *way: str) -> "Fields":
        """Return an object within."""
        return Fields(self.get(*way))

    def parts(self, *way: str) -> list["Fields"]:
        """Return the objects of a list within; a lone object counts as a list of one."""
        value = self.get(*way)
        found = value if isinstance(value, list) else [value]
        return [Fields(one) for one in found if isinstance(one, dict)]


class Answer(Fields):
    """A whole answer, with the text it was read from."""

    __slots__ = ()

    def entries(self, *way: str) -> list[Fields]:
        """Return the objects of a list, each with its verbatim text, in their order.

        Args:
            way: where it stands; none where the answer is the list.
        """
        objects = self.parts(*way)
        slices = list(_slices(self.raw, way[-1] if way else ""))
        if [value for value, _raw in slices] == [one.value for one in objects]:
            return [Fields(value, raw) for value, raw in slices]
        return [replace(one, raw=json.dumps(one.value, ensure_ascii=False)) for one in objects]


def read_json(body: bytes) -> Answer:
    """Return an answer; raises SourceError where it is none."""
    if not body.strip():
        raise SourceError(Fault.EMPTY)
    try:
        text = body.decode("utf-8-sig")
        return Answer(json.loads(text), text)
    except (ValueError, RecursionError):
        is_page = body.lstrip()[:1] == b"<"
        fault = Fault.NOT_A_FEED if is_page else Fault.UNREADABLE
        raise SourceError(fault, page_title(body) if is_page else "JSON") from None


def collect(
    entries: Iterable[Fields],
    to_post: Callable[[Fields], Post | None],
    *,
    title: str = "",
    older: Request | None = None,
    deletions: Iterable[str] = (),
    tells_absence: bool = False,
) -> ParseResult:
    """Return the posts of a newest-first answer; an entry that cannot be read costs itself only.

    Args:
        entries: as they stand there.
        to_post: reads one; None for what is no comment.
        title: as in ``ParseResult``; likewise ``older`` and ``deletions``.
        tells_absence: whether a post that is missing from its middle was deleted.
    """
    warnings: set[Warn] = set()
    posts: dict[str, Post] = {}
    for entry in entries:
        try:
            post = to_post(entry)
        except (ValueError, TypeError, AttributeError, KeyError, IndexError):
            warnings.add(Warn.PARTLY)
        else:
            if post is not None and (post.body or post.title or post.links or post.rating):
                posts.setdefault(post.native_id, post)
    newest = list(posts.values())[:MAX_POSTS]
    if len(posts) > MAX_POSTS:
        warnings.add(Warn.CUT)
    listing = {p.native_id: Listed(p.native_id, at=p.published_at or 0) for p in newest}
    return ParseResult(
        posts=tuple(reversed(newest)),
        listing=listing if tells_absence else {},
        deletions=tuple(filter(None, deletions)),
        warnings=frozenset(warnings),
        title=title[:200],
        older=older if posts else None,
    )


def _slices(text: str, key: str) -> Iterator[tuple[Any, str]]:
    """Yield the values of the first list under a key, each with its verbatim text.

    The pattern finds no key inside a string: its quotes would be escaped there.
    """
    pattern = rf'"{re.escape(key)}"\s*:\s*\[' if key else r"\s*\["
    start = re.search(pattern, text) if key else re.match(pattern, text)
    at = start.end() if start else len(text)
    while gap := _GAP.match(text, at):
        value, at = _DECODER.raw_decode(text, gap.end())
        yield value, text[gap.end() : at]


def is_xml(body: bytes) -> bool:
    """Tell whether an answer is XML rather than JSON."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def read_xml(body: bytes) -> Element:
    """Return the root of a document; raises SourceError where it might do harm or is none."""
    if fault := refusal(body):
        raise SourceError(fault)
    try:
        return ElementTree.fromstring(body)  # noqa: S314 - refusal lets no entities through
    except (ElementTree.ParseError, ValueError, LookupError):
        raise SourceError(Fault.UNREADABLE, "XML") from None


def verbatim(element: Element) -> str:
    """Return an element as it stood there, but for the names of its namespaces."""
    return ElementTree.tostring(element, encoding="unicode")
