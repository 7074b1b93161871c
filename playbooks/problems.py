"""What is wrong with playbook files: each problem one sentence with file, line and field."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import ConfigError
from core.i18n import _
from core.safe_text import safe_text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    file: str
    line: int
    """Counted from 1; 0 where the whole file is meant."""
    field: str
    """Dotted, a step by its id: ``step.evidence.title.nb``; empty for the whole file."""
    text: str
    """What is wrong, and what would be right; safe to show."""

    def __str__(self) -> str:
        place = _("{file}, line {line}") if self.line else "{file}"
        parts = (place.format(file=self.file, line=self.line), self.field, self.text)
        return ": ".join(part for part in parts if part)


def problem(file: str, text: str, *, line: int = 0, field: str = "") -> Problem:
    """Return a problem in which names and values from the file are made safe to show."""
    shown, where = safe_text(text, line=True), safe_text(field, line=True)
    return Problem(safe_text(file, line=True), line, where, shown)


class PlaybookError(ConfigError):
    """Playbooks cannot be used; every problem that was found is in ``problems``."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
