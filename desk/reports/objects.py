"""Items as JSON for scripts, screen readers and exports: a line of a list, an item, its history.

An export is canonical: events by id, times in UTC, no time of export. Two desks that hold the
same write the same lines.
"""

from collections.abc import Iterable
from datetime import UTC, tzinfo

from core.clock import Instant, iso
from core.i18n import language
from core.vocabulary import Lane, State
from desk.model.event import JSON, Event
from desk.model.item import Item
from desk.reports.look import last_look
from desk.reports.names import Names
from desk.reports.story import tell
from desk.reports.written import left_s, value, written
from desk.services.detail import Detail
from desk.store.listing import QueueRow
from playbooks.model import StepView, in_language

SCHEMA = "webcare.item/1"
PERSONAL = frozenset({"native_id"})
"""Event data that leads to the customer."""
ITEM = """
    id source brand state ball strategy kind severity size language polarity arousal
    confirmed_by rating rating_max published_at first_seen_at date_quality late_on_arrival added_by
    revision edited_after_answer vanished held merged_into timers playbook replies outcome
    closed_at reopen_count labels version
"""


def item_object(item: Item, zone: tzinfo = UTC) -> dict[str, JSON]:
    """Return how an item stands: codes, numbers and times, no text of people."""
    because = [reason.code for reason in item.because]
    return {"schema": SCHEMA, **written(item, zone, ITEM), "because": because}


def event_object(event: Event, zone: tzinfo = UTC) -> dict[str, JSON]:
    """Return an event without its texts."""
    return {
        **written(event, zone, "id at recorded_at actor kind"),
        "data": {name: value(found, zone, name) for name, found in event.data.items()},
        "effects": [{"effect": type(one).__name__, **written(one, zone)} for one in event.effects],
    }


def export_object(item: Item, events: Iterable[Event], names: Names) -> dict[str, JSON]:
    """Return one item with its whole history, undone events included; times are UTC."""
    told = sorted(events, key=lambda event: event.id)
    shown = next((event for event in told if event.id == item.text_event), None)
    return {
        **item_object(item),
        "native_id": names.address(item.native_id),
        "author": names.author(shown.text("author") if shown else ""),
        "steps": [
            {"id": step.step, **written(step, names="done_at done_by skipped")}
            for step in item.steps
        ],
        "undone": sorted(item.undone),
        "events": [_exported(event, names) for event in told],
    }


def _exported(event: Event, names: Names) -> dict[str, JSON]:
    told = event_object(event)
    for name in PERSONAL & {*told["data"]}:
        told["data"][name] = names.address(str(told["data"][name]))
    if names.shown:
        told["texts"] = dict(event.texts)
    return told


def row_object(row: QueueRow, why: str, now: Instant, zone: tzinfo) -> dict[str, JSON]:
    """Return one line of a list, with why it stands there; texts are as stored."""
    return {
        "schema": SCHEMA,
        **written(row, zone, "id source author kind severity language text"),
        "url": row.permalink,
        **written(row, zone, "published_at first_seen_at due_at"),
        "left_s": left_s(row.due_at, now),
        "lane": row.lane,
        "why": why,
        **written(row, zone, "state ball claimed_by"),
        **({"found_in": row.match.found_in, "found": row.match.text} if row.match else {}),
    }


def show_object(
    detail: Detail, lane: Lane, why: str, now: Instant, zone: tzinfo
) -> dict[str, JSON]:
    """Return everything about one item, with its place in the plan; texts are as stored."""
    item, claim = detail.item, detail.claim
    due_at = item.promise.due_at if item.promise else None
    return {
        **item_object(item, zone),
        "native_id": item.native_id,
        **written(detail, zone, "author title body links because revisions pictures drafts"),
        "text": "\n".join(part for part in (detail.title, detail.body) if part),
        "url": detail.permalink,
        "engagement": [
            {**written(one, zone, "source at"), **one.counts} for one in detail.engagement
        ],
        "due_at": iso(due_at, zone),
        "left_s": left_s(due_at, now),
        "lane": lane,
        "why": why,
        "claimed_by": claim.agent if claim else "",
        "handed_to": item.handed.to if item.handed else "",
        "lease_until": iso(claim.until, zone) if claim else None,
        **_past(detail, zone),
        "since_last_look": _look(detail, zone),
        "steps": [_step(view, detail, zone) for view in detail.steps],
        "events": [
            {**told_object(event, detail, zone), "texts": dict(event.texts)}
            for event in detail.events
        ],
        "outcome": _outcome(detail, zone),
    }


def told_object(event: Event, detail: Detail, zone: tzinfo) -> dict[str, JSON]:
    """Return an event of an item's history with its sentence, and whether it was undone."""
    return {
        **event_object(event, zone),
        "sentence": tell(event, detail.titles),
        "undone": event.id in detail.item.undone,
    }


def _past(detail: Detail, zone: tzinfo) -> dict[str, JSON]:
    """Return what the author wrote before, and what was noted about them."""
    earlier = [
        {
            **written(one.item, zone, "id kind state first_seen_at"),
            "outcome": one.item.outcome.code if one.item.outcome else None,
            "text": one.text,
        }
        for one in detail.past.newest
    ]
    notes = [
        {**written(one, zone, "at item"), "by": one.actor, "text": one.text("text")}
        for one in detail.past.notes
    ]
    return {"earlier": earlier, "author_notes": notes}


def _look(detail: Detail, zone: tzinfo) -> dict[str, JSON] | None:
    """Return what changed about a watched comment since somebody looked."""
    look = last_look(detail) if detail.item.state is State.WATCHING else None
    if look is None:
        return None
    words = "".join(one.marked for one in look.words)
    return {**written(look, zone, "at by news"), "text": words}


def _step(view: StepView, detail: Detail, zone: tzinfo) -> dict[str, JSON]:
    record = next((one for one in detail.item.steps if one.step == view.step.id), None)
    texts = _texts(detail, record.event) if record else {}
    skipped = record is not None and record.skipped
    return {
        "id": view.step.id,
        "title": in_language(view.step.title, language()),
        **written(view, zone, "state done_at done_by"),
        "skipped_reason": texts.get("reason", "") if skipped else "",
        "fields": {} if skipped or record is None else {**texts, **record.answers},
    }


def _outcome(detail: Detail, zone: tzinfo) -> dict[str, JSON] | None:
    outcome = detail.item.outcome
    if outcome is None:
        return None
    texts = _texts(detail, outcome.event)
    said = {name: texts.get(name, "") for name in ("prevention", "colleague")}
    return {**written(outcome, zone), **said}


def _texts(detail: Detail, event_id: str) -> dict[str, str]:
    event = next((event for event in detail.events if event.id == event_id), None)
    return {name: event.text(name) for name in event.texts} if event else {}
