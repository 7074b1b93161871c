"""What is set about one source; webcare fills it from the file and resolves the secrets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit, urlunsplit

from core.clock import SECOND
from core.i18n import _

FROM_FILES = ("eml", "jsonl")
"""Kinds that read files of this machine: nothing else may."""

MAX_BYTES = 2 * 1024 * 1024
"""How much of an answer is read, after decompression, unless a source says otherwise."""

MAX_BYTES_LIMIT = 8 * 1024 * 1024
"""The most a source may ask to be read."""

INTERVAL_MAX = 300 * SECOND
"""The longest time between two polls while all is well, unless a source says otherwise."""

SECRET = "{secret}"  # noqa: S105 - the placeholder, not one
"""What stands in an address for a secret that belongs there."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f]")
_TOKEN_LIKE = re.compile(r"[^/]{40,}")
_QUERY_VALUE = re.compile(r"=[^&]*")


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One source: where it is, whose it is, and at what pace it may be asked.

    Raises:
        ValueError: a value no source can have; the sentence says which.
    """

    name: str
    """Its id for ever; identities and states hang on it, never on the address."""
    url: str = field(repr=False)
    kind: str = "feed"
    """Which adapter reads it (``sources.registry``)."""
    title: str = ""
    brand: str = ""
    language: str = ""
    """Language of its comments where the feed declares none."""
    zone: str = "UTC"
    """Zone of dates that come without one."""
    interval_min: int = 60 * SECOND
    """Shortest time between two polls, in microseconds."""
    interval_max: int = INTERVAL_MAX
    """Longest time between two polls while all is well, in microseconds."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Of a file of JSON lines: what its own names for our fields are."""
    own_authors: tuple[str, ...] = ()
    """Names, ids or addresses of our own accounts there."""
    allow_private: bool = False
    """Whether it may live on a private or loopback address, as an intranet forum does."""
    allow_hosts: tuple[str, ...] = ()
    """When set, the only host names a redirect may lead to beside its own."""
    enabled: bool = True
    account: str = ""
    """Whose secret it is, where a server asks for a name with it."""
    secret: str = field(default="", repr=False)
    """What ``{secret}`` in the address stands for, or what its adapter signs in with."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Secrets sent to the configured origin and nowhere else."""
    max_bytes: int = MAX_BYTES

    def __post_init__(self) -> None:
        if problem := address_problem(self.kind, self.url):
            raise ValueError(problem)
        if not 0 < self.interval_min <= self.interval_max:
            raise ValueError(_("the shortest interval must lie between 0 and the longest"))
        if not 0 < self.max_bytes <= MAX_BYTES_LIMIT:
            raise ValueError(_("max_bytes must lie between 1 and 8388608"))

    @property
    def is_local(self) -> bool:
        """Whether it is files of this machine."""
        return self.kind in FROM_FILES


def address_problem(kind: str, url: str) -> str:
    """Say in a few words why an address is none for a kind of source; empty when it is one."""
    return file_problem(url) if kind in FROM_FILES else url_problem(url)


def file_problem(url: str) -> str:
    """Say in a few words why an address names no file; empty when it does."""
    parts = urlsplit(url)
    names_one = parts.scheme == "file" and not parts.netloc and len(parts.path) > 1
    return "" if names_one else _("must name a folder or file: file:///home/…")


def url_problem(url: str) -> str:
    """Say in a few words why an address cannot be polled; empty when it can."""
    if _UNPRINTABLE.search(url) or len(url) > 2048:
        return _("the address holds spaces or control characters, or is too long")
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return _("the address cannot be read")
    if parts.scheme not in _DEFAULT_PORTS:
        return _("only http and https addresses are fetched")
    if not parts.hostname:
        return _("the address names no host")
    if parts.username or parts.password:
        return _("a name or password does not belong in an address: use a secret")
    return ""


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port, the unit that credentials belong to."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)


def host_key(url: str) -> str:
    """Return ``host:port``, the unit that manners are kept for."""
    _scheme, host, port = origin(url)
    return f"{host}:{port}"


def redact(url: str) -> str:
    """Return an address fit for people: no user, no query values, no long path tokens."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    path = _TOKEN_LIKE.sub("…", parts.path)
    query = _QUERY_VALUE.sub("=…", parts.query) if "=" in parts.query else parts.query and "…"
    return urlunsplit(SplitResult(parts.scheme, host + port, path, query, ""))
