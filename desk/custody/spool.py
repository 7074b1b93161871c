"""Work that the team's server has not taken yet, kept durably in a file of this machine."""

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.vocabulary import EventId, ItemId
from desk.model.event import JSON, Event, EventKind
from desk.store.codec import canonical, decode, decode_effects, encode, encode_effects
from desk.store.files import create_private
from desk.store.records import Draft, Write
from desk.store.sqlite.locks import lock_desk


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be done when the server is back: a write, a draft, or a lease to give back."""

    id: EventId
    """What a note about it will be called, however often it is tried."""
    write: Write | None = None
    draft: Draft | None = None
    release: ItemId | None = None
    said: Event | None = None
    """What is written of the lease that is given back."""
    seen: int = 0
    """The version of its item that the server had when it was decided."""


class Spool:
    """A file of entries in the order they were made; each is on the disk before it counts.

    One window has it open at a time; Locked says so to the next.
    """

    def __init__(self, path: Path) -> None:
        self._lock = lock_desk(path)
        self._path = path
        self._file = create_private(path)
        self.entries = _read(path)

    def close(self) -> None:
        """Let go of the file; one that holds nothing is taken away."""
        os.close(self._file)
        if not self.entries:
            self._path.unlink(missing_ok=True)
        self._lock.close()

    async def add(self, entry: Entry) -> None:
        """Keep an entry durably."""
        await asyncio.to_thread(self._append, canonical(_to_json(entry)) + "\n")
        self.entries.append(entry)

    def sent(self, entry: Entry) -> None:
        """Take an entry out; once nothing is left the file is emptied.

        Until then it may be sent again after a crash: every entry has the same effect twice.
        """
        self.entries.remove(entry)
        if not self.entries:
            os.ftruncate(self._file, 0)
            os.fsync(self._file)

    def _append(self, line: str) -> None:
        os.lseek(self._file, 0, os.SEEK_END)
        os.write(self._file, line.encode())
        os.fsync(self._file)


def _read(path: Path) -> list[Entry]:
    """Return what is kept; a last line that was cut short was never said to be."""
    lines = path.read_bytes().split(b"\n")
    return [_from_json(json.loads(line)) for line in lines[:-1]]


def _to_json(entry: Entry) -> JSON:
    write = entry.write
    return {
        "id": entry.id,
        "release": entry.release,
        "said": entry.said and _event_to_json(entry.said),
        "seen": entry.seen,
        "draft": entry.draft and encode(entry.draft),
        "write": write
        and {
            "item": write.item,
            "expected": write.expected,
            "events": [_event_to_json(event) for event in write.events],
        },
    }


def _from_json(kept: Mapping[str, Any]) -> Entry:
    write, draft, said = kept["write"], kept["draft"], kept.get("said")
    return Entry(
        EventId(kept["id"]),
        Write(
            tuple(_event_from_json(event) for event in write["events"]),
            write["item"],
            write["expected"],
        )
        if write
        else None,
        decode(Draft, draft) if draft else None,
        kept["release"],
        _event_from_json(said) if said else None,
        kept["seen"],
    )


def _event_to_json(event: Event) -> JSON:
    plain = encode(replace(event, effects=()))
    return {**plain, "effects": encode_effects(event.effects)}


def _event_from_json(kept: Mapping[str, Any]) -> Event:
    return Event(
        **{
            **kept,
            "kind": EventKind(kept["kind"]),
            "effects": decode_effects(kept["effects"]),
        }
    )
