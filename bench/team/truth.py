"""What a team was told is kept, held against what the database holds."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise
from math import inf
from typing import Any

from bench.team.agent import Said
from core.clock import SystemClock
from core.vocabulary import ItemId
from desk.store.postgres.address import Address
from desk.store.postgres.database import open_postgres
from tests.support.postgres import run_on

ENDS = {"released", "concluded"}
_EVENTS = "SELECT item, kind, actor, id FROM events WHERE actor <> 'webcare' ORDER BY seq"


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything that is not as it was said to be; nothing in it is as it should be."""

    double: list[str] = field(default_factory=list)
    """Items that two agents held at the same time."""
    lost: list[str] = field(default_factory=list)
    """What was acknowledged and is not there."""
    doubled: list[str] = field(default_factory=list)
    """What is there more often than it was done."""
    broken: list[str] = field(default_factory=list)
    """Chains of hashes that do not hold, and rows that a rebuild had to mend."""

    def counted(self) -> dict[str, int]:
        """Return how much of each there is."""
        return {field.name: len(getattr(self, field.name)) for field in fields(self)}

    def __str__(self) -> str:
        return "\n".join(f"{n}: {what}" for n in self.counted() for what in getattr(self, n))


async def look(address: str, said: Sequence[Said]) -> Truth:
    """Compare what agents were told with a database that nobody writes to any more."""
    events = await run_on(address, _EVENTS)
    drafts = await run_on(address, "SELECT item, agent, body FROM drafts")
    claims = await run_on(address, "SELECT item, agent FROM claims")
    broken = [part async for part in _broken(address)]
    return replace(compare(said, events, drafts, claims), broken=broken)


def compare(
    said: Sequence[Said], events: Sequence[Any], drafts: Sequence[Any], claims: Sequence[Any]
) -> Truth:
    """Hold what agents were told against events, drafts and claims as they are in the end."""
    return Truth(
        [*_held_at_once(said), *_claimed_while_held(events, said)],
        [*_lost_events(events, said), *_lost_drafts(drafts, said), *_lost_ends(claims, said)],
        [*_doubled(events, said)],
    )


def _held_at_once(said: Iterable[Said]) -> Iterator[str]:
    """Find items that were one agent's by his account while they were another's by hers."""
    for item, lines in _by_item(said).items():
        stays = []
        for place, begin in enumerate(lines):
            if begin.did == "claimed":
                later = (one for one in lines[place:] if one.agent == begin.agent)
                until = next((one.asked for one in later if one.did in ENDS), inf)
                stays.append((begin.told, until, begin.agent))
        for (_, until, one), (since, _, other) in pairwise(sorted(stays)):
            if since < until and one != other:
                yield f"item {item}: {one} and {other}"


def _claimed_while_held(events: Iterable[Any], said: Iterable[Said]) -> Iterator[str]:
    """Find claims in the history of an item that somebody else had not let go of."""
    ended = Counter((one.item, one.agent) for one in said if one.did in ENDS)
    holder: dict[int, str] = {}
    for item, kind, actor, _id in events:
        held = holder.get(item, actor)
        if kind == "claimed":
            if held != actor and not ended[item, held]:
                yield f"item {item}: {actor} claimed it from {held}"
            holder[item] = actor
        elif kind in ENDS and actor == held:
            holder.pop(item, None)
    yield from (f"item {item}: taken over" for item, kind, *_ in events if kind == "taken_over")


def _lost_events(events: Sequence[Any], said: Sequence[Said]) -> Iterator[str]:
    there = Counter((kind, item, actor) for item, kind, actor, _id in events)
    whose = {name: (item, actor) for item, _kind, actor, name in events}
    told = Counter(
        (one.did, one.item, one.agent) for one in said if one.did in {"claimed", "concluded"}
    )
    for (did, item, agent), times in told.items():
        if there[did, item, agent] < times:
            yield f"item {item}: {agent} {did} {times} times, {there[did, item, agent]} are there"
    for one in said:
        if one.did == "replied" and whose.get(one.detail) != (one.item, one.agent):
            yield f"item {one.item}: reply {one.detail} of {one.agent}"


def _lost_drafts(drafts: Iterable[Any], said: Iterable[Said]) -> Iterator[str]:
    there = {(item, agent): body for item, agent, body in drafts}
    last = {(one.item, one.agent): one for one in said if one.did in {"drafted", "replied"}}
    for key, one in last.items():
        if there.get(key) != (one.detail if one.did == "drafted" else None):
            yield f"item {one.item}: draft of {one.agent}, {one.detail!r}"


def _lost_ends(claims: Iterable[Any], said: Iterable[Said]) -> Iterator[str]:
    last = {(one.item, one.agent): one.did for one in said}
    for item, agent in claims:
        yield f"item {item}: {agent} still holds it after it was {last.get((item, agent))}"


def _doubled(events: Sequence[Any], said: Iterable[Said]) -> Iterator[str]:
    meant = {one.detail: one.item for one in said if one.did == "replying"}
    replies = Counter(name for _item, kind, _actor, name in events if kind == "replied")
    for name, times in replies.items():
        if times > 1 or name not in meant:
            yield f"reply {name}: {times} times"
    ends = Counter(item for item, kind, *_ in events if kind == "concluded")
    yield from (f"item {item}: concluded {n} times" for item, n in ends.items() if n > 1)


async def _broken(address: str) -> AsyncIterator[str]:
    store = await open_postgres(Address(address), SystemClock(), listening=False)
    try:
        for (item,) in await run_on(address, "SELECT id FROM items"):
            if not await store.chain_holds(ItemId(item)):
                yield f"item {item}: its chain does not hold"
        mended = await store.rebuild()
        if mended:
            yield f"{mended} rows differed from their events"
    finally:
        await store.close()


def _by_item(said: Iterable[Said]) -> dict[int, list[Said]]:
    found: defaultdict[int, list[Said]] = defaultdict(list)
    for one in said:
        found[one.item].append(one)
    return found
