"""A comment as the cue lists see it: hits, links, shouting, and the words to show for them."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property

from core.cues import Cues, Hit, fold

_HEAD, _TAIL = 3000, 1000
_DETAIL = 40
_LINK = re.compile(r"https?://|www\.|\b(?:bit\.ly|t\.me|wa\.me|tinyurl\.com)/", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_EMPHASIS = re.compile(r"!!|\?!|!\?|([^\W\d_])\1{3,}")
_QUOTED = re.compile(r"[\"“„«](?=\S)[^\"“”„«»]{2,300}[\"”»“]")
_TOGETHER = 30
"""A group and a derogation this many characters apart are read as one statement."""
_SPACED = re.compile(r"(?<!\w)\w(?:[ .*_-]\w(?!\w)){2,}")
_MIXED = re.compile(r"(?<![\w@#])[a-z0-9$][a-z0-9$@!]{0,30}[a-z0-9$](?!\w)")
_FIGURED = re.compile(r"[a-z][0-9$@!]|[0-9$@!][a-z]")
"""Whether any word can be mixed at all: most comments have none."""
_LETTER_OF = str.maketrans("013457$@!", "oieastsai")


class Reading:
    """One comment, read with the lists of its language."""

    def __init__(self, text: str, cues: Cues) -> None:
        if len(text) > _HEAD + _TAIL:
            text = f"{text[:_HEAD]} … {text[-_TAIL:]}"
        self.text = unicodedata.normalize("NFC", text)
        self._cues = cues
        self._folded = fold(self.text)
        self._hits = cues.find(self._folded)

    def find(self, name: str) -> list[Hit]:
        """Return where a list's cues stand."""
        return self._hits.get(name, [])

    def harm(self, family: str) -> list[Hit]:
        """Return where a harm list's cues stand, also disguised ones; not what is only quoted.

        Only a threat counts also where the comment tells of what others say.
        """
        if family != "threat" and self.find("reported"):
            return []
        hits = [*self.find(family), *self._disguised.get(family, ())]
        return [
            hit
            for hit in dict.fromkeys(hits)
            if not any(start <= hit.start and hit.end <= end for start, end in self._quotes)
        ]

    def group_hate(self) -> list[Hit]:
        """Return derogations that stand right beside a group of people."""
        groups = self.harm("groups")
        return [
            hit
            for hit in (self.harm("derogation") if groups else ())
            if not hit.negated
            and any(
                -_TOGETHER < max(hit.start - group.end, group.start - hit.end) <= _TOGETHER
                for group in groups
            )
        ]

    def words(self, hits: Sequence[Hit]) -> str:
        """Return the customer's own words at the hits, at most 40 characters."""
        shown = ", ".join(dict.fromkeys(self.text[hit.start : hit.end] for hit in hits))
        return shown if len(shown) <= _DETAIL else shown[: _DETAIL - 1] + "…"

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

    @cached_property
    def _quotes(self) -> list[tuple[int, int]]:
        return [match.span() for match in _QUOTED.finditer(self.text)]

    @cached_property
    def _disguised(self) -> dict[str, list[Hit]]:
        """Return the hits in the text with l3tters and s p a c e s put right, place for place."""
        plain = self._folded
        if _FIGURED.search(plain):
            plain = _MIXED.sub(_read_figures, plain)
        plain = _SPACED.sub(_close_up, plain)
        return {} if plain == self._folded else self._cues.find(plain)


def _read_figures(word: re.Match[str]) -> str:
    """Return a word with its figures read as letters; a number stays one."""
    return word[0].translate(_LETTER_OF) if re.search("[a-z]", word[0]) else word[0]


def _close_up(spaced: re.Match[str]) -> str:
    """Return the letters of a spaced word in one, filled up to its length."""
    return re.sub(r"[ .*_-]", "", spaced[0]).ljust(len(spaced[0]))
