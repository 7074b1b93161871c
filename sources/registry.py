"""Which adapter reads which kind of source: one line each."""

from typing import Final

from sources import feed
from sources.adapter import Adapter

ADAPTERS: Final[dict[str, Adapter]] = {
    "feed": feed,
}
