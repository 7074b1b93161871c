"""Records as JSON: what goes out of them, and how a value is written."""

import json
from dataclasses import dataclass, fields
from zoneinfo import ZoneInfo

from core.vocabulary import Kind, TimerKind
from desk.model.item import Timer
from desk.reports.written import FIELDS, canonical, written
from tests.support.clock import START

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TIMER = Timer(TimerKind.FIRST_RESPONSE, 1, START, START + 60_000_000, weight=4)


@dataclass(frozen=True)
class Told:
    """A record of every kind of value."""

    kind: Kind = Kind.PRAISE
    seen_at: int | None = START
    gone_at: int | None = None
    held: bool = True
    timers: tuple[Timer, ...] = (TIMER,)
    counts: object = None


def test_instants_are_iso_by_their_names_and_numbers_stay_numbers() -> None:
    """An instant has its offset; nothing stays nothing."""
    told = written(Told(counts={"closed_at": 3}), AMSTERDAM)
    assert told["seen_at"] == "2026-11-18T12:06:40+01:00"
    assert told["gone_at"] is None
    assert told["held"] is True
    assert told["counts"] == {"closed_at": 3}, "a source may be called so"


def test_a_record_within_a_record_is_written_by_the_table_too() -> None:
    """Of a clock its weight stays in the desk; json can hold the rest."""
    told = json.loads(canonical(written(Told())))
    assert told["kind"] == "praise"
    (timer,) = told["timers"]
    assert sorted(timer) == sorted(FIELDS[Timer].split())
    assert timer["due_at"] == "2026-11-18T11:07:40+00:00"


def test_only_the_fields_that_are_named_go_out() -> None:
    """In their order."""
    assert list(written(Told(), names="held kind")) == ["held", "kind"]


def test_the_table_names_fields_that_there_are() -> None:
    """A field that gets another name cannot be forgotten here."""
    for record, names in FIELDS.items():
        assert set(names.split()) <= {one.name for one in fields(record)}, record
