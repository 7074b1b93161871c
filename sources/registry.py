"""Which adapter reads which kind of source: one line each."""

from importlib import import_module
from typing import Final

from sources.adapter import Adapter

KINDS: Final[dict[str, str]] = {
    "feed": "sources.feed",
}
"""Kind to the module whose ``ADAPTER`` reads it; imported when a source of it is asked."""


def adapter_for(kind: str) -> Adapter:
    """Return the adapter for a kind of source."""
    adapter: Adapter = import_module(KINDS[kind]).ADAPTER
    return adapter
