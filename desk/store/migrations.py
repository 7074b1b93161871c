"""The numbered migrations that each database's folder holds."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: the schema's number after it, and its SQL."""

    number: int
    sql: str


def shipped_steps(database: str) -> tuple[Step, ...]:
    """Return the migrations this program brings for a database, in order."""
    folder = Path(__file__).parent / database / "migrations"
    return tuple(
        Step(int(file.name[:4]), file.read_text(encoding="utf-8"))
        for file in sorted(folder.glob("[0-9]*.sql"))
    )
