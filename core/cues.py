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

_REMEMBERED = 20_000
"""Of so many different words it is remembered which cues they begin."""

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
    then: str
    """The first of these where it is a whole word: most cues are told apart by it."""


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
                then = rest[0] if rest and rest[0][-1] not in "_*" else ""
                table.setdefault(first.rstrip("*"), []).append(_Cue(name, tuple(rest), then))
        self._lengths = sorted(set(map(len, self._stems)))
        self._starts: dict[str, tuple[_Cue, ...]] = {}
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
            for name, last in _longest(self._start(word.text), words, place).items():
                hits, end = found.setdefault(name, []), words[last].end
                if len(hits) < MOST and not (hits and hits[-1].start < word.end <= hits[-1].end):
                    negated = self._is_negated(folded, words, place, last)
                    hits.append(Hit(word.start, end, negated))
        return found

    def _start(self, word: str) -> tuple[_Cue, ...]:
        """Return the cues that begin at a word; most words of a language come back soon."""
        try:
            return self._starts[word]
        except KeyError:
            if len(self._starts) >= _REMEMBERED:
                self._starts.clear()
        stems = (word[:length] for length in self._lengths if length <= len(word))
        begun = [cue for stem in stems for cue in self._stems.get(stem, ())]
        start = self._starts[word] = (*self._words.get(word, ()), *begun)
        return start

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


def _longest(cues: Sequence[_Cue], words: Sequence[_Word], place: int) -> dict[str, int]:
    """Return by list the last word of the longest cue that begins at a word and goes on."""
    lasts: dict[str, int] = {}
    following = words[place + 1].text if place + 1 < len(words) else ""
    for name, rest, then in cues:
        if then and then != following:
            continue
        last = _follow(words, place, rest)
        if last is not None:
            lasts[name] = max(lasts.get(name, 0), last)
    return lasts


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
