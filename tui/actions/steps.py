"""Steps of the playbook: done by the key that serves them, ticked, or skipped with a reason."""

from collections.abc import Mapping

from textual.content import Content

from core.errors import Refused
from core.i18n import _, language
from core.safe_text import safe_text
from desk.services import steps
from playbooks.kinds import Known, StepKind
from playbooks.model import Step, in_language
from tui.actions import evidence, outcomes, replies
from tui.actions.stage import Action, Stage
from tui.screens.dialogs import reason_dialog
from tui.screens.item_dialogs import step_dialog
from tui.screens.reading import ReadingScreen, sections


async def _current(stage: Stage) -> Step:
    view = (await stage.detail()).current_step
    if view is None:
        raise Refused(_("No step is left to do"))
    return view.step


async def tick(stage: Stage) -> None:
    """Do the current step: its own action where it has one, else mark it as done."""
    step = await _current(stage)
    rule = step.kind.rule
    if rule.known is not None and not rule.by_hand:
        await SERVED[rule.known](stage)
        return
    fields: dict[str, str] = {}
    if step.fields:
        fields = await stage.ask(step_dialog(step))
    if step.kind is StepKind.EVIDENCE and not fields:
        await evidence.keep(stage)
        return
    await steps.tick(stage.desk, stage.item, step.id, fields)


async def _post(stage: Stage) -> None:
    """Write the reply, get it ready, record it as posted, whichever is next; a like needs none."""
    detail = await stage.detail()
    step = detail.current_step
    if step is not None and step.step.kind is StepKind.LIKE:
        await replies.posted(stage)
    elif not (await replies.written(stage)).strip():
        await replies.edit(stage)
    elif detail.item.ready_at is None:
        await replies.ready(stage)
    else:
        await replies.posted(stage)


SERVED: Mapping[Known, Action] = {
    Known.DECIDED: outcomes.decide,
    Known.DRAFTED: replies.edit,
    Known.APPROVED: replies.second_reader,
    Known.REPLIED: _post,
    Known.PROMISED: replies.promise,
    Known.ANSWERED: replies.ask,
    Known.RECHECKED: outcomes.watch,
    Known.CONCLUDED: outcomes.conclude,
}
"""What does a step that the desk alone ticks."""


async def skip(stage: Stage) -> None:
    """Skip the current step with a reason that stays in the history."""
    step = await _current(stage)
    reason = await stage.ask(reason_dialog(_("Skip this step"), _("Why is it not needed?")))
    await steps.skip(stage.desk, stage.item, step.id, reason)


async def why(stage: Stage) -> None:
    """Show what the current step asks and why it helps, with its source."""
    step = await _current(stage)
    title, *told = (
        safe_text(in_language(texts, language()), line=True)
        for texts in (step.title, step.help, step.why)
        if texts
    )
    parts = [(Content(text), ()) for text in told]
    await stage.show(ReadingScreen(title, sections(parts)))
