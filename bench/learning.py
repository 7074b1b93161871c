"""What learning from decisions adds to triage, and whether it ever falls below cold start.

Comments are decided one by one in many random orders, each judged before it is learned from. Two
rankings of the same comments are compared with the standard error of their difference, for a
difference smaller than that is one of the comments at hand (DeLong, Biometrics 1988).
"""

import math
import random
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bench.result import Result
from core.vocabulary import Kind, Language
from desk.triage.feeling import Points, feel
from desk.triage.judge import Judge
from desk.triage.learning import Learned, teach, tokens_of
from tests.support.triage_sets import NEGATIVE

STREAM, ORDERS, QUARTERS, EVERY = 800, 24, 4, 50
MEAN_LIMIT = 0.2
"""Points by which the mean of a quarter over all orders may fall below cold start by chance."""
WORST_LIMIT = 2.0
"""Standard errors by which the worst point of any order may fall below cold start by chance."""
BELOW_LIMIT = 0.5
"""Points by which it may in any case."""


class Decided(NamedTuple):
    """A comment with what its words say cold, and the kind an agent decides on."""

    text: str
    language: Language
    cold: Points
    kind: Kind


class Score(NamedTuple):
    """How negative a comment was held to be."""

    negative: bool
    """Whether it is."""
    cold: float
    warm: float


class Gap(NamedTuple):
    """By how much learned scores rank better than cold ones."""

    cold: float
    gain: float
    error: float

    @property
    def below(self) -> float:
        """By how many of its standard errors it lies below cold start."""
        return -self.gain / self.error if self.error else 0.0


@dataclass(frozen=True, slots=True)
class Played:
    """One order of a stream."""

    scores: list[Score] = field(default_factory=list)
    """Of each comment, before it was learned from."""
    apart: list[Gap] = field(default_factory=list)
    """On the comments that are no part of the stream, at every stop on the way."""

    def gap(self, start: int, end: int) -> Gap:
        """Return what a stretch of the stream gained."""
        return gap(self.scores[start:end])


def learning(name: str, rows: Sequence[Decided]) -> Iterator[Result]:
    """Judge and then learn, comment by comment, in many orders; against judging cold."""
    length = min(STREAM, len(rows))
    played = [
        play(random.Random(seed).sample(rows, len(rows)), length)  # noqa: S311
        for seed in range(ORDERS)
    ]
    edges = list(pairwise(range(0, length + 1, length // QUARTERS)))
    quarters = [[one.gap(start, end) for one in played] for start, end in edges]
    yield worst(f"{name}, any quarter of {length}", [one for gaps in quarters for one in gaps])
    along = [one.gap(0, end) for one in played for end in range(EVERY, length + 1, EVERY)]
    yield worst(f"{name}, all up to every {EVERY}th", along)
    apart = [one for order in played for one in order.apart]
    if not apart:
        return
    for number, gaps in enumerate(quarters, 1):
        yield told(f"{name}, quarter {number} of {length}, mean", gaps, MEAN_LIMIT)
    yield worst(f"{name}, comments apart at every {EVERY}th", apart)
    lowest = -100 * min(one.gain for one in apart)
    yield Result(f"{name}, the same in points", "", "", lowest, BELOW_LIMIT, "points")
    ends = [order.apart[-1] for order in played]
    yield told(f"{name}, comments apart after {length}, mean", ends, 0)


def told(what: str, gaps: Sequence[Gap], limit: float) -> Result:
    """Return the mean gain of all orders, as what is missing to cold start."""
    cold = statistics.fmean(one.cold for one in gaps)
    gain = statistics.fmean(one.gain for one in gaps)
    return Result(what, f"{cold + gain:.3f}", f"{cold:.3f}", -100 * gain, limit, "points")


def worst(what: str, gaps: Sequence[Gap]) -> Result:
    """Return the lowest of the gains by their standard errors."""
    lowest = max(gaps, key=lambda one: one.below)
    warm, cold = (f"{rank:.4f}" for rank in (lowest.cold + lowest.gain, lowest.cold))
    return Result(f"{what}, worst of {ORDERS} orders", warm, cold, lowest.below, WORST_LIMIT, "se")


def play(rows: Sequence[Decided], length: int) -> Played:
    """Decide on the first so many comments one by one; the others stay apart."""
    learned = Learned()
    played = Played()
    rest = rows[length:]
    for number, row in enumerate(rows[:length], 1):
        played.scores.append(score(row, learned))
        tokens = tokens_of(row.text, row.language)
        learned.add(teach(learned.weights, tokens, row.cold, row.kind))
        if rest and number % EVERY == 0:
            played.apart.append(gap([score(one, learned) for one in rest]))
    return played


def score(row: Decided, learned: Learned) -> Score:
    """Judge a comment cold and with what was learned."""
    taught, _words = learned.say(row.text, row.language)
    return Score(row.kind in NEGATIVE, feel(row.cold).negative, feel(row.cold, taught).negative)


def gap(scores: Sequence[Score]) -> Gap:
    """Return by how much better the warm scores rank the negative ones first."""
    above = [one for one in scores if one.negative]
    below = [one for one in scores if not one.negative]
    cold = _beaten([one.cold for one in above], [one.cold for one in below])
    warm = _beaten([one.warm for one in above], [one.warm for one in below])
    gained = [high - low for high, low in zip(warm, cold, strict=True)]
    lost = [
        high - low
        for high, low in zip(
            _beaten([-one.warm for one in below], [-one.warm for one in above]),
            _beaten([-one.cold for one in below], [-one.cold for one in above]),
            strict=True,
        )
    ]
    spread = statistics.variance(gained) / len(gained) + statistics.variance(lost) / len(lost)
    return Gap(statistics.fmean(cold), statistics.fmean(gained), math.sqrt(spread))


def _beaten(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Return for each of ours the share of theirs that lies below it; a draw counts half."""
    ranked = sorted(theirs)
    return [
        (bisect_left(ranked, one) + bisect_right(ranked, one)) / 2 / len(ranked) for one in ours
    ]


def decided(rows: Sequence[tuple[str, Kind]], language: Language) -> list[Decided]:
    """Return comments with what a judge says of them before anything was learned."""
    judge = Judge()
    return [Decided(text, language, judge.cold(text, language), kind) for text, kind in rows]
