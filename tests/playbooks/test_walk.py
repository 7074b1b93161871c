"""The walk: which playbook, which step is next, what ticks itself and what still blocks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vocabulary import Kind, Reading, ReplyKind, Strategy
from playbooks.kinds import Known, StepKind
from playbooks.loader import load_shipped
from playbooks.model import (
    Condition,
    Facts,
    Next,
    Playbook,
    Record,
    Step,
    StepField,
    StepState,
    StepView,
)
from playbooks.walk import choose, holds_back, open_required, walk

TEXT = {"nl": "tekst", "nb": "tekst", "en": "text"}
COMPLAINT = next(playbook for playbook in load_shipped() if playbook.name == "complaint")
PRAISE = next(playbook for playbook in load_shipped() if playbook.name == "praise")
FACTS = Facts(Kind.COMPLAINT, severity=4, arousal="low")
REACTING = replace(FACTS, strategy=Strategy.REACT)
POSTED = frozenset({ReplyKind.PUBLIC_FULL})


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


def _knowing(facts: Facts, *known: Known) -> Facts:
    return replace(facts, known=frozenset(known))


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
    """Its version while that is kept, else the one in use, else chosen anew."""
    old, new = _playbook(name="ours", version=2), _playbook(name="ours", version=7)
    loaded = (*load_shipped(), old, new)
    assert choose(loaded, FACTS, "ours@2") is old
    assert choose(loaded, FACTS, "ours@1") is new
    assert choose(loaded, FACTS) is COMPLAINT
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
        ("evidence", _knowing(FACTS, Known.EVIDENCE)),
        ("decide", _knowing(REACTING, Known.DECIDED)),
        ("draft", _knowing(REACTING, Known.DRAFTED)),
        ("reread", _knowing(REACTING, Known.READY)),
        ("second_reader", _knowing(REACTING, Known.APPROVED)),
        ("reply", replace(REACTING, replies=POSTED)),
        ("private", _knowing(REACTING, Known.PROMISED)),
        ("outcome", _knowing(FACTS, Known.CONCLUDED)),
    ],
)
def test_what_the_desk_knows_ticks_itself(step: str, facts: Facts) -> None:
    """A step is done without a key when the desk saw it happen, and open before."""
    before = replace(FACTS, strategy=facts.strategy)
    assert _state(walk(COMPLAINT, before, []), step) in {StepState.TODO, StepState.CURRENT}
    assert _state(walk(COMPLAINT, facts, []), step) is StepState.DONE


def test_a_reply_ticks_the_thanks() -> None:
    """In the praise playbook the recorded reply is the thank-you."""
    facts = Facts(Kind.PRAISE, strategy=Strategy.THANK, replies=POSTED)
    assert _state(walk(PRAISE, facts, []), "thank") is StepState.DONE


def test_a_skipped_step_is_settled_until_it_is_done_after_all() -> None:
    """A skip closes a step; when the desk later sees it done, that counts."""
    skipped = [Record("evidence", 7, "ann", skipped=True)]
    view = walk(COMPLAINT, FACTS, skipped)[1]
    assert (view.state, view.done_at, view.done_by) == (StepState.SKIPPED, 7, "ann")
    saved = _knowing(FACTS, Known.EVIDENCE)
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
    facts = _knowing(REACTING, Known.EVIDENCE, Known.DECIDED, Known.DRAFTED, Known.READY)
    assert _current(walk(COMPLAINT, facts, [])) == "read"
    done = walk(COMPLAINT, facts, [Record("read", 1, "ann")])
    assert _state(done, "on_it") is StepState.TODO
    assert _current(done) == "second_reader"


def test_open_required_steps_block_the_end() -> None:
    """Optional steps and the outcome itself do not block; skipped ones no longer do."""
    facts = _knowing(REACTING, Known.EVIDENCE, Known.DECIDED)
    views = walk(COMPLAINT, facts, [])
    assert [step.id for step in open_required(views)] == ["read", "draft", "reread", "reply"]
    assert open_required(views, before=StepKind.OUTCOME) == open_required(views)
    records = [Record(step, 1, "ann", skipped=True) for step in ("read", "draft", "reread")]
    views = walk(COMPLAINT, facts, records)
    assert [step.id for step in open_required(views)] == ["reply"]
    views = walk(COMPLAINT, replace(facts, replies=POSTED), records)
    assert open_required(views) == ()


def test_discarding_asks_for_nothing() -> None:
    """Spam and duplicates leave in one key: no step stands in the way."""
    for playbook in load_shipped():
        facts = _knowing(Facts(playbook_kind(playbook), strategy=Strategy.DISCARD), Known.DECIDED)
        assert open_required(walk(playbook, facts, [])) == ()


def playbook_kind(playbook: Playbook) -> Kind:
    """Return a kind the playbook is for."""
    return next(iter(playbook.applies.kinds), Kind.SPAM)


def test_removal_asks_for_reading_and_evidence() -> None:
    """A complaint may only be removed after it was read and its evidence kept."""
    facts = _knowing(replace(FACTS, strategy=Strategy.REMOVE), Known.DECIDED)
    views = walk(COMPLAINT, facts, [])
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
    assert holds_back(breath, heated)
    assert not holds_back(breath, REACTING)
    assert not holds_back(breath, replace(heated, replies=POSTED))
    assert not holds_back(COMPLAINT.steps[0], heated)
    assert _state(walk(COMPLAINT, REACTING, []), "breathe") is StepState.NOT_NEEDED


FACTS_OF_ANY_ITEM = st.builds(
    Facts,
    kind=st.sampled_from(Kind),
    severity=st.integers(1, 5),
    arousal=st.sampled_from(["", "low", "high"]),
    strategy=st.none() | st.sampled_from(Strategy),
    known=st.frozensets(st.sampled_from(Known)),
    replies=st.frozensets(st.sampled_from(ReplyKind), max_size=2),
    reading=st.sampled_from(Reading),
    pressed=st.booleans(),
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
    waiting = [view for view in views if view.is_open and view.required]
    assert not waiting or StepState.CURRENT in states
    waiting_steps = [view.step for view in waiting]
    assert all(step in waiting_steps for step in open_required(views))


def test_a_second_reader_holds_up_only_while_there_is_time() -> None:
    """One that was asked is waited for, though only advised; never past a fifth of the time."""
    reader = _step("reader", StepKind.SECOND_READER, required=False)
    book = _playbook(reader, _step("reply", StepKind.POST), _step("end", StepKind.OUTCOME))

    def blocking(facts: Facts, playbook: Playbook = book) -> list[str]:
        views = walk(playbook, facts, [])
        return [step.id for step in open_required(views, before=StepKind.POST)]

    assert blocking(REACTING) == []
    asked = replace(REACTING, reading=Reading.ASKED)
    assert blocking(asked) == ["reader"]
    assert blocking(replace(asked, reading=Reading.RETURNED)) == ["reader"]
    assert blocking(replace(asked, pressed=True)) == []
    assert blocking(_knowing(asked, Known.APPROVED)) == []
    wanted = replace(book, steps=(replace(reader, required=True), *book.steps[1:]))
    assert blocking(REACTING, wanted) == ["reader"]
    assert blocking(replace(REACTING, pressed=True), wanted) == []
    answered = walk(wanted, replace(REACTING, replies=POSTED), [])
    assert open_required(answered, before=StepKind.OUTCOME) == ()


def test_an_answer_opens_the_steps_it_calls_for() -> None:
    """Before it is given all may still come; then only what holds."""
    for_us = Condition(answers={"meant_for": frozenset({"us"})})
    book = _playbook(_step("ask"), _step("thank", when=for_us))
    assert _state(walk(book, FACTS, []), "thank") is StepState.TODO
    others = replace(FACTS, answers={"meant_for": "others"})
    assert _state(walk(book, others, []), "thank") is StepState.NOT_NEEDED
    us = replace(FACTS, answers={"meant_for": "us"})
    assert _state(walk(book, us, []), "thank") is StepState.TODO


def test_an_answer_may_ask_again() -> None:
    """An offer that was declined is followed by another; one that was accepted is not."""
    texts = {"accepted": TEXT, "declined": TEXT}
    offered = StepField(
        "answer", TEXT, choices=tuple(texts), choice_labels=texts, again=frozenset({"declined"})
    )
    book = _playbook(replace(_step("offer", StepKind.OFFER), fields=(offered,)))
    declined = Record("offer", 1, "ann", answers={"answer": "declined"})
    assert _state(walk(book, FACTS, [declined]), "offer") is StepState.CURRENT
    accepted = replace(declined, answers={"answer": "accepted"})
    assert _state(walk(book, FACTS, [accepted]), "offer") is StepState.DONE


def test_a_step_may_want_one_way_of_posting() -> None:
    """A full answer does not do where only an acknowledgement was meant, nor does a like."""
    ack = replace(
        _step("ack", StepKind.POST), replies=frozenset({ReplyKind.PUBLIC_ACK_THEN_PRIVATE})
    )
    book = _playbook(ack, _step("any", StepKind.POST), _step("like", StepKind.LIKE))
    full = walk(book, replace(REACTING, replies=POSTED), [])
    assert [view.state for view in full] == [StepState.CURRENT, StepState.DONE, StepState.TODO]
    liked = walk(book, replace(REACTING, replies=frozenset({ReplyKind.LIKE_ONLY})), [])
    assert [_state(liked, name) for name in ("any", "like")] == [StepState.TODO, StepState.DONE]


def test_a_playbook_leads_on_to_the_next() -> None:
    """Once its condition holds an item goes on with what its playbook names, from there too."""
    private = Condition(private=True)
    talk = _playbook(name="talk", applies=Condition(labels=frozenset({"never"})))
    first = replace(_playbook(name="first"), next=Next("talk", private))
    books = (talk, first)
    assert choose(books, FACTS) is first
    assert choose(books, replace(FACTS, private=True)) is talk
    assert choose(books, replace(FACTS, private=True), "first@1") is talk
    assert choose(books, FACTS, "talk@1") is talk


def test_a_storm_goes_before_a_returning_customer_and_that_before_a_team_rule() -> None:
    """The order in which playbooks win is the one that is documented."""
    applies = [
        Condition(firestorm=True),
        Condition(returning=True),
        Condition(sources=frozenset({"forum"})),
        Condition(has_rating=True),
        Condition(kinds=frozenset({Kind.COMPLAINT}), arousal=frozenset({"low"}), max_severity=3),
        Condition(kinds=frozenset({Kind.COMPLAINT})),
    ]
    weights = [condition.weight for condition in applies]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)
    both = replace(FACTS, labels=frozenset({"firestorm", "returning"}))
    assert all(condition.holds(both) for condition in applies[:2])
    assert not any(condition.holds(FACTS) for condition in applies[:2])
