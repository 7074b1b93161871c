"""Judges the coach on its test set: which planted faults it finds, and where it cries wolf."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.vocabulary import Kind, Language
from playbooks.coach.coach import Coach
from playbooks.coach.finding import Case, Code
from tests.support.coach_sets import Row

OWN = (
    "help@zonshop.example",
    "+31 20 794 1234",
    "088 123 45 67",
    "kontakt@solbutikken.example",
    "22 12 34 56",
    "020 7946 0958",
    "help@sunshop.example",
    "Dorpsstraat 5, 3811 CK Amersfoort",
    "Storgata 1, 0155 Oslo",
    "12 High Street, Leeds",
)
"""Contacts of the brands in the set."""


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one check in one language."""

    recall: float
    precision: float
    wrong: tuple[str, ...]
    """The replies that were judged wrongly."""


def case_of(check: str, language: str, row: Row) -> Case:
    """Return the surroundings of a reply in the set."""
    limit = row.get("limit", "0")
    return Case(
        comment=row.get("comment", ""),
        author=row.get("author", ""),
        language=Language(row.get("customer", language)),
        kind=Kind.PRAISE if check == Code.SELLING else Kind(row.get("kind", Kind.COMPLAINT)),
        hot=True,
        limit=int(limit) if limit.isdigit() else 0,
        platform="" if limit.isdigit() else limit,
        formal=row.get("formal") == "formal",
        earlier=(row["earlier"],) if "earlier" in row else (),
    )


def score(coach: Coach, check: str, language: str, replies: Iterable[tuple[bool, Row]]) -> Score:
    """Judge replies of which it is known whether the fault was planted."""
    right = missed = false = 0
    wrong = []
    for planted, row in replies:
        found = {finding.code for finding in coach(row["reply"], case_of(check, language, row))}
        told = check in found
        right += told and planted
        missed += planted and not told
        false += told and not planted
        if told != planted:
            wrong.append(row["reply"])
    return Score(right / (right + missed), right / max(right + false, 1), tuple(wrong))
