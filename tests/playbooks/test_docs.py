"""docs/playbooks.md explains the format as it is, and points to steps that exist."""

import re
from pathlib import Path

import pytest

from playbooks import parse
from playbooks.loader import MOST_BYTES, load_shipped
from playbooks.model import StepKind
from playbooks.table import LANGUAGES

DOC = (Path(__file__).parents[2] / "docs" / "playbooks.md").read_text(encoding="utf-8")
SECTIONS = {
    "Of the playbook": parse.PLAYBOOK_FIELDS,
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
    assert f"usually {parse.USUAL_BREATH}" in DOC
    assert all(f"`{language}`" in DOC for language in LANGUAGES)


def test_advice_points_to_steps_that_exist() -> None:
    """Every step in the table of advice is shipped, and reasons name known sources."""
    steps = {f"{book.name}.{step.id}" for book in load_shipped() for step in book.steps}
    named = set(re.findall(r"`((?:complaint|praise|short)\.\w+)`", DOC))
    assert named <= steps
    assert len(named) >= 14
    sources = DOC.partition("### Where the advice comes from")[2].partition("\n###")[0]
    for book in load_shipped():
        for step in book.steps:
            for cited in re.findall(r"\(([^()]+)\)\.$", step.why["en"]):
                for source in cited.split("; "):
                    name = source.partition(", step")[0]
                    assert name in sources or name == "good custom", name
