"""The desk is as fast as Textual lets it be: ratios against a hello world of the same run.

Short forms of ``python -m bench``, on fewer items. A busy machine only makes times longer, so
that the best of several rounds is compared, and a round is repeated before it counts as slow.
"""

import statistics
import time
from pathlib import Path

import pytest

from bench import first_frame, keys
from bench.large_desk import NEAR, LargeDesk, large_desk, token_of
from bench.program import webcare
from bench.tick import Hour, quiet_hour
from tests.support.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.timed]

ITEMS = 5_000
FEWEST, MOST = 3, 15
"""Rounds of starts."""
TRIES = 3
"""Rounds of keys."""


@pytest.fixture
def desk(tmp_path: Path) -> LargeDesk:
    """Return a desk of many open items, no source, and a clock of its own."""
    return large_desk(ITEMS).copied(tmp_path / "desk")


def best_ratio(ours: first_frame.Start) -> float:
    """Return the best start of ours against the best of the peer, in rounds of both."""
    found: list[tuple[float, float]] = []
    ratio = float("inf")
    ours.seconds()  # compiles what was not
    for number in range(1, MOST + 1):
        found.append((first_frame.PEER.seconds(), ours.seconds()))
        peer, best = (min(times) for times in zip(*found, strict=True))
        ratio = best / peer
        if number >= FEWEST and ratio <= first_frame.LIMIT:
            break
    return ratio


def test_the_demos_first_frame() -> None:
    """The demo shows its shift bar within 1.25 times a hello world's first frame."""
    assert best_ratio(first_frame.DEMO) <= first_frame.LIMIT


def test_the_first_frame_lists_open_items(desk: LargeDesk) -> None:
    """So does a desk with many items, and its most urgent one stands in that frame."""
    assert best_ratio(first_frame.opened(desk)) <= first_frame.LIMIT


def test_a_key_moves_the_cursor(desk: LargeDesk) -> None:
    """From ``j`` to the moved cursor, half of the keys take at most 1.25 times one Static's."""
    ratios = []
    for _ in range(TRIES):
        cursor, _panes, peer = keys.times_of_keys(desk, 2 * len(keys.STEPS))
        ratios.append(statistics.median(cursor) / statistics.median(peer))
        if ratios[-1] <= keys.LIMIT:
            break
    assert min(ratios) <= keys.LIMIT


def test_the_panes_show_the_latest(desk: LargeDesk) -> None:
    """After a held key they show the item under the cursor, none before it, within 100 ms."""
    took = []
    with Terminal(webcare(*desk.arguments), size=(120, 40), env=desk.environment()) as screen:
        screen.wait_for(token_of(0))
        at = 0
        for key in "jkj":
            screen.press(*key * (keys.HELD - 1))
            released = time.perf_counter()
            screen.press(key)
            at += keys.HELD if key == "j" else -keys.HELD
            screen.wait_for(token_of(at))
            took.append((time.perf_counter() - released) * 1000)
            screen.read(0.3)
            shown = [number for number in range(keys.HELD + 1) if token_of(number) in screen.text]
            assert shown == [at]
    assert min(took) <= keys.SEEN_LIMIT


def test_a_quiet_hour_writes_its_breaches_and_nothing_else(desk: LargeDesk) -> None:
    """With no source and no key, time alone writes one breach for each promise that breaks."""
    assert quiet_hour(desk) == Hour(crossed=NEAR, breaches=NEAR, other=0)
