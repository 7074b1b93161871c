"""Other programs: the browser, the clipboard, and what takes the whole terminal for itself.

An address of outside origin is checked first, and no text ever passes a shell.
"""

import asyncio
import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from textual.app import App

from core.errors import Refused
from core.i18n import _

LONGEST = 2048
"""Bytes of an address that is opened."""
TEXT_BROWSERS = frozenset({"lynx", "w3m", "links", "links2", "elinks"})
"""Browsers that take the terminal for themselves."""
WAIT = 2
"""Seconds that a clipboard program may take."""


def check_url(url: str) -> str:
    """Return an address that may be opened.

    Raises:
        Refused: it is not a plain http or https address.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host, parts = None, urlsplit("")
    plain = not any(ord(char) <= 0x20 or 0x7F <= ord(char) <= 0x9F for char in url)
    short = len(url.encode("utf-8", "replace")) <= LONGEST
    named = parts.username is None and parts.password is None
    if not (plain and short and named and host and parts.scheme in {"http", "https"}):
        raise Refused(_("The address is not one to open"), _("i shows it as it came in."))
    return url


def ascii_host(url: str) -> str:
    """Return an address's host in the form that hides no look-alike letters."""
    host = urlsplit(url).hostname or ""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")


def browser(environment: Mapping[str, str]) -> list[str] | None:
    """Return the argv of the browser to use; None where none can show a page."""
    configured = environment.get("BROWSER", "")
    if configured:
        argv = shlex.split(configured.split(":")[0])
        return argv if argv and shutil.which(argv[0]) else None
    has_display = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    opener = shutil.which("xdg-open") or shutil.which("open")
    return [opener] if opener and has_display else None


def takes_terminal(argv: list[str]) -> bool:
    """Return whether a browser draws in the terminal itself."""
    return os.path.basename(argv[0]) in TEXT_BROWSERS  # noqa: PTH119 - a program's name, not a path


def open_apart(argv: list[str], url: str) -> None:
    """Start a browser of its own session that hears and says nothing here.

    Raises:
        OSError: it cannot be started.
    """
    subprocess.Popen(  # noqa: S603 - the user's own browser; the address passed check_url
        [*argv, check_url(url)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def clipboards(environment: Mapping[str, str]) -> list[list[str]]:
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
    """Copy a text every way there is; return in words which ones took it.

    OSC 52 is one-way and silent, so whatever else can take the text gets it too.
    """
    clean = text.encode("utf-8", "replace").decode("utf-8")
    osc52(clean)
    took = [
        argv[0] for argv in clipboards(os.environ) if await asyncio.to_thread(_feed, argv, clean)
    ]
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
