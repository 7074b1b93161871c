"""The whole life of items without the screen: each command once, and what it leaves behind."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Webcare

COMPLAINT = "Mijn pakket is al drie weken kwijt en niemand belt terug, schandalig!"


def added(webcare: Webcare, text: str = COMPLAINT, *words: str) -> str:
    """Add an item by hand and return its number as the command prints it."""
    return webcare("add", "--author", "piet", *words, text=text).out.strip()


def shown(webcare: Webcare, item: str) -> Any:
    """Return what ``show --json`` says."""
    return webcare("show", item, "--json").object


def pass_steps(webcare: Webcare, item: str) -> None:
    """Skip what is still open of the checklist, with a reason."""
    for step in shown(webcare, item)["steps"]:
        if step["state"] in {"todo", "current"}:
            webcare("step", item, step["id"], "--skip", "not needed here")


def test_a_complaint_from_paste_to_outcome_and_back(webcare: Webcare) -> None:
    """An item is added, taken, decided, answered and ended; the story tells all; undo reopens."""
    item = added(webcare, COMPLAINT, "--url", "https://instagram.example/p/1")
    first = webcare("list", "--json").object
    assert first["schema"] == "webcare.item/1"
    assert (first["id"], first["kind"], first["lane"]) == (int(item), "complaint", "keep")
    assert first["url"] == "https://instagram.example/p/1"

    assert webcare("take", item).code == 0
    assert webcare("list", "--json").object["claimed_by"] == "tim"
    assert webcare("step", item, "read", "--set", "core_issue=parcel lost").code == 0
    assert webcare("evidence", item).code == 0
    assert webcare("decide", item, "react").code == 0
    assert webcare("draft", item, text="Wat vervelend, we zoeken het uit.").code == 0
    assert shown(webcare, item)["drafts"][0]["body"] == "Wat vervelend, we zoeken het uit."
    pass_steps(webcare, item)
    ready = webcare("ready", item, "--override", "checked twice")
    assert (ready.code, ready.out) == (0, "Wat vervelend, we zoeken het uit.\n")
    assert webcare("reply", item, text="Wat vervelend, we zoeken het uit.").code == 0
    pass_steps(webcare, item)
    ended = webcare(
        *("outcome", item, "solved_public", "--root-cause", "delivery"),
        *("--prevention", "say when it is late", "--verified", "not_asked", "--json"),
    )
    assert ended.object["outcome"]["code"] == "solved_public"
    assert webcare("list").out == ""

    story = shown(webcare, item)
    kinds = [event["kind"] for event in story["events"]]
    for kind in ("seen", "triaged", "claimed", "step_done", "decided", "replied", "concluded"):
        assert kind in kinds
    read = story["steps"][0]
    assert (read["state"], read["fields"]) == ("done", {"core_issue": "parcel lost"})
    (first_response,) = [t for t in story["timers"] if t["kind"] == "first_response"]
    assert first_response["result"] == "met"

    undone = webcare("undo", "--json")
    assert undone.code == 0
    assert undone.object["outcome"] is None
    assert "solved" not in shown(webcare, item)["state"]


def test_conversation_goes_on_outside_the_feed(webcare: Webcare) -> None:
    """A promise, words by phone, and a question to a department move the ball as they should."""
    item = added(webcare)
    webcare("decide", item, "react")
    webcare("reply", item, "--kind", "public_ack_then_private", text="We bellen je.")
    assert shown(webcare, item)["replies"][0]["kind"] == "public_ack_then_private"
    promised = webcare("promise", item, "--due", "+2h", "--json").object
    assert "promised_contact" in {t["kind"] for t in promised["timers"] if not t["ended_at"]}
    heard = webcare("heard", item, "--by", "phone", "--json", text="Ik wacht nog steeds.").object
    assert heard["ball"] == "us"
    asked = webcare("ask", item, "logistics", "--json", text="Waar is het pakket?").object
    assert (asked["state"], asked["ball"]) == ("waiting_internal", "internal")
    answered = webcare("answered", item, "--json", text="Morgen bezorgd.").object
    assert answered["ball"] == "us"


def test_praise_is_thanked_and_its_follow_up_stays_owed(webcare: Webcare) -> None:
    """Thanking with a follow-up closes the item and keeps a wake-up."""
    item = added(webcare, "Wat een geweldige service van Sanne, heel erg bedankt!")
    assert shown(webcare, item)["kind"] == "praise"
    webcare("decide", item, "thank")
    webcare("reply", item, text="Dank je wel!")
    pass_steps(webcare, item)
    ended = webcare(
        *("outcome", item, "thanked_public", "--follow-up", "pass_compliment_to_colleague"),
        *("--colleague", "Sanne", "--due", "+3d", "--json"),
    )
    assert ended.code == 0, ended.err
    assert "praise_follow_up" in {t["kind"] for t in ended.object["timers"] if not t["ended_at"]}
    assert shown(webcare, item)["outcome"]["colleague"] == "Sanne"


def test_a_troll_is_watched_looked_at_and_reopened(webcare: Webcare) -> None:
    """A re-check takes the next rung; a removal is closed by its reason."""
    item = added(webcare)
    assert webcare("set", item, "kind", "troll").code == 0
    watched = webcare("decide", item, "watch", "--reason", "wants attention", "--json").object
    assert watched["state"] == "watching"
    assert shown(webcare, item)["since_last_look"]["news"] == []
    assert "nothing new" in webcare("recheck", item).out
    assert webcare("step", item, "read", "--set", "grounded=no").code == 0
    assert webcare("evidence", item).code == 0
    removed = webcare(
        *("decide", item, "remove", "--reason", "insult_threat", "--announced", "house rules"),
        "--json",
    )
    assert removed.object["state"] == "removed"
    assert removed.object["outcome"]["announced"] is True
    assert webcare("reopen", item, "--reason", "a mistake", "--json").object["state"] == "open"


def test_notes_labels_and_corrections_are_kept(webcare: Webcare) -> None:
    """A note, labels, severity, size and language are on the item afterwards."""
    item = added(webcare)
    webcare("note", item, text="Belde gisteren ook.")
    webcare("note", item, "--author", text="Wil altijd bonnen.")
    webcare("label", item, "vip", "delivery")
    webcare("label", item, "delivery", "--remove")
    for field, value in (("severity", "5"), ("size", "long"), ("language", "nl")):
        assert webcare("set", item, field, value).code == 0
    story = shown(webcare, item)
    assert story["labels"] == ["vip"]
    assert (story["severity"], story["size"], story["language"]) == (5, "long", "nl")
    other = added(webcare)
    assert [one["text"] for one in shown(webcare, other)["author_notes"]] == ["Wil altijd bonnen."]
    assert [one["id"] for one in shown(webcare, other)["earlier"]] == [int(item)]
    assert "! Wil altijd bonnen. (tim)" in webcare("show", other).out
    assert "Belde gisteren ook." in {e["texts"].get("text") for e in story["events"]}


def test_later_and_skip_leave_the_clock_alone(webcare: Webcare) -> None:
    """Putting away and passing by never move first_response."""
    item = added(webcare)
    due = shown(webcare, item)["due_at"]
    assert webcare("later", item, "--until", "+10m").code == 0
    assert webcare("list").out == ""
    assert webcare("skip", item, "--reason", "wrong language for me").code == 0
    assert shown(webcare, item)["due_at"] == due
    refused = webcare("later", item, "--until", "+3h")
    assert refused.code == 1
    assert webcare("later", item, "--until", "+3h", "--past-due").code == 0


def test_next_gives_the_first_free_item(webcare: Webcare) -> None:
    """What a colleague holds is passed by; --take takes it."""
    first, second = added(webcare), added(webcare, "Wanneer zijn jullie open op zondag?")
    assert webcare("next", "--take", "--json").object["id"] == int(first)
    assert webcare("next", "--agent", "noor", "--json").object["id"] == int(second)
    assert webcare("take", first, "--agent", "noor").code == 75
    assert webcare("take", first, "--agent", "noor", "--over", "tim went home").code == 0
    assert webcare("release", first, "--agent", "noor").code == 0
    assert webcare("next", "--agent", "noor", "--json").object["id"] == int(first)


def test_lists_filter_by_state_and_lane(webcare: Webcare) -> None:
    """--state looks outside the queue too; --limit says that there is more."""
    first, second = added(webcare), added(webcare)
    webcare("decide", first, "discard", "--reason", "test")
    assert [row["id"] for row in webcare("list", "--state", "closed", "--json").objects] == [
        int(first)
    ]
    assert [row["id"] for row in webcare("list", "--lane", "keep", "--json").objects] == [
        int(second)
    ]
    third = added(webcare)
    limited = webcare("list", "--limit", "1")
    assert len(limited.out.splitlines()) == 1
    assert "--limit 0" in limited.err
    assert third in webcare("list", "--limit", "0").out


def test_a_text_comes_from_a_file_or_stdin(webcare: Webcare, tmp_path: Path) -> None:
    """--file F reads F; a missing one is exit 66, an empty or binary one exit 2."""
    item = added(webcare)
    file = tmp_path / "note.txt"
    file.write_text("Uit een bestand", encoding="utf-8")
    assert webcare("note", item, "--file", str(file)).code == 0
    assert webcare("note", item, "--file", str(tmp_path / "none")).code == 66
    assert webcare("note", item, text="  ").code == 2
    assert webcare("note", item, text=b"\xff\xfe").code == 2


@pytest.mark.parametrize("words", [("show", "99"), ("take", "99"), ("summary", "--shift", "x")])
def test_what_is_not_there_is_exit_66(webcare: Webcare, words: tuple[str, ...]) -> None:
    """Nothing on stdout, one sentence on stderr."""
    answer = webcare(*words, "--json")
    assert (answer.code, answer.out) == (66, "")
    assert answer.err.startswith("webcare: ")
    assert len(answer.err.splitlines()) == 1


def test_hostile_text_reaches_no_terminal(webcare: Webcare) -> None:
    """Escape codes in every field are shown as text, in lines for people and in JSON."""
    evil = "[/] [@click=app.quit] \x1b[2J \x1b]52;c;AAAA\x07 \x9b31m \u202egnp.exe"
    item = webcare("add", "--author", evil, text=evil).out.strip()
    webcare("note", item, text=evil)
    webcare("label", item, evil)
    for words in (("list",), ("show", item), ("list", "--json"), ("show", item, "--json")):
        answer = webcare(*words)
        assert answer.code == 0
        assert not {*answer.out, *answer.err} & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert "[@click=app.quit]" in webcare("show", item).out


def test_what_changed_since_it_was_seen_is_shown_and_asked(webcare: Webcare) -> None:
    """--seen names the version looked at: exit 75 and the difference, then --seen the new one."""
    item = added(webcare)
    version = shown(webcare, item)["version"]
    webcare("heard", item, "--agent", "noor", text="Laat maar, het is er.")
    decide = ("decide", item, "discard", "--reason", "test")
    refused = webcare(*decide, "--seen", str(version), "--json")
    assert refused.code == 75
    changed = refused.object
    assert (changed["schema"], changed["item"]) == ("webcare.changed/1", int(item))
    assert [event["texts"]["text"] for event in changed["events"]] == ["Laat maar, het is er."]
    assert changed["state"] == {"was": "new", "now": "open"}
    told = webcare(*decide, "--seen", str(version))
    assert (told.code, told.out) == (75, "")
    assert "noor heard the customer" in told.err
    assert f"--seen {changed['version']}" in told.err
    assert webcare(*decide, "--seen", str(changed["version"])).code == 0
    assert shown(webcare, item)["state"] == "closed"


def test_items_are_found_by_words_in_any_of_their_texts(webcare: Webcare) -> None:
    """find prints the newest first, closed ones too, and which text holds the words."""
    first, second = added(webcare), added(webcare, "Pakket beschadigd, wie betaalt dat?")
    webcare("note", second, text="Klant belt over de bezorger")
    webcare("decide", first, "discard", "--reason", "spam")

    both = webcare("find", "pakk", "--json").objects
    assert [one["id"] for one in both] == [int(second), int(first)]
    assert [one["state"] for one in both] == ["new", "closed"]
    assert {one["found_in"] for one in both} == {"comment"}
    noted = webcare("find", "bezorger", "klant", "--json").object
    assert (noted["id"], noted["found_in"]) == (int(second), "note")
    assert noted["found"] == "Klant belt over de bezorger"
    assert "closed · Mijn pakket" in webcare("find", "drie", "weken").out
    limited = webcare("find", "pakket", "--limit", "1")
    assert len(limited.out.splitlines()) == 1
    assert "--limit 10" in limited.err
    nothing = webcare("find", '"pakket mijn"')
    assert (nothing.code, nothing.out) == (0, "")
    assert "Nothing found" in nothing.err
