"""``webcare decide`` and ``webcare outcome``: the gate and the end."""

from typing import Any

import click

from core.i18n import _
from core.vocabulary import (
    OUTCOMES_OF,
    FollowUpKind,
    ItemId,
    OutcomeCode,
    RootCause,
    Strategy,
    Verification,
)
from desk.model.item import Item
from desk.reports.look import last_look
from desk.services import items, outcomes
from desk.services.desk import Desk
from webcare.commands.call import Call, desk_command, item_command
from webcare.commands.detail import print_look
from webcare.commands.values import SEEN, Code, ahead

WITH_CODE = frozenset({Strategy.REMOVE, Strategy.DISCARD})
"""Strategies whose reason is a code, and the outcome itself."""


@item_command("decide")
@click.argument("strategy", type=Code(Strategy))
@click.option("--reason", default="", help=_("A code for remove and discard; why, for watch."))
@click.option("--announced", default="", metavar="TEXT", help=_("How a removal was announced."))
@SEEN
async def decide(desk: Desk, item: ItemId, strategy: Strategy, reason: str, **how: Any) -> Item:
    """Decide: react, watch, remove, thank or discard."""
    if strategy not in WITH_CODE:
        return await outcomes.decide(desk, item, strategy, why=reason, **how)
    code = Code(OUTCOMES_OF[strategy]).read(reason, "--reason") if reason else None
    return await outcomes.decide(desk, item, strategy, reason=code, **how)


@item_command("outcome")
@click.argument("code", type=Code(OutcomeCode))
@click.option("--root-cause", type=Code(RootCause), help=_("Why it happened."))
@click.option("--prevention", default="", metavar="TEXT", help=_("How to prevent it next time."))
@click.option("--follow-up", type=Code(FollowUpKind), help=_("What is still owed."))
@click.option("--due", type=ahead, metavar="T", help=_("When the follow-up is due."))
@click.option("--colleague", default="", metavar="NAME", help=_("Whom the praise is for."))
@click.option("--verified", type=Code(Verification), help=_("Is it solved for them?"))
@SEEN
async def outcome(desk: Desk, item: ItemId, code: OutcomeCode, **how: Any) -> Item:
    """Record how it ended."""
    return await outcomes.conclude(desk, item, code, **how)


@item_command("reopen")
@click.option("--reason", required=True, help=_("Why it is taken up again."))
async def reopen(desk: Desk, item: ItemId, reason: str) -> Item:
    """Take up an item again that had ended."""
    return await outcomes.reopen(desk, item, reason)


@desk_command("recheck", on_item=True)
async def recheck(call: Call, desk: Desk, item: ItemId) -> None:
    """Print what changed about a watched item, and record that it was looked at."""
    look = last_look(await items.detail(desk, item))
    changed = await outcomes.recheck(desk, item)
    if look is not None and not call.json:
        print_look(call, look, desk.now())
    call.answer(desk, changed)
