"""Finding a team's words in a text: stems, phrases, and what stands negated.

A cue is written as people would: ``kapot`` is a word, ``wacht*`` a stem, ``geld terug`` a phrase,
``weet je _ te vinden`` a phrase with at most two words where the ``_`` stands, ``👎`` a sign.
Case, accents and apostrophes do not matter, and a hyphen is as good as a space.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MOST = 20
"""This many hits of a list are kept: a thousand times the same word is not a thousand reasons."""

_FOLDED_UP_TO = 0x250
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("`"): "'", ord("´"): "'"}
_TOKEN = re.compile(r"\w+(?:'\w+)*")
_CLAUSE_END = re.compile(r"[.,;:!?\n()]")
_TURNS = frozenset({"maar", "but", "men"})
_NEGATED_WITHIN = 3
_BETWEEN = 2
"""How many words an underscore stands for at most."""
_WIDEST_GAP = 12
"""Words further apart than this many characters are no phrase."""


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


class _Word(NamedTuple):
    """A word of a text, without its apostrophes: many leave them out."""

    text: str
    start: int
    end: int


class _Cue(NamedTuple):
    """A cue behind its first word: the list it is of, and the words that must follow."""

    name: str
    rest: tuple[str, ...]


class Cues:
    """Named lists of cues that are looked for together, in one pass over the words of a text."""

    def __init__(self, lists: Mapping[str, Iterable[str]], negations: Iterable[str] = ()) -> None:
        self._words: dict[str, list[_Cue]] = {}
        self._stems: dict[str, list[_Cue]] = {}
        self._signs: dict[str, list[str]] = {}
        self._negations = frozenset(_bare(fold(word)) for word in negations)
        for name, entries in lists.items():
            for entry in filter(None, fold("\n".join(entries)).split("\n")):
                if not entry[0].isalnum():
                    self._signs.setdefault(entry, []).append(name)
                    continue
                first, *rest = _bare(entry).replace("-", " ").split()
                table = self._stems if first[-1] == "*" else self._words
                table.setdefault(first.rstrip("*"), []).append(_Cue(name, tuple(rest)))
        self._lengths = sorted(set(map(len, self._stems)))
        signs = map(re.escape, sorted(self._signs, reverse=True))
        self._sign = re.compile("|".join(signs) or "(?!)")

    def find(self, folded: str) -> dict[str, list[Hit]]:
        """Return by list where its cues stand in a folded text; of two at a place the longer."""
        found: dict[str, list[Hit]] = {}
        for sign in self._sign.finditer(folded):
            for name in self._signs[sign[0]]:
                found.setdefault(name, []).append(Hit(*sign.span()))
        words = [_Word(_bare(word[0]), *word.span()) for word in _TOKEN.finditer(folded)]
        for place, word in enumerate(words):
            for name, last in self._begun(words, place).items():
                hits, end = found.setdefault(name, []), words[last].end
                if len(hits) < MOST and not (hits and hits[-1].start < word.end <= hits[-1].end):
                    negated = self._is_negated(folded, words, place, last)
                    hits.append(Hit(word.start, end, negated))
        return found

    def _begun(self, words: Sequence[_Word], place: int) -> dict[str, int]:
        """Return the last word of the longest cue of each list that begins at a word."""
        word = words[place].text
        cues = list(self._words.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            cues += self._stems.get(word[:length], ())
        lasts: dict[str, int] = {}
        for cue in cues:
            last = _follow(words, place, cue.rest)
            if last is not None:
                lasts[cue.name] = max(lasts.get(cue.name, 0), last)
        return lasts

    def _is_negated(self, folded: str, words: Sequence[_Word], first: int, last: int) -> bool:
        """Whether one of the three words before it, or the one after, says no in its clause.

        A cue that says no itself (``geen reactie``) is not turned around by a second one.
        """
        if any(word.text in self._negations for word in words[first : last + 1]):
            return False
        for before in range(first - 1, max(first - 1 - _NEGATED_WITHIN, -1), -1):
            gap = folded[words[before].end : words[before + 1].start]
            if _CLAUSE_END.search(gap) or words[before].text in _TURNS:
                break
            if words[before].text in self._negations:
                return True
        after = words[last + 1 : last + 2]
        return (
            bool(after)
            and after[0].text in self._negations
            and not _CLAUSE_END.search(folded, words[last].end, after[0].start)
        )


def _follow(words: Sequence[_Word], place: int, rest: Sequence[str]) -> int | None:
    """Return where a cue's last word stands that begins at a word; None if it does not go on."""
    between = 0
    for wanted in rest:
        if wanted == "_":
            between += _BETWEEN
            continue
        for step in range(1, between + 2):
            if _is(wanted, words, place + step):
                place += step
                break
        else:
            return None
        between = 0
    return place


def _is(wanted: str, words: Sequence[_Word], place: int) -> bool:
    """Whether a word is the wanted one, and stands close behind the one before it."""
    if place >= len(words) or words[place].start - words[place - 1].end > _WIDEST_GAP:
        return False
    if wanted[-1] == "*":
        return words[place].text.startswith(wanted[:-1])
    return words[place].text == wanted


def _bare(word: str) -> str:
    return word.replace("'", "")
