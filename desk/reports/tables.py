"""Markdown for people: tables that read well unrendered, and outside text that stays text."""

import re
from collections.abc import Sequence

from desk.reports.cells import is_figure, pad, width

_MARKUP = re.compile(r"([\\`*_\[\]<>#|!&~$])")
_BULLET = re.compile(r"^(\d*)([-+=:.)])")


def escape(line: str) -> str:
    """Return a safe line so that Markdown shows it as it is."""
    return _BULLET.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table padded to its columns, its cells escaped; figures stand to the right."""
    shown = [[_MARKUP.sub(r"\\\1", cell) for cell in row] for row in (head, *rows)]
    columns = list(zip(*shown, strict=True))
    widths = [max(3, *map(width, column)) for column in columns]
    right = [all(map(is_figure, column[1:])) for column in columns]
    rule = [
        "-" * (cells - 1) + ":" if figures else "-" * cells
        for cells, figures in zip(widths, right, strict=True)
    ]
    return [
        f"| {' | '.join(map(pad, row, widths, right))} |" for row in (shown[0], rule, *shown[1:])
    ]
