"""Walks an item through its playbook: which one, which step is next, what still blocks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from playbooks.kinds import POSTING, SETTLED_BY_READY, Known, StepKind
from playbooks.model import Condition, Facts, Playbook, Record, Step, StepState, StepView

HIGH_AROUSAL = "high"
DEFAULT = "short"
"""The playbook for whatever no other fits."""


def choose(playbooks: Sequence[Playbook], facts: Facts, begun: str = "") -> Playbook:
    """Return an item's playbook: the one it began with, else the most specific that applies.

    ``begun`` is the ``name@version`` the item remembers; where that version is gone, the one
    that is in use serves. Of one name the later in the sequence is in use, and so the later wins
    among equals: a team's own goes before a shipped one. Then follows what the playbook names as
    its next, where that holds. ``playbooks`` must not be empty.
    """
    current = {playbook.name: playbook for playbook in playbooks}
    chosen = _begun(playbooks, current, begun) or _fitting(tuple(current.values()), facts)
    while chosen.next is not None and chosen.next.when.holds(facts):
        chosen = current[chosen.next.playbook]
    return chosen


def _begun(
    playbooks: Sequence[Playbook], current: Mapping[str, Playbook], begun: str
) -> Playbook | None:
    exact = (playbook for playbook in playbooks if playbook.id == begun)
    return next(exact, current.get(begun.partition("@")[0]))


def _fitting(playbooks: Sequence[Playbook], facts: Facts) -> Playbook:
    led_to = {playbook.next.playbook for playbook in playbooks if playbook.next}
    fitting = [
        playbook
        for playbook in playbooks
        if playbook.applies.holds(facts)
        and not (playbook.name in led_to and playbook.applies == Condition())
    ]
    if fitting:
        return max(reversed(fitting), key=lambda playbook: playbook.applies.weight)
    return next((p for p in playbooks if p.name == DEFAULT), playbooks[0])


def walk(playbook: Playbook, facts: Facts, records: Iterable[Record]) -> tuple[StepView, ...]:
    """Return every step as it stands, in the playbook's order; at most one is CURRENT."""
    remembered = {record.step: record for record in records}
    views: list[StepView] = []
    number = 0
    for step in playbook.steps:
        view = _view(step, number + 1, facts, remembered.get(step.id))
        number += view.state is not StepState.NOT_NEEDED  # people count what they have to do
        views.append(view)
    current = _current(views)
    if current is not None:
        views[current] = replace(views[current], state=StepState.CURRENT)
    return tuple(views)


def open_required(views: Sequence[StepView], *, before: StepKind | None = None) -> tuple[Step, ...]:
    """Return the steps that still block the item's end, or what comes before a kind of step.

    With ``before=StepKind.POST`` these are the steps that must be settled before a reply can be
    made ready. Recording the outcome itself never blocks the end.
    """
    ahead = views if before is None else _ahead_of(views, before)
    settled = SETTLED_BY_READY if before in POSTING else frozenset({StepKind.OUTCOME})
    return tuple(
        view.step
        for view in ahead
        if view.is_open and view.required and view.step.kind not in settled
    )


def answers_of(records: Iterable[Record]) -> dict[str, str]:
    """Return the codes that were chosen in steps, by the name of the field."""
    return {name: code for record in records for name, code in record.answers.items()}


def is_needed(step: Step, facts: Facts) -> bool:
    """Whether the step applies; before the decision every strategy is still possible."""
    when: Condition = step.when
    if facts.strategy is None:
        when = replace(when, strategies=frozenset())
    return when.holds(facts)


def holds_back(step: Step, facts: Facts) -> bool:
    """Whether doing a step holds the reply back a moment: a breath, and for a heated item only."""
    heated = facts.arousal == HIGH_AROUSAL and not facts.replies
    return step.kind is StepKind.BREATHE and heated


def _view(step: Step, number: int, facts: Facts, record: Record | None) -> StepView:
    state, by = _state(step, facts, record)
    view = StepView(step, number, state, required=_is_required(step, facts))
    return replace(view, done_at=by.done_at, done_by=by.done_by) if by else view


def _state(step: Step, facts: Facts, record: Record | None) -> tuple[StepState, Record | None]:
    """Return how far a step is, and the record that says so where one does."""
    if record and not record.skipped and not _asked_again(step, record):
        return StepState.DONE, record
    if not is_needed(step, facts):
        return StepState.NOT_NEEDED, None
    if _is_known(step, facts):
        return StepState.DONE, None
    return (StepState.SKIPPED, record) if record and record.skipped else (StepState.TODO, None)


def _asked_again(step: Step, record: Record) -> bool:
    return any(record.answers.get(field.name) in field.again for field in step.fields)


def _is_known(step: Step, facts: Facts) -> bool:
    """Whether the desk knows by itself that a step is done."""
    rule = step.kind.rule
    if rule.known is Known.REPLIED:
        return bool(facts.replies & (step.replies or rule.replies))
    return rule.known in facts.known


def _is_required(step: Step, facts: Facts) -> bool:
    """Whether a step holds up what comes after it; a second reader never does when time is short.

    Who asked one waits for the answer, also where the playbook only advised it.
    """
    if step.kind is StepKind.SECOND_READER:
        asked = step.required or bool(facts.reading)
        return asked and not facts.pressed and not facts.replies
    return step.required


def _current(views: Sequence[StepView]) -> int | None:
    """Return the index of the step that is next; an optional one that was passed waits no more."""
    settled = [i for i, v in enumerate(views) if v.state in {StepState.DONE, StepState.SKIPPED}]
    last = settled[-1] if settled else -1
    return next(
        (i for i, view in enumerate(views) if view.is_open and (view.required or i > last)),
        None,
    )


def _ahead_of(views: Sequence[StepView], before: StepKind) -> Sequence[StepView]:
    """Return the steps before the first of a kind; none where no such step is in the playbook."""
    kinds = POSTING if before in POSTING else frozenset({before})
    first = next((i for i, view in enumerate(views) if view.step.kind in kinds), 0)
    return views[:first]
