"""A desk whose sources cannot be told: run on a pty to see how a crash leaves the terminal."""

import sys
from collections.abc import Mapping
from pathlib import Path

from core.clock import SystemClock
from desk.services.desk import Desk
from desk.store.listing import Counts, Window
from desk.store.records import SourceState
from tui.app import WebcareApp
from tui.settings import Peek, TuiSettings

SECRET = "token-7d1f9c"


def states() -> Mapping[str, SourceState]:
    """Fail as a fault of ours would, with a secret in a variable and in the message."""
    token = SECRET
    raise RuntimeError(token)


async def open_desk() -> Desk:
    """Never be reached: the first frame asks for the sources before."""
    raise AssertionError


def main(folder: Path) -> int:
    """Run until the crash and return the exit code."""
    settings = TuiSettings(
        agent="tim", zone="Europe/Amsterdam", crash_dir=folder, runtime_dir=folder
    )
    peek = Peek(Window((), 0, 0), Counts())
    app = WebcareApp(peek, open_desk, settings, SystemClock(), sources=states)
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
