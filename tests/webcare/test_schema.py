"""The schema and what is written about it."""

import re
from importlib import resources
from pathlib import Path

import pytest

from core.toml_lines import parse
from sources.adapter import Adapter
from sources.registry import KINDS, adapter_for
from webcare.schema import SCHEMA, SOURCE, MisfitError, fit, settings

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"
NESTED_PROMISES = ("brands.<name>.promises.", "sources.<name>.promises.")


def documented() -> set[str]:
    """Return the settings that stand in the tables of the page."""
    rows = re.findall(r"^\|(.*?)\|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def known() -> set[str]:
    """Return the settings of the schema; a table that stands elsewhere too, once."""
    names = {".".join(way) for way in settings()}
    return {
        next((f"{table}…" for table in NESTED_PROMISES if name.startswith(table)), name)
        for name in names
    }


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    """docs/configuration.md and the schema name the same settings."""
    assert documented() == known()


def test_kinds_of_sources_are_those_that_have_an_adapter() -> None:
    """A kind can be configured when, and only when, something reads it."""
    read = SOURCE["kind"]
    assert not isinstance(read, dict)
    for kind in KINDS:
        assert read(kind) == kind  # type: ignore[operator]
        assert isinstance(adapter_for(kind), Adapter)
    with pytest.raises(ValueError, match="one of"):
        read("telepathy")  # type: ignore[operator]


def template(language: str) -> str:
    """Return what ``webcare init`` writes in a language."""
    folder = resources.files("webcare") / "templates"
    return (folder / f"{language}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["nl", "nb", "en"])
def test_a_template_fits_with_and_without_its_comment_signs(language: str) -> None:
    """What init writes loads as it is, and with every example line taken into use."""
    text = template(language)
    assert fit(parse(text, "webcare.toml").values)["language"] == language
    examples = re.sub(r'^# (?=\[|"?[a-z0-9_.-]+"? = )', "", text, flags=re.MULTILINE)
    tree = fit(parse(examples, "webcare.toml").values)
    assert {"agent", "sources", "brands", "hours", "promises", "waits", "keys"} <= set(tree)


def test_templates_offer_the_same_settings() -> None:
    """The three languages differ in their words, not in what they show."""

    def keys(language: str) -> list[str]:
        return re.findall(r'^#? ?(\[[^\]]+\]|"?[a-z0-9_.-]+"? =)', template(language), re.MULTILINE)

    assert keys("nl") == keys("nb") == keys("en")


def test_a_table_given_as_a_value_does_not_fit() -> None:
    """A value where a table belongs is told with its way."""
    with pytest.raises(MisfitError) as misfit:
        fit({"team": "noord"}, SCHEMA)
    assert misfit.value.way == ("team",)
