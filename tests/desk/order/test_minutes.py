"""How long an item usually takes: given at first, learned then."""

from dataclasses import replace

import pytest

from core.clock import HOUR, MINUTE
from core.vocabulary import Kind, Size
from desk.order.minutes import LONGEST, Minutes, Traits

COMPLAINT = Traits(Kind.COMPLAINT, severity=3, source="forum", length=120)


def test_before_anything_is_learned_kind_and_size_say() -> None:
    """A hot complaint takes longer than a plain one, a quick one less, praise least."""
    none = Minutes()
    plain = none.expected(COMPLAINT)
    assert plain == 7 * MINUTE
    assert none.expected(replace(COMPLAINT, severity=5)) > plain
    assert none.expected(replace(COMPLAINT, size=Size.QUICK)) < plain
    assert none.expected(replace(COMPLAINT, size=Size.LONG)) > plain
    assert none.expected(Traits(Kind.PRAISE)) < none.expected(Traits(Kind.QUESTION)) < plain


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("size", Size)
def test_every_kind_and_size_takes_some_time(kind: Kind, size: Size) -> None:
    """The plan divides by it, so it is never nothing."""
    assert Minutes().expected(Traits(kind, size=size)) > 0


def test_a_team_that_is_quicker_is_believed_by_and_by() -> None:
    """Each answer moves the estimate towards what the team needs."""
    some, many = Minutes(), Minutes()
    some.learn([(COMPLAINT, 3 * MINUTE)] * 5)
    many.learn([(COMPLAINT, 3 * MINUTE)] * 200)
    assert 7 * MINUTE > some.expected(COMPLAINT) > many.expected(COMPLAINT) > 3 * MINUTE
    assert many.expected(COMPLAINT) < 3.2 * MINUTE


def test_what_one_source_teaches_holds_there_most() -> None:
    """Another source moves a little, another kind not at all."""
    learned = Minutes()
    learned.learn([(COMPLAINT, 14 * MINUTE)] * 30)
    elsewhere = replace(COMPLAINT, source="shop")
    assert 7 * MINUTE < learned.expected(elsewhere) < learned.expected(COMPLAINT)
    assert learned.expected(Traits(Kind.QUESTION)) == Minutes().expected(Traits(Kind.QUESTION))


def test_a_lunch_with_an_item_in_hand_is_no_work() -> None:
    """What cannot have been work counts as the longest that could."""
    learned = Minutes()
    learned.learn([(COMPLAINT, 9 * HOUR)] * 1000)
    assert learned.expected(COMPLAINT) <= LONGEST
