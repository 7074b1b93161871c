"""``webcare simulate``: a table for people, an object per order for scripts."""

import json
from pathlib import Path

import pytest

from desk.order.orders import ORDERS
from tests.support.command import Webcare

SHORT = {"name": "short", "agents": 1, "day_minutes": 240, "storms": {"count": 0}}


@pytest.fixture
def scenario(tmp_path: Path) -> str:
    """Return the path of a short scenario."""
    file = tmp_path / "short.json"
    file.write_text(json.dumps(SHORT), encoding="utf-8")
    return str(file)


def test_all_orders_are_played_on_the_same_shifts(webcare: Webcare, scenario: str) -> None:
    """One object per order, ours first, with every field scripts rely on."""
    answer = webcare("simulate", "--scenario", scenario, "--seeds", "3", "--json")
    assert answer.code == 0, answer.err
    assert [one["order"] for one in answer.objects] == list(ORDERS)
    for one in answer.objects:
        assert one["schema"] == "webcare.simulation/1"
        assert (one["scenario"], one["seeds"]) == ("short", 3)
        assert 0 <= one["broken_percent"] <= 100
        assert one["broken_percent_se"] >= 0
        assert one["lateness_minutes"] >= 0
        assert 0 <= one["late_fourfold_percent"] <= 100
        assert {"n", "broken_percent", "p99_minutes"} <= set(one["by_kind"]["complaint"])
    counted = {
        sum(k["n"] for n, k in one["by_kind"].items() if n != "answer") for one in answer.objects
    }
    assert len(counted) == 1


def test_the_same_call_gives_the_same_answer(webcare: Webcare, scenario: str) -> None:
    """Nothing hangs on the moment."""
    words = ("simulate", "--scenario", scenario, "--order", "promises", "--seeds", "2", "--json")
    assert webcare(*words).object == webcare(*words).object


def test_people_get_a_table(webcare: Webcare, scenario: str) -> None:
    """A line per order on stdout; the talk goes to stderr."""
    answer = webcare("simulate", "--scenario", scenario, "--order", "due", "--seeds", "1")
    head, line = answer.out.splitlines()
    assert head.split()[0] == "order"
    assert line.startswith("due ")
    assert "%" in line
    assert "short" in answer.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ('{"agents": 0}', "agents: must lie between 1 and 1000"),
        ('{"lod": 1}', "Did you mean load?"),
    ],
)
def test_a_bad_scenario_is_refused(webcare: Webcare, tmp_path: Path, text: str, says: str) -> None:
    """Exit code 2 and a sentence with file and key."""
    file = tmp_path / "bad.json"
    file.write_text(text, encoding="utf-8")
    answer = webcare("simulate", "--scenario", str(file))
    assert answer.code == 2
    assert says in answer.err
    assert "bad.json" in answer.err


def test_an_unknown_order_is_told_which_there_are(webcare: Webcare) -> None:
    """The names are in the error."""
    answer = webcare("simulate", "--order", "fastest")
    assert answer.code == 2
    assert "density-late-last" in answer.err


def test_a_missing_file_is_named(webcare: Webcare, tmp_path: Path) -> None:
    """The error names the path."""
    answer = webcare("simulate", "--scenario", str(tmp_path / "none.json"))
    assert answer.code != 0
    assert "none.json" in answer.err
