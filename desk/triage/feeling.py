"""How likely a comment is negative, neutral or positive: evidence added up, as probabilities."""

import math
from dataclasses import dataclass

Points = tuple[float, float, float]
"""Logits for negative, neutral and positive."""
NOTHING: Points = (0.0, 0.0, 0.0)

MOST = 3.0
"""How far the sum of the evidence counts, either way."""
# Bias, signed sum of the evidence, its size, a question mark, length in units of 140 characters.
_WEIGHTS = (
    (-0.1, -1.1, 0.4, -0.1, 0.3),
    (0.55, 0.0, -1.2, 0.5, -0.3),
    (-0.3, 1.1, 0.5, -0.5, -0.2),
)


@dataclass(frozen=True, slots=True)
class Feeling:
    """How likely a comment is negative, neutral or positive."""

    negative: float
    neutral: float
    positive: float

    @property
    def polarity(self) -> str:
        """Which of the three it most likely is."""
        if self.negative >= max(self.neutral, self.positive):
            return "negative"
        return "positive" if self.positive > self.neutral else "neutral"


def weigh(text: str, lean: float) -> Points:
    """Return the logits of a text whose evidence leans so far to the bright side."""
    lean = max(-MOST, min(MOST, lean))
    features = (1.0, lean, abs(lean), float("?" in text), min(len(text) / 140, 1.0))
    negative, neutral, positive = (
        sum(weight * feature for weight, feature in zip(weights, features, strict=True))
        for weights in _WEIGHTS
    )
    return negative, neutral, positive


def feel(points: Points, learned: Points = NOTHING) -> Feeling:
    """Return the probabilities of these logits and what a team's decisions add to them."""
    powers = [math.exp(point + more) for point, more in zip(points, learned, strict=True)]
    return Feeling(*(power / sum(powers) for power in powers))
