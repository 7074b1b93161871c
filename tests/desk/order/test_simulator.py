"""Shifts played by any order: the same ones for each, and ours breaks fewest."""

from dataclasses import replace

import pytest

from core.clock import MINUTE
from desk.order.orders import ORDERS
from desk.order.scenario import KINDS, Break, Scenario
from desk.order.shift import capacity, draw, work_per_comment
from desk.order.simulator import play, simulate

SEEDS = range(3)


def test_names_are_those_scripts_rely_on() -> None:
    """Every order that may be asked for is there, ours first."""
    assert list(ORDERS) == [
        "promises",
        "promises-fewest",
        "promises-never-long",
        "newest",
        "oldest",
        "priority",
        "bands",
        "due",
        "due-late-last",
        "laxity",
        "score",
        "density-late-last",
        "moore-hodgson",
    ]


@pytest.mark.parametrize("name", list(ORDERS))
def test_every_order_does_every_task_once(name: str) -> None:
    """Nothing is lost, nothing is done twice, and nothing before it was seen."""
    shift = draw(replace(Scenario(), agents=2), 1)
    done = play(shift, ORDERS[name])
    ids = [one.task.job.id for one in done]
    assert len(ids) == len(set(ids))
    assert {task.job.id for task in shift.tasks} <= set(ids)
    for one in done:
        assert one.at >= one.task.seen_at + int(one.task.minutes * MINUTE)


def test_the_same_seed_is_the_same_shift() -> None:
    """Two orders meet the same customers; another seed is another shift."""
    scenario = Scenario()
    assert draw(scenario, 7) == draw(scenario, 7)
    assert draw(scenario, 7) != draw(scenario, 8)
    assert simulate(scenario, "promises", SEEDS) == simulate(scenario, "promises", SEEDS)


def test_work_arrives_as_the_load_says() -> None:
    """Without storm and backlog the work drawn is the load's share of the agents' time."""
    calm = replace(
        Scenario(), storms=replace(Scenario().storms, count=0), backlog_minutes_per_agent=0
    )
    comments = sum(sum(task.kind in KINDS for task in draw(calm, seed).tasks) for seed in range(20))
    expected = 20 * 0.9 * capacity(calm) / work_per_comment(calm)
    assert comments == pytest.approx(expected, rel=0.05)


def test_a_storm_brings_more_and_angrier_comments() -> None:
    """Three times as many in its time, and more of them hot."""
    calm = replace(Scenario(), storms=replace(Scenario().storms, count=0))
    wild = replace(Scenario(), storms=replace(Scenario().storms, count=4))
    few = [task for seed in SEEDS for task in draw(calm, seed).tasks]
    many = [task for seed in SEEDS for task in draw(wild, seed).tasks]
    assert len(many) > 1.2 * len(few)
    hot = [sum(task.kind == "hot" for task in tasks) / len(tasks) for tasks in (few, many)]
    assert hot[1] > 1.1 * hot[0]


def test_misread_items_are_planned_as_what_they_are_taken_for() -> None:
    """A fifth of the kinds is read wrong; with no misreading none is."""
    right = draw(replace(Scenario(), misread=0.0), 1).tasks
    wrong = draw(Scenario(), 1).tasks
    assert all(task.job.weight == task.weight for task in right)
    share = sum(task.job.weight != task.weight for task in wrong) / len(wrong)
    assert 0.1 < share < 0.3


def test_nobody_works_through_a_break() -> None:
    """While the only agent is away, nothing new is begun."""
    rest = Break(100, 60)
    shift = draw(replace(Scenario(), agents=1, breaks=(rest,)), 2)
    begun = [one.at - round(one.task.minutes * MINUTE) for one in play(shift, ORDERS["due"])]
    last_before = max(one for one in begun if one <= 100 * MINUTE)
    first_after = min(one for one in begun if one > 100 * MINUTE)
    assert first_after - last_before >= 60 * MINUTE


def test_ours_breaks_clearly_fewer_than_the_common_orders() -> None:
    """On shifts of the benchmark at load 1.1, paired: the full figures are the benchmark's."""
    scenario = replace(Scenario(), agents=2, load=1.1)
    ours = simulate(scenario, "promises-fewest", SEEDS).broken_percent
    for common in ("newest", "oldest", "priority", "bands", "due", "laxity", "score"):
        assert ours < 0.85 * simulate(scenario, common, SEEDS).broken_percent


def test_second_promises_shorten_the_longest_waits() -> None:
    """The dial trades broken promises for customers who wait four times theirs."""
    scenario = replace(Scenario(), agents=2)
    fewest, balanced, never = (
        simulate(scenario, name, SEEDS).late_fourfold_percent
        for name in ("promises-fewest", "promises", "promises-never-long")
    )
    assert never <= balanced < fewest


def test_known_minutes_are_what_the_desk_believes() -> None:
    """A desk that takes everything for longer plans with it; the work stays the same."""
    right, off = draw(Scenario(), 1), draw(replace(Scenario(), known_minutes_factor=1.5), 1)
    for one, other in zip(right.tasks, off.tasks, strict=True):
        assert other.minutes == one.minutes
        assert other.job.work == pytest.approx(1.5 * one.job.work)
