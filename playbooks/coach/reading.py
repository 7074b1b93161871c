"""A reply as the checks see it: its words, sentences and phrases, found once for all of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from core.cues import Hit, fold
from core.vocabulary import Language
from playbooks.coach.phrases import TOGETHER, Phrases

_WIDEST = 90
"""Halves further apart than so many characters make no phrase."""
LONGEST = 10_000
"""Characters that are read of a reply."""
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”»’')]*(?=\s)|\n+")
_GOES_ON = re.compile(r"\s*[a-zß-ÿ\d]")
_CLOCK = re.compile(
    r"\b\d{1,2}[.:]\d{2}\b|\b\d{1,2} uur\b|\bkl(?:okk[ae]n?)?\.? \d|\b\d{1,2} ?[ap]\.?m\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"[\"“„«](?=\S)[^\"“”„«»\n]{1,200}[\"”»“]|(?<!\w)['‘](?=\S)[^'‘’\n]{1,200}['’](?!\w)"
)


class Word(NamedTuple):
    """A word of the reply; ``folded`` is without case and accents."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with the phrases in it, by the name of their list."""

    text: str
    start: int
    end: int
    hits: Mapping[str, Sequence[Hit]] = field(default_factory=dict)

    def has(self, *names: str) -> bool:
        """Return whether a phrase of one of these lists stands in it."""
        return any(self.hits.get(name) for name in names)

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip(" \"”»’')").endswith("?")

    @property
    def names_a_time(self) -> bool:
        """Whether it says when."""
        return self.has("time") or _CLOCK.search(self.text) is not None


class Reading:
    """One reply, read with the phrases of its language."""

    def __init__(self, text: str, language: Language, phrases: Phrases) -> None:
        self.text = text[:LONGEST]
        self.language = language
        self.phrases = phrases
        self._folded = fold(self.text)

    def find(self, name: str) -> list[Hit]:
        """Return where a list's phrases stand, those across the end of a sentence left out."""
        return [hit for sentence in self.sentences for hit in sentence.hits.get(name, ())]

    def words_at(self, hit: Hit) -> str:
        """Return the reply's own words at a hit."""
        return self.text[hit.start : hit.end]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words in order."""
        return words_of(self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences in order, each with what was found in it."""
        bounds = list(_sentences(self.text))
        found: list[dict[str, list[Hit]]] = [{} for _bound in bounds]
        for name, hits in self.phrases.cues.find(self._folded).items():
            for hit in hits:
                for place, (start, end) in enumerate(bounds):
                    if start <= hit.start and hit.end <= end:
                        found[place].setdefault(name, []).append(hit)
        for in_sentence in found:
            _put_together(in_sentence)
        return tuple(
            Sentence(self.text[start:end], start, end, hits)
            for (start, end), hits in zip(bounds, found, strict=True)
        )

    @cached_property
    def quotes(self) -> tuple[tuple[int, int], ...]:
        """What stands between quotation marks."""
        return quotes(self.text)


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order."""
    folded = fold(text)
    return tuple(
        Word(match[0], folded[match.start() : match.end()], *match.span())
        for match in _WORD.finditer(text)
    )


def _put_together(hits: dict[str, list[Hit]]) -> None:
    """Add to a sentence's hits those that two lists make together."""
    for name, pairs in TOGETHER.items():
        for lists in pairs:
            if all(one in hits for one in lists):
                parts = [hits[one][0] for one in lists]
                start, end = min(part.start for part in parts), max(part.end for part in parts)
                if end - start <= _WIDEST:
                    hits.setdefault(name, []).append(Hit(start, end))


def within(what: Word | Hit, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether a word or a phrase stands inside one of these stretches."""
    return any(start <= what.start and what.end <= end for start, end in spans)


def quotes(text: str) -> tuple[tuple[int, int], ...]:
    """Return where others are quoted in a text."""
    return tuple(match.span() for match in _QUOTED.finditer(text))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences begin and end; a dot before a small letter or a figure ends none."""
    start = 0
    for end in _END.finditer(text):
        if end[0].startswith(".") and _GOES_ON.match(text, end.end()):
            continue
        if text[start : end.end()].strip():
            yield start, end.end()
            start = end.end()
    if text[start:].strip():
        yield start, len(text)
