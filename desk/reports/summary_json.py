"""The summary as JSON, schema ``webcare.summary/1``."""

from dataclasses import asdict
from zoneinfo import ZoneInfo

from core.clock import SECOND, iso
from desk.model.event import JSON
from desk.reports.summary import OpenLine, Summary
from desk.store.records import SourceState

SCHEMA = "webcare.summary/1"


def summary_object(summary: Summary) -> dict[str, JSON]:
    """Return the summary as what json can hold; times are ISO 8601 in the shift's zone."""
    shift, zone = summary.shift, ZoneInfo(summary.shift.zone)
    return {
        "schema": SCHEMA,
        "shift": {
            "id": shift.id,
            "team": shift.team,
            "started_at": iso(shift.started_at, zone),
            "ended_at": iso(shift.ended_at, zone),
            "time_zone": shift.zone,
            "agents": list(dict.fromkeys(stay.agent for stay in shift.agents)),
        },
        "sources": [_source(state, summary, zone) for state in summary.sources],
        "volume": asdict(summary.volume),
        "first_response": asdict(summary.first_response),
        "next_response": asdict(summary.next_response),
        "promises": {str(kind): asdict(one) for kind, one in summary.promises.items()},
        "outcomes": asdict(summary.outcomes),
        "positive": asdict(summary.positive),
        "customer": asdict(summary.customer),
        "prevention": [asdict(one) for one in summary.prevention],
        "open": [_open(line, zone) for line in summary.open],
        "handover": list(summary.handover),
    }


def _source(state: SourceState, summary: Summary, zone: ZoneInfo) -> dict[str, JSON]:
    seen = state.last_ok_at
    return {
        "name": state.name,
        "status": state.status,
        "error": state.error,
        "last_ok_at": iso(seen, zone),
        "stale_s": None if seen is None else max(summary.end - seen, 0) // SECOND,
    }


def _open(line: OpenLine, zone: ZoneInfo) -> dict[str, JSON]:
    return {
        "id": line.id,
        "source": line.source,
        "kind": line.kind,
        "severity": line.severity,
        "state": line.state,
        "ball": line.ball,
        "due_at": iso(line.due_at, zone),
        "wake_at": iso(line.wake_at, zone),
        "text": line.text,
    }
