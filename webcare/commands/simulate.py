"""``webcare simulate``: what each order of the queue keeps and breaks on the same shifts."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from core.errors import UsageError
from core.i18n import _
from desk.order.orders import ORDERS
from desk.order.scenario import Scenario, read_scenario
from desk.order.simulator import Simulation, simulate
from webcare.commands.call import Call, call_command, print_row
from webcare.commands.values import PATH, Code

FIRST_SEED = 5000
LARGEST_FILE = 1_000_000
COLUMNS = (20, 16, 10, 12)
ALL = "all"
ORDER = Code([*ORDERS, ALL])


@call_command("simulate")
@click.option("--scenario", "file", type=PATH, help=_("A scenario file."))
@click.option(
    "--order",
    "name",
    type=Code([*ORDERS, ALL]),
    default=ALL,
    help=_("An order by its name, or all."),
)
@click.option(
    "--seeds",
    type=click.IntRange(1, 10_000),
    default=20,
    help=_("How many shifts are played; every order plays the same ones."),
)
def simulate_(call: Call, file: Path | None, name: str, seeds: int) -> None:
    """Play shifts by one order or all, and print what is kept and broken."""
    scenario = _read(file) if file else Scenario()
    if not call.json:
        call.say(_("Playing {n} shifts of {name}").format(n=seeds, name=scenario.name))
        heads = (_("order"), _("broken"), _("late by"), _("4x promise"))
        print_row(*zip(heads, COLUMNS, strict=True))
    for one in ORDERS if name == ALL else [name]:
        _show(call, simulate(scenario, one, range(FIRST_SEED, FIRST_SEED + seeds)))


def _read(file: Path) -> Scenario:
    """Return the scenario of a file; UsageError names file and key."""
    with file.open("rb") as stream:
        raw = stream.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise UsageError(_("{file} is too large for a scenario").format(file=file))
    try:
        return read_scenario(json.loads(raw))
    except UsageError as error:
        raise UsageError(f"{file}: {error.message}", error.hint) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(_("{file} is not JSON").format(file=file)) from error


def _show(call: Call, result: Simulation) -> None:
    if call.json:
        call.record(
            "simulation",
            result,
            "scenario order seeds",
            broken_percent=round(result.broken_percent, 3),
            broken_percent_se=round(result.broken_percent_se, 3),
            lateness_minutes=round(result.lateness_minutes, 2),
            late_fourfold_percent=round(result.late_fourfold_percent, 3),
            by_kind={
                kind: {key: round(number, 2) for key, number in asdict(figures).items()}
                for kind, figures in sorted(result.by_kind.items())
            },
        )
        return
    cells = (
        result.order,
        f"{result.broken_percent:.1f} % ± {result.broken_percent_se:.1f}",
        _("{n} min").format(n=f"{result.lateness_minutes:.1f}"),
        f"{result.late_fourfold_percent:.1f} %",
    )
    print_row(*zip(cells, COLUMNS, strict=True))
