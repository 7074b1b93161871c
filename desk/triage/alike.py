"""Which comments are about the same thing: enough of them at once are a storm."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from core.cues import fold

STEM = 6
"""A word counts by its first letters: ``storing`` and ``storingen`` are one."""
SHARED = 2
"""Telling words that two comments must share at least."""
PART = 0.25
"""And what part of the shorter one's telling words."""
_WORD = re.compile(r"[^\W\d_]{3,}")
K = TypeVar("K")


@cache
def _common() -> frozenset[str]:
    text = (Path(__file__).parent / "common.txt").read_text(encoding="utf-8")
    return frozenset(_stems(text))


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in _WORD.findall(fold(text))}


def telling(text: str) -> frozenset[str]:
    """Return the stems of a text that say what it is about."""
    return frozenset(_stems(text) - _common())


def storm(texts: Mapping[K, str], seeds: Iterable[K], least: int) -> frozenset[K]:
    """Return the texts that are about the same as a seed, where there are at least so many.

    Args:
        texts: what may belong together, seeds included.
        seeds: the new ones, around which a storm may gather.
        least: how many make one.
    """
    stems = {key: telling(text) for key, text in texts.items()}
    where: dict[str, list[K]] = defaultdict(list)
    for key, found in stems.items():
        for stem in found:
            where[stem].append(key)
    gathered: set[K] = set()
    for seed in seeds:
        if seed in stems and seed not in gathered:
            alike = _alike(seed, stems, where)
            gathered |= alike if len(alike) >= least else set()
    return frozenset(gathered)


def _alike(seed: K, stems: Mapping[K, frozenset[str]], where: Mapping[str, list[K]]) -> set[K]:
    shared: dict[K, int] = defaultdict(int)
    for stem in stems[seed]:
        for key in where[stem]:
            shared[key] += 1
    own = len(stems[seed])
    return {
        key
        for key, count in shared.items()
        if count >= SHARED and count >= PART * min(own, len(stems[key]))
    }
