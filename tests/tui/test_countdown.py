"""What clocks read: pure functions of due and now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from core.clock import DAY, HOUR, MINUTE, SECOND
from tui.countdown import WIDTH, countdown, is_late, is_soon, queue_left, short_left


@pytest.mark.parametrize(
    ("left", "reads"),
    [
        (0, "00:00"),
        (9 * MINUTE + 59 * SECOND, "09:59"),
        (10 * MINUTE, "10 min"),
        (59 * MINUTE + 59 * SECOND, "59 min"),
        (65 * MINUTE, "1h05"),
        (47 * HOUR, "47h00"),
        (2 * DAY + 4 * HOUR, "2d 4h"),
        (20 * DAY, "20 d"),
        (-1, "-00:01"),
        (-4 * MINUTE - 12 * SECOND, "-04:12"),
        (-65 * MINUTE, "-1h05"),
        (-3 * DAY, "-3 d"),
    ],
)
def test_what_is_left_reads_as_people_say_it(left: int, reads: str) -> None:
    """Minutes while there is time, seconds below ten minutes and when late, hours and days far."""
    assert short_left(left) == reads


@given(st.integers(-3000 * DAY, 3000 * DAY))
def test_every_reading_fits_its_column(left: int) -> None:
    """No clock is wider than the column it stands in."""
    assert cell_len(short_left(left)) <= WIDTH


def test_no_promise_reads_as_nothing_or_as_its_return() -> None:
    """A row without a promise shows when it comes back, then that it is back."""
    assert countdown(None, 5) == ""
    assert queue_left(None, None, 5) == ""
    assert queue_left(None, 5 + MINUTE, 5) == "01:00"
    assert queue_left(None, 5, 5) == "back"
    assert queue_left(5 + HOUR, 5, 5) == "1h00"


def test_due_now_is_late_and_not_soon() -> None:
    """A promise is missed at its due instant; soon ends there and starts ten minutes before."""
    due = 100 * MINUTE
    assert is_late(due, due)
    assert not is_soon(due, due)
    assert is_soon(due, due - 10 * MINUTE)
    assert not is_soon(due, due - 10 * MINUTE - 1)
    assert not is_late(None, due)
    assert not is_soon(None, due)
