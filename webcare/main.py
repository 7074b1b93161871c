"""The entry point: what must be so before anything else, and how the program ends."""

import os
import signal
import sys
from collections.abc import Sequence

from core.i18n import _, set_language
from webcare.language import screen_language
from webcare.places import PRIVATE_FILES

INTERRUPTED = 128 + signal.SIGINT
READER_LEFT = 128 + signal.SIGPIPE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; no command at all opens the desk."""
    os.umask(PRIVATE_FILES)
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0].startswith("-") and words[0] not in _OWN_FLAGS):
        words.insert(0, "run")
    set_language(screen_language(os.environ))
    from webcare.commands.group import webcare  # its help texts are in that language

    try:
        with webcare.make_context("webcare", words) as context:
            code = webcare.invoke(context)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:  # noqa: BLE001 - every known kind is said in one sentence
        return _say(error)
    return code if isinstance(code, int) else 0


_OWN_FLAGS = frozenset({"--help", "-h", "--version"})


def _say(error: Exception) -> int:
    """Print an error that a person can act on; let any other pass."""
    import click

    from core.errors import WebcareError

    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.Abort():
            return INTERRUPTED
        case click.ClickException():
            click.echo(f"webcare: {error.format_message()}", err=True)
            return error.exit_code
        case WebcareError():
            from core.safe_text import safe_text

            click.echo(f"webcare: {safe_text(str(error), line=True)}", err=True)
            return error.exit_code
        case OSError():
            why = os.strerror(error.errno or 0)
            click.echo(
                "webcare: " + _("{file}: {why}").format(file=error.filename or "", why=why),
                err=True,
            )
            return 77 if isinstance(error, PermissionError) else 74
        case _:
            return _crash(error)


def _crash(error: Exception) -> int:
    """Leave a report without values or texts, and end with its exit code."""
    import click

    from core.clock import SystemClock
    from tui.leaving import CRASHED, write_report
    from webcare.places import find_places

    path = write_report(error, find_places().state / "crash", SystemClock())
    where = _("report in {path}").format(path=path) if path else type(error).__name__
    click.echo("webcare: " + _("stopped by an error of its own") + f", {where}", err=True)
    return CRASHED


def _reader_left() -> int:
    """End quietly when whoever read our output has closed it, as ``| head`` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return READER_LEFT


if __name__ == "__main__":
    sys.exit(main())
