"""How well the coach does on replies that were invented before its checks were."""

import time
from statistics import quantiles

import pytest

from core.vocabulary import Kind, Language
from playbooks.coach.coach import Coach
from playbooks.coach.finding import Case, Code
from tests.support.coach_cases import OWN, case_of, score
from tests.support.coach_sets import LANGUAGES, Row, rows, sets

COACH = Coach()
GOOD = 0.85
QUICK = 0.005
"""Seconds of a processor that 95 of 100 replies take at most."""


@pytest.mark.parametrize(
    ("check", "language", "replies"),
    [pytest.param(*one, id=f"{one[0]}-{one[1]}") for one in sets()],
)
def test_faults_are_found_and_near_misses_are_not(
    check: str, language: str, replies: tuple[tuple[bool, Row], ...]
) -> None:
    """Each check finds 85 of 100 planted faults, and is right 85 of 100 times it speaks."""
    judged = score(COACH, check, language, replies)
    assert judged.recall >= GOOD, judged.wrong
    assert judged.precision >= GOOD, judged.wrong


def test_no_leak_is_missed_and_nothing_harmless_is_told_of() -> None:
    """Every planted leak is found where it stands; numbers and contacts of ours are not."""
    for row in rows("personal_data"):
        case = Case(language=Language(row["language"]), own_contacts=OWN)
        told = [finding for finding in COACH(row["reply"], case) if finding.code == "personal_data"]
        assert bool(told) == (row["verdict"] == "leak"), row["reply"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_good_replies_are_left_alone(language: str) -> None:
    """A reply that does it all right gets no remark."""
    for row in rows(f"good.{language}"):
        case = Case(
            comment=row["comment"],
            author=row["author"],
            language=Language(language),
            kind=Kind(row["kind"]),
            promised=True,
        )
        assert COACH(row["reply"], case) == (), row["reply"]


def test_the_examples_of_the_five_texts_are_judged_as_they_say() -> None:
    """Their defensive phrases and cliché are told of; their good examples only lack a greeting.

    Or the apology that another of the texts asks for; the Norwegian one is only a beginning.
    """
    for row in rows("texts"):
        case = Case(language=Language(row["language"]), kind=Kind.COMPLAINT)
        told = {finding.code for finding in COACH(row["reply"], case)}
        if row["finding"]:
            assert row["finding"] in told
        else:
            assert not told & {
                Code.DEFENSIVE,
                Code.CLICHE,
                Code.FACTS,
                Code.ASKS_DATA,
                Code.ADDRESS,
            }


def test_a_reply_is_read_in_milliseconds() -> None:
    """95 of 100 replies, each beside 200 earlier ones, take at most five."""
    taken = []
    for check, language, replies in sets():
        earlier = tuple(row["earlier"] + str(n) for n in range(16) for row in rows("repeated.nl"))
        for _planted, row in replies:
            case = case_of(check, language, row)
            full = Case(case.comment, case.author, case.language, case.kind, earlier=earlier[:200])
            begun = time.thread_time()
            COACH(row["reply"], full)
            taken.append(time.thread_time() - begun)
    assert quantiles(taken, n=100)[94] <= QUICK
