"""What a process remembers of the last answers of sources, so that only changes are read.

It is a cache: whoever starts anew, or finds that another process has polled in between, reads a
whole answer once more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sources.adapter import Listing


@dataclass(slots=True)
class Memory:
    """The last answer of one source."""

    digest: str = ""
    """Hash of its body."""
    listing: Listing = field(default_factory=dict)
    _missing: set[str] = field(default_factory=set)

    def listed(self, digest: str) -> Listing:
        """Return what the answer with this hash listed, nothing where it is another one."""
        return self.listing if digest and digest == self.digest else {}

    def take(self, digest: str, listing: Listing, *, complete: bool) -> list[str]:
        """Remember an answer; return the ids of posts that are missing from it for sure.

        Absence proves little: the oldest fall out of any feed, and some show what is liked best.
        A post is gone when an older one is still listed, in order of time or in a list that grew
        shorter, in two answers one after the other that could be read whole.
        """
        before = {entry.native_id: entry.at for entry in self.listing.values()}
        self.digest, self.listing = digest, listing
        here = {entry.native_id for entry in listing.values()}
        gone = [post for post in self._missing if post not in here]
        times = [entry.at for entry in listing.values() if entry.at]
        in_order = times in (sorted(times), sorted(times, reverse=True))
        self._missing.clear()
        if not times or not complete:
            return []
        if in_order or len(listing) < len(before):
            oldest = min(times)
            self._missing = {p for p, at in before.items() if p not in here and at > oldest}
        return gone

    def same_again(self) -> Iterable[str]:
        """Note that the answer was the same again; return the ids that are gone with that."""
        gone, self._missing = list(self._missing), set()
        return gone
