"""``webcare decide`` and ``webcare outcome``: the gate and the end."""

import click

from core.errors import UsageError
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
from desk.reports.look import last_look
from desk.services import items, outcomes
from desk.services.desk import Desk
from webcare.commands.call import Call, desk_command
from webcare.commands.detail import print_look
from webcare.commands.values import ITEM, SEEN, Code

WITH_CODE = frozenset({Strategy.REMOVE, Strategy.DISCARD})
"""Strategies whose reason is a code, and the outcome itself."""


@click.command("decide")
@click.argument("item", type=ITEM)
@click.argument("strategy", type=Code(Strategy))
@click.option("--reason", default="", help=_("A code for remove and discard; why, for watch."))
@click.option("--announced", default="", metavar="TEXT", help=_("How a removal was announced."))
@SEEN
@desk_command
async def decide(
    call: Call,
    desk: Desk,
    item: ItemId,
    strategy: Strategy,
    reason: str,
    announced: str,
    seen: int | None,
) -> None:
    """Decide: react, watch, remove, thank or discard."""
    code = _reason_code(strategy, reason) if strategy in WITH_CODE and reason else None
    why = "" if strategy in WITH_CODE else reason
    changed = await outcomes.decide(
        desk, item, strategy, reason=code, announced=announced, why=why, seen=seen
    )
    await call.answer(desk, changed)


@click.command("outcome")
@click.argument("item", type=ITEM)
@click.argument("code", type=Code(OutcomeCode))
@click.option("--root-cause", type=Code(RootCause), help=_("Why it happened."))
@click.option("--prevention", default="", metavar="TEXT", help=_("How to prevent it next time."))
@click.option("--follow-up", type=Code(FollowUpKind), help=_("What is still owed."))
@click.option("--due", metavar="T", help=_("When the follow-up is due."))
@click.option("--colleague", default="", metavar="NAME", help=_("Whom the praise is for."))
@click.option("--verified", type=Code(Verification), help=_("Is it solved for them?"))
@SEEN
@desk_command
async def outcome(
    call: Call,
    desk: Desk,
    item: ItemId,
    code: OutcomeCode,
    root_cause: RootCause | None,
    prevention: str,
    follow_up: FollowUpKind | None,
    due: str | None,
    colleague: str,
    verified: Verification | None,
    seen: int | None,
) -> None:
    """Record how it ended."""
    changed = await outcomes.conclude(
        desk,
        item,
        code,
        root_cause=root_cause,
        prevention=prevention,
        follow_up=follow_up,
        due=call.when(desk, due) if due else None,
        colleague=colleague,
        verified=verified,
        seen=seen,
    )
    await call.answer(desk, changed)


@click.command("reopen")
@click.argument("item", type=ITEM)
@click.option("--reason", required=True, help=_("Why it is taken up again."))
@desk_command
async def reopen(call: Call, desk: Desk, item: ItemId, reason: str) -> None:
    """Take up an item again that had ended."""
    await call.answer(desk, await outcomes.reopen(desk, item, reason))


@click.command("recheck")
@click.argument("item", type=ITEM)
@desk_command
async def recheck(call: Call, desk: Desk, item: ItemId) -> None:
    """Print what changed about a watched item, and record that it was looked at."""
    look = last_look(await items.detail(desk, item))
    changed = await outcomes.recheck(desk, item)
    if look is not None and not call.json:
        print_look(call, look, desk.now())
    await call.answer(desk, changed)


def _reason_code(strategy: Strategy, reason: str) -> OutcomeCode:
    allowed = OUTCOMES_OF[strategy]
    if reason not in {str(code) for code in allowed}:
        raise UsageError(
            _("{reason} is no reason to {strategy}").format(reason=reason, strategy=strategy),
            _("Choose one of {choices}.").format(choices=", ".join(allowed)),
        )
    return OutcomeCode(reason)
