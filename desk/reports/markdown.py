"""The summary as Markdown, for people: short, in the agent's language."""

from collections.abc import Iterator

from desk.reports.sections import Report, Section, Sources, Table, report
from desk.reports.summary import Summary
from desk.reports.tables import escape, table


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
