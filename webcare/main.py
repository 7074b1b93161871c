"""The entry point: what must be so before anything else, and how the program ends."""

import os
import signal
import sys
from collections.abc import Sequence

from core.errors import StorageFull, WebcareError
from core.i18n import _, set_language
from core.safe_text import safe_text
from webcare.language import screen_language
from webcare.opening import plain_opening
from webcare.places import PRIVATE_FILES

INTERRUPTED = 128 + signal.SIGINT
READER_LEFT = 128 + signal.SIGPIPE
NO_PERMISSION = 77
CRASHED = 70

OWN_FLAGS = frozenset({"--help", "-h", "--version"})
"""Options that are not those of ``webcare run``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; no command at all opens the desk."""
    os.umask(PRIVATE_FILES)
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0].startswith("-") and words[0] not in OWN_FLAGS):
        words.insert(0, "run")
    set_language(screen_language(os.environ))
    try:
        opening = plain_opening(words)
        code = _command(words) if opening is None else opening()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:  # noqa: BLE001 - every known kind is said in one sentence
        return _say(error)
    return code


def _command(words: list[str]) -> int:
    from webcare.commands.group import webcare  # its help texts are in the language set by now

    with webcare.make_context("webcare", words) as context:
        code = webcare.invoke(context)
    return code if isinstance(code, int) else 0


def _say(error: Exception) -> int:
    """Print an error that a person can act on; leave a report of any other."""
    import click

    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.Abort():
            return INTERRUPTED
        case click.ClickException():
            sentence, code = error.format_message(), error.exit_code
        case WebcareError():
            sentence, code = str(error), error.exit_code
        case OSError():
            why = os.strerror(error.errno or 0)
            sentence = _("{file}: {why}").format(file=error.filename or "", why=why)
            code = NO_PERMISSION if isinstance(error, PermissionError) else StorageFull.exit_code
        case _:
            sentence, code = _crash(error), CRASHED
    click.echo(f"webcare: {safe_text(sentence, line=True)}", err=True)
    return code


def _crash(error: Exception) -> str:
    """Write a report without values or texts; return the sentence that says where it is."""
    from core.clock import SystemClock
    from tui.leaving import write_report
    from webcare.places import find_places

    path = write_report(error, find_places().state / "crash", SystemClock())
    where = _("report in {path}").format(path=path) if path else type(error).__name__
    return _("stopped by an error of its own") + f", {where}"


def _reader_left() -> int:
    """End quietly when whoever read our output has closed it, as ``| head`` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return READER_LEFT


if __name__ == "__main__":
    sys.exit(main())
