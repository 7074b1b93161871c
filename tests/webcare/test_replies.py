"""Replies by commands: what was posted and then corrected."""

from tests.support.command import Webcare
from tests.webcare.test_life import added, shown

POSTED = "Het pakket kost 12 euro."
RIGHT = "Het pakket kost 10 euro, excuus."


def test_a_posted_reply_is_put_right_and_stays_as_it_was(webcare: Webcare) -> None:
    """What was wrong and what stands now are in item, history and summary; undo takes it back."""
    item = added(webcare)
    refused = webcare("correct", item, "--wrong", "de prijs", text=RIGHT)
    assert refused.code == 1
    assert "no such reply" in refused.err
    first = webcare("reply", item, "--json", text="Hoi").object["replies"][0]["id"]
    webcare("reply", item, text=POSTED)
    due = [timer["due_at"] for timer in shown(webcare, item)["timers"]]
    put = webcare("correct", item, "--wrong", "de prijs", "--json", text=RIGHT).object
    assert [bool(reply["put_right_at"]) for reply in put["replies"]] == [False, True]
    assert [timer["due_at"] for timer in put["timers"]] == due

    webcare("correct", item, "--wrong", "de groet", "--reply", first, text="Dag")
    events = shown(webcare, item)["events"]
    texts = [event["texts"] for event in events if event["kind"] in {"replied", "put_right"}]
    assert [one["body"] for one in texts] == ["Hoi", POSTED, RIGHT, "Dag"]
    assert [one["wrong"] for one in texts[2:]] == ["de prijs", "de groet"]
    assert "tim corrected the reply (de prijs): “Het pakket kost 10" in webcare("show", item).out

    summary = webcare("summary", "--shift", "today", "--json").object
    wrong = [one["text"] for one in summary["outcomes"]["replies_put_right"]]
    assert wrong == ["de prijs", "de groet"]
    assert "Reply corrected: de prijs (1)" in webcare("summary", "--shift", "today").out
    webcare("undo")
    assert shown(webcare, item)["replies"][0]["put_right_at"] is None


def test_a_correction_says_both_what_was_wrong_and_what_stands(webcare: Webcare) -> None:
    """Neither half is left out."""
    item = added(webcare)
    webcare("reply", item, text=POSTED)
    assert "what was wrong" in webcare("correct", item, "--wrong", " ", text=RIGHT).err
    assert webcare("correct", item, text=RIGHT).code == 2
    assert shown(webcare, item)["replies"][0]["put_right_at"] is None
