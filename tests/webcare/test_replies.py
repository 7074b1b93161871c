"""Replies by commands: versions of a draft, and what was posted and then corrected."""

from tests.support.command import Webcare
from tests.webcare.test_life import added, pass_steps, shown

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


def test_versions_of_a_draft_are_kept_listed_and_taken_up_again(webcare: Webcare) -> None:
    """Each saved text once, ready and posted ones too; taking one up keeps what stood there."""
    item = added(webcare)
    for text in ("Eerst.", "Eerst.", "Daarna.", "Eerst."):
        webcare("draft", item, text=text)
    pass_steps(webcare, item)
    webcare("ready", item, "--override", "x")
    webcare("reply", item, text="Eerst.")
    told = webcare("drafts", item, "--json").objects
    assert [(one["n"], one["kind"], one["body"]) for one in told] == [
        (1, "drafted", "Eerst."),
        (2, "drafted", "Daarna."),
        (3, "drafted", "Eerst."),
        (4, "readied", "Eerst."),
        (5, "replied", "Eerst."),
    ]
    assert webcare("drafts", item, "--restore", "2").out == "Daarna.\n"
    assert shown(webcare, item)["drafts"][0]["body"] == "Daarna."
    assert webcare("drafts", item, "--restore", "9").code == 66
    webcare("draft", item, text="Laatst.")
    webcare("drafts", item, "--restore", "1")
    assert webcare("drafts", item, "--json").objects[-1]["body"] == "Laatst."
    assert "2. " in webcare("drafts", item).out


def test_a_colleagues_version_is_taken_up_as_a_copy(webcare: Webcare) -> None:
    """Whose it was stays as it is; an undone reply is a version that was only written."""
    item = added(webcare)
    webcare("draft", item, "--agent", "ann", text="Van Ann.")
    webcare("take", item, "--over", "lunch")
    assert webcare("drafts", item, "--restore", "1").out == "Van Ann.\n"
    drafts = {one["agent"]: one["body"] for one in shown(webcare, item)["drafts"]}
    assert drafts == {"ann": "Van Ann.", "tim": "Van Ann."}
    webcare("reply", item, text="Van Ann.")
    webcare("undo")
    assert [one["kind"] for one in webcare("drafts", item, "--json").objects] == ["drafted"] * 2


def test_no_text_that_was_written_is_lost_by_another(webcare: Webcare) -> None:
    """What stood in the draft is a version when another text is posted or brought back."""
    item = added(webcare)
    webcare("draft", item, text="Getypt.")
    pass_steps(webcare, item)
    webcare("ready", item, "--override", "x", text="")
    webcare("reply", item, text="Iets anders.")
    assert shown(webcare, item)["drafts"] == []
    webcare("draft", item, text="Het volgende.")
    webcare("undo")
    assert shown(webcare, item)["drafts"][0]["body"] == "Iets anders."
    bodies = [one["body"] for one in webcare("drafts", item, "--json").objects]
    assert {"Getypt.", "Iets anders.", "Het volgende."} <= set(bodies)
