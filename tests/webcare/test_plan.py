"""The plan by command: its figures, the queue's order and reasons, and breaks."""

from tests.support.command import Webcare

THREAT = "Ik weet waar jullie wonen en ik maak jullie af."
WAITING = "Mijn pakket is kwijt, wat een slechte service."


def test_the_plan_tells_its_figures(webcare: Webcare) -> None:
    """Counts per lane, the forecast as a range, help where something is set aside, and each why."""
    asked = webcare("add", text="Wanneer zijn jullie open?").out.strip()
    webcare("set", asked, "kind", "question")
    threat = webcare("add", text=THREAT).out.strip()
    webcare("set", threat, "severity", "5")
    plan = webcare("plan", "--json").object
    assert plan["schema"] == "webcare.plan/1"
    assert (plan["order"], plan["agents"], plan["help"]) == ("promises", 1, None)
    assert plan["counts"] == {"keep": 2, "set_aside": 0, "late": 0}
    assert plan["forecast"].keys() == {"expected", "low", "high", "missed"}
    assert plan["forecast"]["low"] <= plan["forecast"]["expected"] <= plan["forecast"]["high"]
    assert plan["replan_at"]
    assert [(line["id"], line["lane"]) for line in plan["items"]] == [
        (int(threat), "keep"),
        (int(asked), "keep"),
    ]
    assert plan["items"][0]["why"] == "first of all: someone may come to harm"
    assert len(webcare("plan", "--json", "--limit", "1").object["items"]) == 1

    lines = webcare("plan").out.splitlines()
    assert lines[:2] == ["1 agent works", "of all: 2 can be kept, 0 set aside, 0 late"]
    assert "safe" not in webcare("plan").out


def test_what_is_set_aside_asks_for_hands(webcare: Webcare) -> None:
    """More complaints than one agent can answer in time: some are set aside, and help is named."""
    for number in range(12):
        item = webcare("add", text=f"{WAITING} Bestelling {number}.").out.strip()
        webcare("set", item, "kind", "complaint")
    plan = webcare("plan", "--json").object
    assert plan["counts"]["set_aside"] > 0
    assert plan["help"]["agents"] >= 1
    assert plan["help"]["saves"] <= plan["counts"]["set_aside"]
    listed = webcare("list", "--json").objects
    assert [line["lane"] for line in listed] == [line["lane"] for line in plan["items"]]
    assert [line["why"] for line in listed][-1].startswith("set aside")
    aside = webcare("list", "--lane", "set_aside", "--json").objects
    assert len(aside) == plan["counts"]["set_aside"]
    shown = webcare("show", str(aside[0]["id"]), "--json").object
    assert (shown["lane"], shown["why"]) == (aside[0]["lane"], aside[0]["why"])
    assert "more agent" in webcare("plan").out
    assert webcare("next", "--json").object["id"] == listed[0]["id"]


def test_the_list_in_another_order(webcare: Webcare) -> None:
    """--order looks by another one; the team's stands in the file; an unknown one is refused."""
    first = webcare("add", text="Wanneer zijn jullie open?").out.strip()
    second = webcare("add", text="Waar zitten jullie?").out.strip()
    for order, wanted in (("newest", [second, first]), ("oldest", [first, second])):
        listed = webcare("list", "--order", order, "--json").objects
        assert [str(line["id"]) for line in listed] == wanted
    answer = webcare("list", "--order", "fastest")
    assert answer.code == 2
    assert "promises" in answer.err


def test_a_break_by_command(webcare: Webcare) -> None:
    """Checked, taken and ended; the shift shows who is away."""
    assert webcare("break").code == 1
    webcare("shift", "start")
    item = webcare("add", text=WAITING).out.strip()
    webcare("set", item, "kind", "complaint")
    told = webcare("break", "--check", "15", "--json").object
    assert told == {"schema": "webcare.break/1", "minutes": 15, "at_least": 0}
    assert webcare("break", "--check", "59", "--json").object["at_least"] == 1
    assert "At least 1 promise breaks" in webcare("break", "--check", "59").out
    (stay,) = webcare("break", "--json").object["agents"]
    assert stay["away_since"]
    assert "on a break" in webcare("shift", "status").out
    (stay,) = webcare("back", "--json").object["agents"]
    assert stay["away_since"] is None
    assert webcare("back").code == 1
