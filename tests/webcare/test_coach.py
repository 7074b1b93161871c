"""The coach by command: JSON lines in, remarks out; and before a reply is made ready."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Webcare


def line(reply: str, comment: str = "Mijn fiets kwam kapot aan.", **more: object) -> str:
    """Return a line that asks about a reply."""
    return json.dumps({"comment": comment, "reply": reply, **more})


def test_each_line_has_its_remarks(webcare: Webcare) -> None:
    """Code, level, span, why, source and mend; what was not said is read from the comment."""
    asked = [line("Wat jammer om te horen.", author="Lisa Smit"), line("Top", "Super geholpen!")]
    first, second = webcare("coach", "--json", text="\n".join(asked)).objects
    assert first["schema"] == second["schema"] == "webcare.coach/1"
    found = {finding["code"]: finding for finding in first["findings"]}
    assert found["cliche"]["span"] == [4, 22]
    assert found["cliche"]["level"] == "advice"
    assert found["greeting"]["mend"] == "Hoi Lisa, wat"
    assert found["apology"]["why"]
    assert found["apology"]["source"]
    assert found["apology"]["how"]
    assert "apology" not in {finding["code"] for finding in second["findings"]}


def test_what_is_said_counts_over_what_is_read(webcare: Webcare) -> None:
    """Kind, language, place and platform are taken from the line."""
    reply = "Thanks for the bike, mail us at tim@web.example about it, will you? " * 5
    told: dict[str, Any] = {
        "kind": "praise",
        "language": "no-NO",
        "public": False,
        "source_kind": "bluesky",
    }
    answer = webcare("coach", text=line(reply, **told)).object
    assert {finding["code"] for finding in answer["findings"]} >= {"language", "length"}
    assert "personal_data" not in {finding["code"] for finding in answer["findings"]}


def test_own_contacts_of_all_brands_are_allowed_unless_one_is_named(
    webcare: Webcare, config: Path
) -> None:
    """They come from the configuration."""
    brands = (
        '[brands.zon]\ntitle = "Zon"\nown_contacts = ["020 794 1234"]\n'
        '[brands.maan]\ntitle = "Maan"\nown_contacts = ["help@maan.example"]\n'
    )
    config.write_text(brands, encoding="utf-8")
    reply = "Bel 020-7941234 of mail help@maan.example."
    levels = [
        [finding["level"] for finding in answer["findings"] if finding["level"] == "ask"]
        for answer in webcare("coach", text=f"{line(reply)}\n{line(reply, brand='zon')}").objects
    ]
    assert levels == [[], ["ask"]]


def test_a_teams_own_phrases_count(webcare: Webcare, config: Path) -> None:
    """coach.toml beside the configuration file is read; a mistake names file and line."""
    phrases = config.parent / "coach.toml"
    phrases.write_text('[nl]\ncliche = ["gaan voor een 10"]\n', encoding="utf-8")
    answer = webcare("coach", text=line("Wij gaan voor een 10!")).object
    assert "cliche" in {finding["code"] for finding in answer["findings"]}
    phrases.write_text("[nl]\nclich = []\n", encoding="utf-8")
    wrong = webcare("coach", text=line("Hoi"))
    assert (wrong.code, wrong.out) == (78, "")
    assert "coach.toml, line 2" in wrong.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "Line 1"),
        ('{"reply": "x"}', "comment"),
        ('{"comment": "x", "reply": "y", "public": 1}', "public"),
        ('{"comment": "x", "reply": "y", "limit": true}', "limit"),
        ('{"comment": "x", "reply": "y", "kind": "klacht"}', "complaint"),
        ("{", "JSON"),
    ],
)
def test_a_wrong_line_is_named(webcare: Webcare, text: str, says: str) -> None:
    """Its number, and what it should be."""
    wrong = webcare("coach", text=text)
    assert (wrong.code, wrong.out) == (2, "")
    assert says in wrong.err


def test_what_cannot_be_taken_back_is_made_ready_knowingly_only(webcare: Webcare) -> None:
    """Refused with the reason, and nothing happened; with the option it goes, remarks and all."""
    item = webcare("add", "--author", "Lisa Smit", text="Mijn fiets is kapot, ik baal").out.strip()
    webcare("decide", item, "react")
    for step in webcare("show", item, "--json").object["steps"]:
        webcare("step", item, step["id"], "--skip", "seen")
    reply = "Hoi Lisa, sorry dat je fiets kapot is. We bellen je vandaag op 06-12345678."
    refused = webcare("ready", item, "--file", "-", text=reply)
    assert refused.code == 1
    assert "06-12345678" in refused.err
    events = webcare("show", item, "--json").object["events"]
    assert "readied" not in {event["kind"] for event in events}
    words = ("--knowingly", "--override", "checked", "--json")
    ready = webcare("ready", item, "--file", "-", *words, text=reply)
    codes = [finding["code"] for finding in ready.object["findings"]]
    assert codes[0] == "personal_data"
    assert "promise" in codes


def test_the_doctor_reads_a_teams_own_words(webcare: Webcare, config: Path) -> None:
    """A mistake in one of the two files is a warning with file and line; spelling is named."""
    (config.parent / "coach.toml").write_text("[nl]\nclich = []\n", encoding="utf-8")
    (config.parent / "triage.toml").write_text("[nl]\nnegative = []\n", encoding="utf-8")
    found = {check["check"]: check for check in webcare("doctor", "--json").objects}
    assert found["phrases"]["status"] == "warn"
    assert "coach.toml, line 2" in found["phrases"]["detail"]
    assert "triage words" not in found
    assert found["spelling"]["status"] == "ok"
