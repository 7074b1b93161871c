"""The summary as lines for a screen of any width: figures first, short tables side by side."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import zip_longest

from desk.reports.cells import fitted, is_figure, pad, width, wrap
from desk.reports.sections import Block, Report, Row, Sources, Table, report
from desk.reports.summary import Summary

WIDEST = 120
"""Cells beyond which a line is no easier to read."""
CARD, BETWEEN = 23, 3
"""Least cells of a short table, and cells between two of them."""
GAP = 2
"""Cells between the columns of a long table."""
MARK = "- "
"""Before each entry of a list."""
ROOM_FOR_TEXT = 30
"""Cells below which a comment stands beneath its row."""


class Tone(Enum):
    """How a part of a line is meant."""

    PLAIN = auto()
    TITLE = auto()
    QUIET = auto()
    BAD = auto()


Part = tuple[str, Tone]
Line = tuple[Part, ...]
BLANK: Line = ()


def summary_lines(summary: Summary, sources: Sources, cells: int) -> list[Line]:
    """Return the summary in lines of at most so many cells, its sources by their titles."""
    told, cells = report(summary, sources), min(cells, WIDEST)
    lines = [*_head(told, cells)]
    cards: list[Table] = []
    for section in told.sections:
        long: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Table) and len(block.head) == 2:
                cards.append(block)
            else:
                long.append(block)
        if long:
            lines += [*_side_by_side(cards, cells), BLANK, ((section.title, Tone.TITLE),)]
            cards.clear()
            lines += [line for block in long for line in _long(block, cells)]
    return [*lines, *_side_by_side(cards, cells)]


def _head(told: Report, cells: int) -> Iterator[Line]:
    yield ((told.title, Tone.TITLE),)
    yield from (((line, Tone.QUIET),) for line in wrap(" · ".join(told.about), cells))
    yield BLANK
    line: Line = ()
    for figure in told.figures:
        tone = Tone.BAD if figure.is_bad else Tone.TITLE
        part = (figure.sentence.format(n=figure.n), tone)
        longer = (*line, (" " * BETWEEN, Tone.PLAIN), part) if line else (part,)
        if sum(width(text) for text, _tone in longer) > cells:
            yield line
            longer = (part,)
        line = longer
    yield line


def _side_by_side(cards: Sequence[Table], cells: int) -> Iterator[Line]:
    """Give short tables in a grid, as many side by side as there is room for."""
    abreast = max(1, (cells + BETWEEN) // (CARD + BETWEEN))
    each = (cells - BETWEEN * (abreast - 1)) // abreast
    for start in range(0, len(cards), abreast):
        yield BLANK
        columns = [list(_card(card, each)) for card in cards[start : start + abreast]]
        blank = (" " * each, Tone.PLAIN)
        for parts in zip_longest(*columns, fillvalue=blank):
            between = (" " * BETWEEN, Tone.PLAIN)
            yield tuple(part for one in parts for part in (one, between))[:-1]


def _card(table: Table, cells: int) -> Iterator[Part]:
    yield from ((pad(line, cells), Tone.TITLE) for line in wrap(table.head[0], cells))
    figures = max(width(n) for _name, n in table.rows)
    for name, n in table.rows:
        first, *rest = wrap(name, cells - GAP - figures)
        yield pad(first, cells - figures) + pad(n, figures, right=True), Tone.PLAIN
        yield from ((pad(line, cells), Tone.PLAIN) for line in rest)


def _long(block: Block, cells: int) -> Iterator[Line]:
    if isinstance(block, Table):
        yield from _table(block, cells)
        return
    for entry in block:
        for n, line in enumerate(wrap(entry, cells - len(MARK))):
            yield ((f"{' ' * len(MARK) if n else MARK}{line}", Tone.PLAIN),)


def _table(table: Table, cells: int) -> Iterator[Line]:
    """Give a long table; comments stand beneath their rows where their column would be thin."""
    rows, texts = [table.head, *table.rows], [""] * (len(table.rows) + 1)
    if table.begins_with_text and _likes(rows) > cells - ROOM_FOR_TEXT:
        texts[1:] = [row[0] for row in table.rows]
        rows = [row[1:] for row in rows]
    for n, (row, text) in enumerate(zip(_laid_out(rows, cells), texts, strict=True)):
        yield from (((line, Tone.PLAIN if n else Tone.QUIET),) for line in row)
        indent = " " * GAP
        yield from (((indent + line, Tone.PLAIN),) for line in wrap(text, cells - GAP) if line)


def _likes(rows: Sequence[Row]) -> int:
    """Return how many cells all columns but the first take when nothing is broken."""
    return sum(GAP + max(map(width, column)) for column in list(zip(*rows, strict=True))[1:])


def _laid_out(rows: Sequence[Row], cells: int) -> Iterator[list[str]]:
    """Give the lines of each row, the head's first; what is broken in a head stands low."""
    columns = list(zip(*rows, strict=True))
    widths = fitted(columns, cells - GAP * (len(columns) - 1))
    right = [all(map(is_figure, column[1:])) for column in columns]
    for n, row in enumerate(rows):
        broken = [wrap(cell, each) for cell, each in zip(row, widths, strict=True)]
        tallest = max(map(len, broken))
        blank = [[""] * (tallest - len(lines)) for lines in broken]
        filled = [a + b if n else b + a for a, b in zip(broken, blank, strict=True)]
        yield [
            (" " * GAP).join(map(pad, line, widths, right)) for line in zip(*filled, strict=True)
        ]
