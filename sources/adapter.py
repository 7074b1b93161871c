"""The contract of an adapter: three pure functions, and the plain data that crosses them.

``plan`` says what to ask, ``parse`` reads the answer (in the worker process, without I/O),
``cursor`` says what to remember for the next time. A new kind of source is one module with
these three and one line in ``sources.registry``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from desk.model.post import Post
from desk.store.records import SourceState
from sources.fault import Fault
from sources.settings import SourceSettings

MAX_POSTS = 500
"""At most so many posts of one answer are taken in: the newest."""

RAW_LIMIT = 64 * 1024
"""Bytes of a verbatim entry that are kept as evidence."""


@dataclass(frozen=True, slots=True)
class Request:
    """One GET; credentials are added by the fetcher, per origin."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_conditional(self) -> bool:
        """Whether a 304 would be an answer to it."""
        return bool(self.headers.keys() & {"If-None-Match", "If-Modified-Since"})


@dataclass(frozen=True, slots=True)
class Meta:
    """What the answer said about itself."""

    url: str = field(repr=False)
    """Where it came from in the end; relative links are resolved against it, ids never."""
    content_type: str = ""


class Warn(StrEnum):
    """What was odd about an answer that could be read all the same."""

    REPAIRED = "repaired"
    """Not well-formed; read as far as it goes."""
    CUT = "cut"
    """More than ``MAX_POSTS`` entries; only the newest were taken."""


@dataclass(frozen=True, slots=True)
class ParseResult:
    """What an answer holds."""

    posts: tuple[Post, ...] = ()
    """Oldest first, as far as the document's order tells."""
    deletions: tuple[str, ...] = ()
    """Native ids that the source says are gone; absence is never read as deletion."""
    complete: bool = True
    """Whether the whole document could be read; a repaired or cut one proves no absence."""
    warnings: tuple[Warn, ...] = ()
    version: str = ""
    title: str = ""
    """What the feed calls itself, as it stands there."""
    fault: Fault | None = None
    """Set when the document cannot be read at all."""
    detail: str = ""
    """Beside a fault: what was found instead."""


class Adapter(Protocol):
    """One kind of source; a module with these three functions is one."""

    def plan(self, settings: SourceSettings, state: SourceState) -> Request:
        """Return what to ask, given what is remembered."""
        ...

    def parse(self, body: bytes, meta: Meta, settings: SourceSettings) -> ParseResult:
        """Read an answer; what is wrong with it goes into ``fault`` or ``warnings``."""
        ...

    def cursor(self, state: SourceState, result: ParseResult) -> SourceState:
        """Return what to remember beside validators and hashes."""
        ...
