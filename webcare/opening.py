"""Opening the desk on the screen; what its first frame needs is loaded, and nothing else."""

import os
import sys
from pathlib import Path

from core.errors import UsageError
from core.i18n import _, set_language
from webcare.config import load_settings
from webcare.places import find_places

OPTIONS = ("--config", "--data", "--agent")
"""The options of ``webcare run``."""


def plain_run(words: list[str]) -> dict[str, str] | None:
    """Return the options of a ``run`` that has no others, None for any other command line.

    The way most shifts begin: it is read here, because the command line's library costs a
    twentieth of the time to the first frame.
    """
    names, values = words[1::2], words[2::2]
    if words[0] != "run" or len(names) != len(values) or len({*names}) != len(names):
        return None
    if not {*names} <= {*OPTIONS} or any(value.startswith("-") for value in values):
        return None
    return {name.removeprefix("--"): value for name, value in zip(names, values, strict=True)}


def run(config: str = "", data: str = "", agent: str = "") -> int:
    """Open the configured desk; return the exit code once it is left."""
    check_terminal()
    places = find_places(Path(config) if config else None, Path(data) if data else None)
    settings = load_settings(places, agent, with_keys=True)
    set_language(settings.language)
    from core.clock import SystemClock
    from webcare.screen import show_desk

    return show_desk(settings, SystemClock())


def check_terminal() -> None:
    """Refuse to draw where nothing can be drawn on; UsageError says what works instead."""
    drawable = sys.stdin.isatty() and sys.stdout.isatty()
    if not drawable or os.environ.get("TERM", "") in {"", "dumb"}:
        raise UsageError(_("The desk needs a terminal"), _("Use `webcare list --json`."))
