"""Finding a team's words in a text: stems, phrases, and what stands negated.

A cue is written as people would: ``kapot`` is a word, ``wacht*`` a stem, ``geld terug`` a phrase,
``weet je _ te vinden`` a phrase with at most two words where the ``_`` stands. Case and accents
do not matter.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_FOLDED_UP_TO = 0x250
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("`"): "'", ord("´"): "'"}
_CLAUSE_END = re.compile(r"[.,;:!?\n()]|\b(?:maar|but|men)\b")
_NEGATED_WITHIN = 3


def _fold_letter(code: int) -> str:
    lower = chr(code).lower()
    base = unicodedata.normalize("NFKD", lower)[0]
    return base if base.isalpha() else lower[0]


_FOLDS = {
    code: _fold_letter(code)
    for code in (*range(0x41, 0x5B), *range(0xC0, _FOLDED_UP_TO))
    if chr(code).isalpha()
} | _QUOTES


def fold(text: str) -> str:
    """Return the text in lower case without accents, each character in its old place."""
    return text.translate(_FOLDS)


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a cue was found in the folded text."""

    start: int
    end: int
    negated: bool = False


class Cues:
    """A list of cues as one pattern."""

    def __init__(self, entries: Iterable[str], negations: Iterable[str] = ()) -> None:
        self._pattern = _compile(entries)
        self._negation = _compile(negations)

    def find(self, folded: str, most: int = 20) -> list[Hit]:
        """Return where the cues stand in a folded text, the first ``most`` of them."""
        hits: list[Hit] = []
        for match in self._pattern.finditer(folded):
            hits.append(Hit(*match.span(), negated=self._is_negated(folded, match)))
            if len(hits) == most:
                break
        return hits

    def _is_negated(self, folded: str, match: re.Match[str]) -> bool:
        """Whether one of the three words before, in the same clause, says no.

        A cue that says no itself (``geen reactie``) is not turned around by a second one.
        """
        if self._negation.search(match[0]):
            return False
        clause = _CLAUSE_END.split(folded[max(0, match.start() - 60) : match.start()])[-1]
        return self._negation.search(" ".join(clause.split()[-_NEGATED_WITHIN:])) is not None


def _compile(entries: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for all entries, the longest first; an empty list never matches."""
    folded = sorted({fold(entry) for entry in entries}, key=lambda entry: (-len(entry), entry))
    if not folded:
        return re.compile(r"(?!)")
    return re.compile(r"(?<!\w)(?:" + "|".join(map(_phrase, folded)) + r")(?!\w)")


def _phrase(entry: str) -> str:
    pattern = ""
    for word in entry.split():
        if word == "_":
            pattern += r"(?:\W{1,3}\w{1,30}){0,2}?"
            continue
        between = r"\W{1,3}" if pattern else ""
        stem = re.escape(word.rstrip("*"))
        pattern += between + stem + (r"\w{0,30}" if word.endswith("*") else "")
    return pattern
