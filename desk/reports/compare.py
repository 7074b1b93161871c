"""What changed between two texts, word by word."""

import re
from collections.abc import Sequence
from typing import NamedTuple

LONGEST = 20_000
"""Characters of each text that are compared: as much as a screen shows of one."""
MARKED = {" ": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
"""How words that went and came are told from those that stayed, without colour."""
_WORDS = re.compile(r"(?:\w+|[^\w\s])\s*|\s+")


class Words(NamedTuple):
    """A stretch of a text; the sign says whether it stayed (" "), went ("-") or came ("+")."""

    sign: str
    text: str

    @property
    def marked(self) -> str:
        """Return the words with their marks, for lines without colour."""
        bare = self.text.rstrip()
        return (bare and MARKED[self.sign].format(bare)) + self.text[len(bare) :]


def compare(before: str, after: str) -> list[Words]:
    """Return both texts as one, what went before what came; white space alone is no change."""
    from difflib import SequenceMatcher  # the first frame waits for nothing of this

    old, new = (_WORDS.findall(text[:LONGEST]) for text in (before, after))
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    found: list[Words] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, came = "".join(old[i1:i2]), "".join(new[j1:j2])
        if kind == "equal":
            apart = " " if i2 < len(old) and gone[-1:].isspace() and not came[-1:].isspace() else ""
            found.append(Words(" ", came + apart))
        else:
            found += [Words(sign, text) for sign, text in (("-", gone), ("+", came)) if text]
    return found


def shortened(found: Sequence[Words], keep: int = 80) -> list[Words]:
    """Return a comparison with the middle of long stretches that stayed left out."""

    def short(words: Words) -> Words:
        text = words.text
        if words.sign != " " or len(text) <= 3 * keep:
            return words
        return Words(" ", f"{text[:keep].rstrip()} […] {text[-keep:].lstrip()}")

    return [short(words) for words in found]
