"""Who else is at work: what they look at, write to and hold, and who is on a break."""

from contextlib import suppress
from dataclasses import dataclass

from core.clock import SECOND, Instant
from core.errors import StoreUnavailable
from core.vocabulary import ItemId, Role
from desk.services import handover, planning, queue, shifts
from desk.services.desk import Desk
from desk.store.listing import Beside, Counts, QueueRow
from desk.store.records import Attendance, Presence, Shift, SourceState

SHOWN_FOR = 90 * SECOND
"""How long an agent of whom nothing more is heard still looks at something."""
RENEWED_AFTER = 60 * SECOND
"""How often that is said again."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One agent as a shift lead sees him."""

    name: str
    stay: Attendance | None
    """His stay in the running shift; None where he works outside of it."""
    holds: tuple[QueueRow, ...]
    presence: Presence | None


@dataclass(frozen=True, slots=True)
class TeamView:
    """The desk as a shift lead sees it."""

    shift: Shift | None
    counts: Counts
    colleagues: tuple[Colleague, ...]
    on_their_way: tuple[QueueRow, ...]
    sources: tuple[SourceState, ...]
    now: Instant


async def look(desk: Desk, item: ItemId | None, *, writes: bool) -> None:
    """Let colleagues see what the agent looks at; a desk of one tells nobody."""
    if not desk.store.is_shared or desk.role is Role.READER:
        return
    until = desk.now() + SHOWN_FOR
    with suppress(StoreUnavailable):  # whoever is cut off is seen nowhere, and can work on
        await desk.store.put_presence(Presence(desk.agent, item, until, writes=writes))


async def beside(desk: Desk, shift: Shift | None) -> Beside:
    """Return what a list shows of colleagues now."""
    others = [one for one in await desk.store.presence(desk.now()) if one.agent != desk.agent]
    stays = shift.agents if shift else ()
    return Beside(
        looks={one.item: one.agent for one in others if one.item is not None},
        writes=frozenset(one.item for one in others if one.item is not None and one.writes),
        away=frozenset(one.agent for one in stays if one.away_since and one.left_at is None),
    )


async def team_view(desk: Desk) -> TeamView:
    """Return who has what, what is due and late, and how the sources stand."""
    now, shift = desk.now(), await shifts.current(desk)
    claims = await desk.store.claims(now)
    rows = {row.id: row for row in await desk.store.rows([one.item for one in claims], now)}
    rows = {row.id: row for row in planning.in_lanes(await planning.planned(desk), rows.values())}
    there = {one.agent: one for one in await desk.store.presence(now)}
    stays = {stay.agent: stay for stay in (shift.agents if shift else ()) if stay.left_at is None}
    names = dict.fromkeys([*stays, *(one.agent for one in claims), *there])
    states = await desk.store.source_states()
    return TeamView(
        shift=shift,
        counts=await queue.counts(desk),
        colleagues=tuple(
            Colleague(
                name,
                stays.get(name),
                tuple(rows[one.item] for one in claims if one.agent == name and one.item in rows),
                there.get(name),
            )
            for name in names
        ),
        on_their_way=await handover.on_their_way(desk),
        sources=tuple(states[name] for name in sorted(states)),
        now=now,
    )
