"""Handing on and accepting, as pure events and what they leave of the item."""

import pytest

from core.clock import MINUTE
from core.errors import Refused
from core.vocabulary import NEXT_SHIFT, OutcomeCode, Strategy
from desk.model import lifecycle
from desk.model.event import EventKind, new_event
from desk.model.handover import QUEUE, handed, taken
from desk.model.item import Item
from tests.support.clock import START
from tests.support.items import RULES, after, arrived


def given(to: str, item: Item | None = None) -> Item:
    """Return an item that tim handed on."""
    item = item or arrived()
    return after(item, handed(item, START, "tim", to, note="belt om vier uur", watch="geen tegoed"))


def test_what_is_handed_on_waits_for_its_receiver() -> None:
    """The item says to whom, by whom and when; the event keeps what was said, and tells him."""
    item = arrived()
    event = handed(item, START, "tim", "ann", note=" belt om vier uur ", watch="geen tegoed")
    assert (event.text("note"), event.text("watch")) == ("belt om vier uur", "geen tegoed")
    assert event.data == {"to": "ann", "tell": ["ann"]}
    waiting = after(item, event).handed
    assert waiting is not None
    assert (waiting.to, waiting.by, waiting.at, waiting.event) == ("ann", "tim", START, event.id)


@pytest.mark.parametrize("receiver", ["ann", NEXT_SHIFT])
def test_taking_it_accepts_and_tells_the_giver(receiver: str) -> None:
    """The receiver's word is an event of its own; the item is on its way no more."""
    item = given(receiver)
    event = taken(item, START + MINUTE, "ann")
    assert (event.kind, event.data["tell"]) == (EventKind.ACCEPTED, ["tim"])
    assert after(item, event).handed is None


def test_another_who_takes_it_tells_both() -> None:
    """Nothing that is on its way is locked; giver and receiver hear that it went elsewhere."""
    event = taken(given("ann"), START, "noor")
    assert (event.kind, event.data["tell"]) == (EventKind.CLAIMED, ["ann", "tim"])
    assert "tell" not in taken(arrived(), START, "noor").data


def test_to_the_queue_it_is_on_its_way_to_nobody() -> None:
    """A receiver who gives it back to the queue tells its giver."""
    item = given("ann")
    back = handed(item, START, "ann", QUEUE)
    assert back.data == {"to": QUEUE, "tell": ["tim"]}
    assert after(item, back).handed is None


def test_a_lead_who_hands_on_what_another_holds_tells_both() -> None:
    """Whose it was stays in the history."""
    event = handed(arrived(), START, "mia", "ann", was="tim")
    assert event.data == {"to": "ann", "from": "tim", "tell": ["ann", "tim"]}


@pytest.mark.parametrize("severity", [4, 5])
def test_the_severe_is_not_handed_on_without_a_note(severity: int) -> None:
    """From severity 4 a word on how it stands is required."""
    item = arrived(severity=severity)
    with pytest.raises(Refused, match=f"severity {severity}"):
        handed(item, START, "tim", "ann", watch="wel dit")
    assert handed(item, START, "tim", "ann", note="belt nog").text("note") == "belt nog"


def test_nobody_hands_to_himself_nor_what_has_ended() -> None:
    """Both are refused in a sentence."""
    with pytest.raises(Refused, match="to yourself"):
        handed(arrived(), START, "tim", "tim")
    item = arrived()
    ended = after(
        item,
        lifecycle.decide(item, START, "tim", RULES, Strategy.DISCARD, reason=OutcomeCode.NOT_OURS),
    )
    with pytest.raises(Refused, match="has ended"):
        handed(ended, START, "tim", "ann")


def test_what_ends_on_its_way_is_on_its_way_no_more() -> None:
    """Closing, or a take-over, takes it off; a note does not."""
    item = given("ann")
    noted = after(item, new_event(EventKind.NOTED, START, "noor"))
    assert noted.handed == item.handed
    ended = lifecycle.decide(
        item, START, "noor", RULES, Strategy.DISCARD, reason=OutcomeCode.NOT_OURS
    )
    assert after(item, ended).handed is None
    assert after(item, new_event(EventKind.TAKEN_OVER, START, "noor")).handed is None
