"""A team's own cues and what its decisions taught, by command."""

from pathlib import Path

from tests.support.command import Webcare


def test_a_teams_own_cues_count(webcare: Webcare, config: Path) -> None:
    """triage.toml beside the configuration file is read; a mistake names file and line."""
    rules = config.parent / "triage.toml"
    line = '{"text": "Mijn roltrap piept, zei ze", "language": "nl"}'
    assert webcare("triage", text=line).object["kind"] == "other"
    rules.write_text('[nl]\nnegative = ["roltrap piept"]\n', encoding="utf-8")
    verdict = webcare("triage", text=line).object
    assert verdict["kind"] == "complaint"
    assert {"code": "negative", "detail": "roltrap piept"} in verdict["because"]
    rules.write_text("[nl]\nnegativ = []\n", encoding="utf-8")
    wrong = webcare("triage", text=line)
    assert (wrong.code, wrong.out) == (78, "")
    assert "triage.toml, line 2" in wrong.err


def test_what_was_learned_is_shown_and_forgotten(webcare: Webcare) -> None:
    """Confirming teaches; the words are exported without personal data, and can be forgotten."""
    item = webcare(
        "add", "--author", "Piet Jansen", text="De roltrap piept, groet piet"
    ).out.strip()
    webcare("set", item, "kind", "complaint")
    learned = webcare("triage", "--learned", "--json")
    assert "1" in learned.err
    rows = {row["token"]: row for row in learned.objects}
    assert rows["nl roltrap"]["schema"] == "webcare.learned/1"
    assert rows["nl roltrap"]["negative"] > 0
    assert not rows["nl roltrap"]["counts"]
    assert "does not count" in learned.err
    assert not any("piet" in token for token in rows)
    assert webcare("triage", "--learned").out.startswith("nl ")
    assert webcare("triage", "--forget", "--json").objects == []
    assert webcare("triage", "--learned", "--json").objects == []


def test_hostile_lines_have_a_verdict_with_its_reason(webcare: Webcare) -> None:
    """Empty, endless, foreign and unreadable comments are judged like any other."""
    texts = [
        "",
        " ",
        "kapot " * 16_000,
        "\\u001b[2J\\u202e",
        "\\ud800",
        "Ich bin nicht zufrieden damit",
    ]
    lines = "\n".join(f'{{"text": "{text}"}}' for text in texts) + '\n{"text": "", "rating": 1}'
    verdicts = webcare("triage", text=lines).objects
    assert len(verdicts) == len(texts) + 1
    assert all(verdict["because"] for verdict in verdicts)
    assert verdicts[-1]["kind"] == "complaint"
