"""Spelling, by hunspell and the dictionaries of the system; where either is missing, nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from core.cues import fold
from core.vocabulary import Language
from playbooks.coach.finding import Case, Code, Finding, remark
from playbooks.coach.reading import Reading, Word

FOLDERS = tuple(
    Path(folder)
    for folder in ("/usr/share/hunspell", "/usr/local/share/hunspell", "/usr/share/myspell/dicts")
)
"""Where Linux systems keep dictionaries."""
NAMES: Mapping[Language, tuple[str, ...]] = {
    Language.NL: ("nl_NL", "nl"),
    Language.NB: ("nb_NO", "nb"),
    Language.EN: ("en_GB", "en_US"),
}
_SKIPPED = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\S+\.\w{2,}/?\S*|[@#^/]\w+")
_MOST = 3
"""Words that are told of; more would hide the other remarks."""
_SHORTEST = 3
_LETTERS = "etnaoirsldkgmvpuhjbfcwyzåøæéx"
_PART = 5
"""Fewer letters are no part of a compound."""


class Speller:
    """Knows which words are in no dictionary; the dictionaries are read when first needed."""

    def __init__(self, folders: Sequence[Path] = FOLDERS) -> None:
        self._folders = folders
        self._dictionaries = cache(self._load)
        self._near = lru_cache(maxsize=4096)(self._suggest)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages whose spelling is known here."""
        return tuple(language for language in NAMES if self._dictionaries(language))

    def check(self, reading: Reading, case: Case) -> Iterator[Finding]:
        """Tell of words that are misspelt: none that are names, the customer's, or half typed."""
        if not self._dictionaries(reading.language):
            return
        theirs = {fold(word) for word in re.findall(r"[\w'’-]+", case.comment)}
        known = theirs | reading.phrases.words["words"]
        skipped = [match.span() for match in _SKIPPED.finditer(reading.text)]
        misspelt = (
            (word, near)
            for word in reading.words
            if word.folded not in known
            and _is_plain(word, reading, skipped)
            and (near := self._near(word.text.replace("’", "'"), reading.language))
        )
        for word, near in islice(misspelt, _MOST):
            yield remark(Code.SPELLING, word.start, word.end, mend=near, words=word.text, near=near)

    def _suggest(self, word: str, language: Language) -> str | None:
        """Return what was probably meant by a word, None for one that is right.

        Dictionaries lag behind: what consists of two long words is right, and so is what is
        further than one slip of a finger from any other word.
        """
        own = self._dictionaries(language)
        every = (*own, *(self._dictionaries(Language.EN) if language is not Language.EN else ()))

        def knows(part: str) -> bool:
            return any(one.spell(part) for one in every)

        if knows(word) or ("-" in word and all(map(knows, word.split("-")))):
            return None
        if any(knows(word[:at]) and knows(word[at:]) for at in range(_PART, len(word) - _PART + 1)):
            return None
        return next((near for near in _slips(word) if own[0].spell(near)), None)

    def _load(self, language: Language) -> tuple[Any, ...]:
        """Return the dictionaries of a language that are installed."""
        try:
            from hunspell import Hunspell
        except ImportError:
            return ()
        found: dict[Path, Any] = {}
        for name in NAMES.get(language, ()):
            for folder in self._folders:
                path = folder / f"{name}.dic"
                if path.is_file() and path.resolve() not in found:
                    found[path.resolve()] = Hunspell(name, hunspell_data_dir=str(folder))
        return tuple(found.values())


def _slips(word: str) -> Iterator[str]:
    """Yield what a word becomes when one slip is undone: swapped, doubled, wrong, left out."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    yield from (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    yield from (left + right[1:] for left, right in cuts if right)
    yield from (left + sign + right[1:] for left, right in cuts if right for sign in _LETTERS)
    yield from (left + sign + right for left, right in cuts for sign in _LETTERS)


def _is_plain(word: Word, reading: Reading, skipped: Sequence[tuple[int, int]]) -> bool:
    """Whether a word is one that a dictionary would hold, and typed to its end."""
    letters = word.text.replace("'", "").replace("’", "").replace("-", "")
    return (
        len(letters) >= _SHORTEST
        and letters.isalpha()
        and not (
            reading.language is Language.NB and "oe" in letters
        )  # Debian's dictionary has none of them
        and word.text[0].islower()
        and word.end < len(reading.text)
        and not any(start <= word.start < end for start, end in skipped)
    )
