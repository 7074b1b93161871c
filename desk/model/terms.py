"""What somebody looks for: words that all must stand in an item, and where they stand in a text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MOST = 16
"""Terms that are looked for; nobody types more, and a pasted page is cut."""
READ = 500
"""Characters that are read of what was typed."""
BEGINS = 2
"""Letters from which on the last word may be the beginning of one."""
BEFORE = 40
"""Characters shown before the place that was found."""
SHOWN = 300
REMEMBERED = 0x2000
"""Letters up to here are those of our languages."""

_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile("[\u0300-\u036f]")
_MARKED = re.compile(f".{_MARK.pattern}+", re.DOTALL)
_PART = re.compile(r'"(?P<quoted>[^"]*)(?P<end>"?)|[^\s"]+')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand one after the other, in small letters without accents."""

    words: tuple[str, ...]
    is_begun: bool = False
    """Whether the last one may go on."""


def read_terms(typed: str) -> tuple[Term, ...]:
    """Return what is looked for; any text is taken, and one without a word gives nothing.

    ``"…"`` holds words together, and so does what stands between them without a space, as in
    ``e-mail``. The last word is taken as the beginning of one, unless a space or ``"`` ends it.
    """
    typed = _MARK.sub("", fold_text(typed[:READ]))
    terms: list[Term] = []
    for part in _PART.finditer(typed):
        words = tuple(_WORD.findall(part["quoted"] or part[0]))
        is_open = part.end() == len(typed) and not part["end"] and not typed[-1].isspace()
        if words:
            terms.append(Term(words, is_open and len(words[-1]) >= BEGINS))
    return tuple(dict.fromkeys(terms))[:MOST]


class _Folds(dict[int, str]):
    """A letter by its code as words are compared: a small one, without accents."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFD", chr(code))
        folded = (apart if _MARKED.fullmatch(apart) else chr(code)).lower()[0]
        if code < REMEMBERED:
            self[code] = folded
        return folded


_FOLDS = _Folds()


def fold_text(text: str) -> str:
    """Return a composed text as words are compared, each character in its old place."""
    return unicodedata.normalize("NFC", text).translate(_FOLDS)


def places(terms: Sequence[Term], text: str) -> list[int]:
    """Return where each term that stands in a text first does."""
    folded = fold_text(text)
    found = (_pattern(term).search(folded) for term in terms)
    return [match.start() for match in found if match]


def excerpt(text: str, place: int) -> str:
    """Return what is to be shown of a text so that a place in it is seen."""
    text = unicodedata.normalize("NFC", text)
    if place <= BEFORE:
        return text[:SHOWN]
    start = place - BEFORE
    start = text.find(" ", start, place) + 1 or start
    return "… " + text[start : start + SHOWN]


def _pattern(term: Term) -> re.Pattern[str]:
    ending = "" if term.is_begun else r"(?![^\W_])"
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(term.words) + ending)
