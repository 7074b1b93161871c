"""Cuts a feed document into its entries: verbatim bytes, and what feedparser would bend.

feedparser resolves ids against ``xml:base`` and keys elements by the document's own prefixes;
one expat pass reads ids, ratings and references by namespace instead, and yields where each
entry begins and ends.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from sources.dates import read_date
from sources.fault import Fault

TAG_LIMIT = 64 * 1024

_NOT_MARKUP = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_FIRST_ELEMENT = re.compile(rb"<[A-Za-z_]")
_HUGE_TAG = re.compile(rb"<[A-Za-z_:][^<>]{%d}" % TAG_LIMIT)

_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]")

_APP_STORE = "http://itunes.apple.com/rss"
_THREADING = "http://purl.org/syndication/thread/1.0"
_TOMBSTONE = ("http://purl.org/atompub/tombstones/1.0", "deleted-entry")
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_PLAIN = ("", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_WANTED = {
    **{(space, name): "id" for space in _PLAIN for name in ("id", "guid")},
    **{(space, name): "date" for space in _PLAIN for name in ("published", "pubDate", "issued")},
    **{(space, name): "changed" for space in _PLAIN for name in ("updated", "modified")},
    (_DUBLIN_CORE, "date"): "date",
    (_APP_STORE, "rating"): "rating",
    (_APP_STORE, "voteCount"): "votes",
    (_APP_STORE, "version"): "about",
    ("http://purl.org/rss/1.0/modules/slash/", "comments"): "replies",
    ("http://purl.org/atompub/rank/1.0", "rank"): "score",
    ("", "comments"): "comments",
}
_ATTRIBUTES = {
    (_THREADING, "in-reply-to"): ("ref", "reply_to"),
    ("http://search.yahoo.com/mrss/", "statistics"): ("views", "views"),
    ("http://www.w3.org/2005/Atom", "category"): ("label", "about"),
}


@dataclass(slots=True)
class Entry:
    """One entry of a well-formed document, as it stands there."""

    start: int
    end: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    """Raw texts by the names that ``_WANTED`` and ``_ATTRIBUTES`` give them."""


def refusal(body: bytes) -> Fault | None:
    """Say why a document is not given to any parser; None when it may be."""
    if not body.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        return Fault.EMPTY
    markup = _NOT_MARKUP.sub(b"", body.replace(b"\x00", b""))
    first = _FIRST_ELEMENT.search(markup)
    if b"<!ENTITY" in markup[: first.start() if first else len(markup)]:
        return Fault.ENTITIES
    return Fault.HUGE_TAG if _HUGE_TAG.search(markup) else None


class Scanned(NamedTuple):
    """What a well-formed document lists; nothing of one that is not."""

    entries: list[Entry]
    deleted: list[str]
    """Ids of entries that it says are gone (RFC 6721)."""


def scan(body: bytes) -> Scanned:
    """Return what a document lists, in its order."""
    nothing = Scanned([], [])
    if b"\x00" in body:
        return nothing  # UTF-16: well-formed perhaps, but not to be cut by bytes
    scanner = _Scanner(body)
    try:
        scanner.parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError):
        return nothing
    return Scanned(scanner.entries, scanner.deleted)


def newest(entries: list[Entry], limit: int, zone: str) -> list[Entry]:
    """Return at most so many entries, the newest, in document order; undated count as old."""
    if len(entries) <= limit:
        return entries

    def age(entry: Entry) -> int:
        return -(read_date(entry.fields.get("date") or entry.fields.get("changed", ""), zone) or 0)

    kept = sorted(entries, key=age)[:limit]
    return sorted(kept, key=lambda entry: entry.start)


def beginning(body: bytes, limit: int) -> bytes:
    """Return a document that is not well-formed as far as its first entries.

    A parser that mends as it goes takes half a millisecond for each.
    """
    for n, entry in enumerate(_ENTRY.finditer(body)):
        if n == limit:
            return body[: entry.start()]
    return body


def without(body: bytes, entries: list[Entry], kept: list[Entry]) -> bytes:
    """Return the document with only the kept entries in it."""
    keep = {entry.start for entry in kept}
    parts, at = [], 0
    for entry in entries:
        if entry.start not in keep:
            parts.append(body[at : entry.start])
            at = entry.end
    return b"".join((*parts, body[at:]))


class _Scanner:
    """Expat's handlers; entries never nest, so one open entry is enough."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.entries: list[Entry] = []
        self.deleted: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._open: Entry | None = None
        self._depth = 0
        self._wanted = ""
        self._parts: list[str] = []

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self._open is None:
            if local in ("item", "entry"):
                self._open, self._depth = Entry(self.parser.CurrentByteIndex), 0
            elif (space, local) == _TOMBSTONE and "ref" in attributes:
                self.deleted.append(attributes["ref"])
            return
        self._depth += 1
        if told := _ATTRIBUTES.get((space, local)):
            attribute, wanted = told
            if attribute in attributes:
                self._open.fields[wanted] = attributes[attribute]
        if self._depth == 1:
            self._wanted, self._parts = _WANTED.get((space, local), ""), []

    def _end(self, _name: str) -> None:
        if self._open is None:
            return
        if self._depth == 0:
            self._open.end = self._body.index(b">", self.parser.CurrentByteIndex) + 1
            self.entries.append(self._open)
            self._open = None
            return
        if self._depth == 1 and self._wanted:
            self._open.fields.setdefault(self._wanted, "".join(self._parts).strip())
            self._wanted = ""
        self._depth -= 1

    def _text(self, data: str) -> None:
        if self._wanted and self._depth == 1:
            self._parts.append(data)
