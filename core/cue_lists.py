"""Lists of cues in TOML: those of the house, and a team's own, checked, which stand over them.

A table for each language (``any`` holds in all), in it lists with the names of the house's own::

    [nl]
    negative = ["app crasht*", "kan niet inloggen"]
    ignore = ["balen"]      # cues of the house that this team does not want
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import lru_cache
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


@lru_cache(maxsize=16)
def house_lists(folder: Path, language: str) -> Lists:
    """Return the lists that come with the program; a language without any has none.

    Several files may hold a list in part; one that is text instead of a list is words.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob(f"{language}.*toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        families = tables.pop("harm", {})
        for name, cues in (tables | families).items():
            more = cues.split() if isinstance(cues, str) else cues
            lists[name] = (*lists.get(name, ()), *more)
    return lists


def read_lists(path: Path, folder: Path, *others: str) -> Rules:
    """Return a team's cues by language; a file that is not there holds none.

    Args:
        path: the file.
        folder: with the house's lists, whose names may stand in it.
        others: what else may.

    Raises:
        ConfigError: something in it is wrong; it names the file, the line and what to write.
    """
    if not path.exists():
        return {}
    document = load(path)
    known = sorted({IGNORE, *others, *(n for code in _TABLES for n in house_lists(folder, code))})
    return {
        language: _read_table(document, language, lists, known)
        for language, lists in document.values.items()
    }


def merge(house: Lists, *own: Lists) -> dict[str, list[str]]:
    """Return the lists of the house with a team's own added, and what it ignores left out."""
    ignored = {cue for lists in own for cue in lists.get(IGNORE, ())}
    merged = {name: [cue for cue in cues if cue not in ignored] for name, cues in house.items()}
    for name, cues in (pair for lists in own for pair in lists.items()):
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
