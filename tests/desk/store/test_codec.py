"""What is written as JSON reads back as the same value."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from core.vocabulary import ItemId, State
from desk.model.event import EndTimer, MoveTimer, StartTimer, Turn
from desk.model.item import Item
from desk.store.codec import canonical, decode_effects, dump, encode_effects, load
from desk.store.records import Shift, SourceState

RATING = st.none() | st.floats(allow_nan=False)
EFFECTS = st.lists(
    st.builds(Turn) | st.builds(StartTimer) | st.builds(MoveTimer) | st.builds(EndTimer)
).map(tuple)


@settings(deadline=None)
@given(st.builds(Item, rating=RATING, rating_max=RATING))
def test_item_reads_back(item: Item) -> None:
    """Every field of an item survives, whatever it holds."""
    assert load(Item, dump(item)) == item


@settings(deadline=None)
@given(EFFECTS)
def test_effects_read_back(effects: tuple[Turn | StartTimer | MoveTimer | EndTimer, ...]) -> None:
    """Effects keep their sort and their fields."""
    assert decode_effects(json.loads(canonical(encode_effects(effects)))) == effects


@settings(deadline=None)
@given(st.builds(SourceState), st.builds(Shift))
def test_rows_read_back(state: SourceState, shift: Shift) -> None:
    """Poll states and shifts survive as well."""
    assert load(SourceState, dump(state)) == state
    assert load(Shift, dump(shift)) == shift


def test_defaults_are_left_out() -> None:
    """A document holds what was said, so that a field added later reads as its default."""
    item = Item(ItemId(7), "shop", "a", 5, state=State.OPEN)
    assert json.loads(dump(item)) == {
        "id": 7,
        "source": "shop",
        "native_id": "a",
        "first_seen_at": 5,
        "state": "open",
    }


def test_canonical_json_is_one_text() -> None:
    """The order of keys does not matter, and every character is ASCII."""
    assert canonical({"b": 1, "a": "å"}) == canonical({"a": "å", "b": 1}) == '{"a":"\\u00e5","b":1}'
