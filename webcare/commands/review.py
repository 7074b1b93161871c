"""``webcare review``: the second reader of a reply."""

import click

from core.i18n import _
from core.vocabulary import ItemId, Reading
from desk.services import review as readers
from desk.services.desk import Desk
from webcare.commands.call import Call, desk_command
from webcare.commands.values import ITEM

ASK = "ask"
VERDICTS = {"approve": Reading.APPROVED, "return": Reading.RETURNED}


@click.command("review")
@click.argument("item", type=ITEM)
@click.argument("what", type=click.Choice([ASK, *VERDICTS]))
@click.option("--note", default="", metavar="TEXT", help=_("A question, or what should change."))
@desk_command
async def review(call: Call, desk: Desk, item: ItemId, what: str, note: str) -> None:
    """Ask a colleague to read your draft; approve a colleague's, or give it back."""
    if what == ASK:
        changed = await readers.ask(desk, item, note)
    else:
        changed = await readers.judge(desk, item, VERDICTS[what], note)
    await call.answer(desk, changed)
