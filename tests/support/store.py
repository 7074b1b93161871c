"""Stores to test against, and events to fill them with."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol

from core.clock import HOUR, MINUTE, Clock, Instant
from core.vocabulary import Ball, EventId, Kind, State, TimerKind
from desk.model.event import Effect, Event, EventKind, StartTimer, Turn, new_event
from desk.model.item import Item
from desk.store.records import Identity, Write
from desk.store.sqlite.database import open_sqlite
from desk.store.store import Store
from tests.support.postgres import PostgresBackend


class Backend(Protocol):
    """A database that can be opened more than once, and tampered with behind a store's back."""

    async def open(self) -> Store:
        """Open another store on the same database."""
        ...

    async def run(self, sql: str, *values: object) -> None:
        """Run a statement beside the store."""
        ...

    async def drop(self) -> None:
        """Leave nothing of it behind."""
        ...


class SqliteBackend:
    """A file in the test's folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.path = folder / "desk.db"
        self._clock = clock

    async def open(self) -> Store:
        """Open another store on the file."""
        return await open_sqlite(self.path, self._clock)

    async def run(self, sql: str, *values: object) -> None:
        """Run a statement in a connection of its own."""
        with closing(sqlite3.connect(self.path)) as db, db:
            db.execute(sql, values)

    async def drop(self) -> None:
        """Nothing to do: the folder goes with the test."""


BACKENDS: dict[str, type[SqliteBackend] | type[PostgresBackend]] = {
    "sqlite": SqliteBackend,
    "postgres": PostgresBackend,
}


def seen(
    now: Instant,
    *,
    native_id: str = "1",
    body: str = "Waar blijft mijn pakket?",
    effects: tuple[Effect, ...] | None = None,
    due: Instant | None = None,
    id: EventId | None = None,  # noqa: A002 - the field's own name
) -> Event:
    """Return the first event of an item, by default with a running promise of an hour."""
    running = (
        Turn(State.NEW, Ball.US),
        StartTimer(TimerKind.FIRST_RESPONSE, 1, now, due or now + HOUR, 4),
    )
    return new_event(
        EventKind.SEEN,
        now,
        "webcare",
        effects=running if effects is None else effects,
        texts={"author": "Anouk de Wit", "title": "Pakket", "body": body},
        id=id,
        source="shop",
        native_id=native_id,
    )


def arrival(now: Instant, native_id: str = "1", **more: str) -> Write:
    """Return the write of a comment seen for the first time."""
    identity = Identity("shop", native_id, "hash", more.get("permalink_key", ""))
    return Write((seen(now, native_id=native_id),), identity=identity)


def note(now: Instant, text: str = "Gebeld", actor: str = "ann") -> Event:
    """Return an event that only adds to the history."""
    return new_event(EventKind.NOTED, now, actor, texts={"note": text})


async def add(store: Store, write: Write) -> Item:
    """Append one write and return its item."""
    (item,) = await store.append([write])
    assert item is not None
    return item


def random_history(dice: random.Random, now: Instant, number: int) -> Write:
    """Return an item in any state, with any clocks, that began around now."""

    def around() -> Instant:
        return now + dice.randint(-90, 90) * MINUTE

    state, ball = dice.choice(list(State)), dice.choice(list(Ball))
    kinds = dice.sample(list(TimerKind), dice.randint(0, 3))
    clocks = tuple(StartTimer(kind, 1, now - 2 * HOUR, around(), 1) for kind in kinds)
    born = seen(
        around(), native_id=str(number), effects=(Turn(state, ball), *clocks), body=f"No. {number}"
    )
    judged = new_event(
        EventKind.TRIAGED,
        now,
        "webcare",
        kind=dice.choice(list(Kind)),
        severity=dice.randint(1, 5),
    )
    late = [
        new_event(EventKind.BREACHED, now, "webcare", at=clock.due_at, timer=clock.kind, cycle=1)
        for clock in clocks
        if clock.kind.is_promise and dice.random() < 0.3
    ]
    return Write((born, judged, *late))
