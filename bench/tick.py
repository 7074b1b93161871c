"""What it costs when nothing happens: the countdown's processor time, and an hour's writes."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256

from bench.large_desk import (
    COUNTING,
    FIRST_DUE,
    GAP,
    LAST_DUE,
    NEAR,
    LargeDesk,
    lent_desk,
    token_of,
)
from bench.program import HELLO, Program, webcare
from bench.result import Result
from core.clock import HOUR

SECONDS = 25
START_UP = 3.0
"""Seconds until a program that was just opened has come to rest."""
LIMIT = 1.0
"""Points of one core: what the desk may cost over the peer, and counting seconds over minutes."""
PATIENCE = 30.0
LOOK = 2.2
"""Seconds in which the time keeper has certainly looked twice."""


@dataclass(frozen=True, slots=True)
class Hour:
    """What an hour without a key wrote."""

    crossed: int
    """Promises that came due."""
    breaches: int
    """Breaches recorded."""
    other: int
    """Anything else: commits while nothing was due, other events, rows of other tables."""


def spent(programs: tuple[Program, ...], seconds: float) -> list[float]:
    """Return what share of a core each program used over a while, in points."""
    before = [program.cpu() for program in programs]
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        for program in programs:
            program.pass_time(0.05)
    return [
        (program.cpu() - was) * 100 / seconds for program, was in zip(programs, before, strict=True)
    ]


def idle(desk: LargeDesk, after: int, seconds: float) -> tuple[float, float]:
    """Return the points of a core that an untouched desk uses at a moment, and the idle peer."""
    with (
        Program(webcare(*desk.arguments), desk.environment(after)) as program,
        Program(HELLO) as hello,
    ):
        hello.first_frame("hello-world")
        program.wait_for(token_of(0))
        spent((program, hello), START_UP)
        ours, peer = spent((program, hello), seconds)
    return ours, peer


def quiet_hour(desk: LargeDesk) -> Hour:
    """Move an hour past a desk in steps while nobody touches it."""
    with (
        Program(webcare(*desk.arguments), desk.environment(0)) as program,
        closing(sqlite3.connect(desk.database)) as watcher,
    ):
        program.wait_for(token_of(0))
        program.pass_time(START_UP)
        before, commits = contents(watcher), Commits(watcher)
        other = 0
        desk.set_clock(FIRST_DUE - GAP)
        program.pass_time(LOOK)
        other += commits.changed()
        desk.set_clock(LAST_DUE)
        wait_for_breaches(program, watcher, NEAR)
        commits.changed()
        for after in (HOUR // 2, HOUR):
            desk.set_clock(after)
            program.pass_time(LOOK)
            other += commits.changed()
        after_all = contents(watcher)
        breaches = count_breaches(watcher)
    gained = after_all.events - before.events
    other += gained - breaches + (after_all.rest != before.rest)
    return Hour(NEAR, breaches, other)


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in a database."""

    events: int
    rest: str
    """A digest of everything but events, and of the rows of items that have a breach."""


def contents(db: sqlite3.Connection) -> Contents:
    """Read what stands in a database, leaving out what a breach may change."""
    digest = sha256()
    named = db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchall()  # a virtual table cannot be scanned; what stands behind it is
    for (table,) in named:
        if table in {"events", "sqlite_sequence"}:
            continue
        for row in db.execute(f"SELECT * FROM {table}"):  # noqa: S608 - the schema's own names
            if table != "items" or row[0] > NEAR:
                digest.update(repr(row).encode())
    (events,) = db.execute("SELECT count(*) FROM events").fetchone()
    return Contents(events, digest.hexdigest())


class Commits:
    """Tells whether another connection committed since it was last asked."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._version = self._read()

    def changed(self) -> bool:
        """Return whether anything was committed since the last call."""
        was, self._version = self._version, self._read()
        return was != self._version

    def _read(self) -> int:
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])


def count_breaches(db: sqlite3.Connection) -> int:
    """Return how many breaches are recorded."""
    return int(db.execute("SELECT count(*) FROM events WHERE kind = 'breached'").fetchone()[0])


def wait_for_breaches(program: Program, db: sqlite3.Connection, count: int) -> None:
    """Let a program run until it has recorded so many breaches, or has had time enough."""
    until = time.perf_counter() + PATIENCE
    while count_breaches(db) < count and time.perf_counter() < until:
        program.pass_time(0.2)
    program.pass_time(LOOK)


def measure() -> Iterator[Result]:
    """Yield the countdown's cost and what a quiet hour wrote."""
    with lent_desk() as desk:
        resting, peer = idle(desk, 0, SECONDS)
        counting, _peer = idle(desk, COUNTING, SECONDS)
        hour = quiet_hour(desk)
    yield points("desk at rest, over idle Textual", resting, peer)
    yield points("every row counts seconds, over the desk at rest", counting, resting)
    unrecorded = abs(hour.crossed - hour.breaches)
    yield Result(
        f"quiet hour, {hour.crossed} promises break: breaches off",
        str(hour.breaches),
        str(hour.crossed),
        unrecorded,
        0,
        "events",
    )
    yield Result("quiet hour: other writes", str(hour.other), "0", hour.other, 0, "writes")


def points(what: str, ours: float, peer: float) -> Result:
    """Return a cost in points of one core."""
    return Result(what, f"{ours:.2f} %", f"{peer:.2f} %", ours - peer, LIMIT, "points")
