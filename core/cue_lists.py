"""A team's own cues, read from TOML and checked: they stand over those of the house.

A table for each language (``any`` holds in all), in it lists with the names of the house's own::

    [nl]
    negative = ["app crasht*", "kan niet inloggen"]
    ignore = ["balen"]      # cues of the house that this team does not want
"""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from core.i18n import _
from core.toml_lines import Document, TomlError, load, nearest
from core.vocabulary import Language

SHARED = "any"
"""The name of the lists that are the same in every language."""
IGNORE = "ignore"
"""A team's list of house cues that it wants left alone."""
LONGEST = 80
"""How many characters a cue may have."""
MOST = 2_000
"""How many cues a list may have."""

Lists = Mapping[str, tuple[str, ...]]
"""Cues by the name of their list."""
Rules = Mapping[str, Lists]
"""Lists by language."""

_TABLES = (SHARED, Language.NL, Language.NB, Language.EN)
_CUE = re.compile(r"[^\s*_]+\*?(?: (?:_|[^\s*_]+\*?))*(?<! _)")


def read_lists(path: Path, names: Collection[str]) -> Rules:
    """Return a team's cues by language; a file that is not there holds none.

    Args:
        path: the file.
        names: of the lists that may stand in it, beside ``ignore``.

    Raises:
        ConfigError: something in it is wrong; it names the file, the line and what to write.
    """
    if not path.exists():
        return {}
    document = load(path)
    known = sorted({IGNORE, *names})
    return {
        language: _read_table(document, language, lists, known)
        for language, lists in document.values.items()
    }


def merge(house: Lists, own: Lists) -> dict[str, list[str]]:
    """Return the lists of the house with a team's own added, and what it ignores left out."""
    ignored = set(own.get(IGNORE, ()))
    merged = {name: [cue for cue in cues if cue not in ignored] for name, cues in house.items()}
    for name, cues in own.items():
        if name != IGNORE:
            merged.setdefault(name, []).extend(cues)
    return merged


def _read_table(document: Document, language: str, lists: Any, names: list[str]) -> Lists:
    if language not in _TABLES or not isinstance(lists, dict):
        raise _error(document, (language,), _unknown(language, _TABLES))
    for name, cues in lists.items():
        if name not in names:
            raise _error(document, (language, name), _unknown(name, names))
        if not isinstance(cues, list) or len(cues) > MOST:
            reason = _("{name} is not a list of at most {n} cues").format(name=name, n=MOST)
            raise _error(document, (language, name), reason)
        for place, cue in enumerate(cues):
            if not isinstance(cue, str) or len(cue) > LONGEST or not _CUE.fullmatch(cue):
                reason = _(
                    "{cue} is not a cue: write words with one space between, * at the end of a "
                    "stem, _ where up to two words may stand"
                ).format(cue=repr(cue)[:LONGEST])
                raise _error(document, (language, name, place), reason)
    return {name: tuple(cues) for name, cues in lists.items()}


def _error(document: Document, keys: tuple[str | int, ...], reason: str) -> TomlError:
    return TomlError(document.name, document.line_of(*keys), reason)


def _unknown(name: str, known: Collection[str]) -> str:
    near = nearest(name, known)
    if near:
        return _("{name} is not known here; did you mean {near}?").format(name=name, near=near)
    return _("{name} is not known here; write one of {known}").format(
        name=name, known=", ".join(known)
    )
