"""Scenario files: every key optional, every mistake named by its key."""

from typing import Any

import pytest

from core.errors import UsageError
from desk.order.scenario import KINDS, Scenario, read_scenario


def test_an_empty_scenario_is_the_benchmark() -> None:
    """What is left out has the benchmark's value."""
    scenario = read_scenario({})
    assert (scenario.name, scenario.agents, scenario.load) == ("benchmark", 4, 0.9)
    assert scenario.kinds == KINDS
    assert scenario.breaks == Scenario().breaks


def test_parts_of_sections_may_be_given() -> None:
    """The rest of a section stays as it is, and a new kind may come beside the known ones."""
    new = {"share": 0.1, "weight": 3, "target_minutes": 45, "mean_minutes": 4, "sigma": 0.5}
    scenario = read_scenario(
        {
            "schema": "webcare.scenario/1",
            "kinds": {"hot": {"share": 0.3}, "rumour": new},
            "storms": {"count": 0},
            "answers_back": {"of": ["rumour"]},
            "breaks": [{"after_minutes": 60, "minutes": 5}],
            "poll_delay_minutes": [0, 0],
        }
    )
    assert scenario.kinds["hot"].share == 0.3
    assert scenario.kinds["hot"].weight == KINDS["hot"].weight
    assert list(scenario.kinds) == [*KINDS, "rumour"]
    assert (scenario.storms.count, scenario.storms.minutes) == (0, 45)
    assert [one.minutes for one in scenario.breaks] == [5]


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ([], "the scenario"),
        ({"schema": "webcare.scenario/2"}, "schema"),
        ({"agent": 3}, "agent"),
        ({"agents": 2.5}, "agents"),
        ({"agents": 0}, "agents"),
        ({"agents": True}, "agents"),
        ({"load": "high"}, "load"),
        ({"load": float("nan")}, "load"),
        ({"name": 7}, "name"),
        ({"misread": 1.5}, "misread"),
        ({"kinds": {"hot": {"mean": 3}}}, "kinds.hot.mean"),
        ({"kinds": {"hot": {"mean_minutes": 0}}}, "kinds.hot.mean_minutes"),
        ({"kinds": {"new": {"share": 1}}}, "kinds.new.weight"),
        ({"kinds": {name: {"share": 0} for name in KINDS}}, "kinds"),
        ({"storms": 3}, "storms"),
        ({"breaks": [{"after_minutes": -1}]}, "breaks[0].after_minutes"),
        ({"breaks": {}}, "breaks"),
        ({"arrival_profile": [1, "x"]}, "arrival_profile[1]"),
        ({"arrival_profile": []}, "arrival_profile"),
        ({"poll_delay_minutes": [1]}, "poll_delay_minutes"),
        ({"answers_back": {"of": ["nobody"]}}, "answers_back.of"),
    ],
)
def test_a_mistake_is_named_by_its_key(value: Any, key: str) -> None:
    """The error says which key is off."""
    with pytest.raises(UsageError) as caught:
        read_scenario(value)
    assert f"{key}:" in caught.value.message


def test_a_misspelled_key_is_told_the_nearest() -> None:
    """The hint names the right spelling."""
    with pytest.raises(UsageError) as caught:
        read_scenario({"storms": {"minute": 3}})
    assert "minutes" in caught.value.hint
