"""The decision at the gate, the outcome, and bringing back what was done."""

from collections.abc import Awaitable, Callable

from core.i18n import _
from core.vocabulary import State, Strategy
from desk.model.said import Said
from desk.reports.story import tell
from desk.services import outcomes
from desk.services.desk import Desk
from desk.services.outcomes import Undone
from tui.actions.stage import Stage
from tui.screens.dialogs import (
    ConfirmDialog,
    DecideAnswer,
    DecideDialog,
    OutcomeAnswer,
    OutcomeDialog,
    ReasonDialog,
    WhenDialog,
)


async def decide(stage: Stage) -> None:
    """Pass the gate."""
    given = stage.unfinished(DecideAnswer)
    said = (await stage.detail()).said
    await _decide(stage, DecideDialog(given=given, announced=said.get("announced", "")))


async def watch(stage: Stage) -> None:
    """Leave it standing; a watched item that was looked at again gets its next look."""
    detail = await stage.detail()
    if detail.item.state is State.WATCHING:
        await outcomes.recheck(stage.desk, stage.item)
        stage.front.tell(_("Looked at; it comes back at its next re-check."))
        return
    await _decide(stage, DecideDialog(Strategy.WATCH, stage.unfinished(DecideAnswer)))


async def _decide(stage: Stage, dialog: DecideDialog) -> None:
    answer = await stage.front.ask(dialog)
    if answer is None:
        return
    stage.front.unfinished[stage.item] = answer
    done = await stage.decided(
        lambda seen: outcomes.decide(
            stage.desk,
            stage.item,
            answer.strategy,
            reason=answer.reason,
            announced=answer.announced,
            why=answer.why,
            seen=seen,
        )
    )
    if done is None:
        stage.front.tell(_("Nothing was decided; D shows your answer again."))
        return
    del stage.front.unfinished[stage.item]
    stage.front.tell(_("Decided; u takes it back."))


async def conclude(stage: Stage) -> None:
    """Record the outcome; the item leaves the queue."""
    detail = await stage.detail()
    outcomes.check_steps(stage.desk, detail.item)  # before anything is filled in for nothing
    given = stage.unfinished(OutcomeAnswer)
    said = Said.of(detail.said)
    dialog = OutcomeDialog(detail.item, stage.now(), stage.front.zone, given, said)
    answer = await stage.front.ask(dialog)
    if answer is None:
        return
    stage.front.unfinished[stage.item] = answer
    done = await stage.decided(
        lambda seen: outcomes.conclude(
            stage.desk,
            stage.item,
            answer.code,
            root_cause=answer.root_cause,
            prevention=answer.prevention,
            follow_up=answer.follow_up,
            due=answer.due,
            colleague=answer.colleague,
            verified=answer.verified,
            seen=seen,
        )
    )
    if done is None:
        stage.front.tell(_("Nothing was recorded; d shows your answer again."))
        return
    del stage.front.unfinished[stage.item]
    stage.front.go_back()
    stage.front.tell(_("Done; u takes it back."))


async def later(stage: Stage) -> None:
    """Put the item away until a time; past its promise only when that is meant."""
    until = await stage.front.ask(
        WhenDialog(_("Later: until when?"), stage.now(), stage.front.zone)
    )
    if until is None:
        return
    promise = (await stage.detail()).item.promise
    past_due = promise is not None and until > promise.due_at
    if past_due and not await stage.front.ask(
        ConfirmDialog(
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
    reason = await stage.front.ask(ReasonDialog(_("Skip this item"), _("Why?")))
    if reason:
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
    await stage.front.go_to(done.item.id)
    stage.front.tell(sentence.format(what=tell(done.event)))
