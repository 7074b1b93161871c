"""How the rooms are plugged together: store, playbooks, triage and clock make a desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from core.clock import Clock, SystemClock
from desk.services.desk import Desk
from desk.store.sqlite import open_sqlite
from desk.triage.verdict import Verdict
from playbooks.loader import load_folder
from webcare.config import Settings
from webcare.places import make_private


class LateTriage:
    """Triage that reads its lists of cues when the first comment is judged."""

    def __init__(self) -> None:
        self._judge: Any = None

    def __call__(self, text: str, **about: Any) -> Verdict:
        """Return the verdict on a text."""
        if self._judge is None:
            from desk.triage.judge import Judge

            self._judge = Judge()
        verdict: Verdict = self._judge(text, **about)
        return verdict


async def make_desk(
    settings: Settings, clock: Clock, *, read_only: bool = False, desk_lock: bool = False
) -> Desk:
    """Open the desk of these settings; whoever asked for it closes its store.

    Args:
        settings: the checked configuration.
        clock: the time.
        read_only: only look; the database must be there and up to date.
        desk_lock: be the one screen on this database; Locked when there is one already.
    """
    make_private(settings.places.data)
    books = load_folder(settings.places.playbooks)
    store = await open_sqlite(settings.database, clock, read_only=read_only, desk_lock=desk_lock)
    return Desk(store, clock, settings.desk, books, LateTriage(), settings.agent)


@asynccontextmanager
async def open_desk(settings: Settings, *, read_only: bool = False) -> AsyncIterator[Desk]:
    """Open the desk for a command, and close it at the end."""
    desk = await make_desk(settings, SystemClock(), read_only=read_only)
    try:
        yield desk
    finally:
        await desk.store.close()
