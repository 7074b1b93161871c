"""What changed about a watched comment since it was last looked at, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.clock import Instant
from core.i18n import _
from core.safe_text import safe_text
from desk.model.event import Event, EventKind
from desk.reports.compare import Words, compare, shortened
from desk.reports.counts import engagement_words
from desk.reports.story import tell
from desk.services.detail import Detail

LOOKS = frozenset({EventKind.DECIDED, EventKind.RECHECKED})
NEWS = frozenset(
    {
        EventKind.REVISED,
        EventKind.VANISHED,
        EventKind.RETURNED,
        EventKind.HEARD,
        EventKind.ANSWER_SEEN,
        EventKind.NOTED,
        EventKind.LABELLED,
    }
)
"""What may have happened to a comment that nobody works on."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is new since somebody looked; no news and no words mean that nothing changed."""

    at: Instant
    by: str
    news: tuple[str, ...] = ()
    """Sentences, safe to show."""
    words: tuple[Words, ...] = ()
    """The comment then and now, word by word, safe to show; empty where nobody edited it."""


def last_look(detail: Detail) -> Look | None:
    """Return what changed since the last look; None where nobody decided anything yet."""
    held = [event for event in detail.events if event.id not in detail.item.undone]
    places = [place for place, event in enumerate(held) if event.kind in LOOKS]
    if not places:
        return None
    look, later = held[places[-1]], held[places[-1] + 1 :]
    return Look(look.at, look.actor, tuple(_news(detail, look, later)), _words(detail, look))


def _news(detail: Detail, look: Event, later: list[Event]) -> Iterator[str]:
    for event in later:
        if event.kind in NEWS:
            yield tell(event, detail.titles)
    before = engagement_words(look.data.get("counts", {}))
    after = engagement_words(detail.engagement[0].counts) if detail.engagement else ""
    if after and after != before:
        yield _("{before} → {after}").format(before=before, after=after) if before else after


def _words(detail: Detail, look: Event) -> tuple[Words, ...]:
    seen = [version for version in detail.revisions if version.seen_at <= look.at]
    if not seen or seen[-1] is detail.revisions[-1]:
        return ()
    before, after = safe_text(seen[-1].whole), safe_text(detail.revisions[-1].whole)
    return tuple(shortened(compare(before, after)))
