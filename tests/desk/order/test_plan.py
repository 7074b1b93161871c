"""The plan: lanes, order, second promises, and how long it stands."""

import random
from itertools import pairwise, permutations

import pytest

from core.clock import HOUR, MINUTE, SECOND
from core.vocabulary import ItemId, Lane
from desk.order.job import Dial, Hands, InHand, Job, Rules
from desk.order.plan import head, plan, price

NOW = 1_700_000_000 * SECOND
FULL = Rules(reserve=0.0)
ONE = Hands(1)


def job(number: int, due: float, work: float = 5, weight: float = 4, **more: bool) -> Job:
    """Return a job of a sixty minute promise; due and work in minutes from now."""
    return Job(
        ItemId(number), NOW + round(due * MINUTE), round(work * MINUTE), weight, HOUR, **more
    )


def mixture(seed: int, count: int, span: float = 240) -> list[Job]:
    """Return jobs as a busy desk has them, some of them late."""
    dice = random.Random(seed)  # noqa: S311 - the same desk every time
    kinds = ((15, 8, 5), (30, 6, 8), (60, 4, 7), (120, 2, 4), (480, 1, 2))
    made = []
    for number in range(count):
        target, weight, work = dice.choice(kinds)
        due = NOW + round(dice.uniform(-span / 4, span) * MINUTE)
        made.append(
            Job(
                ItemId(number),
                due,
                work * MINUTE,
                weight,
                target * MINUTE,
                pinned=weight == 8,
                heavy=weight >= 6,
            )
        )
    return made


@pytest.mark.parametrize("dial", Dial)
@pytest.mark.parametrize("seed", range(8))
def test_every_job_has_one_place_and_one_lane(seed: int, dial: Dial) -> None:
    """Order and lanes hold every job exactly once; pinned ones come first, by due instant."""
    jobs = mixture(seed, 120)
    made = plan(jobs, NOW, Hands(2), Rules(dial=dial))
    assert sorted(one.id for one in made.order) == [one.id for one in jobs]
    assert set(made.lanes) == {one.id for one in jobs}
    pinned = [one for one in made.order if one.pinned]
    assert list(made.order[: len(pinned)]) == sorted(pinned, key=lambda one: one.due)
    assert all(made.lanes[one.id] is Lane.LATE for one in jobs if one.due - one.work < NOW)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_kept_fits(seed: int) -> None:
    """Worked one after the other at the planned pace, each kept job ends by its due instant."""
    made = plan(mixture(seed, 150), NOW, Hands(3), Rules())
    assert made.count(Lane.SET_ASIDE) > 0
    assert [one.due for one in made.kept] == sorted(one.due for one in made.kept)
    for one in made.kept:
        assert made.starts[one.id] + one.work <= one.due


def test_when_all_fits_it_is_next_due_first() -> None:
    """With room for everything nothing is set aside and the next due comes first."""
    jobs = [job(number, due=30 * (number + 1)) for number in range(10)]
    made = plan(jobs[::-1], NOW, ONE, Rules())
    assert list(made.order) == jobs
    assert made.count(Lane.KEEP) == len(jobs)


def test_what_keeps_least_per_minute_is_set_aside() -> None:
    """Of two that collide the lighter one goes, though it is due first."""
    light, heavy = job(1, due=10, work=8, weight=1), job(2, due=12, work=8, weight=6)
    made = plan([light, heavy], NOW, ONE, FULL)
    assert made.lanes == {1: Lane.SET_ASIDE, 2: Lane.KEEP}
    assert list(made.order) == [heavy, light]


def test_the_price_of_keeping_names_what_would_break() -> None:
    """Keeping one that is set aside is paid with the kept ones it pushes out."""
    kept = [job(n, due=10 * n, work=10, weight=6) for n in (1, 2, 3)]
    aside = job(9, due=25, work=10, weight=1)
    made = plan([*kept, aside], NOW, ONE, FULL)
    assert made.lanes[aside.id] is Lane.SET_ASIDE
    assert len(price(made, aside)) == 1


def test_the_reserve_keeps_time_free() -> None:
    """What fills the time to the last minute does not fit once a part is reserved."""
    jobs = [job(n, due=10 * n, work=10) for n in range(1, 7)]
    assert plan(jobs, NOW, ONE, FULL).count(Lane.SET_ASIDE) == 0
    assert plan(jobs, NOW, ONE, Rules(reserve=0.3)).count(Lane.SET_ASIDE) > 0


def test_work_in_hand_takes_its_time() -> None:
    """Work just begun delays the rest; work that lasts already still takes a part."""
    only = job(1, due=12, work=5)
    begun = Hands(1, (InHand(10 * MINUTE, NOW),))
    overdue = Hands(1, (InHand(10 * MINUTE, NOW - HOUR),))
    assert plan([only], NOW, begun, FULL).lanes[only.id] is Lane.SET_ASIDE
    assert plan([only], NOW, overdue, FULL).starts[only.id] == NOW + 4 * MINUTE


def test_what_is_due_beyond_the_horizon_follows_by_due() -> None:
    """It is not planned, comes after what is kept, and before what is given up."""
    near, far, lost = job(1, due=60), job(2, due=13 * 60), job(3, due=-600)
    made = plan([far, lost, near], NOW, ONE, Rules(dial=Dial.FEWEST))
    assert list(made.order) == [near, far, lost]
    assert far.id not in made.starts
    assert made.lanes[far.id] is Lane.KEEP


@pytest.mark.parametrize(
    ("dial", "room", "first"),
    [
        (Dial.FEWEST, 600, "kept"),
        (Dial.BALANCED, 600, "late"),
        (Dial.BALANCED, 200, "kept"),
        (Dial.NEVER_LONG, 200, "late"),
    ],
)
def test_the_dial_says_when_a_late_one_goes_ahead(dial: Dial, room: int, first: str) -> None:
    """A second promise due before the next kept one goes ahead where the dial leaves room."""
    late = job(1, due=-20, work=5)
    kept = job(2, due=room, work=5)
    tight = Rules(dial=dial, guard=5 * HOUR)
    made = plan([late, kept], NOW, ONE, tight)
    assert made.order[0] is (late if first == "late" else kept)
    assert (late.id in made.moved) is (first == "late")


def test_a_heavy_late_one_is_promised_anew() -> None:
    """Once its second promise is gone too, a heavy one gets another, a light one none."""
    heavy, light = job(1, due=-300, heavy=True), job(2, due=-300)
    made = plan([heavy, light], NOW, ONE, Rules())
    assert made.seconds[heavy.id] == heavy.due + 7 * HOUR
    assert light.id not in made.seconds


@pytest.mark.parametrize("dial", Dial)
def test_the_plan_stands_until_it_says(dial: Dial) -> None:
    """Planned anew at instants before ``replan_at`` head, lanes and kept set are the same."""
    for seed in range(40):
        jobs = mixture(seed, 10 + 3 * seed, span=120)
        busy = tuple(InHand(7 * MINUTE, NOW - n * MINUTE) for n in range(seed % 4))
        hands = Hands(3, busy)
        made = plan(jobs, NOW, hands, Rules(dial=dial))
        for part in (0.1, 0.5, 0.9, 0.999):
            later = NOW + int((made.replan_at - 1 - NOW) * part)
            again = plan(jobs, later, hands, Rules(dial=dial))
            assert again.order[0] is made.order[0]
            assert again.lanes == made.lanes


@pytest.mark.parametrize("dial", Dial)
def test_head_is_the_first_of_the_plan(dial: Dial) -> None:
    """Whoever wants only the next one gets the one the whole plan begins with."""
    for seed in range(20):
        jobs = sorted(mixture(seed, 60), key=lambda one: one.due)
        hands, rules = Hands(2), Rules(dial=dial)
        assert head(jobs, NOW, hands, rules) is plan(jobs, NOW, hands, rules).order[0]


def test_the_order_does_not_hang_on_how_jobs_are_given() -> None:
    """Jobs due at different instants may be given in any order."""
    jobs = mixture(3, 80)
    mixed = random.Random(1).sample(jobs, len(jobs))  # noqa: S311 - likewise
    assert plan(jobs, NOW, ONE, Rules()).order == plan(mixed, NOW, ONE, Rules()).order


def broken(order: tuple[Job, ...] | list[Job]) -> float:
    """Return the weight missed when one agent works this order without a pause."""
    clock, missed = float(NOW), 0.0
    for one in order:
        clock += one.work
        missed += one.weight if clock > one.due else 0
    return missed


def test_it_is_never_better_and_little_worse_than_every_order_tried() -> None:
    """On tiny desks with known times the best of all orders bounds the plan from below."""
    ratio_sum, optimum_sum = 0.0, 0.0
    for seed in range(25):
        dice = random.Random(seed)  # noqa: S311 - the same desk every time
        jobs = [
            job(n, due=dice.uniform(5, 35), work=dice.uniform(3, 10), weight=dice.choice((1, 4, 8)))
            for n in range(6)
        ]
        best = min(broken(list(order)) for order in permutations(jobs))
        ours = broken(plan(jobs, NOW, ONE, FULL).order)
        assert ours >= best
        ratio_sum += ours
        optimum_sum += best
    assert ratio_sum <= 1.15 * optimum_sum


def test_an_empty_desk_has_an_empty_plan() -> None:
    """Nothing open, nobody there: no order, and no reason to plan again soon."""
    made = plan([], NOW, Hands(0), Rules())
    assert made.order == ()
    assert made.replan_at > NOW + HOUR


@pytest.mark.timed
def test_a_thousand_are_planned_in_milliseconds() -> None:
    """Ten times the limit even on a loaded machine would be a different algorithm."""
    import time

    jobs = mixture(1, 1000, span=600)
    took = []
    for _ in range(5):
        began = time.perf_counter()
        plan(jobs, NOW, Hands(4), Rules())
        took.append(time.perf_counter() - began)
    assert min(took) < 0.05


def test_second_promises_stand_in_their_order() -> None:
    """Those with a nearer second promise come first once nothing is kept."""
    late = [job(n, due=-10 * n) for n in (1, 2, 3)]
    made = plan(late, NOW, ONE, Rules())
    dues = [made.seconds[one.id] for one in made.order]
    assert all(a <= b for a, b in pairwise(dues))
