"""A glance at webcare.toml: as much of it as the first frame shows.

The whole file is checked when that frame stands; loading all that a team can set would make it
a tenth later. Of what a glance does not understand the check comes first, and says what is wrong.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import WebcareError
from tui.settings import TuiSettings
from webcare.agent import agent_name
from webcare.language import LANGUAGES, screen_language
from webcare.places import Places

ZONE = "Europe/Amsterdam"
"""Where a file names no zone, as in ``desk.settings``."""
DATABASE = "desk.db"


@dataclass(frozen=True, slots=True)
class Glance:
    """What the screen must know before it is drawn."""

    database: Path | None
    """Its file; None where a team shares a server."""
    language: str
    titles: Mapping[str, str]
    """Source name to the short name that lists show."""
    tui: TuiSettings


def glance(
    places: Places, agent: str = "", *, environ: Mapping[str, str] = os.environ
) -> Glance | None:
    """Return what a plain file says; None where there is more to it, or anything odd."""
    try:
        tree = _read(places)
        screen = _table(tree, "screen")
        if "keys" in tree or {*screen} - {"colours"}:  # checked against what there is
            return None
        zone = _word(_table(tree, "hours"), "zone", ZONE)
        ZoneInfo(zone)
        database = _word(tree, "database", DATABASE)
        colours = _word(screen, "colours", "full")
        language = _word(tree, "language", "") or screen_language(environ)
        sources = _table(tree, "sources")
        titles = {name: _word(_table(sources, name), "title", "") for name in sources}
        name = agent_name(agent, _word(tree, "agent", ""), environ)
    except (OSError, ValueError, TypeError, ZoneInfoNotFoundError, WebcareError):
        return None
    if "://" in database or language not in LANGUAGES:
        return None
    if colours not in {"full", "ansi", "none"}:
        return None
    return Glance(
        places.database(database),
        language,
        {source: title for source, title in titles.items() if title},
        TuiSettings(
            agent=name,
            zone=zone,
            colours=colours,
            runtime_dir=places.runtime,
            crash_dir=places.crashes,
        ),
    )


def _read(places: Places) -> dict[str, Any]:
    if not places.config_given and not places.config.exists():
        return {}
    return tomllib.loads(places.config.read_text(encoding="utf-8"))


def _table(tree: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = tree.get(key, {})
    if not isinstance(value, dict):
        raise TypeError(key)
    return value


def _word(tree: Mapping[str, Any], key: str, default: str) -> str:
    value = tree.get(key, default)
    if not isinstance(value, str):
        raise TypeError(key)
    return value
