"""Many alike at once: they are labelled, and worked by the playbook for a storm."""

import asyncio
import logging
from collections.abc import Sequence

from core.clock import Instant
from core.errors import WebcareError
from core.vocabulary import ItemId, Kind, State
from desk.model.event import SYSTEM, EventKind, new_event
from desk.services.desk import Desk
from desk.store.listing import QueueRow, View
from desk.store.records import Write
from playbooks.model import FIRESTORM

MOST = 500
"""Of what came in last, so much is looked at."""
KINDS = frozenset({Kind.COMPLAINT, Kind.QUESTION, Kind.TROLL, Kind.OTHER})
"""What a storm is made of: praise and spam that come in numbers are none."""
OPEN = frozenset({State.NEW, State.OPEN})
_log = logging.getLogger(__name__)


async def notice_storm(desk: Desk, new: Sequence[ItemId]) -> frozenset[ItemId]:
    """Label new items and those like them where enough came in at once; return which.

    They are written already, so that nothing that goes wrong here may fail their intake.
    """
    storm = desk.settings.storm
    if not storm.items or not new:
        return frozenset()
    now = desk.now()
    try:
        window = await desk.store.window(View.ALL, desk.agent, now, 0, MOST)
        rows = [row for row in window.rows if _may_belong(row, now - storm.within)]
        if len(rows) < storm.items:
            return frozenset()
        from desk.triage.alike import storm as gathered  # most polls bring no such number

        texts = {row.id: row.text for row in rows}
        found = await asyncio.to_thread(gathered, texts, new, storm.items)
        await _label(desk, found)
    except WebcareError as error:  # somebody wrote in between: the next arrival tells
        _log.debug("a storm was not labelled: %s", type(error).__name__)
        return frozenset()
    return found


def _may_belong(row: QueueRow, since: Instant) -> bool:
    came = row.first_seen_at if row.published_at is None else row.published_at
    return row.kind in KINDS and row.state in OPEN and came >= since


async def _label(desk: Desk, found: frozenset[ItemId]) -> None:
    items = [await desk.store.item(item) for item in sorted(found)]
    now = desk.now()
    writes = [
        Write(
            (new_event(EventKind.LABELLED, now, SYSTEM, item=item.id, add=[FIRESTORM], remove=[]),),
            item.id,
            expected=item.version,
        )
        for item in items
        if FIRESTORM not in item.labels
    ]
    if writes:
        await desk.store.append(writes)
