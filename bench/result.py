"""What a benchmark found, and how it is told."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement against its peer and its limit."""

    what: str
    ours: str
    peer: str
    value: float
    """What is held against the limit: a ratio, or a figure with a unit of its own."""
    limit: float
    unit: str = "x"

    @property
    def is_over(self) -> bool:
        """Whether the limit is broken."""
        return self.value > self.limit


def table(results: Iterable[Result]) -> str:
    """Return the results as aligned columns."""
    rows = [("what", "ours", "peer", "value", "limit", "")]
    for result in results:
        value, limit = (f"{n:.2f} {result.unit}" for n in (result.value, result.limit))
        verdict = "OVER" if result.is_over else "ok"
        rows.append((result.what, result.ours, result.peer, value, limit, verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
