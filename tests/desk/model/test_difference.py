"""What others did to an item since an agent looked at it."""

from core.clock import MINUTE
from core.vocabulary import EventId, ItemId, Reading, ReplyKind, State
from desk.model import conversation, lifecycle, second_reader
from desk.model.arrival import Sighting, new_item, revised
from desk.model.difference import difference
from desk.model.event import Event, EventKind, new_event
from desk.model.fold import fold_all
from desk.reports.compare import Words
from desk.reports.difference import difference_object, reworded, sentences
from tests.support.clock import START
from tests.support.items import RULES, post, verdict


def arrived() -> list[Event]:
    """Return the history of a complaint that just came in."""
    return list(new_item(post(), verdict(), RULES, Sighting(START)))


def answered(history: list[Event], actor: str = "ann") -> Event:
    """Return a posted reply to an item."""
    return conversation.replied(
        fold_all(history), START + MINUTE, actor, "Hoi Noor", kind=ReplyKind.PUBLIC_FULL
    )


def test_a_colleagues_reply_is_a_difference_and_names_her() -> None:
    """What she posted, and the state it led to, are told."""
    history = arrived()
    seen = len(history)
    history.append(answered(history))
    found = difference(history, seen, "tim")
    assert found is not None
    assert (found.was.state, found.now.state) == (State.NEW, State.WAITING_CUSTOMER)
    assert [event.actor for event in found.events] == ["ann"]
    told = sentences(found)
    assert "ann posted" in told[0]
    assert "Hoi Noor" in told[0]
    assert told[-1] == "It was new, it is waiting for the customer"
    told_to_programs = difference_object(found)
    assert told_to_programs["seen"] == seen
    assert told_to_programs["version"] == len(history)
    assert told_to_programs["text"] is None


def test_an_edit_by_the_customer_is_told_word_by_word() -> None:
    """Words that went and words that came stand apart; the rest stays."""
    history = arrived()
    seen = len(history)
    edit = post(body="De blender is na twee weken kapot.")
    history += revised(fold_all(history), edit, verdict(), RULES, START + MINUTE)
    found = difference(history, seen, "tim")
    assert found is not None
    assert reworded(found) == [
        Words(" ", "De blender is na twee "),
        Words("-", "dagen "),
        Words("+", "weken "),
        Words(" ", "kapot."),
    ]


def test_what_the_agent_did_and_what_matters_not_is_no_difference() -> None:
    """Own words, a colleague's claim, step or label, and a breach leave a decision as it was."""
    history = arrived()
    seen = len(history)
    history.append(answered(history, "tim"))
    for kind in (EventKind.CLAIMED, EventKind.RELEASED, EventKind.LABELLED, EventKind.DRAFTED):
        history.append(new_event(kind, START, "ann", item=ItemId(1)))
    assert difference(history, seen, "tim") is None
    assert difference(history, len(history), "noor") is None


def test_an_approval_is_waited_for_and_a_return_is_a_difference() -> None:
    """A second reader's yes leaves a decision as it was; a no does not."""
    history = arrived()
    item = fold_all(history)
    history.append(second_reader.asked(item, START, "tim", RULES, "Hoi Noor"))
    asked = fold_all(history)
    approved = second_reader.judged(asked, START, "ann", Reading.APPROVED)
    given_back = second_reader.judged(asked, START, "ann", Reading.RETURNED, "korter")
    seen = len(history)
    assert difference([*history, approved], seen, "tim") is None
    assert difference([*history, given_back], seen, "tim") is not None


def test_what_was_taken_back_meanwhile_is_no_difference() -> None:
    """A note that ann wrote and undid leaves nothing; undoing an older one does."""
    history = arrived()
    old = new_event(EventKind.NOTED, START, "ann", item=ItemId(1), texts={"text": "oud"})
    history.append(old)
    seen = len(history)
    note = new_event(EventKind.NOTED, START, "ann", item=ItemId(1), texts={"text": "nieuw"})
    history += [note, undoing(note.id)]
    assert difference(history, seen, "tim") is None
    history.append(undoing(old.id))
    found = difference(history, seen, "tim")
    assert found is not None
    assert [event.kind for event in found.events] == [EventKind.UNDONE]


def undoing(event: EventId) -> Event:
    """Return an undo of an event by ann."""
    return new_event(EventKind.UNDONE, START, "ann", item=ItemId(1), event=event, kind="noted")


def test_deciding_by_hand_is_told_with_its_reason() -> None:
    """A colleague who ended the item is seen to have done so."""
    history = arrived()
    seen = len(history)
    history.append(lifecycle.correct(fold_all(history), START, "ann", RULES, severity=5))
    found = difference(history, seen, "tim")
    assert found is not None
    assert "severity: 5, was 3" in sentences(found)[0]
