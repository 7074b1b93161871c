"""The cue lists of one language, read from TOML and compiled when first needed."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.cues import Cues, Hit

_CUES = Path(__file__).parent / "cues"
SHARED = "any"
"""The name of the lists that are the same in every language."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Cue lists by name: negative, anger, positive, question, stakes, spam and harm families."""

    lists: dict[str, Cues]

    def find(self, name: str, folded: str) -> list[Hit]:
        """Return where the cues of a list stand; none if the language lacks the list."""
        cues = self.lists.get(name)
        return cues.find(folded) if cues else []


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """Return the lists of a language, empty if there are none."""
    path = _CUES / f"{language}.toml"
    if not path.is_file():
        return Lexicon({})
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    negations = tables.pop("negations", [])
    families = tables.pop("harm", {})
    entries = {**tables, **families}
    return Lexicon({name: Cues(words, negations) for name, words in entries.items()})
