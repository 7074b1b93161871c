"""What the plan says about staffing."""

import pytest

from core.clock import HOUR, MINUTE, SECOND
from core.vocabulary import ItemId, Lane
from desk.order.capacity import (
    LONGEST_HELP,
    RATES,
    PlanClass,
    broken_by_break,
    classes,
    forecast,
    more_hands,
)
from desk.order.job import Hands, Job, Rules
from desk.order.plan import plan

NOW = 1_700_000_000 * SECOND


def queue(count: int, apart: float) -> list[Job]:
    """Return complaints of seven minutes, due one after the other from half an hour on."""
    return [
        Job(ItemId(n), NOW + round((30 + apart * n) * MINUTE), 7 * MINUTE, 4, HOUR)
        for n in range(count)
    ]


def test_a_full_desk_breaks_more_than_a_calm_one() -> None:
    """The forecast rises with what is set aside, and is a range around it."""
    calm = forecast(plan(queue(3, 60), NOW, Hands(2), Rules()))
    full = forecast(plan(queue(60, 1), NOW, Hands(2), Rules()))
    assert calm.expected < 1 < full.expected
    for one in (calm, full):
        assert one.low <= one.expected <= one.high
    assert full.high > full.low + 5


def test_missed_promises_are_counted_apart() -> None:
    """What is missed already cannot break again."""
    late = Job(ItemId(1), NOW - MINUTE, 5 * MINUTE, 4, HOUR)
    told = forecast(plan([late], NOW, Hands(1), Rules()))
    assert (told.missed, told.expected, told.high) == (1, 0, 0)


def test_learned_rates_move_the_forecast() -> None:
    """A desk whose calm promises break more often than measured is told so."""
    made = plan(queue(3, 60), NOW, Hands(2), Rules())
    (kind,) = {kind for _job, kind in classes(made)}
    rate = RATES[kind]
    for _ in range(50):
        rate = rate.learn(broken=True)
    assert forecast(made, {**RATES, kind: rate}).expected > 5 * forecast(made).expected


def test_every_class_has_a_rate() -> None:
    """Rates start from measured ones, all of them shares."""
    assert set(RATES) == set(PlanClass)
    assert all(0 < rate.share < 1 for rate in RATES.values())


def test_more_hands_keep_what_was_set_aside() -> None:
    """The help asked for leaves at most a tenth, and one fewer would not do."""
    made = plan(queue(40, 2), NOW, Hands(1), Rules())
    before = made.count(Lane.SET_ASIDE)
    asked = more_hands(made)
    assert asked is not None
    after = made.with_hands(Hands(1 + asked.agents)).count(Lane.SET_ASIDE)
    fewer = made.with_hands(Hands(asked.agents)).count(Lane.SET_ASIDE)
    assert after <= 0.1 * before < fewer
    assert asked.saves == before - after
    assert 0 < asked.duration <= LONGEST_HELP


def test_nobody_is_asked_for_when_all_fits() -> None:
    """A calm desk needs no help."""
    assert more_hands(plan(queue(3, 60), NOW, Hands(2), Rules())) is None


@pytest.mark.parametrize(("apart", "least"), [(60.0, 0), (8.0, 1)])
def test_a_break_costs_what_no_longer_fits(apart: float, least: int) -> None:
    """On a calm desk the plan has room for a break; on a tight one promises go."""
    made = plan(queue(12, apart), NOW, Hands(1), Rules())
    lost = broken_by_break(made, 15 * MINUTE)
    assert lost >= least
    assert (lost > 0) is (least > 0)
