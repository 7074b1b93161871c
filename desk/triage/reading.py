"""A comment as the cue lists see it: hits, links, shouting, and the words to show for them."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property

from core.cues import Hit, fold
from desk.triage.lexicon import Lexicon

_HEAD, _TAIL = 3000, 1000
_DETAIL = 40
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_EMPHASIS = re.compile(r"!!|\?!|!\?|([^\W\d_])\1{3,}")
_TOGETHER = 25
"""A group and a derogation this many characters apart are read as one statement."""


class Reading:
    """One comment, read with the lists of its language."""

    def __init__(self, text: str, lexicons: Sequence[Lexicon]) -> None:
        if len(text) > _HEAD + _TAIL:
            text = f"{text[:_HEAD]} … {text[-_TAIL:]}"
        self.text = unicodedata.normalize("NFC", text)
        self._folded = fold(self.text)
        self._lexicons = lexicons

    def find(self, name: str, lexicons: Sequence[Lexicon] | None = None) -> list[Hit]:
        """Return where a list's cues stand, each place once."""
        hits = [
            hit for words in lexicons or self._lexicons for hit in words.find(name, self._folded)
        ]
        return list(dict.fromkeys(hits))

    def words(self, hits: Sequence[Hit]) -> str:
        """Return the customer's own words at the hits, at most 40 characters."""
        shown = ", ".join(dict.fromkeys(self.text[hit.start : hit.end] for hit in hits))
        return shown if len(shown) <= _DETAIL else shown[: _DETAIL - 1] + "…"

    def group_hate(self) -> list[Hit]:
        """Return derogations that stand right beside a group of people."""
        groups = self.find("groups")
        return [
            hit
            for hit in (self.find("derogation") if groups else ())
            if not hit.negated
            and any(
                -_TOGETHER < max(hit.start - group.end, group.start - hit.end) <= _TOGETHER
                for group in groups
            )
        ]

    @cached_property
    def links(self) -> int:
        """How many addresses the comment holds."""
        return len(_LINK.findall(self.text))

    @cached_property
    def shouts(self) -> bool:
        """Whether at least a fifth of its words, and three of them, are in capitals."""
        words = _LETTERS.findall(self.text)
        capitals: int = sum(word.isupper() for word in words)
        return capitals >= 3 and capitals * 5 >= len(words)

    @cached_property
    def is_emphatic(self) -> bool:
        """Whether it has doubled exclamation marks or drawn-out words."""
        return _EMPHASIS.search(self.text) is not None

    @cached_property
    def asks(self) -> bool:
        """Whether it asks something, with or without a question mark."""
        return "?" in self.text or bool(self.find("question"))
