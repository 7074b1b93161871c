"""Finding a team's words in a text: stems, phrases, and what stands negated.

A cue is written as people would: ``kapot`` is a word, ``wacht*`` a stem, ``geld terug`` a phrase,
``weet je _ te vinden`` a phrase with at most two words where the ``_`` stands, ``👎`` a sign.
Case, accents and apostrophes do not matter, and a hyphen is as good as a space.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

MOST = 20
"""This many hits of a list are kept: a thousand times the same word is not a thousand reasons."""

_FOLDED_UP_TO = 0x250
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("`"): "'", ord("´"): "'"}
_TOKEN = re.compile(r"\w+(?:'\w+)*")
_CLAUSE_END = re.compile(r"[.,;:!?\n()]")
_TURNS = frozenset({"maar", "but", "men"})
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
    """Named lists of cues that are looked for together, in one pass over the words of a text."""

    def __init__(self, lists: Mapping[str, Iterable[str]], negations: Iterable[str] = ()) -> None:
        self._words: dict[str, list[tuple[str, str]]] = {}
        self._stems: dict[str, list[tuple[str, str]]] = {}
        self._negations = frozenset(_bare(fold(word)) for word in negations)
        signs: dict[str, str] = {}
        for name, entries in lists.items():
            for entry in entries:
                first, _, rest = fold(entry).replace("-", " ").strip().partition(" ")
                if not _TOKEN.match(first):
                    signs[entry] = name
                    continue
                table = self._stems if first.endswith("*") else self._words
                table.setdefault(_bare(first.rstrip("*")), []).append((name, rest))
        self._lengths = sorted(set(map(len, self._stems)))
        self._signs = signs
        self._sign = re.compile("|".join(map(re.escape, sorted(signs, reverse=True))) or "(?!)")

    def find(self, folded: str) -> dict[str, list[Hit]]:
        """Return by list where its cues stand in a folded text; of two at a place the longer."""
        found: dict[str, list[Hit]] = {}
        for match in self._sign.finditer(folded):
            found.setdefault(self._signs[match[0]], []).append(Hit(*match.span()))
        tokens = list(_TOKEN.finditer(folded))
        for place, token in enumerate(tokens):
            for name, end in self._ends(folded, token).items():
                hits = found.setdefault(name, [])
                if len(hits) < MOST and not (hits and hits[-1].start < token.end() <= hits[-1].end):
                    hits.append(
                        Hit(token.start(), end, self._is_negated(folded, tokens, place, end))
                    )
        return found

    def _ends(self, folded: str, token: re.Match[str]) -> dict[str, int]:
        """Return where the longest cue of each list that begins at a word ends."""
        word = _bare(token[0])
        begun = list(self._words.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            begun += self._stems.get(word[:length], ())
        ends: dict[str, int] = {}
        for name, rest in begun:
            match = _rest(rest).match(folded, token.end())
            if match:
                ends[name] = max(ends.get(name, 0), match.end())
        return ends

    def _is_negated(
        self, folded: str, tokens: Sequence[re.Match[str]], place: int, end: int
    ) -> bool:
        """Whether one of the three words before it, or the one after, says no in its clause.

        A cue that says no itself (``geen reactie``) is not turned around by a second one.
        """
        if any(map(self._says_no, _TOKEN.findall(folded, tokens[place].start(), end))):
            return False
        for before in range(place - 1, max(place - 1 - _NEGATED_WITHIN, -1), -1):
            gap = folded[tokens[before].end() : tokens[before + 1].start()]
            if _CLAUSE_END.search(gap) or tokens[before][0] in _TURNS:
                break
            if self._says_no(tokens[before][0]):
                return True
        after = _TOKEN.search(folded, end)
        return (
            after is not None
            and self._says_no(after[0])
            and not _CLAUSE_END.search(folded, end, after.start())
        )

    def _says_no(self, word: str) -> bool:
        return _bare(word) in self._negations


def _bare(word: str) -> str:
    """Return a word without its apostrophes: many leave them out."""
    return word.replace("'", "")


@lru_cache(maxsize=8192)
def _rest(words: str) -> re.Pattern[str]:
    """Return the pattern of what follows the first word of a phrase, up to the phrase's end."""
    pattern = ""
    for word in words.split():
        if word == "_":
            pattern += r"(?:\W{1,3}\w{1,30}){0,2}?"
        else:
            more = r"\w{0,30}" if word.endswith("*") else ""
            pattern += r" {0,9}\W{1,3}" + re.escape(word.rstrip("*")).replace("'", "'?") + more
    return re.compile(pattern + r"(?!\w)" if pattern else "")
