"""From exec to the first frame, against a Textual hello world started in the same rounds."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.large_desk import LargeDesk, lent_desk
from bench.program import HELLO, Program, webcare
from bench.result import Result

ROUNDS = 15
LIMIT = 1.25
SHIFT_BAR = "WEBCARE"


@dataclass(frozen=True, slots=True)
class Start:
    """A way to start a program, and what tells that its first frame stands."""

    argv: Sequence[str]
    marks: tuple[str, ...]
    desk: LargeDesk | None = None

    def seconds(self) -> float:
        """Start it and return how long the first frame took."""
        with Program(self.argv, self.desk.environment() if self.desk else None) as program:
            return program.first_frame(*self.marks)


PEER = Start(HELLO, ("hello-world",))
DEMO = Start(webcare("demo"), (SHIFT_BAR,))


def opened(desk: LargeDesk) -> Start:
    """Return the start of the program on a large desk: its first row must stand."""
    return Start(webcare(*desk.arguments), (SHIFT_BAR, *desk.authors(1)), desk)


def timed(starts: Sequence[Start], rounds: int) -> list[list[float]]:
    """Return the seconds of each start in turn, round by round, after one that is not counted."""
    found: list[list[float]] = [[] for _ in starts]
    for number in range(rounds + 1):
        for times, start in zip(found, starts, strict=True):
            seconds = start.seconds()
            if number:
                times.append(seconds)
    return found


def measure(rounds: int = ROUNDS) -> Iterator[Result]:
    """Yield the medians of the demo and of the large desk against the peer's."""
    with lent_desk() as desk:
        starts = (PEER, DEMO, opened(desk))
        peer, *others = (statistics.median(times) for times in timed(starts, rounds))
    for what, ours in zip(("demo", "100,000 items"), others, strict=True):
        yield Result(
            f"first frame, {what}",
            f"{ours * 1000:.0f} ms",
            f"{peer * 1000:.0f} ms",
            ours / peer,
            LIMIT,
        )
