"""The coach's phrases: those of the house by language, and a team's own over them.

A team writes ``coach.toml`` as it writes its triage words: a table for each language, in it lists
with the names of the house's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.cue_lists import SHARED, Rules, house_lists, merge, read_lists
from core.cues import Cues, fold
from core.vocabulary import Language

FOLDER = Path(__file__).parent / "phrases"
WORDS = ("cta", "hollow", "loud", "not_names", "stop", "words")
"""Lists of single words; ``words`` are a team's own, right however they are spelt."""
TOGETHER: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "defensive": (
        ("others", "pleased"),
        ("never", "complaints"),
        ("blame", "ought"),
        ("yourself", "chose"),
        ("cannot", "change"),
        ("staff", "claims"),
        ("busy", "excuse"),
    ),
    "facts": (
        ("evidence", "shows"),
        ("rules", "state"),
        ("you_say", "denial"),
        ("ratio", "clients"),
        ("checked", "contradicts"),
    ),
    "gift_sure": (("amount", "off"),),
    "cliche": (("sympathy", "told"), ("feedback", "valued"), ("clients", "first")),
    "contact": (("contact_begins", "contact_ends"), ("receives", "message")),
}
"""Lists that make a phrase of another list where both stand in one sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The lists of a language, ready to be looked for."""

    cues: Cues
    words: Mapping[str, frozenset[str]]


def read_phrases(path: Path) -> Rules:
    """Return a team's phrases by language; a file that is not there holds none.

    Raises:
        ConfigError: something in it is wrong; it names the file, the line and what to write.
    """
    return read_lists(path, FOLDER, "words")


def compile_phrases(language: Language, rules: Rules) -> Phrases:
    """Return the lists of a language with a team's own; one without any has none."""
    own = rules.get(language, {}), rules.get(SHARED, {})
    lists = merge(house_lists(FOLDER, language), *own)
    words = {name: frozenset(map(fold, lists.pop(name, ()))) for name in WORDS}
    return Phrases(Cues(lists), words)
