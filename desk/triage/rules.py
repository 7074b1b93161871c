"""A team's own triage cues, read from a file: they stand over those of the house."""

from pathlib import Path

from core.cue_lists import SHARED, Rules, read_lists
from core.vocabulary import Language
from desk.triage.lexicon import house_lists

_TABLES = (SHARED, Language.NL, Language.NB, Language.EN)


def read_rules(path: Path) -> Rules:
    """Return a team's cues by language; a file that is not there holds none.

    Raises:
        ConfigError: something in it is wrong; it names the file, the line and what to write.
    """
    return read_lists(path, {name for table in _TABLES for name in house_lists(table)})
