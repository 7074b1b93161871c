"""How long an item usually takes: by kind and size at first, then by the team's own log.

Each estimate leans on a wider one until it has seen enough of its own: source and length on
source, source on kind and size, kind and size on the figures given here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from core.clock import MINUTE, SECOND
from core.vocabulary import Kind, Size

USUAL: Mapping[Kind, int] = {
    Kind.HARMFUL: 5 * MINUTE,
    Kind.COMPLAINT: 7 * MINUTE,
    Kind.QUESTION: 4 * MINUTE,
    Kind.PRAISE: 2 * MINUTE,
    Kind.TROLL: 3 * MINUTE,
    Kind.OTHER: 3 * MINUTE,
    Kind.SPAM: MINUTE,
}
HOT = 8 * MINUTE
"""A complaint of severity 4 or 5."""
SIZES: Mapping[Size, float] = {Size.QUICK: 0.45, Size.NORMAL: 1.0, Size.LONG: 1.7}
LEAN = 10
"""A wider estimate weighs as much as this many answers of one's own."""
SHORTEST, LONGEST = 20 * SECOND, 60 * MINUTE
"""Beyond these it was not work at the item: a slip, or a lunch with the item in hand."""
LONG_TEXT = 400
"""Characters from which a comment counts as a long text."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of an item before it is worked on."""

    kind: Kind
    severity: int = 1
    size: Size = Size.NORMAL
    source: str = ""
    length: int = 0
    """Characters of the comment."""

    @property
    def is_hot(self) -> bool:
        """Whether it is a complaint that weighs more."""
        return self.kind is Kind.COMPLAINT and self.severity >= 4

    @property
    def usual(self) -> float:
        """Return the time given here for its kind and size."""
        return (HOT if self.is_hot else USUAL[self.kind]) * SIZES[self.size]

    @property
    def keys(self) -> Iterator[tuple[object, ...]]:
        """Yield under what it is learned, the widest first."""
        wide = (self.kind, self.is_hot, self.size)
        yield wide
        yield (*wide, self.source)
        yield (*wide, self.source, self.length >= LONG_TEXT)


@dataclass(slots=True)
class Minutes:
    """What a team's answers took."""

    _sums: Counter[tuple[object, ...]] = field(default_factory=Counter)
    _counts: Counter[tuple[object, ...]] = field(default_factory=Counter)

    def learn(self, log: Iterable[tuple[Traits, int]], times: int = 1) -> None:
        """Take in answers with the time each took; -1 ``times`` takes them out again."""
        for traits, took in log:
            for key in traits.keys:
                self._sums[key] += times * min(max(took, SHORTEST), LONGEST)
                self._counts[key] += times

    def expected(self, traits: Traits) -> int:
        """Return how long an item like this usually takes."""
        estimate = traits.usual
        for key in traits.keys:
            estimate = (LEAN * estimate + self._sums[key]) / (LEAN + self._counts[key])
        return round(estimate)
