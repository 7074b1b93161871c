"""The team's own triage words: read anew while the desk runs, and kept when the file is wrong."""

from pathlib import Path

import pytest

from core.errors import ConfigError
from core.vocabulary import Kind
from desk.services.learning import reload_rules
from tests.support.desk import a_desk
from webcare.wiring import LateTriage


@pytest.mark.asyncio
async def test_words_are_read_anew_and_a_mistake_keeps_the_old(tmp_path: Path) -> None:
    """A key brings the file's new words; a broken file is named, and what was in use stays."""
    rules = tmp_path / "triage.toml"
    async with a_desk(tmp_path) as desk:
        desk.triage = LateTriage(rules)
        text = "De zwabberdewap is er weer"
        assert desk.triage(text, declared="nl").kind is not Kind.COMPLAINT
        rules.write_text('[nl]\nnegative = ["zwabberdewap"]\n', encoding="utf-8")
        assert await reload_rules(desk) == 0
        assert desk.triage(text, declared="nl").kind is Kind.COMPLAINT
        rules.write_text("[nl]\nnegatif = []\n", encoding="utf-8")
        with pytest.raises(ConfigError, match="negative"):
            await reload_rules(desk)
        assert desk.triage(text, declared="nl").kind is Kind.COMPLAINT
