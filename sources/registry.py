"""Which adapter reads which kind of source: one line each."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sources.adapter import Adapter

KINDS: Final[dict[str, str]] = {
    "feed": "sources.feed",
    "appstore": "sources.adapters.app_store",
    "bluesky": "sources.adapters.bluesky",
    "discourse": "sources.adapters.discourse",
    "eml": "sources.adapters.mail",
    "jsonl": "sources.adapters.json_lines",
    "kiyoh": "sources.adapters.kiyoh",
    "mastodon": "sources.adapters.mastodon",
    "reddit": "sources.adapters.reddit",
}
"""Kind to the module whose ``ADAPTER`` reads it; imported when a source of it is asked."""


def adapter_for(kind: str) -> "Adapter":
    """Return the adapter for a kind of source."""
    adapter: Adapter = import_module(KINDS[kind]).ADAPTER
    return adapter
