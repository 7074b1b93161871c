"""Judges a comment: language, kind, severity and the reasons, from rating and cue lists.

Every judgement is advice with its reasons; nothing is removed or answered because of it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.cues import Hit
from core.language import identify
from core.vocabulary import Kind, Language
from desk.model.item import Because
from desk.triage.lexicon import SHARED, lexicon
from desk.triage.reading import Reading
from desk.triage.verdict import Verdict

DEFAULT_LANGUAGES = (Language.NL, Language.NB, Language.EN)
STAKES = ("money", "health", "press", "lawyer", "leak")
"""What makes a complaint severe whatever its tone."""
HARM = ("threat", "self_harm", "abuse", "slur")
HATE = "hate"

_RATING_WEIGHT = 2.5
_TEXT_BESIDE_RATING = 2.0
_MOST = 3.0
_STAKE_WEIGHT = 0.5
# Bias, signed sum of the cues, their size, a question mark, length in units of 140 characters.
_NEGATIVE = (-0.1, -1.1, 0.4, -0.1, 0.3)
_NEUTRAL = (0.55, 0.0, -1.2, 0.5, -0.3)
_POSITIVE = (-0.3, 1.1, 0.5, -0.5, -0.2)


@dataclass(frozen=True, slots=True)
class _Feeling:
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


class Judge:
    """The desk's triage; lists are read when a language is first met."""

    def __call__(
        self,
        text: str,
        *,
        declared: str = "",
        rating: float | None = None,
        rating_max: float | None = None,
        languages: Sequence[Language] = (),
    ) -> Verdict:
        """Return the verdict on a text; never raises for what the text holds."""
        candidates = tuple(languages) or DEFAULT_LANGUAGES
        language = Language(identify(text, candidates, declared)[0])
        spoken = candidates if language is Language.UND else (language,)
        reading = Reading(text, [lexicon(SHARED), *map(lexicon, spoken)])
        return _Judgement(reading, language, candidates).verdict(_stars(rating, rating_max))


def _stars(rating: float | None, rating_max: float | None) -> tuple[float, float] | None:
    """Return a rating with its maximum, the usual one where none is given; None if no rating."""
    if rating is None or not 0 <= rating <= 100:
        return None
    most = rating_max or next(usual for usual in (5.0, 10.0, 100.0) if rating <= usual)
    return (rating, most) if rating <= most else None


class _Judgement:
    """The evidence in one reading, and what follows from it."""

    def __init__(
        self, reading: Reading, language: Language, candidates: Sequence[Language]
    ) -> None:
        self._reading = reading
        self._language = language
        self._because: list[Because] = []
        self._negative = self._note("negative")
        self._anger = self._note("anger")
        self._positive = self._note("positive")
        self._stakes = {name for name in (*STAKES, "safety") if self._note(name)}
        self._harm = self._find_harm(candidates)

    def verdict(self, stars: tuple[float, float] | None) -> Verdict:
        """Weigh the rating over the text and name the kind."""
        feeling = self._feel(stars)
        arousal = self._arousal() if feeling.polarity == "negative" else ""
        if feeling.polarity == "positive":
            self._stakes.discard("safety")  # "they were on fire tonight"
        kind = self._kind(feeling, stars is not None)
        return Verdict(
            language=self._language,
            kind=kind,
            severity=self._severity(kind, arousal),
            polarity=feeling.polarity,
            p_negative=round(feeling.negative, 3),
            arousal=arousal,
            harm=self._harm,
            because=tuple(self._because),
        )

    def _note(self, name: str) -> list[Hit]:
        """Find a list's cues and keep the words as a reason."""
        hits = self._reading.find(name)
        plain = [hit for hit in hits if not hit.negated]
        negated = [hit for hit in hits if hit.negated]
        if plain:
            self._because.append(Because(name, self._reading.words(plain)))
        if negated and name == "positive":
            self._because.append(Because("negated", self._reading.words(negated)))
        return hits if name in ("negative", "positive") else plain

    def _find_harm(self, candidates: Sequence[Language]) -> tuple[str, ...]:
        """Return the harm families; a threat is looked for in every language."""
        found = {family: self._reading.find(family) for family in HARM}
        found["threat"] = self._reading.find("threat", [lexicon(name) for name in candidates])
        found[HATE] = self._reading.group_hate()
        reasons = [
            Because(f"harm_{family}", self._reading.words(hits))
            for family, hits in found.items()
            if hits
        ]
        self._because[:0] = reasons
        return tuple(family for family, hits in found.items() if hits)

    def _lean(self) -> float:
        """Return the signed sum of the text's cues."""
        return (
            sum(0.4 if hit.negated else -1.0 for hit in self._negative)
            - len(self._anger)
            - _STAKE_WEIGHT * len(self._stakes)
            + sum(-0.9 if hit.negated else 1.0 for hit in self._positive)
        )

    def _feel(self, stars: tuple[float, float] | None) -> _Feeling:
        lean = self._lean()
        if stars is not None:
            push = self._weigh_rating(*stars)
            if push * lean < 0 and abs(lean) >= 1:
                self._because.append(Because("mixed"))
            lean = push + max(-_TEXT_BESIDE_RATING, min(_TEXT_BESIDE_RATING, lean))
        lean = max(-_MOST, min(_MOST, lean))
        text = self._reading.text
        features = (1.0, lean, abs(lean), float("?" in text), min(len(text) / 140, 1.0))
        powers = [
            math.exp(
                sum(weight * feature for weight, feature in zip(weights, features, strict=True))
            )
            for weights in (_NEGATIVE, _NEUTRAL, _POSITIVE)
        ]
        return _Feeling(*(power / sum(powers) for power in powers))

    def _weigh_rating(self, rating: float, most: float) -> float:
        share = rating / most
        if 0.4 < share < 0.8:
            return 0.0
        code, push = ("rating_low", -1) if share <= 0.4 else ("rating_high", 1)
        self._because.insert(0, Because(code, f"{rating:g}/{most:g}"))
        return push * _RATING_WEIGHT

    def _arousal(self) -> str:
        """Return how heated a negative comment is; exclamation marks alone are not anger."""
        if self._reading.shouts:
            self._because.append(Because("shouting"))
        heat = (
            len(self._anger)
            + self._reading.shouts
            + 0.5 * self._reading.is_emphatic
            + len(self._stakes & {"press", "lawyer"})
        )
        return "high" if heat >= 1 else "low"

    def _kind(self, feeling: _Feeling, is_review: bool) -> Kind:
        if self._harm:
            return Kind.HARMFUL
        if self._is_spam():
            return Kind.SPAM
        if self._is_troll(is_review):
            return Kind.TROLL
        if feeling.negative >= 0.5:
            return Kind.COMPLAINT
        if self._reading.asks:
            self._because.append(Because("question"))
            return Kind.QUESTION
        return Kind.PRAISE if feeling.positive >= 0.5 else Kind.OTHER

    def _is_spam(self) -> bool:
        hits = self._reading.find("spam")
        if self._negative or len(hits) + min(self._reading.links, 1) < 2 or not hits:
            return False
        self._because.append(Because("spam", self._reading.words(hits)))
        return True

    def _is_troll(self, is_review: bool) -> bool:
        """Only provocation and nothing that could be answered; a doubt is a complaint."""
        if is_review or self._negative or self._stakes or self._positive or self._reading.asks:
            return False
        hits = self._reading.find("troll")
        if hits:
            self._because.append(Because("troll", self._reading.words(hits)))
        return bool(hits)

    def _severity(self, kind: Kind, arousal: str) -> int:
        if self._harm or "safety" in self._stakes:
            return 5
        if kind is Kind.COMPLAINT:
            return 4 if arousal == "high" or self._stakes else 3
        if kind is Kind.QUESTION:
            return 4 if self._stakes - {"money"} else 2
        return 1
