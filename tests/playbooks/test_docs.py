"""docs/playbooks.md explains the format as it is, and points to steps that exist."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from core.vocabulary import OutcomeCode, ReplyKind, Strategy, TimerKind
from playbooks import parse
from playbooks.coach.finding import Code
from playbooks.kinds import StepKind
from playbooks.loader import MOST_BYTES, load_shipped
from playbooks.table import LANGUAGES
from tui.keys import BY_ID
from webcare.commands.group import COMMANDS

DOC = (Path(__file__).parents[2] / "docs" / "playbooks.md").read_text(encoding="utf-8")
SECTIONS = {
    "Of the playbook": parse.PLAYBOOK_FIELDS,
    "Of `next`": parse.NEXT_FIELDS,
    "Of a step": parse.STEP_FIELDS,
    "Of a field to be written down": parse.ANSWER_FIELDS,
    "Of a choice": parse.CHOICE_FIELDS,
    "Conditions (`applies` and `when`)": parse.CONDITION_FIELDS,
    "Kinds of steps": tuple(kind.value for kind in StepKind),
    "The shipped playbooks": tuple(playbook.name for playbook in load_shipped()),
}


def _rows(heading: str) -> list[str]:
    section = DOC.partition(f" {heading}\n")[2].partition("\n#")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_name_has_its_row(heading: str) -> None:
    """Each field, kind and shipped playbook is explained once, and nothing else is."""
    assert sorted(_rows(heading)) == sorted(SECTIONS[heading])


def test_the_example_is_a_playbook() -> None:
    """What readers are told to write is taken by the loader."""
    example = DOC.partition("```toml\n")[2].partition("```")[0]
    assert parse.parse(example, "docs/playbooks.md").id == "returns@1"


def test_the_limits_are_those_of_the_loader() -> None:
    """Lengths, counts and languages in the text are the ones that are enforced."""
    assert f"at most {parse.TITLE_CAP} characters" in DOC
    assert f"at most {parse.TEXT_CAP:,} characters" in DOC
    assert f"at most {parse.MOST_STEPS} steps" in DOC
    assert f"{MOST_BYTES // 1024} kB" in DOC
    assert f"{parse.SHORTEST_BREATH} to {parse.LONGEST_BREATH}" in DOC
    assert all(f"`{language}`" in DOC for language in LANGUAGES)


ADVICE = re.findall(
    r"^\| ([^|]+?) \| (`.+`) \|$", DOC.partition("### What carries which advice")[2], re.MULTILINE
)
CARRIERS: Mapping[str, Collection[str]] = {
    "step": {f"{book.name}.{step.id}" for book in load_shipped() for step in book.steps},
    "coach": set(Code),
    "outcome": set(OutcomeCode),
    "timer": set(TimerKind),
    "strategy": set(Strategy),
    "reply": set(ReplyKind),
    "key": set(BY_ID),
    "command": set(COMMANDS),
}
TEXTS = (
    ("step plan", 8),
    ("Norwegian tips", 11),
    ("three strategies", 5),
    ("preventing escalation", 8),
    ("negative reviews", 10),
)
"""Each of the five texts, and how many pieces of advice it gives."""


def test_every_piece_of_advice_is_carried() -> None:
    """All that the five texts advise stands in the table, each with what carries it."""
    for text, count in TEXTS:
        rows = [advice for advice, _carried in ADVICE if re.match(rf"{text}(?: \d)?: ", advice)]
        assert len(set(rows)) == len(rows) == count, text
    assert len(ADVICE) == sum(count for _text, count in TEXTS)


@pytest.mark.parametrize(("advice", "carried"), ADVICE)
def test_what_carries_advice_exists(advice: str, carried: str) -> None:
    """Steps are shipped, and outcomes, clocks, keys and commands are what the desk knows."""
    for name in re.findall(r"`([^`]+)`", carried):
        what, _colon, code = name.rpartition(":")
        assert code in CARRIERS[what or "step"], (advice, name)


def test_reasons_name_known_sources() -> None:
    """Whoever is named as a source in a playbook is explained."""
    sources = DOC.partition("### Where the advice comes from")[2].partition("\n###")[0]
    for book in load_shipped():
        for step in book.steps:
            for cited in re.findall(r"\(([^()]+)\)\.$", step.why["en"]):
                for source in cited.split("; "):
                    name = source.partition(", step")[0]
                    assert f"| {name} |" in sources or name == "good custom", name
