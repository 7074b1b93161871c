"""What holds for every test: none may wait for ever, none is named by a whole flood."""

import signal
from collections.abc import Iterator
from types import FrameType

import pytest

LONGEST = 300
"""Seconds after which a test has hung; the slow ones, with a target of their own, may take more."""

LONGEST_NAME = 60
"""Characters of a parameter in a test's name."""


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name what is long by its beginning and its length; the rest is named as ever."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_NAME:
        return f"{val[:20]!r}…{len(val)}"
    return None


@pytest.fixture(autouse=True)
def no_endless_wait(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that hangs, so that a run says which instead of standing still."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        message = f"still not done after {LONGEST} seconds"
        raise TimeoutError(message)

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(0 if request.node.get_closest_marker("slow") else LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
