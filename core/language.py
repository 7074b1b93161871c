"""Which of the desk's languages a comment is written in.

Groups of one to four letters, and the most frequent words whole, each say something for every
language; what they say adds up. The table is ``core/data/languages.tsv``, read when a first text
is asked about.
"""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

UNDETERMINED = "und"
READ = 1000
"""How many characters are read; more would not change the answer."""
MARGIN = 0.2
"""Below this distance in probability between the first and the second, it is not known."""
TABLE = Path(__file__).parent / "data" / "languages.tsv"
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
LONGEST_GROUP = 4

_KNOWN = ("nl", "nb", "en")
_DECLARED = 3.0
"""What a feed's or a thread's own word is worth, in logits; a clear text outweighs it."""
_FOREIGN = 4.0
"""This many more words of another language than of ours, and the text is in none of ours."""
_NOISE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+")
_ALIASES = {"no": "nb", "nn": "nb"}


def identify(text: str, candidates: Sequence[str] = _KNOWN, declared: str = "") -> str:
    """Return the language of a text.

    ``declared`` is what a feed or a thread says of itself: it decides where the text does not, for
    feeds are often wrong. Without either the language is ``und``, as is a text in a language that
    is none of the desk's.
    """
    words = WORD.findall(_NOISE.sub(" ", text[:READ]).lower().replace("’", "'"))
    points = [_weigh(word) for word in words]
    hint = normal_code(declared)
    scores = {
        code: _DECLARED * (code == hint) + sum(point[column] for point in points)
        for column, code in enumerate(_KNOWN)
        if code in candidates
    }
    if not scores or not (points or hint in scores):
        return UNDETERMINED
    best = max(scores, key=scores.__getitem__)
    if sum(min(1.0, point[-1] - max(point[:-1])) for point in points) > _FOREIGN:
        return UNDETERMINED
    return best if _lead(sorted(scores.values(), reverse=True)) >= MARGIN else UNDETERMINED


def normal_code(tag: str) -> str:
    """Return the desk's code of a language tag: ``nl-NL`` is nl, ``no`` and ``nn`` are nb."""
    code = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
    return _ALIASES.get(code, code)


def groups(word: str) -> list[str]:
    """Return the groups of letters in a word, and the word itself, with its edges as ``_``."""
    edged = f"_{word}_"
    lengths = range(2, min(LONGEST_GROUP, len(edged)) + 1)
    parts = [edged[i : i + n] for n in lengths for i in range(len(edged) - n + 1)]
    return [*word, *parts] if len(edged) <= LONGEST_GROUP else [*word, *parts, edged]


def _lead(scores: Sequence[float]) -> float:
    """Return the distance in probability between the first score and the second."""
    powers = [math.exp(max(score - scores[0], -50)) for score in scores]
    return (powers[0] - sum(powers[1:2])) / sum(powers)


@lru_cache(maxsize=8192)
def _weigh(word: str) -> tuple[float, ...]:
    """Return what a word says for each known language, and last for any other, in logits."""
    table = _table()
    said = [table[group] for group in groups(word[:60]) if group in table]
    return tuple(sum(column) / 10 for column in zip(*said, strict=True)) or (0.0,) * 4


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[int, ...]]:
    """Read what each group says, in tenths of a logit."""
    table = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            group, _, points = line.partition("\t")
            table[group] = tuple(map(int, points.split()))
    return table
