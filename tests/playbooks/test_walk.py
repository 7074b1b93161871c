"""The walk: which playbook, which step is next, what ticks itself and what still blocks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vocabulary import Kind, Strategy
from playbooks.effects import StartCoolDown, effects
from playbooks.loader import load_shipped
from playbooks.model import (
    Condition,
    Facts,
    Playbook,
    Record,
    Step,
    StepKind,
    StepState,
    StepView,
)
from playbooks.walk import choose, open_required, walk

TEXT = {"nl": "tekst", "nb": "tekst", "en": "text"}
COMPLAINT = next(playbook for playbook in load_shipped() if playbook.name == "complaint")
PRAISE = next(playbook for playbook in load_shipped() if playbook.name == "praise")
FACTS = Facts(Kind.COMPLAINT, severity=3, arousal="low")
REACTING = replace(FACTS, strategy=Strategy.REACT)


def _step(
    name: str,
    kind: StepKind = StepKind.CHECK,
    *,
    required: bool = True,
    when: Condition | None = None,
) -> Step:
    return Step(name, kind, TEXT, TEXT, TEXT, required=required, when=when or Condition())


def _playbook(
    *steps: Step, name: str = "team", version: int = 1, applies: Condition | None = None
) -> Playbook:
    return Playbook(name, version, TEXT, applies or Condition(), steps)


def _state(views: tuple[StepView, ...], step: str) -> StepState:
    return next(view.state for view in views if view.step.id == step)


def _current(views: tuple[StepView, ...]) -> str:
    return next((view.step.id for view in views if view.state is StepState.CURRENT), "")


def test_the_most_specific_playbook_wins() -> None:
    """One for a kind goes before one for all, one for a kind and a source before both."""
    anything = _playbook(name="short")
    kind = _playbook(name="kind", applies=Condition(kinds=frozenset({Kind.COMPLAINT})))
    source = _playbook(
        name="source",
        applies=Condition(kinds=frozenset({Kind.COMPLAINT}), sources=frozenset({"forum"})),
    )
    all_three = (source, kind, anything)
    assert choose(all_three, replace(FACTS, source="forum")) is source
    assert choose(all_three, FACTS) is kind
    assert choose(all_three, Facts(Kind.SPAM)) is anything


def test_among_equals_the_later_wins() -> None:
    """A team's own playbook for a kind goes before a shipped one that is as specific."""
    own = _playbook(name="ours", applies=COMPLAINT.applies)
    assert choose((*load_shipped(), own), FACTS) is own


def test_the_short_way_serves_where_nothing_applies() -> None:
    """Even a short playbook with conditions is taken before none at all."""
    narrow = Condition(kinds=frozenset({Kind.QUESTION}))
    short = _playbook(name="short", applies=narrow)
    other = _playbook(name="other", applies=narrow)
    assert choose((other, short), FACTS) is short


def test_an_item_keeps_the_playbook_it_began_with() -> None:
    """Its version while that is loaded, else the newest of the name, else chosen anew."""
    old, new = _playbook(name="ours", version=2), _playbook(name="ours", version=7)
    loaded = (*load_shipped(), new, old)
    assert choose(loaded, FACTS, "ours@2") is old
    assert choose(loaded, FACTS, "ours@1") is new
    assert choose(load_shipped(), FACTS, "ours@2") is COMPLAINT


def test_records_still_fit_a_newer_version() -> None:
    """A step keeps its record by id, a new one is open, a dropped one is forgotten."""
    newer = _playbook(_step("read"), _step("new"))
    views = walk(newer, FACTS, [Record("read", 5, "ann"), Record("dropped", 6, "ann")])
    assert [view.state for view in views] == [StepState.DONE, StepState.CURRENT]


def test_steps_are_numbered_and_tell_who_did_them() -> None:
    """Numbers count from 1 in the playbook's order; a record gives time and name."""
    views = walk(COMPLAINT, FACTS, [Record("read", 42, "ann")])
    shown = [view.number for view in views if view.state is not StepState.NOT_NEEDED]
    assert shown == list(range(1, len(shown) + 1))
    assert (views[0].state, views[0].done_at, views[0].done_by) == (StepState.DONE, 42, "ann")
    assert _current(views) == "evidence"


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        ("evidence", replace(FACTS, evidence_saved=True)),
        ("decide", REACTING),
        ("draft", replace(REACTING, has_draft=True)),
        ("reread", replace(REACTING, ready=True)),
        ("reply", replace(REACTING, replies=1)),
        ("private", replace(REACTING, promised=True)),
        ("outcome", replace(FACTS, has_outcome=True)),
    ],
)
def test_what_the_desk_knows_ticks_itself(step: str, facts: Facts) -> None:
    """A step is done without a key when the desk saw it happen, and open before."""
    before = replace(FACTS, strategy=None if step == "decide" else facts.strategy)
    assert _state(walk(COMPLAINT, before, []), step) in {StepState.TODO, StepState.CURRENT}
    assert _state(walk(COMPLAINT, facts, []), step) is StepState.DONE


def test_a_reply_ticks_the_thanks() -> None:
    """In the praise playbook the recorded reply is the thank-you."""
    facts = Facts(Kind.PRAISE, strategy=Strategy.THANK, replies=1)
    assert _state(walk(PRAISE, facts, []), "thank") is StepState.DONE


def test_a_skipped_step_is_settled_until_it_is_done_after_all() -> None:
    """A skip closes a step; when the desk later sees it done, that counts."""
    skipped = [Record("evidence", 7, "ann", skipped=True)]
    view = walk(COMPLAINT, FACTS, skipped)[1]
    assert (view.state, view.done_at, view.done_by) == (StepState.SKIPPED, 7, "ann")
    saved = replace(FACTS, evidence_saved=True)
    assert _state(walk(COMPLAINT, saved, skipped), "evidence") is StepState.DONE
    ticked = [*skipped, Record("evidence", 9, "bob")]
    assert _state(walk(COMPLAINT, FACTS, ticked), "evidence") is StepState.DONE


def test_before_the_decision_every_strategy_is_still_possible() -> None:
    """Steps of a reply show as open until the item is watched; then they are not needed."""
    assert _state(walk(COMPLAINT, FACTS, []), "draft") is StepState.TODO
    watching = replace(FACTS, strategy=Strategy.WATCH)
    assert _state(walk(COMPLAINT, watching, []), "draft") is StepState.NOT_NEEDED


def test_a_step_that_was_done_stays_done_when_it_is_no_longer_needed() -> None:
    """What somebody did is history, whatever is decided later."""
    watching = replace(FACTS, strategy=Strategy.WATCH)
    views = walk(COMPLAINT, watching, [Record("second_reader", 3, "ann")])
    assert _state(views, "second_reader") is StepState.DONE


def test_an_optional_step_that_was_passed_waits_no_more() -> None:
    """Once a later step is settled the optional one stays open but is not the next."""
    views = walk(COMPLAINT, replace(REACTING, evidence_saved=True, ready=True), [])
    assert _current(views) == "read"
    done = walk(
        COMPLAINT, replace(REACTING, evidence_saved=True, ready=True), [Record("read", 1, "ann")]
    )
    assert _state(done, "on_it") is StepState.TODO
    assert _current(done) == "second_reader"


def test_open_required_steps_block_the_end() -> None:
    """Optional steps and the outcome itself do not block; skipped ones no longer do."""
    views = walk(COMPLAINT, replace(REACTING, evidence_saved=True), [])
    assert [step.id for step in open_required(views)] == ["read", "draft", "reread", "reply"]
    assert open_required(views, before=StepKind.OUTCOME) == open_required(views)
    records = [Record(step, 1, "ann", skipped=True) for step in ("read", "draft", "reread")]
    views = walk(COMPLAINT, replace(REACTING, evidence_saved=True), records)
    assert [step.id for step in open_required(views)] == ["reply"]
    views = walk(COMPLAINT, replace(REACTING, evidence_saved=True, replies=1), records)
    assert open_required(views) == ()


def test_discarding_asks_for_nothing() -> None:
    """Spam and duplicates leave in one key: no step stands in the way."""
    for playbook in load_shipped():
        facts = Facts(playbook_kind(playbook), strategy=Strategy.DISCARD)
        assert open_required(walk(playbook, facts, [])) == ()


def playbook_kind(playbook: Playbook) -> Kind:
    """Return a kind the playbook is for."""
    return next(iter(playbook.applies.kinds), Kind.SPAM)


def test_removal_asks_for_reading_and_evidence() -> None:
    """A complaint may only be removed after it was read and its evidence kept."""
    views = walk(COMPLAINT, replace(FACTS, strategy=Strategy.REMOVE), [])
    assert [step.id for step in open_required(views)] == ["read", "evidence"]


def test_what_blocks_posting_comes_before_it() -> None:
    """Reading, evidence and the decision block; draft, breath and re-reading are ready's own."""
    heated = replace(FACTS, arousal="high")
    blocking = open_required(walk(COMPLAINT, heated, []), before=StepKind.POST)
    assert [step.id for step in blocking] == ["read", "evidence", "decide"]
    thanking = walk(PRAISE, Facts(Kind.PRAISE), [])
    assert [step.id for step in open_required(thanking, before=StepKind.POST)] == [
        "addressed",
        "decide",
    ]


def test_nothing_comes_before_a_step_that_is_not_there() -> None:
    """A playbook without a posting step does not hold a reply back."""
    views = walk(_playbook(_step("read"), _step("end", StepKind.OUTCOME)), FACTS, [])
    assert open_required(views, before=StepKind.POST) == ()


def test_a_breath_cools_down_heated_items_only() -> None:
    """The breath starts its clock when arousal is high and nothing was answered yet."""
    breath = next(step for step in COMPLAINT.steps if step.kind is StepKind.BREATHE)
    heated = replace(REACTING, arousal="high")
    assert effects(breath, heated) == (StartCoolDown(60),)
    assert effects(breath, REACTING) == ()
    assert effects(breath, replace(heated, replies=1)) == ()
    assert effects(COMPLAINT.steps[0], heated) == ()
    assert _state(walk(COMPLAINT, REACTING, []), "breathe") is StepState.NOT_NEEDED


FACTS_OF_ANY_ITEM = st.builds(
    Facts,
    kind=st.sampled_from(Kind),
    severity=st.integers(1, 5),
    arousal=st.sampled_from(["", "low", "high"]),
    strategy=st.none() | st.sampled_from(Strategy),
    evidence_saved=st.booleans(),
    has_draft=st.booleans(),
    ready=st.booleans(),
    replies=st.integers(0, 2),
    has_outcome=st.booleans(),
    promised=st.booleans(),
)
STEPS = st.builds(
    _step,
    st.uuids().map(str),
    st.sampled_from(StepKind),
    required=st.booleans(),
    when=st.builds(
        Condition,
        strategies=st.frozensets(st.sampled_from(Strategy), max_size=2),
        arousal=st.frozensets(st.sampled_from(["high", "low"]), max_size=1),
    ),
)


@given(steps=st.lists(STEPS, max_size=8), facts=FACTS_OF_ANY_ITEM, data=st.data())
def test_any_walk_keeps_its_order_and_has_one_next_step_at_most(
    steps: list[Step], facts: Facts, data: st.DataObject
) -> None:
    """Order stands, numbers count what is needed, one step is next, required ones are kept."""
    records = [
        Record(step.id, 1, "ann", skipped=data.draw(st.booleans()))
        for step in steps
        if data.draw(st.booleans())
    ]
    views = walk(_playbook(*steps), facts, records)
    assert [view.step for view in views] == steps
    shown = [view.number for view in views if view.state is not StepState.NOT_NEEDED]
    assert shown == list(range(1, len(shown) + 1))
    states = [view.state for view in views]
    assert states.count(StepState.CURRENT) <= 1
    waiting = [view for view in views if view.is_open and view.step.required]
    assert not waiting or StepState.CURRENT in states
    waiting_steps = [view.step for view in waiting]
    assert all(step in waiting_steps for step in open_required(views))
