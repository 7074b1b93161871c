"""What playbooks may know of an item."""

from collections.abc import Iterator

from core.clock import Instant
from core.vocabulary import Reading, TimerKind
from desk.model.conversation import PRIVATE
from desk.model.item import Item
from desk.model.second_reader import last_fifth
from playbooks.kinds import Known
from playbooks.model import Facts
from playbooks.walk import answers_of


def facts_of(item: Item, now: Instant, *, has_draft: bool = False) -> Facts:
    """Return what playbooks may know of an item."""
    replies = frozenset(reply.kind for reply in item.replies)
    known = frozenset(_known(item, now, has_draft=has_draft))
    wait = item.timer(TimerKind.REVIEW_WAIT)
    latest = last_fifth(item) or (wait.due_at if wait else None)
    return Facts(
        kind=item.kind,
        severity=item.severity,
        arousal=item.arousal,
        language=item.language,
        source=item.source,
        brand=item.brand,
        has_rating=item.rating is not None,
        strategy=item.strategy,
        labels=frozenset(item.labels),
        private=bool(replies & PRIVATE) or (Known.PROMISED in known and bool(replies)),
        known=known,
        replies=replies,
        reading=item.reading,
        pressed=latest is not None and latest <= now,
        answers=answers_of(item.steps),
    )


def _known(item: Item, now: Instant, *, has_draft: bool) -> Iterator[Known]:
    waits = [timer for timer in item.timers if timer.kind is TimerKind.INTERNAL_WAIT]
    breaths = [timer for timer in item.timers if timer.kind is TimerKind.COOL_DOWN]
    ready = item.ready_at is not None or bool(item.replies)
    facts = {
        Known.EVIDENCE: item.evidence_at is not None,
        Known.DECIDED: item.strategy is not None,
        Known.BREATHED: ready or any(not t.running or t.due_at <= now for t in breaths),
        Known.DRAFTED: ready or has_draft,
        Known.READY: ready,
        Known.APPROVED: item.reading is Reading.APPROVED,
        Known.PROMISED: any(timer.kind is TimerKind.PROMISED_CONTACT for timer in item.timers),
        Known.ANSWERED: bool(waits) and not any(timer.running for timer in waits),
        Known.RECHECKED: item.next_cycle(TimerKind.WATCH_RECHECK) > 2,
        Known.CONCLUDED: item.outcome is not None,
    }
    return (known for known, is_so in facts.items() if is_so)
