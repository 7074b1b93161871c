"""Running a program that takes the whole terminal, such as an editor or a text browser."""

import asyncio
import signal
import subprocess

from textual.app import App


async def run_apart(app: App[None], argv: list[str]) -> int:
    """Run a program and return its exit code; polls and clocks run on meanwhile.

    Raises:
        OSError: it cannot be started.
    """
    loop = asyncio.get_running_loop()
    with app.suspend(), app.batch_update():
        # ^C typed in the other program reaches us too, and is none of our business.
        before = signal.getsignal(signal.SIGINT)
        loop.add_signal_handler(signal.SIGINT, lambda: None)
        try:
            done = await asyncio.to_thread(_run, argv)
        finally:
            loop.remove_signal_handler(signal.SIGINT)
            signal.signal(signal.SIGINT, before)
    if isinstance(done, OSError):
        raise done
    return done


def _run(argv: list[str]) -> OSError | int:
    """Run a program; an error is returned, as raised it would leave the screen suspended."""
    try:
        return subprocess.run(argv, check=False).returncode  # noqa: S603 - the agent's own program
    except OSError as error:
        return error
