"""How long a reply is: as people see it, and as platforms count it."""

import pytest

from playbooks.coach.length import limit_of, measure


@pytest.mark.parametrize(
    ("text", "platform", "length"),
    [
        ("Hoi", "", 3),
        ("Café", "", 4),
        ("Cafe\u0301", "", 4),
        ("❤\ufe0f", "", 1),
        ("👍🏽", "", 1),
        ("👨\u200d👩\u200d👧", "", 1),
        ("Zie https://voorbeeld.example/" + "a" * 80, "x", 27),
        ("Zie https://voorbeeld.example/" + "a" * 80, "", 110),
        ("🎉🎉", "x", 4),
        ("🎉🎉", "mastodon", 2),
    ],
)
def test_each_sign_counts_once_unless_the_platform_says_otherwise(
    text: str, platform: str, length: int
) -> None:
    """Accents, colours and families of emoji are one sign; an address weighs what it weighs."""
    assert measure(text, platform) == length


def test_what_is_set_for_a_source_stands_over_what_is_known() -> None:
    """Where neither says anything there is no limit."""
    assert limit_of(100, "mastodon") == 100
    assert limit_of(0, "mastodon") == 500
    assert limit_of(0, "feed") == 0
