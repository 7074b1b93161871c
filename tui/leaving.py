"""Leaving well: signals, a terminal that goes away, and a crash that tells no secrets."""

import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from core.clock import Clock, to_datetime

CRASHED = 70
HUNG_UP = 129
SIGNALS = {
    signal.SIGINT: 130,
    signal.SIGQUIT: 131,
    signal.SIGTERM: 143,
    signal.SIGHUP: HUNG_UP,
}
"""Signals that end the program, and with which exit code."""
LOOK_EVERY = 0.5
"""Seconds between two looks at whether the terminal is still there."""


def on_signals(leave: Callable[[int], None]) -> None:
    """Have signals end the running loop's program with its exit code, unmounting first."""
    loop = asyncio.get_running_loop()
    for number, code in SIGNALS.items():
        loop.add_signal_handler(number, leave, code)


def off_signals() -> None:
    """Give the signals back."""
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.remove_signal_handler(number)


async def watch_terminal(leave: Callable[[int], None]) -> None:
    """Leave when the terminal is closed without a hang-up reaching us (nohup, a lost ssh)."""
    if not sys.stdin.isatty():
        return
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            os.tcgetpgrp(0)
        except OSError:
            leave(HUNG_UP)
            return


def write_report(error: BaseException, folder: Path, clock: Clock) -> Path | None:
    """Write where it went wrong, readable by its owner only; None where that fails too.

    Types and file:line frames only: no values and no message, which could hold a token or a
    customer's words.
    """
    name = f"{to_datetime(clock.now()):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    path = folder / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write("\n".join(describe(error)) + "\n")
    except OSError:
        return None
    return path


def describe(error: BaseException) -> list[str]:
    """Return an error's type and frames, and those of what it came from."""
    lines: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        frames = traceback.extract_tb(cause.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        cause = cause.__cause__ or cause.__context__
    return lines
