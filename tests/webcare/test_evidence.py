"""Evidence by commands: versions, that it is gone, and the dossier as a file."""

import base64
import hashlib
import stat
import time
from pathlib import Path

import pytest

from tests.support.command import Webcare
from tests.support.pages import NEEDS_CHROMIUM, PNG, page
from tests.support.served import served
from tests.webcare.test_life import COMPLAINT, added, shown


def test_a_dossier_is_a_private_file_with_its_reason(webcare: Webcare, tmp_path: Path) -> None:
    """HTML for people, JSON for programs, never over a file that is there, never without why."""
    item = added(webcare, COMPLAINT, "--url", "https://forum.example/1")
    file = tmp_path / "dossier.html"
    assert webcare("dossier", item, "--output", str(file)).code == 2
    made = webcare("dossier", item, "--reason", "aangifte", "--output", str(file))
    assert made.code == 0, made.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    page = file.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert COMPLAINT in page
    assert webcare("dossier", item, "--reason", "nog eens", "--output", str(file)).code == 73
    told = webcare("dossier", item, "--reason", "parket", "--json").object
    assert (told["schema"], told["reason"], told["made_by"]) == (
        "webcare.dossier/1",
        "parket",
        "tim",
    )
    reasons = [
        e["texts"]["reason"] for e in shown(webcare, item)["events"] if e["kind"] == "handed_on"
    ]
    assert reasons == ["aangifte", "parket"]


def test_versions_and_gone_are_told(webcare: Webcare) -> None:
    """The first sight stands with its digest; what an agent saw to be gone is marked."""
    item = added(webcare)
    first = webcare("versions", item, "--json").object
    assert (first["n"], first["text"], first["changes"]) == (1, COMPLAINT, [])
    assert first["sha256"] in webcare("versions", item).out
    assert webcare("evidence", item, "--gone", "--json").object["vanished"] is True
    assert webcare("evidence", item, "--gone").code == 1
    assert "gone from its source" in webcare("show", item).out


def forum(config: Path, url: str) -> None:
    """Write a configuration with a forum that lives on this machine."""
    lines = ("[sources.forum]", f'url = "{url}/feed"', "allow_private = true")
    config.write_text("\n".join(lines), encoding="utf-8")


@NEEDS_CHROMIUM
def test_a_picture_of_the_page_is_kept_hashed_and_listed(
    webcare: Webcare, config: Path, tmp_path: Path
) -> None:
    """The file is private and as its digest says; item, history and dossier name it."""
    with served() as server:
        url = server.script("/1", page())
        forum(config, url)
        item = added(webcare, COMPLAINT, "--url", url, "--source", "forum")
        kept = webcare("evidence", item, "--page")
        assert kept.code == 0, kept.err
        server.script("/1", page("Weg", 404))
        assert webcare("evidence", item, "--page", "--json").object["vanished"] is True

    story = shown(webcare, item)
    first, second = story["pictures"]
    assert (first["url"], first["status"], second["status"]) == (url, 200, 404)
    (file,) = (tmp_path / "data").rglob(first["file"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.read_bytes().startswith(PNG)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == first["sha256"]
    assert "picture of its page" in webcare("show", item).out

    told = webcare("dossier", item, "--reason", "aangifte", "--json").object
    assert base64.b64decode(told["pictures"][0]["png"]) == file.read_bytes()
    assert "data:image/png;base64," in webcare("dossier", item, "--reason", "aangifte").out
    file.write_bytes(PNG + b"something else")
    told = webcare("dossier", item, "--reason", "aangifte", "--json").object
    assert told["pictures"][0]["png"] is None
    assert told["pictures"][1]["png"]


def test_without_chromium_the_text_is_kept_and_one_sentence_says_why(
    webcare: Webcare, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing is waited for, no file is left, and the evidence of the text stands."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    item = added(webcare, COMPLAINT, "--url", "https://forum.example/1")
    began = time.perf_counter()
    answer = webcare("evidence", item, "--page")
    assert time.perf_counter() - began < 2
    assert answer.code == 1
    assert answer.err.count("\n") == 1
    assert "Chromium, which is not installed" in answer.err
    story = shown(webcare, item)
    assert [event["kind"] for event in story["events"]].count("evidence") == 1
    assert story["pictures"] == []
    assert not list(tmp_path.rglob("*.png"))


def test_a_page_of_an_inner_address_is_not_photographed(webcare: Webcare) -> None:
    """A comment added by hand may lead to the web, not into the house; without address nowhere."""
    with served() as server:
        url = server.script("/1", page())
        item = added(webcare, COMPLAINT, "--url", url)
        assert webcare("evidence", item, "--page").code == 1
        assert server.asked == []
    assert "no address" in webcare("evidence", added(webcare, "Nog een klacht"), "--page").err
