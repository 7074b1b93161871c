"""``webcare team``: who has what, the roles, and the team's part of the configuration."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from core.errors import ConfigError, NotFound, Refused, WebcareError
from core.i18n import _
from core.moments import wall
from desk.reports.team import team_lines, team_object
from desk.services.colleagues import team_view
from desk.services.desk import Desk
from desk.store.records import TeamDocument
from webcare.commands.call import Call, call_command, desk_command
from webcare.commands.values import file
from webcare.config import check_text
from webcare.editing import push, standing_part, team_part
from webcare.files import replace_text
from webcare.places import Places, make_private
from webcare.shared import check

WIDTH = 120
"""Cells of a line."""
SCHEMA = "team_document"
KEPT = 1000
"""Versions that are looked through for a number."""


@click.group("team")
def team() -> None:
    """See who has what, and keep what holds for the whole team."""


@desk_command("view", team)
async def view(call: Call, desk: Desk) -> None:
    """Print who works, what each holds, what is late, and what is on its way."""
    found = await team_view(desk)
    if call.json:
        call.data(team_object(found, call.zone))
        return
    for line in team_lines(found, desk.settings.titles, call.zone, WIDTH):
        click.echo("".join(text for text, _tone in line))


@call_command("roles", team)
def roles(call: Call) -> None:
    """Print the SQL that makes a team's roles in PostgreSQL; its owner runs it."""
    from desk.store.postgres.roles import script

    call.verbatim(script())


@desk_command("show", team)
@click.option("--version", type=click.IntRange(min=1), help=_("An earlier version."))
@click.option("--history", is_flag=True, help=_("Only who wrote which version, and when."))
async def show(call: Call, desk: Desk, version: int | None, history: bool) -> None:
    """Print the team's part of the configuration: brands, sources, promises, hours and the rest."""
    documents = await desk.store.team(KEPT if history or version else 1)
    if history:
        for one in documents:
            if call.json:
                call.record(SCHEMA, one, "version at by")
            else:
                call.line(_written(call, desk, one))
        return
    if not desk.store.is_shared or not documents:
        call.verbatim(team_part(call.settings.places))
        return
    found = next((one for one in documents if version in {None, one.version}), None)
    if found is None:
        raise NotFound(_("There is no version {n}").format(n=version))
    if call.json:
        call.record(SCHEMA, found)
        return
    call.say(_written(call, desk, found))
    call.verbatim(found.text)


def _written(call: Call, desk: Desk, document: TeamDocument) -> str:
    at = wall(document.at, desk.now(), call.zone)
    return _("version {n}, {time}, by {name}").format(n=document.version, time=at, name=document.by)


@desk_command("push", team)
@click.option("--file", "text", type=file, help=_("This document, not that of webcare.toml."))
async def push_(call: Call, desk: Desk, text: str | None) -> None:
    """Make the team's part of webcare.toml, and the files beside it, the team's next version."""
    standing = await standing_part(call.settings, desk)
    document = team_part(call.settings.places) if text is None else text
    if standing.version and standing.text == document:
        call.say(_("Nothing differs from version {n}.").format(n=standing.version))
        return
    _say_pushed(call, await push(desk, call.settings, document, onto=standing.version))


@desk_command("edit", team)
async def edit(call: Call, desk: Desk) -> None:
    """Change the team's part in $VISUAL or $EDITOR; it is checked before it is kept."""
    places = call.settings.places
    if not desk.store.is_shared:
        before = places.config.read_text(encoding="utf-8") if places.config.exists() else ""
        after = _edited(places, before, lambda text: check_text(places, text))
        if after != before:
            replace_text(places.config, after)
        call.say(str(places.config))
        return
    standing, name = await standing_part(call.settings, desk), _("team configuration")
    after = _edited(places, standing.text, lambda text: check(call.settings, text, name))
    if standing.version and after == standing.text:
        call.say(_("Nothing was changed."))
        return
    try:
        made = await push(desk, call.settings, after, onto=standing.version)
    except WebcareError as error:
        kept = _("Your text is in {path}: team push --file").format(path=_kept(places, after))
        raise Refused(str(error), kept) from error
    _say_pushed(call, made)


def _edited(places: Places, text: str, check: Callable[[str], object]) -> str:
    """Return a text as the agent's editor leaves it, once it passes the check.

    Raises:
        ConfigError: it does not, and was not edited again; it is kept, and the error says where.
        Refused: the editor failed; likewise.
    """
    path = _kept(places, text)
    kept = _("Your text is in {path}").format(path=path)
    while True:
        try:
            click.edit(filename=str(path))
            after = path.read_text(encoding="utf-8")
            check(after)
        except click.ClickException as error:
            raise Refused(error.format_message(), kept) from error
        except ConfigError as error:
            click.echo(str(error), err=True)
            again = _("Edit it again?")
            if not (sys.stdin.isatty() and click.confirm(again, default=True, err=True)):
                raise ConfigError(error.message, kept) from error
        else:
            path.unlink()
            return after


def _kept(places: Places, text: str) -> Path:
    """Write a text where it lies open in an editor, or stays when it could not be taken."""
    folder = make_private(places.runtime)
    handle, name = tempfile.mkstemp(prefix="team-", suffix=".toml", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return Path(name)


def _say_pushed(call: Call, version: int) -> None:
    call.say(_("Version {n} holds for the whole team from now on.").format(n=version))
