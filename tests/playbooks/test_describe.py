"""Telling a playbook as plain text."""

import pytest

from playbooks.describe import WIDTH, describe
from playbooks.loader import load_shipped
from playbooks.model import in_language

PLAYBOOKS = load_shipped()


@pytest.mark.parametrize("language", ["nl", "nb", "en"])
@pytest.mark.parametrize("index", range(len(PLAYBOOKS)))
def test_every_step_is_told(index: int, language: str) -> None:
    """Each step stands there with number, title, id and help, in lines a terminal holds."""
    playbook = PLAYBOOKS[index]
    told = describe(playbook, language)
    flowing = " ".join(told.split())
    for number, step in enumerate(playbook.steps, start=1):
        assert f"{number}. {in_language(step.title, language)} ({step.id}, " in told
        assert in_language(step.help, language) in flowing
        assert in_language(step.why, language) in flowing
    assert all(len(line) <= WIDTH for line in told.splitlines())


def test_conditions_choices_and_breath_are_told() -> None:
    """What limits a step, what it asks and how long it waits is said in words."""
    by_name = {playbook.name: describe(playbook, "en") for playbook in PLAYBOOKS}
    complaint, praise = (" ".join(by_name[name].split()) for name in ("complaint", "praise"))
    assert "For: kind: complaint" in complaint
    assert "Only when: strategy: react or thank; arousal: high" in complaint
    assert "Write down: Core issue (core_issue, required)" in complaint
    assert "us = for us, everyone = for everyone" in praise
    assert "For: anything" in by_name["short"]
