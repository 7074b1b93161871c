"""Steps of the playbook: done by the key that serves them, ticked, or skipped with a reason."""

from core.errors import Refused
from core.i18n import _
from desk.services import steps
from playbooks.model import StepKind
from tui.actions import evidence, outcomes, replies
from tui.actions.stage import Action, Stage
from tui.screens.dialogs import ReasonDialog, StepDialog

SERVED: dict[StepKind, Action] = {
    StepKind.DECIDE: outcomes.decide,
    StepKind.POST: replies.posted,
    StepKind.OUTCOME: outcomes.conclude,
}
"""Steps that tick themselves when their own action is done."""


async def tick(stage: Stage) -> None:
    """Do the current step: its own action where it has one, else mark it as done."""
    view = (await stage.detail()).current_step
    if view is None:
        raise Refused(_("No step is left to do"))
    step = view.step
    if step.kind in SERVED:
        await SERVED[step.kind](stage)
        return
    if step.kind is StepKind.DRAFT and not (await replies.written(stage)).strip():
        await replies.edit(stage)
        return
    fields: dict[str, str] = {}
    if step.fields:
        answer = await stage.front.ask(StepDialog(step))
        if answer is None:
            return
        fields = answer
    if step.kind is StepKind.EVIDENCE:
        await evidence.keep(stage)
    await steps.tick(stage.desk, stage.item, step.id, fields)


async def skip(stage: Stage) -> None:
    """Skip the current step with a reason that stays in the history."""
    view = (await stage.detail()).current_step
    if view is None:
        raise Refused(_("No step is left to skip"))
    reason = await stage.front.ask(ReasonDialog(_("Skip this step"), _("Why is it not needed?")))
    if reason:
        await steps.skip(stage.desk, stage.item, view.step.id, reason)
