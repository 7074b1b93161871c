"""What a team's decisions teach: a few logits per word, capped, without personal data.

Each confirmed or overruled kind moves the weights of the comment's words a little (softmax
regression by AdaGrad on top of what the cues say). Harm is never learned.
"""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from core.cues import fold
from core.vocabulary import Kind, Language
from desk.model.weight import Weight
from desk.triage.feeling import NOTHING, Points, feel

MOST = 2.5
"""How many logits a team's decisions add at most: they shift a rating, they don't silence it."""
LEAST_SEEN = 3
"""A word counts once it stood in this many decided comments."""
KEPT = 10_000
"""How many words a team's table holds; the least seen go first."""

TRUST = 800
"""From so many decisions on, what was learned counts half: what few taught is mostly chance."""

_RATE = 0.2
_READ = 1000
_PREFIX = 5
_SHOWN = 3
_DECISION = "*"
"""Stands in every comment: it only counts the decisions of a language."""
DECISIONS = tuple(f"{language} {_DECISION}" for language in Language)
_PERSONAL = re.compile(r"\S*(?:://|www\.|@|\d)\S*")
_LIKE_A_NAME = re.compile(r"\b[^\W\d_a-zß-ÿ]\w*[a-zß-ÿ]\w*")
_WORD = re.compile(r"[^\W\d_]{2,}|[?!]")
_CLASS_OF = {
    Kind.COMPLAINT: 0,
    Kind.HARMFUL: 0,
    Kind.TROLL: 0,
    Kind.QUESTION: 1,
    Kind.OTHER: 1,
    Kind.SPAM: 1,
    Kind.PRAISE: 2,
}


class Learned:
    """A team's weights, as they were read."""

    def __init__(self, weights: Iterable[Weight] = ()) -> None:
        self._weights = {weight.token: weight for weight in weights}

    @property
    def decisions(self) -> int:
        """From how many decisions this was learned."""
        return sum(self._weights[token].seen for token in DECISIONS if token in self._weights)

    def add(self, changes: Iterable[Weight]) -> None:
        """Take in what one more decision taught."""
        for change in changes:
            known = self._weights.get(change.token)
            self._weights[change.token] = known.plus(change) if known else change

    def say(self, text: str, language: Language) -> tuple[Points, tuple[str, ...]]:
        """Return what is added for a comment, and the words that move its being negative most."""
        if not self._weights:
            return NOTHING, ()
        known = [
            weight
            for token in tokens_of(text, language)
            if (weight := self._weights.get(token)) and weight.seen >= LEAST_SEEN
        ]
        telling = sorted(known, key=lambda weight: -abs(weight.negative))
        words = [weight.token.partition(" ")[2] for weight in telling]
        trust = self.decisions / (self.decisions + TRUST)
        return _capped(known, trust), tuple(word for word in words if word != _DECISION)[:_SHOWN]


def teach(
    weights: Mapping[str, Weight], tokens: Sequence[str], cold: Points, kind: Kind
) -> list[Weight]:
    """Return how a decision changes the weights of a comment's words.

    Args:
        weights: what the words' weights are now.
        tokens: the words.
        cold: what the comment's cues said by themselves.
        kind: what an agent says it is.
    """
    known = [weights.get(token) or Weight(token) for token in tokens]
    feeling = feel(cold, _capped(known))
    likely = (feeling.negative, feeling.neutral, feeling.positive)
    errors = [share - (place == _CLASS_OF[kind]) for place, share in enumerate(likely)]
    slope = sum(error * error for error in errors)
    changes = []
    for weight in known:
        step = -_RATE / math.sqrt(1 + weight.slope + slope)
        negative, neutral, positive = (step * error for error in errors)
        changes.append(
            Weight(weight.token, seen=1)
            if weight.token in DECISIONS
            else Weight(weight.token, negative, neutral, positive, slope, 1)
        )
    return changes


def tokens_of(text: str, language: Language, names: Collection[str] = ()) -> list[str]:
    """Return the words of a comment that may be kept, and how the longer ones begin.

    Addresses, handles, numbers and whatever is written like a name may be personal data: they are
    dropped before anything is kept, as are the ``names`` given.
    """
    plain = _LIKE_A_NAME.sub(" ", _PERSONAL.sub(" ", text[:_READ]))
    hidden = set(_WORD.findall(fold(" ".join(names))))
    words = [word for word in _WORD.findall(fold(plain)) if word not in hidden]
    beginnings = [f"{word[:_PREFIX]}…" for word in words if len(word) > _PREFIX]
    return [f"{language} {token}" for token in dict.fromkeys([_DECISION, *words, *beginnings])]


def _capped(weights: Sequence[Weight], trust: float = 1.0) -> Points:
    negative, neutral, positive = (
        max(-MOST, min(MOST, trust * sum(column)))
        for column in zip(NOTHING, *(weight.points for weight in weights), strict=True)
    )
    return negative, neutral, positive
