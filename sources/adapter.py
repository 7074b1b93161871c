"""The contract of an adapter: two pure functions, and the plain data that crosses them.

``plan`` says what to ask, ``parse`` reads one answer (in the worker process, without I/O). A new
kind of source is one module with an ``ADAPTER`` of these and one line in ``sources.registry``;
docs/sources.md shows one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit

from core.clock import SECOND, Instant
from desk.model.post import Post
from desk.store.records import SourceState
from sources.settings import SourceSettings

MAX_POSTS = 500
"""At most so many posts of one poll are taken in: the newest."""

PAGE = 100
"""Posts that one of several answers brings at most, so that none of it need be cut."""

MAX_REQUESTS = 20
"""How many requests a server bears in one poll."""

RAW_LIMIT = 64 * 1024
"""Bytes of a verbatim entry that are kept as evidence."""

JSON: Mapping[str, str] = {"Accept": "application/json, application/xml;q=0.9"}
"""What is asked for where a server has it in several forms."""

POSITION = "position"
"""The key of a source's cursor under which stands how far it has been read."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question, mostly a GET; secrets and validators are added by who sends it."""

    url: str = field(repr=False)
    """``{secret}`` in it stands for the source's secret, as far as it goes to its own origin."""
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = field(default=b"", repr=False)
    """What is posted: only to sign in, and only to the address given."""
    after: Mapping[str, str] = field(default_factory=dict)
    """Of files: from where on to read."""

    @property
    def is_conditional(self) -> bool:
        """Whether a 304 would be an answer to it."""
        return bool(self.headers.keys() & {"If-None-Match", "If-Modified-Since"})


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry that an answer lists, whether it was read again or not."""

    native_id: str
    """By which the desk knows its post."""
    given_id: str = ""
    """Its id as it stands there; several may share one."""
    link: str = ""
    """Its link as it stands there; several may share one."""
    page: str = ""
    """The permalink made of it; several may share that too."""
    at: Instant = 0
    """When it was published; 0 where that is not known."""


Listing = Mapping[str, Listed]
"""Digest of an entry's verbatim bytes to what is remembered of it, in the answer's order."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer that may be read: 200 with a body, or 304 without."""

    url: str = field(repr=False)
    """Where it came from in the end; relative links are resolved against it, ids never."""
    body: bytes = field(default=b"", repr=False)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """By lower-case name."""
    moved: str = field(default="", repr=False)
    """Where permanent redirects lead; empty when there were none."""
    seconds: float = 0.0
    after: Mapping[str, str] = field(default_factory=dict)
    """Of files: from where on it was read."""
    before: Listing = field(default_factory=dict)
    """What the last answer listed: an entry that is the same need not be read again."""

    def said(self, header: str) -> str:
        """Return one of its headers; empty where it was not sent."""
        return self.headers.get(header, "")


def with_query(url: str, name: str, value: str) -> str:
    """Return an address with one value of its query set anew."""
    parts = urlsplit(url)
    query = [(known, said) for known, said in parse_qsl(parts.query) if known != name]
    return parts._replace(query=urlencode([*query, (name, value)], safe="{}")).geturl()


class Warn(StrEnum):
    """What was odd about an answer that could be read all the same."""

    REPAIRED = "repaired"
    """Not well-formed; read as far as it goes."""
    CUT = "cut"
    """More than ``MAX_POSTS`` entries; only the newest were taken."""
    PARTLY = "partly"
    """Some of its entries could not be read; the others were taken."""


@dataclass(frozen=True, slots=True)
class ParseResult:
    """What an answer holds."""

    posts: tuple[Post, ...] = ()
    """Oldest first, as far as the document's order tells; without those that are the same as in
    the last answer."""
    listing: Listing = field(default_factory=dict)
    """What it lists, as ``Response.before`` of the next answer; empty where entries are not told
    apart."""
    deletions: tuple[str, ...] = ()
    """Native ids that the source says are gone; absence is never read as deletion."""
    warnings: frozenset[Warn] = frozenset()
    title: str = ""
    """What the feed calls itself, as it stands there."""
    older: Request | None = None
    """The page before this one: asked for when nothing on this one was known already."""
    then: tuple[Request, ...] = ()
    """What this answer is only an index of: asked for in any case."""
    position: str = ""
    """How far this answer reaches, in the source's own terms: kept for the next plan."""
    wait: int = 0
    """How long the document asks to wait between two polls, in microseconds."""

    @property
    def complete(self) -> bool:
        """Whether the whole document could be read; a repaired or cut one proves no absence."""
        return not self.warnings


def remember(state: SourceState, result: ParseResult) -> SourceState:
    """Remember how far the source has been read."""
    if not result.position:
        return state
    return replace(state, cursor={**state.cursor, POSITION: result.position})


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a server of this kind may be asked: a bucket for each host and port."""

    every: int = 5 * SECOND
    """Microseconds after which one more request may be made."""
    burst: int = 5
    """Requests that may follow each other at once."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How a server is asked for a token in return for an account and its secret."""

    request: Callable[[SourceSettings], Request]
    headers: Callable[[bytes], Mapping[str, str]]
    """Return what to send from then on; raise for an answer without it."""


def newest(settings: SourceSettings, _state: SourceState) -> Sequence[Request]:
    """Ask for what stands at the address of the source: the plan of most kinds."""
    return (Request(settings.url, JSON),)


@dataclass(frozen=True, slots=True)
class Adapter:
    """One kind of source."""

    parse: Callable[[Response, SourceSettings], ParseResult]
    """Read an answer; raise SourceError where it is none, warn of what is odd about it."""
    plan: Callable[[SourceSettings, SourceState], Sequence[Request]] = newest
    """Return what to ask, given what is remembered; validators belong to the first."""
    pace: Pace = Pace()
    headers: Mapping[str, str] = field(default_factory=dict)
    """In which headers the secret is sent: ``{secret}`` and ``{account}`` are filled in."""
    sign_in: SignIn | None = None
    """How the secret is turned into a token, where it is not sent itself."""
    requests: int = MAX_REQUESTS
    """At most so many requests make up one poll, pages and files included."""
