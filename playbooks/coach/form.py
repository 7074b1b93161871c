"""The outer form of a reply: how long it is, and whether the team wrote it before."""

import re
from collections.abc import Iterator
from functools import lru_cache

from core.personal_data import without_personal_data
from playbooks.coach.finding import Case, Code, Finding, remark
from playbooks.coach.length import limit_of, measure
from playbooks.coach.reading import Reading

_NEAR = 0.6
_SHINGLE = 3
_FEW_WORDS = 8
"""So short a reply may be the same to everybody."""
_TOKEN = re.compile(r"[^\W\d_]+")


def length(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a reply that is longer than its platform takes."""
    limit = limit_of(case.limit, case.platform)
    count = measure(reading.text, case.platform)
    if limit and count > limit:
        start = min(limit, len(reading.text))
        over = count - limit
        yield remark(Code.LENGTH, start, len(reading.text), over=over, limit=limit)


def repeated(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a reply that the team sent nearly the same before, names and numbers aside."""
    ours = _shingles(reading.text)
    if not ours:
        return
    alike = sum(_overlap(ours, _shingles(earlier)) >= _NEAR for earlier in case.earlier)
    if alike:
        yield remark(Code.REPEATED, 0, len(reading.text), n=alike)


@lru_cache(maxsize=512)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _TOKEN.findall(without_personal_data(text).lower())
    if len(_TOKEN.findall(text)) <= _FEW_WORDS:
        return frozenset()
    return frozenset(zip(*(words[n:] for n in range(_SHINGLE)), strict=False))


def _overlap(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
