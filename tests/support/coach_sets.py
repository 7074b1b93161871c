"""The invented replies that the coach is held to: planted faults, and what comes near to one.

They were written before the checks, and the phrase lists are not made from them.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "playbooks" / "coach" / "data"
LANGUAGES = ("nl", "nb", "en")
WHOLE = ("greeting", "echo", "apology", "next_step", "private")
"""Checks that whole replies to complaints are labelled with, in ``complaints``; some have more."""
SINGLE = (
    "cliche",
    "defensive",
    "facts",
    "asks_data",
    "compensation",
    "selling",
    "promise",
    "shouting",
    "address",
    "language",
    "length",
    "repeated",
)
"""Checks that have only files of their own, one in each language they claim."""

Row = Mapping[str, str]
"""A line by the names of its columns."""


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Return the lines of a file of the set."""
    head, *lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    columns = head.split("\t")
    return tuple(dict(zip(columns, line.split("\t"), strict=True)) for line in lines)


def sets() -> Iterator[tuple[str, str, tuple[tuple[bool, Row], ...]]]:
    """Yield check, language, and each reply with whether that fault was planted in it."""
    for language in LANGUAGES:
        whole = rows(f"complaints.{language}")
        for check in (*WHOLE, *SINGLE):
            replies = [(check in row["faults"].split(","), row) for row in whole if check in WHOLE]
            if (FOLDER / f"{check}.{language}.tsv").exists():
                single = rows(f"{check}.{language}")
                replies += [(row["verdict"] == "fault", row) for row in single]
            if replies:
                yield check, language, tuple(replies)
