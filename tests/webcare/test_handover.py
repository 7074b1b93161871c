"""Handing on, going home, and telling all desks, by command."""

from tests.support.command import Webcare


def added(webcare: Webcare, text: str = "Mijn pakket is kwijt, schandalig!") -> str:
    """Add an item by hand and return its number."""
    return webcare("add", "--author", "piet", text=text).out.strip()


def test_an_item_is_handed_on_read_and_accepted(webcare: Webcare) -> None:
    """Ann reads what stands, what to do and what to watch, and confirms; Tim is told."""
    webcare("shift", "start")
    webcare("shift", "join", "--agent", "ann")
    item = added(webcare)
    webcare("set", item, "severity", "4")
    webcare("take", item)
    refused = webcare("hand", item, "--to", "ann")
    assert (refused.code, "note" in refused.err) == (1, True)
    given = webcare("hand", item, "--to", "ann", "--note", "Belt om 16:00", "--watch", "geen bon")
    assert given.code == 0
    assert webcare("next", "--json").out == ""
    waiting = webcare("handover", "--agent", "ann", "--json").object
    assert waiting["schema"] == "webcare.handover/1"
    assert (waiting["item"], waiting["severity"], waiting["from"]) == (int(item), 4, "tim")
    assert (waiting["note"], waiting["watch"]) == ("Belt om 16:00", "geen bon")
    assert waiting["action"]
    told = webcare("handover", "--agent", "ann", "--accept")
    assert "Belt om 16:00" in told.out
    assert f"Accepted: {item}" in told.err
    assert webcare("show", item, "--json").object["claimed_by"] == "ann"
    assert "ann accepted it" in webcare("notice").out
    assert "to you" in webcare("handover", "--agent", "ann").err


def test_leaving_asks_what_becomes_of_what_is_held(webcare: Webcare) -> None:
    """It is refused with the numbers; --hand or --release decides, and the summary lists it."""
    webcare("shift", "start")
    webcare("shift", "join", "--agent", "ann")
    item = added(webcare)
    webcare("take", item, "--agent", "ann")
    refused = webcare("shift", "leave", "--agent", "ann")
    assert (refused.code, item in refused.err) == (1, True)
    assert webcare("shift", "leave", "--hand", "tim", "--release", "--agent", "ann").code == 2
    left = webcare("shift", "leave", "--agent", "ann", "--hand", "next-shift", "--note", "belt nog")
    assert left.code == 0, left.err
    assert webcare("show", item, "--json").object["claimed_by"] == ""
    assert webcare("shift", "end", "--note", "rustig").code == 0
    handover = webcare("summary", "--format", "json").object["handover"]
    assert handover[0] == "rustig"
    assert "ann handed it to the next shift: “belt nog”" in handover[1]
    webcare("shift", "start", "--agent", "noor")
    accepted = webcare("handover", item, "--accept", "--agent", "noor")
    assert accepted.code == 0
    assert webcare("show", item, "--json").object["claimed_by"] == "noor"


def test_a_notice_is_told_to_all_and_marked_as_seen(webcare: Webcare) -> None:
    """The first look marks it; it can be read again."""
    assert webcare("notice", "Storing sinds 09:30: gebruik tekst 14").code == 0
    first = webcare("notice", "--agent", "ann")
    assert first.out.startswith("*")
    assert "tim: Storing sinds 09:30" in first.out
    again = webcare("notice", "--agent", "ann", "--json").object
    assert again["seen_at"]
    assert again["text"] == "Storing sinds 09:30: gebruik tekst 14"


def test_the_team_is_printed(webcare: Webcare) -> None:
    """Who works and what each holds, in lines and as an object."""
    webcare("shift", "start")
    item = added(webcare)
    webcare("take", item)
    told = webcare("team", "view", "--json").object
    assert [(one["agent"], [held["item"] for held in one["holds"]]) for one in told["agents"]] == [
        ("tim", [int(item)])
    ]
    assert f"#{item}" in webcare("team", "view").out
    assert "CREATE ROLE" in webcare("team", "roles").out
