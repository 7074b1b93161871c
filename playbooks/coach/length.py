"""How long a reply is, as people and platforms count it."""

import re
import unicodedata
from collections.abc import Mapping

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


def limit_of(limit: int, platform: str) -> int:
    """Return what a source takes: what was set for it, else what its platform is known to take."""
    return limit or LIMITS.get(platform, 0)


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
