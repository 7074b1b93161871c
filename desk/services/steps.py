"""The steps of an item's playbook: done by whom and when, or skipped with a reason."""

from collections.abc import Mapping

from core.clock import Instant
from core.errors import NotFound, Refused
from core.i18n import N_, _, language, ngettext
from core.vocabulary import ItemId
from desk.model.event import Event, EventKind, new_event
from desk.model.item import Item
from desk.services.desk import Desk, act
from desk.services.items import steps_of, work_on
from playbooks.model import Playbook, Step, StepKind, StepState, StepView, in_language
from playbooks.walk import open_required

BY_THEIR_OWN_KEY = {
    StepKind.DECIDE: N_("Decide first (key D)"),
    StepKind.POST: N_("Record what was posted (key P)"),
    StepKind.THANK: N_("Record what was posted (key P)"),
    StepKind.OUTCOME: N_("Choose the outcome (key d)"),
}
"""Steps that the desk ticks itself, and what does it."""


async def tick(
    desk: Desk, item_id: ItemId, step: str, fields: Mapping[str, str] | None = None
) -> Item:
    """Mark a step as done, with what it asks to be written down."""
    given = {name: text.strip() for name, text in (fields or {}).items() if text.strip()}
    await _check_open(desk, item_id)
    await work_on(desk, item_id)

    def decide(item: Item, now: Instant) -> Event:
        playbook, view = _find(desk, item, step)
        if view.step.kind in BY_THEIR_OWN_KEY:
            raise Refused(_(BY_THEIR_OWN_KEY[view.step.kind]))
        _check_fields(view.step, given)
        return new_event(
            EventKind.STEP_DONE,
            now,
            desk.agent,
            item=item.id,
            texts=given,
            step=step,
            playbook=playbook.id,
        )

    return await act(desk, item_id, decide)


async def skip(desk: Desk, item_id: ItemId, step: str, reason: str) -> Item:
    """Skip a step, with a reason that stays in the history."""
    if not reason.strip():
        raise Refused(_("A step is skipped with a reason"))
    await _check_open(desk, item_id)
    await work_on(desk, item_id)

    def decide(item: Item, now: Instant) -> Event:
        playbook, view = _find(desk, item, step)
        if view.step.kind is StepKind.OUTCOME:
            raise Refused(_("The outcome is not skipped"))
        return new_event(
            EventKind.STEP_SKIPPED,
            now,
            desk.agent,
            item=item.id,
            texts={"reason": reason.strip()},
            step=step,
            playbook=playbook.id,
        )

    return await act(desk, item_id, decide)


def check_required(desk: Desk, item: Item, *, before: StepKind, has_draft: bool = False) -> None:
    """Refuse to pass a point of the playbook while required steps before it are open."""
    _playbook, views = steps_of(desk, item, has_draft=has_draft)
    missing = open_required(views, before=before)
    if missing:
        first = in_language(missing[0].title, language())
        more = len(missing) - 1
        still = _("Still to do: {step}").format(step=first)
        raise Refused(
            still
            + (ngettext(" and {n} more", " and {n} more", more).format(n=more) if more else ""),
            _("Do it (space), or skip it with a reason (S)."),
        )


async def _check_open(desk: Desk, item_id: ItemId) -> None:
    item = await desk.store.item(item_id)
    if item.is_closed:
        raise Refused(_("This item has ended"), _("Reopen it first."))


def _find(desk: Desk, item: Item, step: str) -> tuple[Playbook, StepView]:
    playbook, views = steps_of(desk, item)
    for view in views:
        if view.step.id == step:
            if view.state is StepState.NOT_NEEDED:
                raise Refused(_("This step is not needed here"))
            return playbook, view
    names = ", ".join(view.step.id for view in views)
    raise NotFound(
        _("There is no step {step} in playbook {playbook}").format(
            step=repr(step), playbook=playbook.name
        ),
        _("Its steps are: {names}.").format(names=names),
    )


def _check_fields(step: Step, given: Mapping[str, str]) -> None:
    known = {field.name: field for field in step.fields}
    for name, text in given.items():
        if name not in known:
            raise Refused(_("Step {step} has no field {field}").format(step=step.id, field=name))
        choices = known[name].choices
        if choices and text not in choices:
            raise Refused(
                _("{field} is one of: {choices}").format(field=name, choices=", ".join(choices))
            )
    missing = [field.name for field in step.fields if field.required and field.name not in given]
    if missing:
        raise Refused(_("Fill in: {fields}").format(fields=", ".join(missing)))
