"""Evidence by commands: versions, that it is gone, and the dossier as a file."""

import stat
from pathlib import Path

from tests.support.command import Webcare
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
