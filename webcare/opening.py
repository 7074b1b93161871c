"""Opening the desk on the screen; what its first frame needs is loaded, and nothing else."""

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UsageError
from core.i18n import _, set_language
from webcare.glance import glance
from webcare.places import Places, find_places

if TYPE_CHECKING:
    from webcare.config import Settings
    from webcare.screen import Beside

OPTIONS = ("--config", "--data", "--agent")
"""The options of ``webcare run``."""


def plain_opening(words: list[str]) -> Callable[[], int] | None:
    """Return what a ``demo``, or a ``run`` with no other OPTIONS does; None for other commands.

    The way most shifts begin: it is read here, because the command line's library costs a
    twentieth of the time to the first frame.
    """
    if words == ["demo"]:
        return demo
    names, values = words[1::2], words[2::2]
    if words[0] != "run" or len(names) != len(values) or len({*names}) != len(names):
        return None
    if not {*names} <= {*OPTIONS} or any(value.startswith("-") for value in values):
        return None
    options = zip((name.removeprefix("--") for name in names), values, strict=True)
    return partial(run, **dict(options))


def run(config: str = "", data: str = "", agent: str = "") -> int:
    """Open the configured desk; return the exit code once it is left."""
    check_terminal()
    places = find_places(Path(config) if config else None, Path(data) if data else None)
    return open_screen(places, agent)


def demo() -> int:
    """Open the demo as it is without options; return the exit code once it is left."""
    check_terminal()
    from webcare.demo.run import run_demo

    return run_demo()


def open_screen(places: Places, agent: str, *, beside: "Sequence[Beside]" = ()) -> int:
    """Open the desk that is configured there, and what runs beside it; return the exit code."""

    def check() -> "Settings":
        from webcare.config import load_settings

        return load_settings(places, agent, with_keys=True)

    seen = glance(places, agent) or check().glance
    set_language(seen.language)
    from core.clock import SystemClock
    from webcare.screen import show_desk

    return show_desk(seen, check, SystemClock(), beside=beside)


def check_terminal() -> None:
    """Refuse to draw where nothing can be drawn on; UsageError says what works instead."""
    drawable = sys.stdin.isatty() and sys.stdout.isatty()
    if not drawable or os.environ.get("TERM", "") in {"", "dumb"}:
        raise UsageError(_("The desk needs a terminal"), _("Use `webcare list --json`."))
