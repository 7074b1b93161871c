"""What a process remembers of the last answers of sources, so that only changes are read.

It is a cache: whoever starts anew, or finds that another process has polled in between, reads a
whole answer once more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.clock import Instant
from sources.adapter import Listing


@dataclass(slots=True)
class Memory:
    """The last answer of one source."""

    digest: str = ""
    """Hash of its body."""
    listing: Listing = field(default_factory=dict)
    _dates: dict[str, Instant] = field(default_factory=dict)
    _missing: set[str] = field(default_factory=set)

    def listed(self, digest: str) -> Listing:
        """Return what the answer with this hash listed, nothing where it is another one."""
        return self.listing if digest and digest == self.digest else {}

    def take(self, digest: str, listing: Listing, *, complete: bool) -> list[str]:
        """Remember an answer; return the ids of posts that are missing from it for sure.

        Absence proves little: the oldest fall out of any feed, and some show what is liked best.
        A post is gone when an older one is still listed, in two answers one after the other that
        could be read whole. Where time is not the order, one that stood after it must still be
        listed, and the list have grown shorter.
        """
        before, self._dates = self._dates, self._dated(listing)
        here, times = self._dates, [at for at in self._dates.values() if at]
        self.digest, self.listing = digest, listing
        gone = [post for post in self._missing if post not in here]
        self._missing.clear()
        if not times or not complete:
            return []
        if times in (sorted(times), sorted(times, reverse=True)):
            self._missing = {p for p, at in before.items() if p not in here and at > min(times)}
        elif len(here) < len(before):
            last = max((n for n, post in enumerate(before) if post in here), default=0)
            self._missing = {p for n, p in enumerate(before) if p not in here and n < last}
        return gone

    def _dated(self, listing: Listing) -> dict[str, Instant]:
        """Return when each post was published; some servers only say when it was edited."""
        posts = ((entry.native_id, entry.at) for entry in listing.values())
        return {post: min(at, self._dates.get(post, at)) for post, at in posts}

    @property
    def misses_some(self) -> bool:
        """Whether posts are missing that one more answer would prove to be gone."""
        return bool(self._missing)

    def same_again(self) -> Iterable[str]:
        """Note that the answer was the same again; return the ids that are gone with that."""
        gone, self._missing = list(self._missing), set()
        return gone
