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
from desk.services import outcomes
from desk.services.desk import Desk
from webcare.commands.call import Call, desk_command
from webcare.commands.values import ITEM

WITH_CODE = frozenset({Strategy.REMOVE, Strategy.DISCARD})
"""Strategies whose reason is a code, and the outcome itself."""


@click.command("decide")
@click.argument("item", type=ITEM)
@click.argument("strategy", type=click.Choice(list(Strategy)))
@click.option("--reason", default="", help=_("A code for remove and discard; why, for watch."))
@click.option("--announced", default="", metavar="TEXT", help=_("How a removal was announced."))
@desk_command
async def decide(
    call: Call, desk: Desk, item: ItemId, strategy: str, reason: str, announced: str
) -> None:
    """Decide: react, watch, remove, thank or discard."""
    chosen = Strategy(strategy)
    code = _reason_code(chosen, reason) if chosen in WITH_CODE and reason else None
    why = "" if chosen in WITH_CODE else reason
    changed = await outcomes.decide(desk, item, chosen, reason=code, announced=announced, why=why)
    await call.answer(desk, changed)


@click.command("outcome")
@click.argument("item", type=ITEM)
@click.argument("code", type=click.Choice(list(OutcomeCode)))
@click.option("--root-cause", type=click.Choice(list(RootCause)), help=_("Why it happened."))
@click.option("--prevention", default="", metavar="TEXT", help=_("How to prevent it next time."))
@click.option("--follow-up", type=click.Choice(list(FollowUpKind)), help=_("What is still owed."))
@click.option("--due", metavar="T", help=_("When the follow-up is due."))
@click.option("--colleague", default="", metavar="NAME", help=_("Whom the praise is for."))
@click.option("--verified", type=click.Choice(list(Verification)), help=_("Is it solved for them?"))
@desk_command
async def outcome(
    call: Call,
    desk: Desk,
    item: ItemId,
    code: str,
    root_cause: str | None,
    prevention: str,
    follow_up: str | None,
    due: str | None,
    colleague: str,
    verified: str | None,
) -> None:
    """Record how it ended."""
    changed = await outcomes.conclude(
        desk,
        item,
        OutcomeCode(code),
        root_cause=RootCause(root_cause) if root_cause else None,
        prevention=prevention,
        follow_up=FollowUpKind(follow_up) if follow_up else None,
        due=call.when(desk, due) if due else None,
        colleague=colleague,
        verified=Verification(verified) if verified else None,
    )
    await call.answer(desk, changed)


def _reason_code(strategy: Strategy, reason: str) -> OutcomeCode:
    allowed = OUTCOMES_OF[strategy]
    if reason not in {str(code) for code in allowed}:
        raise UsageError(
            _("{reason} is no reason to {strategy}").format(reason=reason, strategy=strategy),
            _("Choose one of {choices}.").format(choices=", ".join(allowed)),
        )
    return OutcomeCode(reason)
