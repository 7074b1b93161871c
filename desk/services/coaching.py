"""The coach beside a reply: what it is told of an item, and what it remarks."""

import asyncio
from typing import Protocol, runtime_checkable

from core.errors import ConfigError, Refused
from core.i18n import _
from core.vocabulary import Kind, ReplyKind, State, TimerKind
from desk.services.desk import Desk
from desk.services.detail import Detail
from playbooks.coach.finding import Case, Finding, Level

EARLIER = 200
"""So many of the team's last answers a new one is compared with."""
HOT_SEVERITY = 4
_PUBLIC = frozenset({ReplyKind.PUBLIC_FULL, ReplyKind.PUBLIC_ACK_THEN_PRIVATE})


@runtime_checkable
class Reloadable(Protocol):
    """A coach that can read its team's own phrases anew."""

    problem: ConfigError | None
    """What was wrong with them when they were first read."""

    def reload(self) -> None:
        """Read them; ConfigError says what is wrong, and the old ones stay."""
        ...


async def remarks(desk: Desk, detail: Detail, text: str) -> tuple[Finding, ...]:
    """Return the remarks on a reply to an item, the weightiest first.

    The coach reads in a thread of its own: its first reply costs it its lists and dictionaries.
    """
    if not text.strip():
        return ()
    earlier = await desk.store.replies(EARLIER)
    return await asyncio.to_thread(desk.coach, text, case_of(detail, tuple(earlier)))


def case_of(detail: Detail, earlier: tuple[str, ...] = ()) -> Case:
    """Return what the coach is told of an item."""
    item = detail.item
    promised = item.timer(TimerKind.PROMISED_CONTACT)
    return Case(
        comment=f"{detail.title}\n{detail.body}".strip(),
        author=detail.author,
        language=item.language,
        kind=item.kind,
        hot=is_hot(item.kind, item.severity, item.arousal),
        answered=sum(reply.kind in _PUBLIC for reply in item.replies),
        public=item.state is not State.PRIVATE,
        limit=detail.source.reply_limit,
        platform=detail.source.kind,
        formal=detail.brand.formal,
        own_contacts=detail.brand.own_contacts,
        promised=promised is not None and promised.ended_at is None,
        earlier=earlier,
    )


def is_hot(kind: Kind, severity: int, arousal: str) -> bool:
    """Return whether a comment is angry, or a complaint that is severe."""
    return arousal == "high" or (kind is Kind.COMPLAINT and severity >= HOT_SEVERITY)


def deliberate(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the remarks that want one deliberate key before the reply goes out."""
    return tuple(finding for finding in findings if finding.level is Level.ASK)


def check_deliberate(findings: tuple[Finding, ...], *, knowingly: bool) -> None:
    """Refuse a reply that cannot be taken back once it was read, unless that is meant."""
    asking = deliberate(findings)
    if asking and not knowingly:
        said = " ".join(finding.why for finding in asking)
        raise Refused(said.rstrip("."), _("Mend it, or say that you mean it."))


def phrase_trouble(desk: Desk) -> str:
    """Return what is wrong with the team's own phrases, and what is used instead."""
    problem = desk.coach.problem if isinstance(desk.coach, Reloadable) else None
    if problem is None:
        return ""
    return f"{str(problem).rstrip('.')}. " + _("Until then the phrases of the house are used.")


def reload_phrases(desk: Desk) -> None:
    """Read the team's own phrases anew."""
    if isinstance(desk.coach, Reloadable):
        desk.coach.reload()
