"""Items and events for other programs: codes and numbers, and texts where they are asked for.

The export is canonical: keys sorted, events by id, no time of export, ASCII. Two desks that
hold the same hold the same lines.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, tzinfo

from core.clock import Instant, iso
from desk.model.event import JSON, Effect, Event
from desk.model.item import Item, Outcome, Timer
from desk.reports.names import Names

SCHEMA = "webcare.item/1"
PERSONAL = frozenset({"native_id"})
"""Event data that leads to the customer."""


def canonical(value: JSON) -> str:
    """Return JSON on one line of printable ASCII, the same for the same value."""
    line = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return line.replace("\x7f", "\\u007f")


def item_object(item: Item, zone: tzinfo = UTC) -> dict[str, JSON]:
    """Return how an item stands: codes, numbers and times, no text of people."""
    return {
        "schema": SCHEMA,
        "id": item.id,
        "source": item.source,
        "brand": item.brand,
        "state": item.state,
        "ball": item.ball,
        "strategy": item.strategy,
        "kind": item.kind,
        "severity": item.severity,
        "size": item.size,
        "language": item.language,
        "polarity": item.polarity,
        "arousal": item.arousal,
        "because": [reason.code for reason in item.because],
        "confirmed_by": item.confirmed_by,
        "rating": item.rating,
        "rating_max": item.rating_max,
        "published_at": iso(item.published_at, zone),
        "first_seen_at": iso(item.first_seen_at, zone),
        "date_quality": item.date_quality,
        "late_on_arrival": item.late_on_arrival,
        "added_by": item.added_by,
        "revision": item.revision,
        "edited_after_answer": item.edited_after_answer,
        "vanished": item.vanished,
        "held": item.held,
        "merged_into": item.merged_into,
        "timers": timer_objects(item.timers, zone),
        "playbook": item.playbook,
        "replies": [
            {
                "id": reply.id,
                "kind": reply.kind,
                "posted_at": iso(reply.posted_at, zone),
                "by": reply.by,
                "without_claim": reply.without_claim,
                "put_right_at": iso(reply.put_right_at, zone),
                "outside": reply.outside,
                "seen_at": iso(reply.seen_at, zone),
            }
            for reply in item.replies
        ],
        "outcome": outcome_object(item.outcome, zone),
        "closed_at": iso(item.closed_at, zone),
        "reopen_count": item.reopen_count,
        "labels": list(item.labels),
        "version": item.version,
    }


def export_object(item: Item, events: Iterable[Event], names: Names) -> dict[str, JSON]:
    """Return one item with its whole history, undone events included; times are UTC."""
    told = sorted(events, key=lambda event: event.id)
    shown = next((event for event in told if event.id == item.text_event), None)
    author = shown.text("author") if shown else ""
    return {
        **item_object(item),
        "native_id": names.address(item.native_id),
        "author": names.author(author),
        "steps": [
            {
                "id": step.step,
                "done_at": iso(step.done_at),
                "done_by": step.done_by,
                "skipped": step.skipped,
            }
            for step in item.steps
        ],
        "undone": sorted(item.undone),
        "events": [_exported(event, names) for event in told],
    }


def event_object(event: Event, zone: tzinfo = UTC) -> dict[str, JSON]:
    """Return an event without its texts."""
    return {
        "id": event.id,
        "at": iso(event.at, zone),
        "recorded_at": iso(event.recorded_at, zone),
        "actor": event.actor,
        "kind": event.kind,
        "data": {name: _moment(name, value, zone) for name, value in event.data.items()},
        "effects": [_effect(effect, zone) for effect in event.effects],
    }


def timer_objects(timers: Sequence[Timer], zone: tzinfo = UTC) -> list[dict[str, JSON]]:
    """Return clocks in the order they were started."""
    return [
        {
            "kind": timer.kind,
            "cycle": timer.cycle,
            "started_at": iso(timer.started_at, zone),
            "due_at": iso(timer.due_at, zone),
            "ended_at": iso(timer.ended_at, zone),
            "result": timer.result,
        }
        for timer in timers
    ]


def outcome_object(outcome: Outcome | None, zone: tzinfo = UTC) -> dict[str, JSON] | None:
    """Return the outcome without its texts, None where there is none."""
    if outcome is None:
        return None
    return {
        "code": outcome.code,
        "strategy": outcome.strategy,
        "at": iso(outcome.at, zone),
        "by": outcome.by,
        "root_cause": outcome.root_cause,
        "verified": outcome.verified,
        "follow_up": outcome.follow_up,
        "announced": outcome.announced,
    }


def _exported(event: Event, names: Names) -> dict[str, JSON]:
    told = event_object(event)
    told["data"] = {
        name: names.address(str(value)) if name in PERSONAL else value
        for name, value in told["data"].items()
    }
    if names.shown:
        told["texts"] = dict(event.texts)
    return told


def _effect(effect: Effect, zone: tzinfo) -> dict[str, JSON]:
    fields = {name: _moment(name, value, zone) for name, value in asdict(effect).items()}
    return {"effect": type(effect).__name__, **fields}


def _moment(name: str, value: JSON, zone: tzinfo) -> JSON:
    """Return instants as ISO 8601 and everything else as it is."""
    is_instant = isinstance(value, Instant) and (name.endswith("_at") or name in {"was", "until"})
    return iso(value, zone) if is_instant else value
