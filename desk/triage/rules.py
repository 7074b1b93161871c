"""A team's own cues, read from TOML and checked: they stand over those of the house.

A table for each language (``any`` holds in all), in it lists with the names of the house's own::

    [nl]
    negative = ["app crasht*", "kan niet inloggen"]
    threat = ["weten jullie te vinden"]
    ignore = ["balen"]      # cues of the house that this team does not want
"""

import re
from pathlib import Path
from typing import Any

from core.i18n import _
from core.toml_lines import Document, TomlError, load, nearest
from core.vocabulary import Language
from desk.triage.lexicon import IGNORE, SHARED, Lists, Rules, house_lists

LONGEST = 80
"""How many characters a cue may have."""
MOST = 2_000
"""How many cues a list may have."""

_SPOKEN = (Language.NL, Language.NB, Language.EN)
_CUE = re.compile(r"[^\s*_]+\*?(?: (?:_|[^\s*_]+\*?))*(?<! _)")


def read_rules(path: Path) -> Rules:
    """Return a team's cues by language; a file that is not there holds none.

    Raises:
        ConfigError: something in it is wrong; it names the file, the line and what to write.
    """
    if not path.exists():
        return {}
    document = load(path)
    return {
        language: _read_lists(document, language, tables)
        for language, tables in document.values.items()
    }


def _read_lists(document: Document, language: str, tables: Any) -> Lists:
    languages = [SHARED, *_SPOKEN]
    if language not in languages or not isinstance(tables, dict):
        raise _error(document, (language,), _unknown(language, languages))
    names = sorted({IGNORE, *(name for code in languages for name in house_lists(code))})
    lists = {}
    for name, entries in tables.items():
        if name not in names:
            raise _error(document, (language, name), _unknown(name, names))
        if not isinstance(entries, list) or len(entries) > MOST:
            reason = _("{name} is not a list of at most {n} cues").format(name=name, n=MOST)
            raise _error(document, (language, name), reason)
        for place, entry in enumerate(entries):
            if not isinstance(entry, str) or len(entry) > LONGEST or not _CUE.fullmatch(entry):
                reason = _(
                    "{cue} is not a cue: write words with one space between, * at the end of a "
                    "stem, _ where up to two words may stand"
                ).format(cue=repr(entry)[:LONGEST])
                raise _error(document, (language, name, place), reason)
        lists[name] = tuple(entries)
    return lists


def _error(document: Document, keys: tuple[str | int, ...], reason: str) -> TomlError:
    return TomlError(document.name, document.line_of(*keys), reason)


def _unknown(name: str, known: list[str]) -> str:
    near = nearest(name, known)
    if near:
        return _("{name} is not known here; did you mean {near}?").format(name=name, near=near)
    return _("{name} is not known here; write one of {known}").format(
        name=name, known=", ".join(known)
    )
