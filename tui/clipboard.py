"""Copying: OSC 52 is one-way and silent, so whatever else can take the text gets it too."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping

from core.i18n import _

WAIT = 2
"""Seconds that a clipboard program may take."""


def programs(environment: Mapping[str, str]) -> list[list[str]]:
    """Return the clipboard programs that can work here, as argv."""
    found: list[list[str]] = []
    if environment.get("TMUX") and shutil.which("tmux"):
        found.append(["tmux", "load-buffer", "-w", "-"])
    if environment.get("WAYLAND_DISPLAY") and shutil.which("wl-copy"):
        found.append(["wl-copy"])
    elif environment.get("DISPLAY") and shutil.which("xclip"):
        found.append(["xclip", "-selection", "clipboard"])
    elif shutil.which("pbcopy"):
        found.append(["pbcopy"])
    return found


async def copy(text: str, osc52: Callable[[str], None]) -> str:
    """Copy a text every way there is; return in words which ones took it."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    osc52(clean)
    took = [argv[0] for argv in programs(os.environ) if await asyncio.to_thread(_feed, argv, clean)]
    return ", ".join([*took, _("the terminal")])


def _feed(argv: list[str], text: str) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, the text goes to its standard input
            argv,
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WAIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
