"""The cue lists: those of the house by language, a team's own over them, and both compiled."""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from core.cue_lists import SHARED, Lists, Rules, merge
from core.cues import Cues

FOLDER = Path(__file__).parent / "cues"
NEGATIONS = "negations"
EVERYWHERE = "threat"
"""The list that is looked for in every language a comment may be in."""


def compile_cues(spoken: Iterable[str], candidates: Iterable[str], rules: Rules) -> Cues:
    """Return the lists of the languages spoken, and of the other candidates their threats."""
    lists: dict[str, list[str]] = {}
    spoken = (SHARED, *spoken)
    for language in (*spoken, *(code for code in candidates if code not in spoken)):
        for name, entries in merge(house_lists(language), rules.get(language, {})).items():
            if language in spoken or name == EVERYWHERE:
                lists.setdefault(name, []).extend(entries)
    negations = lists.pop(NEGATIONS, [])
    return Cues(lists, negations)


@lru_cache(maxsize=8)
def house_lists(language: str) -> Lists:
    """Return the lists that come with the program; a language without any has none."""
    path = FOLDER / f"{language}.toml"
    if not path.is_file():
        return {}
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    families = tables.pop("harm", {})
    lists = {**tables, **families}
    for name, words in _general_words(path.with_suffix(".words")):
        lists[name] = [*lists.get(name, ()), *words]
    return {name: tuple(entries) for name, entries in lists.items()}


def _general_words(path: Path) -> list[tuple[str, list[str]]]:
    """Read a general word list: names in brackets, and the words under each."""
    lists: list[tuple[str, list[str]]] = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        if line.startswith("["):
            lists.append((line.strip("[]"), []))
        elif not line.startswith("#"):
            lists[-1][1].extend(line.split())
    return lists
