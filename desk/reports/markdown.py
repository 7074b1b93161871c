"""The summary as Markdown, for people: tables read well unrendered, outside text stays text."""

import re
from collections.abc import Iterator, Sequence

from desk.reports.cells import is_figure, pad, width
from desk.reports.sections import Report, Section, Sources, Table, report
from desk.reports.summary import Summary

_MARKUP = re.compile(r"([\\`*_\[\]<>#|!&~$])")
_BULLET = re.compile(r"^(\d*)([-+=:.)])")


def summary_markdown(summary: Summary, sources: Sources) -> str:
    """Return the summary as Markdown text, its sources by their titles."""
    told = report(summary, sources)
    blocks = [*_head(told), *(block for one in told.sections for block in _section(one))]
    return "\n\n".join(blocks) + "\n"


def _head(told: Report) -> Iterator[str]:
    yield f"# {escape(told.title)}"
    yield " · ".join(map(escape, told.about))
    yield " · ".join(figure.sentence.format(n=f"**{figure.n}**") for figure in told.figures)


def _section(section: Section) -> Iterator[str]:
    yield f"## {escape(section.title)}"
    for block in section.blocks:
        if isinstance(block, Table):
            yield "\n".join(table(block.head, block.rows))
        else:
            yield "\n".join(f"- {escape(entry)}" for entry in block)


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
