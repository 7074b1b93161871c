"""Pictures of the pages that comments stand on; sources know how to take them."""

from dataclasses import dataclass
from typing import Protocol

from core.errors import WebcareError


class PageUnseenError(WebcareError):
    """A page of which no picture could be taken; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it looked."""

    png: bytes
    url: str
    """Where it stood in the end, after redirects."""
    status: int
    """What its server answered; 0 where that is not known."""


class PageCamera(Protocol):
    """Takes pictures of pages, one at a time, under the guard that holds for their sources."""

    def lacking(self) -> str:
        """Return why no picture can be taken here, at once and in a sentence; empty if one can."""
        ...

    async def photograph(self, source: str, url: str) -> Picture:
        """Return what a page of a source looks like now; raises PageUnseenError."""
        ...
