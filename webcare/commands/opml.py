"""``webcare sources import`` and ``export``: sources as OPML."""

import sys
from pathlib import Path

import click

from core.errors import NotFound
from core.i18n import _, ngettext
from webcare.commands.call import Call, call_command
from webcare.editing import adding, write
from webcare.files import write_new
from webcare.opml import read_opml, write_opml

LARGEST = 8 * 1024 * 1024
"""Bytes of OPML that are read."""


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@call_command
def import_(call: Call, file: Path) -> int:
    """Add the feeds of an OPML file; exit code 1 when some of them cannot be sources."""
    try:
        with file.open("rb") as opened:
            text = opened.read(LARGEST)
    except OSError as error:
        raise NotFound(
            _("{file} cannot be read: {why}").format(file=file, why=error.strerror)
        ) from error
    imported = read_opml(text, call.in_team().settings)
    if imported.tables:
        write(call.settings, adding(imported.tables))
    for name in imported.tables:
        call.line(name)
    for line in imported.refused:
        call.say(_("Left out: {why}").format(why=line))
    added = len(imported.tables)
    said = ngettext("{n} source added", "{n} sources added", added).format(n=added)
    known = _("{n} known already").format(n=imported.known)
    call.say(f"{said}, {known}")
    return 1 if imported.refused else 0


@click.command("export")
@click.option("--output", type=click.Path(path_type=Path), help=_("Into this file, not stdout."))
@call_command
def export(call: Call, output: Path | None) -> None:
    """Print the sources as OPML; secrets are never in it."""
    text = write_opml(call.in_team().settings)
    if output is None:
        sys.stdout.write(text)
    else:
        write_new(output, text)
