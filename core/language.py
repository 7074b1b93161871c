"""Which of the desk's languages a comment is written in.

Small words decide; spellings of longer words help where a text is short. Nothing is learned and
nothing is fetched: the tables are ``core/data/languages.toml``.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

UNDETERMINED = "und"
READ = 1000
"""How many characters are read; more would not change the answer."""
MARGIN = 0.12
"""Below this share of the evidence between the first and the second, it is not known."""

_TABLES = Path(__file__).parent / "data" / "languages.toml"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NOISE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+")
_SPELLING = 0.35
_ALIASES = {"no": "nb", "nn": "nb"}


def identify(
    text: str, candidates: Sequence[str] = ("nl", "nb", "en"), declared: str = ""
) -> tuple[str, float]:
    """Return the language of a text and the margin by which it leads, 0 to 1.

    ``declared`` is what a feed says of itself: it decides where the text does not, for feeds are
    often wrong. Without either the language is ``und``.
    """
    scores = dict.fromkeys(candidates, 0.0)
    for word in _WORD.findall(_NOISE.sub(" ", text[:READ])):
        for language, points in _weigh(word.lower().replace("’", "'")):
            if language in scores:
                scores[language] += points
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    best, lead = ranked[0] if ranked else (UNDETERMINED, 0.0)
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    margin = (lead - second) / (lead + second) if lead else 0.0
    if margin >= MARGIN:
        return best, margin
    hint = normal_code(declared)
    return (hint if hint in scores else UNDETERMINED), margin


def normal_code(tag: str) -> str:
    """Return the desk's code of a language tag: ``nl-NL`` is nl, ``no`` and ``nn`` are nb."""
    code = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
    return _ALIASES.get(code, code)


@lru_cache(maxsize=8192)
def _weigh(word: str) -> tuple[tuple[str, float], ...]:
    """Return the points a word gives to each language."""
    words, spellings = _tables()
    points = dict(words.get(word, ()))
    if len(word) > 3:
        for language, spelling in spellings.items():
            if hits := len(spelling.findall(word)):
                points[language] = points.get(language, 0.0) + _SPELLING * min(hits, 3)
    return tuple(points.items())


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, dict[str, float]], dict[str, re.Pattern[str]]]:
    """Read the tables: points by word and language, and a pattern of spellings by language."""
    tables = tomllib.loads(_TABLES.read_text(encoding="utf-8"))
    lists = {language: set(table["words"].split()) for language, table in tables.items()}
    words: dict[str, dict[str, float]] = {}
    for word in set().union(*lists.values()):
        known = [language for language, listed in lists.items() if word in listed]
        words[word] = dict.fromkeys(known, 1 / len(known) ** 2)
    spellings = {
        language: re.compile(
            "|".join(
                [f"^{part}" for part in table["starts"].split()]
                + [f"{part}$" for part in table["ends"].split()]
                + table["holds"].split()
            )
        )
        for language, table in tables.items()
    }
    return words, spellings
