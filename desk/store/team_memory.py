"""The part of the store that is about the team: its shifts, notices, presence, configuration."""

from collections.abc import Sequence

from core.clock import Instant
from core.vocabulary import EventId
from desk.store import claims, team
from desk.store.database import Database
from desk.store.records import Change, Notice, Presence, Shift, TeamDocument

_ASIDE = Change(frozenset(), other=True)


class TeamMemory:
    """What agents of one desk know of each other."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.is_shared = database.is_shared
        """Whether the desks of several agents may have it open."""

    # -- shifts

    async def put_shift(self, shift: Shift) -> Shift:
        """Write the next version of a shift, and return it.

        Raises:
            Changed: it moved on since the version it was made from, or another shift is running.
        """
        return await self.database.write(lambda: claims.put_shift(shift), lambda _: _ASIDE)

    async def shifts(self, limit: int = 20) -> list[Shift]:
        """Return the newest shifts first."""
        return await self.database.read(lambda: claims.shifts(limit))

    # -- what a team tells each other

    async def put_notice(self, notice: Notice) -> None:
        """Write what somebody tells a colleague or everybody; the same one is written once."""
        await self.database.write(lambda: team.put_notice(notice), lambda _: _ASIDE)

    async def notices(self, agent: str, since: Instant, limit: int = 100) -> list[Notice]:
        """Return what an agent was told after an instant, the newest first.

        An event whose data names colleagues to ``tell`` is a notice for each of them.
        """
        return await self.database.read(lambda: team.notices(agent, since, limit))

    async def see_notices(self, agent: str, ids: Sequence[EventId], now: Instant) -> None:
        """Write down that an agent has seen notices; the first time stands."""
        await self.database.write(lambda: team.see_notices(agent, ids, now), lambda _: _ASIDE)

    async def put_presence(self, presence: Presence) -> None:
        """Write what an agent looks at; nobody is woken by it."""
        await self.database.write(lambda: team.put_presence(presence))

    async def presence(self, now: Instant) -> list[Presence]:
        """Return who looks at what, of those who are there."""
        return await self.database.read(lambda: team.presence(now))

    async def put_team(self, document: TeamDocument) -> None:
        """Write the next version of the team's configuration; Changed where it is not the next."""
        await self.database.write(lambda: team.put_team(document), lambda _: _ASIDE)

    async def team(self, limit: int = 1) -> list[TeamDocument]:
        """Return the versions of the team's configuration, the newest first."""
        return await self.database.read(lambda: team.team(limit))
