"""Markdown for people: tables that read well unrendered, and outside text that stays text."""

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from core.safe_text import safe_text

_MARKUP = re.compile(r"([\\`*_\[\]<>#|!&~$])")
_BULLET = re.compile(r"^(\d*)([-+=:.)])")


def escape(text: str, cap: int = 100) -> str:
    """Return outside text as one safe line that Markdown shows as it is."""
    line = safe_text(text, line=True, cap=cap).strip()
    return _BULLET.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table padded to its columns; all but the first column stand to the right.

    Cells are Markdown already: escape what came from outside.
    """
    widths = [max(_width(row[n]) for row in (head, *rows)) for n in range(len(head))]
    rule = [
        "-" * max(width, 3) if n == 0 else "-" * (max(width, 3) - 1) + ":"
        for n, width in enumerate(widths)
    ]
    return [_line(row, widths) for row in (head, rule, *rows)]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = []
    for n, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        gap = " " * (max(width, 3) - _width(cell))
        padded.append(cell + gap if n == 0 else gap + cell)
    return f"| {' | '.join(padded)} |"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
