"""The steps of an item's playbook: done by whom and when, or skipped with a reason."""

from collections.abc import Mapping

from core.clock import SECOND, Instant
from core.errors import NotFound, Refused
from core.i18n import N_, _, language, ngettext
from core.vocabulary import ItemId, TimerKind
from desk.model import conversation
from desk.model.event import Event, EventKind, StartTimer, new_event
from desk.model.item import Item
from desk.model.timers import cool_down, end_all
from desk.services import evidence
from desk.services.desk import Desk, act
from desk.services.facts import facts_of
from desk.services.items import steps_of, work_on
from playbooks.kinds import Known, StepKind
from playbooks.model import Playbook, Step, StepState, StepView, in_language
from playbooks.walk import holds_back, open_required

OWN_KEYS: Mapping[Known, str] = {
    Known.DECIDED: N_("Decide first (key D)"),
    Known.DRAFTED: N_("Write a draft first (key r)"),
    Known.APPROVED: N_("Ask a second reader (key M)"),
    Known.REPLIED: N_("Record what was posted (key P)"),
    Known.PROMISED: N_("Promise a time (key b)"),
    Known.ANSWERED: N_("Ask, and record the answer (key I)"),
    Known.RECHECKED: N_("Look at it again when it comes back (key w)"),
    Known.CONCLUDED: N_("Choose the outcome (key d)"),
}
"""What does a step that the desk alone ticks."""

HOLDING = frozenset({TimerKind.COOL_DOWN, TimerKind.REVIEW_WAIT})
"""Clocks that hold a reply back; skipping their step ends them."""


async def tick(
    desk: Desk, item_id: ItemId, step: str, fields: Mapping[str, str] | None = None
) -> Item:
    """Do a step: record it with what it asks, save the evidence, or begin its breath."""
    given = {name: text.strip() for name, text in (fields or {}).items() if text.strip()}
    item = await _open_item(desk, item_id)
    _playbook, view = _find(desk, item, step)
    await work_on(desk, item_id)
    if view.step.kind is StepKind.EVIDENCE:
        item = await evidence.keep(desk, item_id)
        if not view.step.fields:
            return item

    def decide(item: Item, now: Instant) -> Event:
        playbook, view = _find(desk, item, step)
        rule = view.step.kind.rule
        if rule.known is not None and not rule.by_hand:
            raise Refused(_(OWN_KEYS[rule.known]))
        _check_fields(view.step, given)
        breath = begin_breath(desk, item, now, view.step)
        if breath is not None:
            return conversation.breathed(item, now, desk.agent, breath)
        chosen = {field.name for field in view.step.fields if field.choices}
        return new_event(
            EventKind.STEP_DONE,
            now,
            desk.agent,
            item=item.id,
            texts={name: text for name, text in given.items() if name not in chosen},
            step=step,
            playbook=playbook.id,
            answers={name: code for name, code in given.items() if name in chosen},
        )

    return await act(desk, item_id, decide)


def begin_breath(desk: Desk, item: Item, now: Instant, step: Step) -> StartTimer | None:
    """Return the breath that a step begins; Refused while it lasts, None where none is due."""
    if not holds_back(step, facts_of(item, now)):
        return None
    conversation.check_breath(item, now)
    return cool_down(item, now, step.seconds * SECOND or desk.settings.waits.cool_down)


def first_breath(desk: Desk, item: Item, now: Instant) -> StartTimer | None:
    """Return the breath that writing begins, where the item's playbook asks for one."""
    _playbook, views = steps_of(desk, item)
    breathing = (view.step for view in views if view.step.kind is StepKind.BREATHE and view.is_open)
    step = next(breathing, None)
    return None if step is None else begin_breath(desk, item, now, step)


async def skip(desk: Desk, item_id: ItemId, step: str, reason: str) -> Item:
    """Skip a step, with a reason that stays in the history."""
    if not reason.strip():
        raise Refused(_("A step is skipped with a reason"))
    await _open_item(desk, item_id)
    await work_on(desk, item_id)

    def decide(item: Item, now: Instant) -> Event:
        playbook, view = _find(desk, item, step)
        kind = view.step.kind
        if kind is StepKind.OUTCOME:
            raise Refused(_("The outcome is not skipped"))
        waits = kind.rule.waits
        return new_event(
            EventKind.STEP_SKIPPED,
            now,
            desk.agent,
            item=item.id,
            effects=end_all(item, {waits} if waits in HOLDING else (), now),
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


async def _open_item(desk: Desk, item_id: ItemId) -> Item:
    item = await desk.store.item(item_id)
    if item.is_closed:
        raise Refused(_("This item has ended"), _("Reopen it first."))
    return item


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
