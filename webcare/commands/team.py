"""``webcare team``: who has what, the roles, and the team's part of the configuration."""

import click

from desk.reports.team import team_lines, team_object
from desk.services.colleagues import team_view
from desk.services.desk import Desk
from webcare.commands.call import Call, call_command, desk_command

WIDTH = 120
"""Cells of a line."""


@click.group("team")
def team() -> None:
    """See who has what, and keep what holds for the whole team."""


@team.command("view")
@desk_command
async def view(call: Call, desk: Desk) -> None:
    """Print who works, what each holds, what is late, and what is on its way."""
    found = await team_view(desk)
    if call.json:
        call.data(team_object(found, call.zone))
        return
    for line in team_lines(found, call.settings.glance.titles, call.zone, WIDTH):
        click.echo("".join(text for text, _tone in line))


@team.command("roles")
@call_command
def roles(call: Call) -> None:
    """Print the SQL that makes a team's roles in PostgreSQL; its owner runs it."""
    from desk.store.postgres.roles import script

    call.verbatim(script())
