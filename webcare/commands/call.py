"""What every command is given: its settings, who calls, and how it answers.

Data goes to stdout, talk to stderr; with --json each answer is one object on a line.
"""

import asyncio
import functools
import gc
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from core.i18n import _, set_language
from core.labels import label
from core.moments import wall
from core.safe_text import safe_text
from desk.model.difference import Difference, OvertakenError
from desk.model.event import JSON
from desk.model.item import Item
from desk.reports.written import written
from desk.services import playbooks
from desk.services.desk import Desk
from webcare.commands.options import Asked, Making, Work, asked_command
from webcare.commands.values import Moment
from webcare.config import Settings
from webcare.files import write_new
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

    def data(self, value: Mapping[str, JSON]) -> None:
        """Print one object as a line of JSON."""
        print_object(value)

    def record(self, schema: str, record: object, names: str = "", **more: JSON) -> None:
        """Print a record's fields, those named or all, and more, as a line of JSON."""
        fields = written(record, self.zone, names) if record is not None else {}
        print_object({"schema": f"webcare.{schema}/1", **more, **fields})

    def line(self, text: str) -> None:
        """Print one line of data for people; what it holds is cleaned."""
        click.echo(str(safe_text(text, line=True)))

    def text(self, text: str, indent: str = "") -> None:
        """Print data of several lines for people; what it holds is cleaned."""
        shown = str(safe_text(text))
        click.echo("\n".join(indent + line for line in shown.splitlines()) if indent else shown)

    def verbatim(self, text: str) -> None:
        """Print data that programs read back unchanged; only a terminal gets it cleaned."""
        if sys.stdout.isatty():
            text = safe_text(text, cap=len(text) + 1, max_lines=text.count("\n") + 2)
        sys.stdout.write(text.removesuffix("\n") + "\n")  # click.echo would leave escapes out

    def hand_over(self, text: str, output: Path | None) -> None:
        """Print a report as ``verbatim`` does, or write it to a new file."""
        if output is None:
            self.verbatim(text)
            return
        write_new(output, text)
        self.say(_("Written: {file}").format(file=output))

    def say(self, text: str) -> None:
        """Print talk."""
        click.echo(str(safe_text(text, line=True)), err=True)

    def answer(self, desk: Desk, item: Item) -> None:
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


def print_object(value: Mapping[str, JSON]) -> None:
    """Print one object as a line of JSON, in ASCII: nothing a terminal could obey."""
    click.echo(json.dumps(value, separators=(",", ":")))


def call_command(name: str, group: click.Group | None = None, *, on_item: bool = False) -> Making:
    """Return what makes a command that is given a Call; arguments as for ``asked_command``."""

    def make(work: Work) -> click.Command:
        @functools.wraps(work)
        def run(asked: Asked, **given: Any) -> Any:
            settings = asked.settings()
            set_language(settings.language)
            gc.enable()
            return work(Call(settings, asked.json), **given)

        return asked_command(name, group, on_item=on_item)(run)

    return make


def desk_command(name: str, group: click.Group | None = None, *, on_item: bool = False) -> Making:
    """Return what makes an async command that is given a Call and the open desk.

    Times that people wrote are read by the desk's clock; arguments as for ``asked_command``.
    """

    def make(work: Work) -> click.Command:
        async def on_desk(call: Call, given: Mapping[str, Any]) -> Any:
            async with open_wired(call.settings) as (desk, settings):
                call = replace(call, settings=settings)
                if trouble := playbooks.trouble(desk):
                    call.say(trouble)
                read = {
                    name: value.read(desk.now(), call.zone) if isinstance(value, Moment) else value
                    for name, value in given.items()
                }
                try:
                    return await work(call, desk, **read)
                except OvertakenError as overtaken:
                    call.changed(overtaken.difference)
                    raise

        @functools.wraps(work)
        def run(call: Call, **given: Any) -> Any:
            return asyncio.run(on_desk(call, given))

        return call_command(name, group, on_item=on_item)(run)

    return make


def item_command(name: str) -> Making:
    """Return what makes an async command on one item, given by its number.

    It is given the desk and the item, and returns the item as it left it, which is printed.
    """

    def make(work: Work) -> click.Command:
        @functools.wraps(work)
        async def run(call: Call, desk: Desk, **given: Any) -> None:
            call.answer(desk, await work(desk, **given))

        return desk_command(name, on_item=True)(run)

    return make
