"""``webcare step``: the checklist of an item."""

import click

from core.errors import UsageError
from core.i18n import _
from core.vocabulary import ItemId
from desk.services import steps
from desk.services.desk import Desk
from webcare.commands.call import Call, desk_command
from webcare.commands.values import ITEM, PAIR


@click.command("step")
@click.argument("item", type=ITEM)
@click.argument("step")
@click.option(
    "--set",
    "fields",
    multiple=True,
    type=PAIR,
    metavar="FIELD=VALUE",
    help=_("What the step asks for."),
)
@click.option("--skip", metavar="REASON", help=_("Skip it, with the reason."))
@desk_command
async def step(
    call: Call,
    desk: Desk,
    item: ItemId,
    step: str,
    fields: tuple[tuple[str, str], ...],
    skip: str | None,
) -> None:
    """Tick a step of the playbook, or skip it with a reason."""
    if skip is not None:
        if fields:
            raise UsageError(_("A step is either filled in or skipped: --set or --skip"))
        changed = await steps.skip(desk, item, step, skip)
    else:
        changed = await steps.tick(desk, item, step, dict(fields))
    await call.answer(desk, changed)
