"""The decision at the gate, the outcome, and bringing back what was done."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from core.i18n import _
from core.vocabulary import ItemId, State
from desk.model.item import Item
from desk.model.said import Said
from desk.reports.story import tell
from desk.services import outcomes
from desk.services.desk import Desk
from desk.services.outcomes import Undone
from tui.actions.stage import Stage
from tui.screens.dialog import Dialog
from tui.screens.dialogs import confirm_dialog, reason_dialog, when_dialog
from tui.screens.outcome_dialogs import (
    Conclusion,
    Decision,
    decide_dialog,
    outcome_dialog,
    watch_dialog,
)

A = TypeVar("A")


async def decide(stage: Stage) -> None:
    """Pass the gate."""
    said = (await stage.detail()).said
    given = stage.live.decisions.get(stage.item)
    await _decide(stage, decide_dialog(given, announced=said.get("announced", "")))


async def watch(stage: Stage) -> None:
    """Leave it standing; a watched item that was looked at again gets its next look."""
    detail = await stage.detail()
    if detail.item.state is State.WATCHING:
        await outcomes.recheck(stage.desk, stage.item)
        stage.tell(_("Looked at; it comes back at its next re-check."))
        return
    await _decide(stage, watch_dialog(stage.live.decisions.get(stage.item)))


async def _decide(stage: Stage, dialog: Dialog[Decision]) -> None:
    async def write(decision: Decision, seen: int | None) -> Item:
        return await outcomes.decide(stage.desk, stage.item, **decision, seen=seen)

    undone = _("Nothing was decided; D shows your answer again.")
    await _settle(stage, dialog, stage.live.decisions, write, undone)
    stage.tell(_("Decided; u takes it back."))


async def conclude(stage: Stage) -> None:
    """Record the outcome; the item leaves the queue."""
    detail = await stage.detail()
    outcomes.check_steps(stage.desk, detail.item)  # before anything is filled in for nothing
    given, said = stage.live.conclusions.get(stage.item), Said.of(detail.said)
    dialog = outcome_dialog(detail.item, stage.now(), stage.zone, said, given)

    async def write(conclusion: Conclusion, seen: int | None) -> Item:
        return await outcomes.conclude(stage.desk, stage.item, **conclusion, seen=seen)

    undone = _("Nothing was recorded; d shows your answer again.")
    await _settle(stage, dialog, stage.live.conclusions, write, undone)
    stage.live.go_back()
    stage.tell(_("Done; u takes it back."))


async def _settle(
    stage: Stage,
    dialog: Dialog[A],
    unwritten: dict[ItemId, A],
    write: Callable[[A, int | None], Awaitable[Item]],
    undone: str,
) -> None:
    """Ask and write down; what is not written after all is kept to be shown again."""
    answer = unwritten[stage.item] = await stage.ask(dialog)
    await stage.decided(lambda seen: write(answer, seen), undone)
    del unwritten[stage.item]


async def later(stage: Stage) -> None:
    """Put the item away until a time; past its promise only when that is meant."""
    dialog = when_dialog(_("Later: until when?"), stage.now(), stage.zone)
    until = await stage.ask(dialog)
    promise = (await stage.detail()).item.promise
    past_due = promise is not None and until > promise.due_at
    if past_due and not await stage.agrees(
        confirm_dialog(
            _("Past its promise"),
            _("The item comes back after its promise is due, and will be late."),
            _("put it away all the same"),
        )
    ):
        return
    await stage.decided(
        lambda seen: outcomes.later(stage.desk, stage.item, until, past_due=past_due, seen=seen)
    )


async def skip(stage: Stage) -> None:
    """Pass the item by with a reason."""
    reason = await stage.ask(reason_dialog(_("Skip this item"), _("Why?")))
    await outcomes.skip(stage.desk, stage.item, reason)


async def undo(stage: Stage) -> None:
    """Undo the agent's last action and go to its item."""
    await _back_and_forth(stage, outcomes.undo, _("Undone: {what}"))


async def redo(stage: Stage) -> None:
    """Do again what was undone last."""
    await _back_and_forth(stage, outcomes.redo, _("Done again: {what}"))


async def _back_and_forth(
    stage: Stage, act: Callable[[Desk], Awaitable[Undone]], sentence: str
) -> None:
    done = await act(stage.desk)
    await stage.live.go_to(done.item.id)
    stage.tell(sentence.format(what=tell(done.event)))
