"""Canned texts by commands: written in the file, offered, filled in, counted."""

from pathlib import Path

import pytest

from tests.support.command import Webcare
from tests.webcare.test_life import added, pass_steps, shown

TEXTS = '''
[brands.zon]
title = "Zon"
signature = "^{agent}"
tone = "warm en kort"
own_contacts = ["030 123 45 67"]

[sources.blog]
url = "https://blog.example/feed"
brand = "zon"
reply_limit = 90

[canned.late]
title = "Pakket te laat"
language = "nl"
kinds = ["complaint"]
text = """
Hoi {name}, {personal}
We zoeken bestelling {order} uit, of bel {contact}."""

[canned.sent]
language = "nb"
text = "Hei {name}! {personal}"
'''


@pytest.fixture(autouse=True)
def _texts(config: Path) -> None:
    """Write a configuration with two canned texts."""
    config.write_text(TEXTS, encoding="utf-8")


def test_a_canned_text_from_the_list_to_the_posted_reply(webcare: Webcare) -> None:
    """It is offered by language, filled in, held until it is personal, signed, and counted."""
    item = added(webcare, "Mijn pakket is al drie weken kwijt, schandalig!", "--source", "blog")
    assert [one["name"] for one in webcare("canned", "--json").objects] == ["late", "sent"]
    offer = webcare("canned", item, "--json").object
    assert (offer["name"], offer["used_today"]) == ("late", 0)
    assert offer["text"].startswith("Hoi piet, {personal}\nWe zoeken")
    assert offer["text"].endswith("of bel 030 123 45 67.")

    assert webcare("draft", item, "--canned", "late", "--set", "order=8812").code == 0
    pass_steps(webcare, item)
    held = webcare("ready", item, "--override", "x")
    assert held.code == 1
    assert "{personal}" in held.err
    webcare("draft", item, "--canned", "late", "--set", "order=8812", "--set", "personal= ")
    assert webcare("ready", item, "--override", "x").code == 1
    bare = webcare("show", item, "--json").object["drafts"][0]["body"].replace("{personal}", "")
    webcare("draft", item, text=bare)
    refused = webcare("ready", item, "--override", "x")
    assert "this customer alone" in refused.err

    personal = "personal=Drie weken wachten is niet leuk."
    webcare("draft", item, "--canned", "late", "--set", "order=8812", "--set", personal)
    ready = webcare("ready", item, "--override", "x", "--json").object
    assert ready["body"].endswith("030 123 45 67.\n^tim")
    assert "too long" in ready["warnings"][0]
    assert shown(webcare, item)["drafts"][0]["body"] == ready["body"]
    webcare("reply", item, text=ready["body"])
    assert webcare("canned", item, "--json").object["used_today"] == 1
    webcare("undo")
    assert webcare("canned", item, "--json").object["used_today"] == 0


def test_an_unknown_text_or_place_is_named(webcare: Webcare) -> None:
    """Neither a text that is not there nor a place that the desk fills in is taken."""
    item = added(webcare)
    assert "late, sent" in webcare("draft", item, "--canned", "laat").err
    assert "solution" in webcare("draft", item, "--canned", "late", "--set", "name=Piet").err
    assert shown(webcare, item)["drafts"] == []


@pytest.mark.parametrize(
    ("was", "is_now", "line", "said"),
    [
        ("{order}", "{ordernr}", 17, "{ordernr}"),
        ("{name}, {personal}", "{name},", 17, "{personal}"),
        ('"^{agent}"', '"^{naam}"', 4, "{naam}"),
        ('language = "nb"', "", 21, "language"),
        ('kinds = ["complaint"]', 'brands = ["maan"]', 16, "brand"),
        ('kinds = ["complaint"]', 'kinds = ["complain"]', 16, "complaint"),
    ],
)
def test_a_mistake_in_a_text_is_told_with_file_and_line(
    webcare: Webcare, config: Path, was: str, is_now: str, line: int, said: str
) -> None:
    """A place outside the closed list, no personal part, a brand that is not there."""
    config.write_text(TEXTS.replace(was, is_now, 1), encoding="utf-8")
    answer = webcare("canned")
    assert answer.code == 78
    assert f"webcare.toml, line {line}, " in answer.err
    assert said in answer.err
