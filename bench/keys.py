"""From a key to what it shows, measured from outside, against one Static updated per key."""

import math
import statistics
from collections.abc import Iterator
from itertools import cycle, islice

from bench.large_desk import LargeDesk, lent_desk, token_of, written_on
from bench.program import HELLO, Program, webcare
from bench.result import Result

KEYS = 160
PAGE = 8
"""Rows that the cursor goes down and up again, inside the first page."""
HELD = 30
REPEAT = 1 / 30
"""Seconds between the keys of one that is held."""
HOLDS = 6
LIMIT = 1.25
PANES_LIMIT = 100.0
"""Milliseconds after which the panes must show the item under the cursor."""
STEPS = ("j",) * PAGE + ("k",) * PAGE
QUIET = 0.05
"""Seconds without output after which a program has done what a key asked."""
ITEMS, SOON = 100_000, 20_000
"""Open items of a busy desk, and how many of them the plan has to weigh against each other."""
PAUSE = 1.0
"""Seconds between two writes of another process: each has the desk plan anew."""


class Desk:
    """The program on a large desk, and where its cursor stands."""

    def __init__(self, desk: LargeDesk, program: Program) -> None:
        self.at = 0
        self._authors = desk.authors(HELD + 1)
        self._tokens = [token_of(int(author[-6:])) for author in self._authors]
        self._program = program
        program.wait_for(self._tokens[0])

    def step(self, key: str) -> tuple[float, float]:
        """Return the milliseconds until the cursor had moved, and until the panes had followed."""
        self.at += 1 if key == "j" else -1
        self._program.settle(QUIET)
        cursor = self._program.answer(key, self._authors[self.at])
        return cursor * 1000, self._program.since_keys(self._tokens[self.at]) * 1000

    def hold(self, key: str) -> float:
        """Hold a key over many rows; return the milliseconds the panes took after the last."""
        self.at += HELD if key == "j" else -HELD
        self._program.settle(QUIET)
        for _ in range(HELD - 1):
            self._program.press(key)
            self._program.pass_time(REPEAT)
        self._program.answer(key, self._authors[self.at])
        return self._program.since_keys(self._tokens[self.at]) * 1000


def times_of_keys(desk: LargeDesk, keys: int) -> tuple[list[float], list[float], list[float]]:
    """Return the milliseconds of cursor, panes and peer, key by key in turn."""
    cursor, panes, peer = [], [], []
    with (
        Program(webcare(*desk.arguments), desk.environment()) as program,
        Program(HELLO) as hello,
    ):
        hello.first_frame("hello-world")
        shown = Desk(desk, program)
        for number, key in enumerate(islice(cycle(STEPS), keys), 1):
            moved, followed = shown.step(key)
            hello.settle(QUIET)
            cursor.append(moved)
            panes.append(followed)
            peer.append(hello.answer("j", f"pressed-{number}-times") * 1000)
    return cursor, panes, peer


def times_of_holding(desk: LargeDesk, holds: int) -> list[float]:
    """Return the milliseconds from the last of many fast keys to the panes of its item."""
    with Program(webcare(*desk.arguments), desk.environment()) as program:
        shown = Desk(desk, program)
        return [shown.hold(key) for key in islice(cycle("jk"), holds)]


def measure() -> Iterator[Result]:
    """Yield how soon the cursor moves, and how soon the panes follow."""
    with lent_desk(ITEMS) as desk:
        yield from moved("", *times_of_keys(desk, KEYS))
        held = statistics.median(times_of_holding(desk, HOLDS))
        yield follow("panes follow a held key, median", held)
    with lent_desk(ITEMS, SOON) as desk, written_on(desk, ITEMS, PAUSE):
        yield from moved(" while planning 10,000", *times_of_keys(desk, KEYS))


def moved(
    when: str, cursor: list[float], panes: list[float], peer: list[float]
) -> Iterator[Result]:
    """Yield how soon the cursor moved, against the peer, and the panes followed."""
    for share, limit in ((50, LIMIT), (90, math.inf)):
        ours, theirs = percentile(cursor, share), percentile(peer, share)
        yield Result(
            f"j to the cursor, 100,000 items{when}, p{share}",
            f"{ours:.1f} ms",
            f"{theirs:.1f} ms",
            ours / theirs,
            limit,
        )
    yield follow(f"panes follow one key{when}, p90", percentile(panes, 90))


def follow(what: str, value: float) -> Result:
    """Return how soon the panes showed the item under the cursor."""
    return Result(what, f"{value:.0f} ms", "-", value, PANES_LIMIT, "ms")


def percentile(times: list[float], share: int) -> float:
    """Return the time under which so many of a hundred lie."""
    return sorted(times)[(len(times) - 1) * share // 100]
