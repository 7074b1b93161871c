"""Opening an address of outside origin: checked first, then the browser, never a shell."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from urllib.parse import urlsplit

from core.errors import Refused
from core.i18n import _

LONGEST = 2048
TEXT_BROWSERS = frozenset({"lynx", "w3m", "links", "links2", "elinks"})
"""Browsers that take the terminal for themselves."""


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
