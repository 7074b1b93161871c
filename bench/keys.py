"""From a key to what it shows, measured from outside, against one Static updated per key."""

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
UNCHANGED = 1.1
"""How much of its median a key may lose while thousands of promises are planned."""
SEEN_LIMIT = 100.0
"""Milliseconds after which a person sees that something waits."""
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
    """Yield how soon cursor and panes follow a key, at rest and while much is planned."""
    with lent_desk(ITEMS) as desk:
        cursor, panes, peer = times_of_keys(desk, KEYS)
        held = statistics.median(times_of_holding(desk, HOLDS))
    at_rest = statistics.median(cursor) / statistics.median(peer)
    yield moved(f"j to the cursor, {ITEMS:,} items, p50", cursor, peer, at_rest, LIMIT)
    yield follow("panes follow one key, p90", percentile(panes, 90))
    yield follow("panes follow a held key, median", held)
    with lent_desk(ITEMS, SOON) as desk, written_on(desk, ITEMS, PAUSE):
        cursor, panes, peer = times_of_keys(desk, KEYS)
    busy = statistics.median(cursor) / statistics.median(peer)
    what = "the same while planning 10,000, against at rest"
    yield moved(what, cursor, peer, busy / at_rest, UNCHANGED)
    yield follow(f"the slowest of these {KEYS}", max(cursor))
    yield follow("panes follow one key while planning, p90", percentile(panes, 90))


def moved(what: str, cursor: list[float], peer: list[float], value: float, limit: float) -> Result:
    """Return how soon the cursor moved, beside the peer."""
    ours, theirs = (f"{statistics.median(times):.1f} ms" for times in (cursor, peer))
    return Result(what, ours, theirs, value, limit)


def follow(what: str, value: float) -> Result:
    """Return how soon it was shown, against what a person sees as waiting."""
    return Result(what, f"{value:.0f} ms", "-", value, SEEN_LIMIT, "ms")


def percentile(times: list[float], share: int) -> float:
    """Return the time under which so many of a hundred lie."""
    return sorted(times)[(len(times) - 1) * share // 100]
