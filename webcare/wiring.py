"""How the rooms are plugged together: store, playbooks, triage and clock make a desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from core.clock import Clock, SystemClock
from core.errors import ConfigError
from desk.services.desk import Desk
from desk.triage.verdict import Verdict
from playbooks.coach.finding import Case, Finding
from playbooks.loader import Shelf
from sources.camera import ChromiumCamera
from webcare.config import Settings
from webcare.database import open_store
from webcare.places import make_private
from webcare.shared import in_team

UNSENT = "unsent.jsonl"
"""What a team's server has not taken yet, in the data folder."""


class _Late:
    """What reads its lists when it is first used; a team's own lie in a file."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._made: Any = None
        self.problem: ConfigError | None = None
        """Why the team's own are not used, where their file was wrong at the start."""

    def reload(self) -> None:
        """Read the team's own anew; ConfigError says what is wrong, and the old ones stay."""
        if self._file is not None:
            self._ready.use(self._read(self._file))
            self.problem = None

    @property
    def _ready(self) -> Any:
        if self._made is None:
            self._made = self._make()
            try:
                self.reload()
            except ConfigError as error:
                self.problem = error
        return self._made

    def _make(self) -> Any:
        raise NotImplementedError

    def _read(self, file: Path) -> Any:
        raise NotImplementedError


class LateTriage(_Late):
    """Triage that reads its lists of cues when the first comment is judged."""

    def __call__(self, text: str, **about: Any) -> Verdict:
        """Return the verdict on a text."""
        verdict: Verdict = self._ready(text, **about)
        return verdict

    def cold(self, *about: Any) -> Any:
        """Return what text and rating say before anything was learned."""
        return self._ready.cold(*about)

    @property
    def learned(self) -> Any:
        """What the team's decisions taught."""
        return self._ready.learned

    @learned.setter
    def learned(self, learned: Any) -> None:
        self._ready.learned = learned

    def _make(self) -> Any:
        from desk.triage.judge import Judge

        return Judge()

    def _read(self, file: Path) -> Any:
        from desk.triage.lexicon import read_rules

        return read_rules(file)


class LateCoach(_Late):
    """A coach that reads its phrases when the first reply is read along with."""

    def __call__(self, text: str, case: Case) -> tuple[Finding, ...]:
        """Return the remarks on a reply."""
        findings: tuple[Finding, ...] = self._ready(text, case)
        return findings

    def _make(self) -> Any:
        from playbooks.coach.coach import Coach

        return Coach()

    def _read(self, file: Path) -> Any:
        from playbooks.coach.phrases import read_phrases

        return read_phrases(file)


class Wired(NamedTuple):
    """An open desk, and the settings it works by: in a team with the part its database keeps."""

    desk: Desk
    settings: Settings


async def make_desk(
    settings: Settings, clock: Clock, *, read_only: bool = False, desk_lock: bool = False
) -> Wired:
    """Open the desk of these settings; whoever asked for it closes its store.

    Args:
        settings: the checked configuration.
        clock: the time.
        read_only: only look; the database must be there and up to date.
        desk_lock: be the one screen on this database; Locked when there is one already.
    """
    make_private(settings.places.data)
    store = await open_store(
        settings.database,
        clock,
        settings.agent,
        read_only=read_only,
        desk_lock=desk_lock,
        unsent=settings.places.data / UNSENT if desk_lock else None,
    )
    try:
        settings, role = await in_team(settings, store), await store.role()
    except BaseException:
        await store.close()
        raise
    shelf = Shelf(settings.places.playbooks)
    desk = Desk(
        store,
        clock,
        settings.desk,
        shelf.books,
        LateTriage(settings.places.triage),
        settings.agent,
        settings.places.data,
        ChromiumCamera(settings.sources),
        coach=LateCoach(settings.places.coach),
        shelf=shelf,
        role=role,
    )
    return Wired(desk, settings)


@asynccontextmanager
async def open_wired(settings: Settings, *, read_only: bool = False) -> AsyncIterator[Wired]:
    """Open the desk for a command with the settings it works by, and close it at the end."""
    wired = await make_desk(settings, SystemClock(), read_only=read_only)
    try:
        yield wired
    finally:
        await wired.desk.store.close()


@asynccontextmanager
async def open_desk(settings: Settings, *, read_only: bool = False) -> AsyncIterator[Desk]:
    """Open the desk for a command, and close it at the end."""
    async with open_wired(settings, read_only=read_only) as wired:
        yield wired.desk


def rewire(desk: Desk, settings: Settings) -> None:
    """Let an open desk work by other settings, with its files as they are now."""
    desk.use(settings.desk)
    if desk.shelf is not None:
        desk.shelf.reload()
        desk.playbooks = desk.shelf.books
    for late in (desk.triage, desk.coach):
        if isinstance(late, _Late):
            late.reload()
