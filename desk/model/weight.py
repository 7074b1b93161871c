"""What a team's decisions taught about one word; kept by the store, used by triage."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weight:
    """What a word, or how longer ones begin, adds for a team; or a change to that."""

    token: str
    """Language code, a space, and the word."""
    negative: float = 0.0
    neutral: float = 0.0
    positive: float = 0.0
    slope: float = 0.0
    """Sum of the squared steps' slopes: the longer it learned, the smaller its steps."""
    seen: int = 0
    """In how many decided comments it stood."""

    @property
    def points(self) -> tuple[float, float, float]:
        """The logits it adds for negative, neutral and positive."""
        return self.negative, self.neutral, self.positive

    def plus(self, change: "Weight") -> "Weight":
        """Return the weight after a change."""
        return Weight(
            self.token,
            self.negative + change.negative,
            self.neutral + change.neutral,
            self.positive + change.positive,
            self.slope + change.slope,
            self.seen + change.seen,
        )
