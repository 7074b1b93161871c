"""Markdown for people: tables that read well unrendered, and outside text that stays text."""

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from core.safe_text import safe_text

NONE = "–"
"""Stands where there is no figure."""

_MARKUP = re.compile(r"([\\`*_\[\]<>#|!&~$])")
_BULLET = re.compile(r"^(\d*)([-+=:.)])")


def escape(text: str, cap: int = 100) -> str:
    """Return outside text as one safe line that Markdown shows as it is."""
    line = safe_text(text, line=True, cap=cap).strip()
    return _BULLET.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table padded to its columns; columns of figures stand to the right.

    Cells are Markdown already: escape what came from outside.
    """
    columns = list(zip(head, *rows, strict=True))
    widths = [max(3, *map(_width, column)) for column in columns]
    right = [all(_is_figure(cell) for cell in column[1:]) for column in columns]
    rule = [
        "-" * (width - 1) + ":" if figures else "-" * width
        for width, figures in zip(widths, right, strict=True)
    ]
    return [_line(row, widths, right) for row in (head, rule, *rows)]


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, figures in zip(cells, widths, right, strict=True):
        gap = " " * (width - _width(cell))
        padded.append(gap + cell if figures else cell + gap)
    return f"| {' | '.join(padded)} |"


def _is_figure(cell: str) -> bool:
    return cell == NONE or cell[:1].isdigit()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
