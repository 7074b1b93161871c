"""Items as JSON for scripts and screen readers: one line of a list, or the whole story."""

from datetime import tzinfo

from core.clock import SECOND, Instant, iso
from core.i18n import language
from core.vocabulary import Lane, State
from desk.model.event import JSON, Event
from desk.reports.export import (
    SCHEMA,
    event_object,
    item_object,
    outcome_object,
)
from desk.reports.look import last_look
from desk.reports.story import tell
from desk.services.detail import Detail
from desk.store.listing import QueueRow
from playbooks.model import StepView, in_language


def row_object(row: QueueRow, why: str, now: Instant, zone: tzinfo) -> dict[str, JSON]:
    """Return one line of a list, with why it stands there; texts are as stored."""
    return {
        "schema": SCHEMA,
        "id": row.id,
        "source": row.source,
        "author": row.author,
        "kind": row.kind,
        "severity": row.severity,
        "language": row.language,
        "text": row.text,
        "url": row.permalink,
        "published_at": iso(row.published_at, zone),
        "first_seen_at": iso(row.first_seen_at, zone),
        "due_at": iso(row.due_at, zone),
        "left_s": left_s(row.due_at, now),
        "lane": row.lane,
        "why": why,
        "state": row.state,
        "ball": row.ball,
        "claimed_by": row.claimed_by,
    }


def left_s(due_at: Instant | None, now: Instant) -> int | None:
    """Return whole seconds until an instant, negative once it has passed."""
    return None if due_at is None else (due_at - now) // SECOND


def show_object(
    detail: Detail, lane: Lane, why: str, now: Instant, zone: tzinfo
) -> dict[str, JSON]:
    """Return everything about one item, with its place in the plan; texts are as stored."""
    item = detail.item
    promise = item.promise
    due_at = promise.due_at if promise else None
    claim = detail.claim
    return {
        **item_object(item, zone),
        "native_id": item.native_id,
        "author": detail.author,
        "text": "\n".join(part for part in (detail.title, detail.body) if part),
        "title": detail.title,
        "body": detail.body,
        "url": detail.permalink,
        "links": list(detail.links),
        "engagement": [
            {"source": one.source, "at": iso(one.at, zone), **one.counts}
            for one in detail.engagement
        ],
        "because": [{"code": one.code, "detail": one.detail} for one in detail.because],
        "due_at": iso(due_at, zone),
        "left_s": left_s(due_at, now),
        "lane": lane,
        "why": why,
        "claimed_by": claim.agent if claim else "",
        "handed_to": item.handed.to if item.handed else "",
        "lease_until": iso(claim.until, zone) if claim else None,
        "earlier": [
            {
                "id": one.item.id,
                "kind": one.item.kind,
                "state": one.item.state,
                "outcome": one.item.outcome.code if one.item.outcome else None,
                "first_seen_at": iso(one.item.first_seen_at, zone),
                "text": one.text,
            }
            for one in detail.past.newest
        ],
        "author_notes": [
            {"at": iso(one.at, zone), "by": one.actor, "text": one.text("text"), "item": one.item}
            for one in detail.past.notes
        ],
        "since_last_look": _look(detail, zone),
        "steps": [_step(view, detail, zone) for view in detail.steps],
        "revisions": [
            {
                "n": revision.n,
                "seen_at": iso(revision.seen_at, zone),
                "title": revision.title,
                "text": revision.text,
                "sha256": revision.sha256,
            }
            for revision in detail.revisions
        ],
        "pictures": picture_objects(detail, zone),
        "events": [_event(event, detail, zone) for event in detail.events],
        "drafts": [
            {"agent": one.agent, "body": one.body, "saved_at": iso(one.saved_at, zone)}
            for one in detail.drafts
        ],
        "outcome": _outcome(detail, zone),
    }


def picture_objects(detail: Detail, zone: tzinfo) -> list[dict[str, JSON]]:
    """Return the pictures that were taken of an item's page; the files lie among the desk's."""
    return [
        {
            "at": iso(picture.at, zone),
            "by": picture.by,
            "url": picture.url,
            "status": picture.status,
            "file": picture.file,
            "sha256": picture.sha256,
        }
        for picture in detail.pictures
    ]


def _look(detail: Detail, zone: tzinfo) -> dict[str, JSON] | None:
    """Return what changed about a watched comment since somebody looked."""
    look = last_look(detail) if detail.item.state is State.WATCHING else None
    if look is None:
        return None
    words = "".join(one.marked for one in look.words)
    return {"at": iso(look.at, zone), "by": look.by, "news": list(look.news), "text": words}


def _step(view: StepView, detail: Detail, zone: tzinfo) -> dict[str, JSON]:
    record = next((one for one in detail.item.steps if one.step == view.step.id), None)
    texts = _texts(detail, record.event) if record else {}
    skipped = record is not None and record.skipped
    return {
        "id": view.step.id,
        "title": in_language(view.step.title, language()),
        "state": view.state,
        "done_at": iso(view.done_at, zone),
        "done_by": view.done_by,
        "skipped_reason": texts.get("reason", "") if skipped else "",
        "fields": {} if skipped or record is None else {**texts, **record.answers},
    }


def _event(event: Event, detail: Detail, zone: tzinfo) -> dict[str, JSON]:
    return {
        **event_object(event, zone),
        "sentence": tell(event, detail.titles),
        "texts": dict(event.texts),
        "undone": event.id in detail.item.undone,
    }


def _outcome(detail: Detail, zone: tzinfo) -> dict[str, JSON] | None:
    outcome = outcome_object(detail.item.outcome, zone)
    if outcome is None or detail.item.outcome is None:
        return None
    texts = _texts(detail, detail.item.outcome.event)
    return outcome | {name: texts.get(name, "") for name in ("prevention", "colleague")}


def _texts(detail: Detail, event_id: str) -> dict[str, str]:
    event = next((event for event in detail.events if event.id == event_id), None)
    return {name: event.text(name) for name in event.texts} if event else {}
