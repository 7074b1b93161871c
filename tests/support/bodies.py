"""Recorded bodies: what servers' own templates send, with invented people in them."""

from pathlib import Path

from sources.adapter import ParseResult, Response
from sources.registry import adapter_for
from sources.settings import SourceSettings

BODIES = Path(__file__).parents[1] / "sources" / "bodies"


def body(name: str) -> bytes:
    """Return a recorded body."""
    return (BODIES / name).read_bytes()


def read(
    name: str | bytes,
    kind: str = "feed",
    url: str = "https://voorbeeld.nl/feed",
    *,
    link: str = "",
    settings: SourceSettings | None = None,
) -> ParseResult:
    """Return what a kind of source makes of a recorded body."""
    settings = settings or SourceSettings("s", url, kind)
    sent = name if isinstance(name, bytes) else body(name)
    return adapter_for(kind).parse(Response(url, sent, headers={"link": link}), settings)
