"""The coach's test set itself: large enough for what is measured on it."""

import pytest

from tests.support.coach_sets import Row, rows, sets


@pytest.mark.parametrize(
    ("check", "language", "replies"),
    [pytest.param(*one, id=f"{one[0]}-{one[1]}") for one in sets()],
)
def test_faults_and_near_misses_are_many(
    check: str, language: str, replies: tuple[tuple[bool, Row], ...]
) -> None:
    """Each check has a dozen planted faults and a dozen replies without, in each language."""
    planted = sum(fault for fault, _row in replies)
    assert planted >= 12, (check, language)
    assert len(replies) - planted >= 12, (check, language)
    assert len({tuple(row.items()) for _fault, row in replies}) == len(replies)


def test_leaks_and_harmless_numbers_are_many() -> None:
    """Fifty leaks of each sort that must never pass, fifty numbers that must never be told of."""
    leaks = [row for row in rows("personal_data") if row["verdict"] == "leak"]
    assert len(leaks) >= 50
    assert len(rows("personal_data")) - len(leaks) >= 50
    assert {row["kind"] for row in leaks} >= {"phone", "email", "iban", "bsn", "fnr", "address"}
