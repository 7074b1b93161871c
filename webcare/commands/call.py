"""What every command is given: its settings, who calls, and how it answers.

Data goes to stdout, talk to stderr; with --json each answer is one object on a line.
"""

import asyncio
import functools
import gc
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import click

from core.clock import Instant
from core.i18n import _, set_language
from core.labels import label
from core.moments import wall
from core.safe_text import safe_text
from core.when import parse_when
from desk.model.difference import Difference, OvertakenError
from desk.model.item import Item
from desk.services import playbooks
from desk.services.desk import Desk
from webcare.commands.options import Asked, Command, shared_options
from webcare.config import Settings
from webcare.wiring import open_wired


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a command."""

    settings: Settings
    json: bool

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone in which people read and write times."""
        return ZoneInfo(self.settings.desk.hours.zone)

    def in_team(self) -> "Call":
        """Return the call by the team's settings, where its database keeps some."""
        from webcare.shared import read_team

        return replace(self, settings=asyncio.run(read_team(self.settings)))

    def when(self, desk: Desk, text: str, *, future: bool = True) -> Instant:
        """Return the instant a person wrote; UsageError when it cannot be read."""
        return parse_when(text, desk.now(), self.zone, future=future)

    def data(self, value: Mapping[str, Any]) -> None:
        """Print one object as a line of JSON."""
        print_object(value)

    def line(self, text: str) -> None:
        """Print one line of data for people; what it holds is cleaned."""
        click.echo(str(safe_text(text, line=True)))

    def text(self, text: str) -> None:
        """Print data of several lines for people; what it holds is cleaned."""
        click.echo(str(safe_text(text)))

    def verbatim(self, text: str) -> None:
        """Print data that programs read back unchanged; only a terminal gets it cleaned."""
        if sys.stdout.isatty():
            text = safe_text(text, cap=len(text) + 1, max_lines=text.count("\n") + 2)
        sys.stdout.write(text.removesuffix("\n") + "\n")  # click.echo would leave escapes out

    def say(self, text: str) -> None:
        """Print talk."""
        click.echo(str(safe_text(text, line=True)), err=True)

    async def answer(self, desk: Desk, item: Item) -> None:
        """Print how an item stands after a change: data with --json, else talk."""
        if self.json:
            from desk.reports.objects import item_object

            self.data(item_object(item, self.zone))
            return
        promise = item.promise
        due = wall(promise.due_at, desk.now(), self.zone) if promise else _("no promise runs")
        self.say(f"{item.id}: {label(item.state)}, {label(item.ball)}, {due}")

    def changed(self, difference: Difference) -> None:
        """Print what others made of an item since it was looked at: data with --json, else talk."""
        from desk.reports import difference as report

        if self.json:
            self.data(report.difference_object(difference, self.zone))
            return
        for sentence in report.sentences(difference):
            self.say(sentence)
        if words := report.reworded(difference):
            self.say("".join(one.marked for one in words))
        version = difference.now.version
        self.say(_("To go on all the same, say --seen {version}.").format(version=version))


def print_row(*cells: str | tuple[str, int]) -> None:
    """Print cells as one line, each cleaned; a cell with a width is padded to it."""
    padded = [(cell, 0) if isinstance(cell, str) else cell for cell in cells]
    row = " ".join(str(safe_text(text, line=True)).ljust(width) for text, width in padded)
    click.echo(row.rstrip())


def print_object(value: Mapping[str, Any]) -> None:
    """Print one object as a line of JSON, in ASCII: nothing a terminal could obey."""
    click.echo(json.dumps(value, separators=(",", ":")))


Work = Callable[..., Awaitable[None]]


def desk_command(command: Work) -> Command:
    """Make an async command that is given the open desk; it takes the shared options."""

    async def work(call: Call, *args: Any, **kwargs: Any) -> None:
        async with open_wired(call.settings) as (desk, settings):
            call = replace(call, settings=settings)
            if trouble := playbooks.trouble(desk):
                call.say(trouble)
            try:
                await command(call, desk, *args, **kwargs)
            except OvertakenError as overtaken:
                call.changed(overtaken.difference)
                raise

    @call_command
    @functools.wraps(command)
    def run(call: Call, *args: Any, **kwargs: Any) -> None:
        asyncio.run(work(call, *args, **kwargs))

    return run


def call_command(command: Command) -> Command:
    """Make a command that is given a Call with its settings; it takes the shared options."""

    @shared_options
    @functools.wraps(command)
    def run(asked: Asked, *args: Any, **kwargs: Any) -> Any:
        settings = asked.settings()
        set_language(settings.language)
        gc.enable()
        return command(Call(settings, asked.json), *args, **kwargs)

    return run
