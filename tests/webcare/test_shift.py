"""Shifts, summaries and exports by command."""

import csv
import io
import json
import stat
from pathlib import Path

import pytest

from tests.support.command import Webcare


def test_a_shift_from_start_to_summary(webcare: Webcare) -> None:
    """Agents start, join, leave and end it; its summary balances."""
    assert webcare("shift", "status", "--json").object["id"] is None
    shift = webcare("shift", "start", "--json").object["id"]
    assert webcare("shift", "start").code == 1
    webcare("shift", "join", "--agent", "noor")
    webcare("add", text="Wanneer zijn jullie open?")
    item = webcare("add", text="test").out.strip()
    webcare("decide", item, "discard", "--reason", "test")
    webcare("shift", "leave", "--agent", "noor")
    ended = webcare("shift", "end", "--note", "quiet", "--json").object
    assert {stay["agent"] for stay in ended["agents"]} == {"tim", "noor"}
    assert ended["ended_at"]
    assert ended["note"] == "quiet"

    for which in ((), ("--shift", "last"), ("--shift", shift), ("--shift", "today")):
        summary = webcare("summary", *which, "--format", "json").object
        volume = summary["volume"]
        assert summary["schema"] == "webcare.summary/1"
        assert (volume["received"], volume["closed"], volume["backlog_end"]) == (2, 1, 1)
    assert webcare("summary").out.startswith("# ")


def test_a_summary_goes_to_a_new_file_only(webcare: Webcare, tmp_path: Path) -> None:
    """--output writes a private file, and never over one that is there."""
    webcare("shift", "start")
    file = tmp_path / "reports" / "shift.csv"
    assert webcare("summary", "--format", "csv", "--output", str(file)).code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open(encoding="utf-8", newline="") as opened:
        assert "item_id" in next(csv.reader(opened))
    again = webcare("summary", "--format", "md", "--output", str(file))
    assert again.code == 73
    assert "item_id" in file.read_text(encoding="utf-8")


def test_without_a_shift_there_is_nothing_to_sum_up_but_today(webcare: Webcare) -> None:
    """The error says what works."""
    answer = webcare("summary")
    assert answer.code == 66
    assert "--shift today" in answer.err
    assert webcare("summary", "--shift", "today").code == 0


def test_exports_are_the_same_each_time_and_pseudonymous(webcare: Webcare) -> None:
    """No name and no text leaves without a reason; two exports are equal."""
    webcare("add", "--author", "Piet Jansen", text="Waar blijft mijn pakket?")
    once, twice = webcare("export").out, webcare("export").out
    assert once == twice
    assert "Piet" not in once
    assert "pakket" not in once
    (entry,) = (json.loads(line) for line in once.splitlines())
    assert {event["kind"] for event in entry["events"]} == {"seen", "triaged"}
    (row,) = csv.DictReader(io.StringIO(webcare("export", "--format", "csv").out))
    assert row["item_id"] == str(entry["id"])
    assert row["author"] == entry["author"]


def test_texts_leave_with_a_reason_that_is_kept(webcare: Webcare, tmp_path: Path) -> None:
    """--with-text needs --reason, and who asked for it when is written down."""
    webcare("add", "--author", "Piet Jansen", text="Waar blijft mijn pakket?")
    assert webcare("export", "--with-text").code == 2
    assert "Piet Jansen" in webcare("export", "--with-text", "--reason", "a move").out
    (line,) = (tmp_path / "state" / "webcare" / "exports.jsonl").read_text().splitlines()
    entry = json.loads(line)
    assert (entry["agent"], entry["reason"]) == ("tim", "a move")


def test_triage_answers_line_by_line(webcare: Webcare) -> None:
    """Each JSON line gets its verdict; a bad line is named."""
    lines = (
        '{"text": "Schandalig, mijn pakket is alweer kwijt!", "language": "nl"}\n'
        '\n{"text": "Topservice, bedankt!", "rating": 5}\n'
    )
    worse, better = webcare("triage", "--json", text=lines).objects
    assert worse["schema"] == "webcare.triage/1"
    assert (worse["kind"], worse["polarity"], worse["language"]) == ("complaint", "negative", "nl")
    assert better["kind"] == "praise"
    assert worse["because"]


@pytest.mark.parametrize("line", ["{", "[]", '{"text": 3}', '{"text": "x", "rating": "five"}'])
def test_a_bad_line_for_triage_is_named(webcare: Webcare, line: str) -> None:
    """The error names the line; earlier answers stand."""
    answer = webcare("triage", text='{"text": "hoi"}\n' + line)
    assert answer.code == 2
    assert "ine 2" in answer.err
    assert len(answer.objects) == 1


def test_playbooks_are_listed_shown_and_checked(webcare: Webcare, tmp_path: Path) -> None:
    """The shipped ones are there; a broken file is told with file and line; exit 78."""
    names = {book["name"] for book in webcare("playbooks", "list", "--json").objects}
    assert {"complaint", "praise"} <= names
    assert "evidence" in webcare("playbooks", "show", "complaint").out
    assert webcare("playbooks", "show", "complant").code == 66
    assert webcare("playbooks", "check").code == 0
    file = tmp_path / "own.toml"
    file.write_text('name = "own"\nversion = "one"\n', encoding="utf-8")
    broken = webcare("playbooks", "check", str(file))
    assert broken.code == 78
    assert "own.toml, line 2" in broken.err
