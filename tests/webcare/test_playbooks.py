"""A team's own playbooks beside the program: listed, shown, checked, and never in the way."""

from pathlib import Path

import pytest

from playbooks.loader import SHIPPED
from tests.support.command import Webcare

QUESTION = "Hoe laat gaan jullie zondag open?"


@pytest.fixture
def own(config: Path) -> Path:
    """Return where the team's own playbooks lie, one of them changed."""
    folder = config.parent / "playbooks"
    folder.mkdir()
    text = (SHIPPED / "question.toml").read_text(encoding="utf-8")
    (folder / "question.toml").write_text(text.replace("version = 1", "version = 2"))
    return folder


def test_playbooks_are_listed_with_what_they_are_for(webcare: Webcare, own: Path) -> None:
    """Each by name and version; one that only follows others says whom; one of ours replaces."""
    assert own.is_dir()
    listed = dict(line.split(" ", 1) for line in webcare("playbooks", "list").out.splitlines())
    assert "question@1" not in listed
    assert listed["question@2"].split() == ["Question", "kind:", "question"]
    assert "complained before" in listed["returning@1"]
    assert "after complaint, criticism" in listed["conversation@1"]
    assert webcare("playbooks", "show", "question@2").out.startswith("Question (question@2)\n")


def test_a_broken_playbook_is_told_with_file_line_and_field(
    webcare: Webcare, own: Path, tmp_path: Path
) -> None:
    """``check`` refuses it; every other command says so once and works with what is good."""
    good = (own / "question.toml").read_text(encoding="utf-8")
    assert webcare("playbooks", "check").code == 0
    broken = good.replace('kind = "draft"', 'kind = "draught"')
    line = broken.splitlines().index('kind = "draught"') + 1
    (own / "question.toml").write_text(broken, encoding="utf-8")
    place = f"question.toml, line {line}: step.draft.kind: “draught” is not one of them"
    refused = webcare("playbooks", "check")
    assert (refused.code, refused.out) == (78, "")
    assert place in refused.err
    added = webcare("add", "--author", "ola", text=QUESTION)
    assert added.code == 0
    assert place in added.err
    assert webcare("show", added.out.strip(), "--json").object["steps"]
    listed = webcare("playbooks", "list")
    assert "question@1" in listed.out
    assert place in listed.err
    elsewhere = tmp_path / "mine.toml"
    mine = good.replace('"question"\nversion', '"mine"\nversion')
    elsewhere.write_text(mine.replace('"conversation"', '"mine"'), encoding="utf-8")
    round_and_round = webcare("playbooks", "check", str(elsewhere))
    assert round_and_round.code == 78
    assert "next.playbook: this goes round in a circle: mine, mine" in round_and_round.err
