"""The bound of the benchmark: no order breaks less, however much it knows."""

import random
from dataclasses import replace
from itertools import permutations

import pytest

from bench.bound import Piece, bound_percent, clairvoyant, least_broken, with_true_times
from desk.order.orders import ORDERS
from desk.order.scenario import Scenario
from desk.order.simulator import broken_percent, play


def tiny(seed: int) -> list[Piece]:
    """Return six pieces of work that arrive over time."""
    dice = random.Random(seed)  # noqa: S311 - the same work every time
    pieces = []
    for _ in range(6):
        release, work = dice.randrange(20), dice.randint(2, 10)
        due = release + dice.randint(work - 1, 2 * work + 5)
        pieces.append(Piece(release, due, work, dice.choice((1, 2, 4, 6, 8))))
    return pieces


def best(pieces: list[Piece], agents: int) -> float:
    """Return the least weight any order breaks; what breaks may be left undone altogether."""
    least = sum(one.weight for one in pieces)
    for order in permutations(pieces):
        free, broken = [0] * agents, 0.0
        for one in order:
            end = max(free[0], one.release) + one.work
            if end > one.due:
                broken += one.weight
            else:
                free = sorted((*free[1:], end))
        least = min(least, broken)
    return least


@pytest.mark.parametrize("agents", [1, 2])
def test_no_order_breaks_less(agents: int) -> None:
    """The bound never lies above the best of all orders, and often well above nothing."""
    bounds = [least_broken(tiny(seed), agents) for seed in range(30)]
    bests = [best(tiny(seed), agents) for seed in range(30)]
    assert all(bound <= least + 1e-9 for bound, least in zip(bounds, bests, strict=True))
    assert sum(bounds) > 0.5 * sum(bests)


def test_overload_breaks_something_and_room_nothing() -> None:
    """Two pieces in time for one break the lighter, for one agent; two agents keep both."""
    both = [Piece(0, 10, 10, 2), Piece(0, 10, 10, 8)]
    assert least_broken(both, 1) == 2
    assert least_broken(both, 2) == 0


def test_a_shift_is_bounded() -> None:
    """A shift played with every time known breaks more than the bound, which is above nothing."""
    shift = clairvoyant(replace(Scenario(), agents=1, load=1.1), 5000)
    played = broken_percent(play(with_true_times(shift), ORDERS["moore-hodgson"]))
    assert 0 < bound_percent(shift) < played
