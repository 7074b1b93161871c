"""What a team's decisions teach: a few logits per word, capped, without personal data.

Each confirmed or overruled kind moves the weights of the comment's words a little (softmax
regression by AdaGrad on top of what the cues say). All of it counts only as far as it has proved
better than the cues alone, on decisions it had not learned from yet. Harm is never learned.
"""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from core.cues import fold
from core.personal_data import without_personal_data
from core.vocabulary import Kind, Language
from desk.model.weight import Weight
from desk.triage.feeling import NOTHING, Feeling, Points, feel

MOST = 2.5
"""How many logits a team's decisions add at most: they shift a rating, they don't silence it."""
LEAST_SEEN = 3
"""A word counts once it stood in this many decided comments."""
COMMON = 10
"""A word that stands in more than one of so many comments tells them apart by chance only."""
KEPT = 10_000
"""How many words a team's table holds; the least seen go first."""
TRUST = 800
"""From so many decisions on, what was learned counts half: what few taught is mostly chance."""
SURE = 1.5
"""How many standard errors of what was gained are no proof of a gain."""

_RATE = 0.2
_READ = 1000
_PREFIX = 5
_SHOWN = 3
_MIX = "*"
"""Stands in every comment: counts the decisions of a language, and learns their mix of kinds so
that no word has to."""
_PROOF = "+"
"""Stands in every comment: sums up in its logit for negative how much likelier the decisions had
become by what was learned before them, and in its slope the squares of that."""
DECISIONS = tuple(f"{language} {_MIX}" for language in Language)
_EVERYWHERE = {f"{language} {token}" for language in Language for token in (_MIX, _PROOF)}
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
        self.weights = {weight.token: weight for weight in weights}
        """What is known, by token."""

    @property
    def words(self) -> list[Weight]:
        """The words, those that tell most first."""
        words = (word for word in self.weights.values() if word.token not in _EVERYWHERE)
        return sorted(words, key=lambda word: (-abs(word.negative), word.token))

    @property
    def decisions(self) -> int:
        """From how many decisions this was learned."""
        return sum(self.weights[token].seen for token in DECISIONS if token in self.weights)

    def add(self, changes: Iterable[Weight]) -> None:
        """Take in what one more decision taught."""
        for change in changes:
            known = self.weights.get(change.token)
            self.weights[change.token] = known.plus(change) if known else change

    def say(self, text: str, language: Language) -> tuple[Points, tuple[str, ...]]:
        """Return what is added for a comment, and the words that move its being negative most."""
        trust = self.trust(language)
        if not trust:
            return NOTHING, ()
        counting = _counting(self.weights, tokens_of(text, language))
        telling = sorted(counting, key=lambda weight: -abs(weight.negative))
        words = tuple(weight.token.partition(" ")[2] for weight in telling[:_SHOWN])
        return _capped(counting, trust), words

    def counts(self, word: Weight) -> bool:
        """Return whether a word counts by now."""
        language = Language(word.token.partition(" ")[0])
        alone = (f"{language} {_MIX}", f"{language} {_PROOF}", word.token)
        return self.trust(language) > 0 and bool(_counting(self.weights, alone))

    def trust(self, language: Language) -> float:
        """Return the share to which words count: by how many decisions taught, and how surely."""
        mix, proof = (self.weights.get(f"{language} {token}") for token in (_MIX, _PROOF))
        if mix is None or proof is None or proof.negative <= 0:
            return 0.0
        return _trust(mix) * max(0.0, 1 - SURE * math.sqrt(proof.slope) / proof.negative)


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
    mix, proof, *words = (weights.get(token) or Weight(token) for token in tokens)
    counting = _counting(weights, tokens)
    told = feel(cold, _capped(counting, _trust(mix)))
    gain = _likelihood(told, kind) - _likelihood(feel(cold), kind)
    feeling = feel(cold, _capped([mix, *counting]))
    likely = (feeling.negative, feeling.neutral, feeling.positive)
    errors = [share - (place == _CLASS_OF[kind]) for place, share in enumerate(likely)]
    slope = sum(error * error for error in errors)
    changes = [Weight(proof.token, negative=gain, slope=gain * gain, seen=1)]
    for weight in (mix, *words):
        step = -_RATE / math.sqrt(1 + weight.slope + slope)
        negative, neutral, positive = (step * error for error in errors)
        changes.append(Weight(weight.token, negative, neutral, positive, slope, 1))
    return changes


def tokens_of(text: str, language: Language, names: Collection[str] = ()) -> list[str]:
    """Return the words of a comment that may be kept, and how the longer ones begin.

    Addresses, handles, numbers and whatever is written like a name may be personal data: they are
    dropped before anything is kept, as are the ``names`` given.
    """
    plain = without_personal_data(text[:_READ])
    hidden = set(_WORD.findall(fold(" ".join(names))))
    words = [word for word in _WORD.findall(fold(plain)) if word not in hidden]
    beginnings = [f"{word[:_PREFIX]}…" for word in words if len(word) > _PREFIX]
    return [f"{language} {token}" for token in dict.fromkeys([_MIX, _PROOF, *words, *beginnings])]


def _counting(weights: Mapping[str, Weight], tokens: Sequence[str]) -> list[Weight]:
    """Return the weights of those words of a comment that are neither rare nor common."""
    mix, _proof, *words = (weights.get(token) for token in tokens)
    most = mix.seen / COMMON if mix else 0
    return [word for word in words if word and LEAST_SEEN <= word.seen <= most]


def _trust(mix: Weight) -> float:
    """Return the share to which words count that so many decisions taught."""
    return mix.seen / (mix.seen + TRUST)


def _likelihood(feeling: Feeling, kind: Kind) -> float:
    """Return the logarithm of how likely a feeling made it that a kind is negative, or is not."""
    return math.log(feeling.negative if _CLASS_OF[kind] == 0 else 1 - feeling.negative)


def _capped(weights: Sequence[Weight], trust: float = 1.0) -> Points:
    negative, neutral, positive = (
        max(-MOST, min(MOST, trust * sum(column)))
        for column in zip(NOTHING, *(weight.points for weight in weights), strict=True)
    )
    return negative, neutral, positive
