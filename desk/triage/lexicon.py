"""The cue lists of triage: those of the house, a team's own over them, and both compiled."""

from collections.abc import Iterable
from pathlib import Path

from core.cue_lists import SHARED, Rules, house_lists, merge, read_lists
from core.cues import Cues

FOLDER = Path(__file__).parent / "cues"
NEGATIONS = "negations"
EVERYWHERE = "threat"
"""The list that is looked for in every language a comment may be in."""


def read_rules(path: Path) -> Rules:
    """Return a team's cues by language; a file that is not there holds none.

    Raises:
        ConfigError: something in it is wrong; it names the file, the line and what to write.
    """
    return read_lists(path, FOLDER)


def compile_cues(spoken: Iterable[str], candidates: Iterable[str], rules: Rules) -> Cues:
    """Return the lists of the languages spoken, and of the other candidates their threats."""
    lists: dict[str, list[str]] = {}
    spoken = (SHARED, *spoken)
    for language in (*spoken, *(code for code in candidates if code not in spoken)):
        own = rules.get(language, {})
        for name, entries in merge(house_lists(FOLDER, language), own).items():
            if language in spoken or name == EVERYWHERE:
                lists.setdefault(name, []).extend(entries)
    negations = lists.pop(NEGATIONS, [])
    return Cues(lists, negations)
