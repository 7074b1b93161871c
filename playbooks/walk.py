"""Walks an item through its playbook: which one, which step is next, what still blocks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from playbooks.model import Facts, Playbook, Record, Step, StepKind, StepState, StepView

DEFAULT = "short"
"""The playbook for whatever no other fits."""

POSTING = frozenset({StepKind.POST, StepKind.THANK})
"""Steps that put an answer before the public."""

SETTLED_BY_READY = frozenset({StepKind.BREATHE, StepKind.DRAFT, StepKind.REREAD})
"""Steps that getting a reply ready settles: its own guards hold the text and the cool-down."""


def choose(playbooks: Sequence[Playbook], facts: Facts, begun: str = "") -> Playbook:
    """Return an item's playbook: the one it began with, else the most specific that applies.

    ``begun`` is the ``name@version`` the item remembers; where that version is gone, the newest
    of the name serves. Among equals the later in the sequence wins, so that a team's own goes
    before a shipped one. ``playbooks`` must not be empty.
    """
    name = begun.partition("@")[0]
    same = [playbook for playbook in playbooks if playbook.name == name]
    if same:
        exact = (playbook for playbook in same if playbook.id == begun)
        return next(exact, max(same, key=lambda playbook: playbook.version))
    fitting = [playbook for playbook in playbooks if playbook.applies.holds(facts)]
    if fitting:
        return max(reversed(fitting), key=lambda playbook: playbook.applies.weight)
    return next((p for p in playbooks if p.name == DEFAULT), playbooks[0])


def walk(playbook: Playbook, facts: Facts, records: Iterable[Record]) -> tuple[StepView, ...]:
    """Return every step as it stands, in the playbook's order; at most one is CURRENT."""
    remembered = {record.step: record for record in records}
    views: list[StepView] = []
    number = 0
    for step in playbook.steps:
        view = _view(step, number + 1, facts, remembered)
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
        if view.is_open and view.step.required and view.step.kind not in settled
    )


def _view(step: Step, number: int, facts: Facts, remembered: Mapping[str, Record]) -> StepView:
    record = remembered.get(step.id)
    if record is not None and not record.skipped:
        return StepView(step, number, StepState.DONE, record.done_at, record.done_by)
    if not _needed(step, facts):
        return StepView(step, number, StepState.NOT_NEEDED)
    if _known_done(step.kind, facts):
        return StepView(step, number, StepState.DONE)
    if record is not None:
        return StepView(step, number, StepState.SKIPPED, record.done_at, record.done_by)
    return StepView(step, number, StepState.TODO)


def _needed(step: Step, facts: Facts) -> bool:
    """Whether the step applies; before the decision every strategy is still possible."""
    when = step.when
    if facts.strategy is None:
        when = replace(when, strategies=frozenset())
    return when.holds(facts)


def _known_done(kind: StepKind, facts: Facts) -> bool:
    """Whether the desk knows by itself that a step of this kind is done."""
    match kind:
        case StepKind.EVIDENCE:
            return facts.evidence_saved
        case StepKind.DECIDE:
            return facts.strategy is not None
        case StepKind.DRAFT:
            return facts.has_draft or facts.ready or facts.replies > 0
        case StepKind.BREATHE | StepKind.REREAD:
            return facts.ready or facts.replies > 0
        case StepKind.POST | StepKind.THANK:
            return facts.replies > 0
        case StepKind.MOVE_PRIVATE:
            return facts.promised
        case StepKind.OUTCOME:
            return facts.has_outcome
        case _:
            return False


def _current(views: Sequence[StepView]) -> int | None:
    """Return the index of the step that is next; an optional one that was passed waits no more."""
    settled = [i for i, v in enumerate(views) if v.state in {StepState.DONE, StepState.SKIPPED}]
    last = settled[-1] if settled else -1
    return next(
        (i for i, view in enumerate(views) if view.is_open and (view.step.required or i > last)),
        None,
    )


def _ahead_of(views: Sequence[StepView], before: StepKind) -> Sequence[StepView]:
    """Return the steps before the first of a kind; none where no such step is in the playbook."""
    kinds = POSTING if before in POSTING else frozenset({before})
    first = next((i for i, view in enumerate(views) if view.step.kind in kinds), 0)
    return views[:first]
