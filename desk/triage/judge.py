"""Judges a comment: language, kind, severity and the reasons, from rating and cue lists.

Every judgement is advice with its reasons; nothing is removed or answered because of it.
"""

from collections.abc import Sequence
from functools import lru_cache

from core.cue_lists import Rules
from core.cues import Cues, Hit
from core.language import identify
from core.vocabulary import Kind, Language
from desk.model.item import Because
from desk.triage.feeling import Feeling, Points, feel, weigh
from desk.triage.learning import Learned
from desk.triage.lexicon import compile_cues
from desk.triage.reading import Reading
from desk.triage.verdict import Verdict

DEFAULT_LANGUAGES = (Language.NL, Language.NB, Language.EN)
STAKES = ("money", "health", "press", "lawyer", "leak")
"""What makes a complaint severe whatever its tone."""
SAFETY = "safety"
HARM = ("threat", "self_harm", "abuse", "slur")
HATE = "hate"

_RATING_WEIGHT = 2.5
_LOW, _HIGH = 0.4, 0.8
"""Up to this share of the highest rating it is a bad one, and from that a good one."""
_TEXT_BESIDE_RATING = 2.0
_STAKE_WEIGHT = 0.5
_WEAK_WEIGHT = 0.4
_WEAK_MOST = 3
_DENIED_COMPLAINT = 0.4
_DENIED_PRAISE = -0.9


class Judge:
    """The desk's triage; lists are read when a language is first met."""

    def __init__(self, rules: Rules | None = None, learned: Learned | None = None) -> None:
        self.learned = learned or Learned()
        self.use(rules or {})

    def use(self, rules: Rules) -> None:
        """Judge by these team rules from now on."""
        self._cues = lru_cache(maxsize=16)(
            lambda spoken, candidates: compile_cues(spoken, candidates, rules)
        )

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
        language, reading = self._read(text, declared, languages)
        judgement = _Judgement(reading, language)
        points = judgement.weigh(_stars(rating, rating_max))
        return judgement.verdict(points, rating is not None, self.learned)

    def cold(
        self,
        text: str,
        language: Language,
        rating: float | None = None,
        rating_max: float | None = None,
    ) -> Points:
        """Return what text and rating say before anything was learned."""
        _, reading = self._read(text, language, ())
        return _Judgement(reading, language).weigh(_stars(rating, rating_max))

    def _read(
        self, text: str, declared: str, languages: Sequence[Language]
    ) -> tuple[Language, Reading]:
        candidates = tuple(languages) or DEFAULT_LANGUAGES
        language = Language(identify(text, candidates, declared))
        spoken = candidates if language is Language.UND else (language,)
        cues: Cues = self._cues(spoken, candidates)
        return language, Reading(text, cues)


def _stars(rating: float | None, rating_max: float | None) -> tuple[float, float] | None:
    """Return a rating with its maximum, the usual one where none is given; None if no rating."""
    if rating is None or not 0 <= rating <= 100:
        return None
    most = rating_max or next(usual for usual in (5.0, 10.0, 100.0) if rating <= usual)
    return (rating, most) if rating <= most else None


class _Judgement:
    """The evidence in one reading, and what follows from it."""

    def __init__(self, reading: Reading, language: Language) -> None:
        self._reading = reading
        self._language = language
        self._because: list[Because] = []
        self._harm = self._find_harm()
        self._negative = self._note("negative")
        self._anger = self._note("anger")
        self._positive = self._note("positive")
        self._stakes = {name for name in (*STAKES, SAFETY) if self._note(name)}

    def weigh(self, stars: tuple[float, float] | None) -> Points:
        """Return the logits of text and rating; a rating weighs over the text."""
        lean = self._lean()
        if stars is not None:
            push = self._weigh_rating(*stars)
            if push * lean < 0 and abs(lean) >= 1:
                self._because.append(Because("mixed"))
            lean = push + max(-_TEXT_BESIDE_RATING, min(_TEXT_BESIDE_RATING, lean))
        return weigh(self._reading.text, lean)

    def verdict(self, points: Points, is_review: bool, learned: Learned) -> Verdict:
        """Name the kind, and how severe it is."""
        taught, words = learned.say(self._reading.text, self._language)
        if words:
            self._because.append(Because("learned", ", ".join(words)[:40]))
        feeling = feel(points, taught)
        arousal = self._arousal() if feeling.polarity == "negative" else ""
        if feeling.polarity == "positive":
            self._stakes.discard(SAFETY)  # "they were on fire tonight"
        kind = self._kind(feeling, is_review)
        self._name_silence()
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

    def _name_silence(self) -> None:
        """Give a reason also where nothing was found."""
        if not self._because:
            code = "no_cue" if self._reading.text.strip() else "no_text"
            self._because.append(Because(code))
        if self._language is Language.UND and self._reading.text.strip():
            self._because.append(Because("no_language"))

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

    def _find_harm(self) -> tuple[str, ...]:
        """Return the harm families, each with the words as a reason."""
        found = {family: self._reading.harm(family) for family in HARM}
        found[HATE] = self._reading.group_hate()
        self._because += [
            Because(f"harm_{family}", self._reading.words(hits))
            for family, hits in found.items()
            if hits
        ]
        return tuple(family for family, hits in found.items() if hits)

    def _lean(self) -> float:
        """Return the signed sum of the text's cues."""
        strong = (
            sum(_DENIED_COMPLAINT if hit.negated else -1.0 for hit in self._negative)
            - len(self._anger)
            - _STAKE_WEIGHT * len(self._stakes)
            + sum(_DENIED_PRAISE if hit.negated else 1.0 for hit in self._positive)
        )
        dark = self._weak("weak_negative", (*self._negative, *self._anger))
        bright = self._weak("weak_positive", self._positive)
        weight = _WEAK_WEIGHT / 2 if "?" in self._reading.text else _WEAK_WEIGHT
        return strong + weight * max(-_WEAK_MOST, min(_WEAK_MOST, bright - dark))

    def _weak(self, name: str, counted: Sequence[Hit]) -> int:
        """Return how many weak cues there are, without denied ones and those counted in full."""
        hits = [
            hit
            for hit in self._reading.find(name)
            if not hit.negated and not any(one.start <= hit.start < one.end for one in counted)
        ]
        if hits and not self._because:
            self._because.append(Because(name, self._reading.words(hits)))
        return len(hits)

    def _weigh_rating(self, rating: float, most: float) -> float:
        share = rating / most
        code, push = ("rating_low", -1) if share <= _LOW else ("rating_high", 1)
        if _LOW < share < _HIGH:
            code, push = "rating_middle", 0
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

    def _kind(self, feeling: Feeling, is_review: bool) -> Kind:
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
        if self._harm or SAFETY in self._stakes:
            return 5
        if kind is Kind.COMPLAINT:
            return 4 if arousal == "high" or self._stakes else 3
        if kind is Kind.QUESTION:
            return 4 if self._stakes - {"money"} else 2
        return 1
