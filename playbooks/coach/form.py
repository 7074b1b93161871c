"""The outer form of a reply: how long it is, and whether the team wrote it before."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from core.personal_data import without_personal_data
from playbooks.coach.finding import Case, Code, Finding
from playbooks.coach.reading import Reading
from playbooks.coach.remarks import remark

LIMITS: Mapping[str, int] = {
    "x": 280,
    "twitter": 280,
    "bluesky": 300,
    "mastodon": 500,
    "instagram": 2200,
    "google": 4096,
    "appstore": 5970,
    "facebook": 8000,
}
"""Characters that a reply may have where a source sets no limit of its own."""
_WEIGHED = frozenset({"x", "twitter", "mastodon"})
"""Platforms that count an address as so many characters, however long it is."""
_LINK = re.compile(r"https?://\S+")
_LINK_WEIGHS = 23
_NEAR = 0.6
_SHINGLE = 3
_FEW_WORDS = 8
"""So short a reply may be the same to everybody."""
_TOKEN = re.compile(r"[^\W\d_]+")


def length(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a reply that is longer than its platform takes."""
    limit = case.limit or LIMITS.get(case.platform, 0)
    count = measure(reading.text, case.platform)
    if limit and count > limit:
        start = min(limit, len(reading.text))
        over = count - limit
        yield remark(Code.LENGTH, start, len(reading.text), over=over, limit=limit)


def measure(text: str, platform: str = "") -> int:
    """Return the length of a reply as people and platforms count it: one for each sign they see."""
    weight = 0
    if platform in _WEIGHED:
        links = len(_LINK.findall(text))
        text, weight = _LINK.sub("", text), links * _LINK_WEIGHS
    joined = False
    for sign in text:
        if sign == "\u200d":
            joined = True
            continue
        part = joined or unicodedata.combining(sign) or sign in "\ufe0e\ufe0f\u20e3"
        part = part or "\U0001f3fb" <= sign <= "\U0001f3ff"
        joined = False
        if not part:
            weight += 2 if platform in {"x", "twitter"} and sign >= "\u1100" else 1
    return weight


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
