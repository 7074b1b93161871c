"""What a team keeps beside its items: notices, who looks at what, and its configuration."""

from collections.abc import Sequence

from core.clock import Instant
from core.errors import Changed
from core.i18n import _
from core.safe_text import clean_for_storage
from core.vocabulary import EventId, ItemId
from desk.store import ledger
from desk.store.records import Notice, Presence, TeamDocument
from desk.store.work import HELD, Work, fetch, first, run_many

_NOTICES = """
    SELECT n.id, n.agent, n.at, n.author, n.body, s.at
    FROM notices n LEFT JOIN notices_seen s ON s.notice = n.id AND s.agent = ?
    WHERE n.agent IN ('', ?) AND n.at > ? ORDER BY n.at DESC, n.id DESC LIMIT ?
"""


def put_notice(notice: Notice) -> Work[None]:
    """Write what somebody tells a colleague, or everybody; the same one is written once."""
    yield from fetch(
        "INSERT INTO notices (id, agent, at, author, body) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id, agent) DO NOTHING",
        notice.id,
        clean_for_storage(notice.to),
        notice.at,
        clean_for_storage(notice.by),
        clean_for_storage(notice.text),
    )


def notices(agent: str, since: Instant, limit: int = 100) -> Work[list[Notice]]:
    """Return what an agent was told after an instant, the newest first, with what it is about."""
    name = clean_for_storage(agent)
    found = yield from fetch(_NOTICES, name, name, since, limit)
    events = yield from ledger.named(
        [number for number, _to, _at, _by, body, _seen in found if not body]
    )
    by_id = {event.id: event for event in events}
    return [
        Notice(EventId(number), at, by, to, body, by_id.get(number), seen_at)
        for number, to, at, by, body, seen_at in found
    ]


def see_notices(agent: str, ids: Sequence[EventId], now: Instant) -> Work[None]:
    """Write down that an agent has seen notices; the first time stands."""
    yield from run_many(
        "INSERT INTO notices_seen (notice, agent, at) VALUES (?, ?, ?)"
        " ON CONFLICT (notice, agent) DO NOTHING",
        [(number, clean_for_storage(agent), now) for number in ids],
    )


def put_presence(presence: Presence) -> Work[None]:
    """Write what an agent looks at now, over what that was before."""
    yield from fetch(
        "INSERT INTO presence (agent, item, writes, until) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (agent) DO UPDATE SET item = excluded.item, writes = excluded.writes,"
        " until = excluded.until",
        clean_for_storage(presence.agent),
        presence.item,
        int(presence.writes),
        presence.until,
    )


def presence(now: Instant) -> Work[list[Presence]]:
    """Return who looks at what, of those who are there."""
    found = yield from fetch(
        "SELECT agent, item, writes, until FROM presence WHERE until > ? ORDER BY agent", now
    )
    return [
        Presence(agent, None if item is None else ItemId(item), until, writes=bool(writes))
        for agent, item, writes, until in found
    ]


def put_team(document: TeamDocument) -> Work[None]:
    """Write the next version of the team's configuration; Changed where that is not the next."""
    yield from first("SELECT last FROM numbers", lock=HELD)  # one writer after the other
    newest = yield from team(1)
    if newest == [document]:
        return  # the answer to this very write was lost
    if document.version != (newest[0].version if newest else 0) + 1:
        raise Changed(
            _("The team's configuration changed in the meantime"),
            _("Look at it again; nothing was written."),
        )
    yield from fetch(
        "INSERT INTO team (version, at, author, body) VALUES (?, ?, ?, ?)",
        document.version,
        document.at,
        clean_for_storage(document.by),
        document.text,
    )


def team(limit: int = 1) -> Work[list[TeamDocument]]:
    """Return the versions of the team's configuration, the newest first."""
    found = yield from fetch(
        "SELECT version, at, author, body FROM team ORDER BY version DESC LIMIT ?", limit
    )
    return [TeamDocument(*row) for row in found]
