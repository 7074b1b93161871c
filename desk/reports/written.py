"""Records as JSON: which fields of each record go out, and how a value is written down.

Codes, numbers and texts stay as they are, instants are ISO 8601 with their offset, and a record
within a record is written likewise.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, tzinfo
from typing import Any

from core.clock import SECOND, Instant, iso
from desk.model.event import JSON
from desk.model.item import Outcome, Reply, Timer
from desk.services.detail import PagePicture, Revision
from desk.store.records import Attendance, Draft

FIELDS: Mapping[type, str] = {
    Timer: "kind cycle started_at due_at ended_at result",
    Reply: "id kind posted_at by without_claim put_right_at outside seen_at",
    Outcome: "code strategy at by root_cause verified follow_up announced",
    Revision: "n seen_at title text sha256",
    PagePicture: "at by url status file sha256",
    Draft: "agent body saved_at",
    Attendance: "agent joined_at left_at away_since",
}
"""Records of which some fields stay in the desk; all others go out whole."""
MOMENTS = frozenset({"at", "was", "until", "away_since", "newest"})
"""What holds an instant though its name does not end so."""


def written(record: Any, zone: tzinfo = UTC, names: str = "") -> dict[str, JSON]:
    """Return a record's fields by name: those named, else those of FIELDS, else all of them."""
    told = (names or FIELDS.get(type(record), "")).split() or [f.name for f in fields(record)]
    return {name: value(getattr(record, name), zone, name) for name in told}


def value(found: Any, zone: tzinfo = UTC, name: str = "") -> JSON:
    """Return what json can hold; a whole number is an instant where its name says so."""
    if isinstance(found, Instant) and (name.endswith("_at") or name in MOMENTS):
        return iso(found, zone)
    if is_dataclass(found):
        return written(found, zone)
    if isinstance(found, tuple | list | frozenset):
        return [value(one, zone) for one in found]
    if isinstance(found, Mapping):
        return {str(key): value(one, zone) for key, one in found.items()}
    return found


def canonical(told: JSON) -> str:
    """Return JSON on one line of printable ASCII, the same for the same value."""
    line = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return line.replace("\x7f", "\\u007f")


def left_s(due_at: Instant | None, now: Instant) -> int | None:
    """Return whole seconds until an instant, negative once it has passed."""
    return None if due_at is None else (due_at - now) // SECOND
