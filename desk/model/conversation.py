"""What is said between the customer, us and our departments, and what it does to the clocks.

Pure, as ``lifecycle``: the item as it stands goes in, the one event of the action comes out.
"""

from collections.abc import Sequence

from core.clock import SECOND, Instant
from core.errors import Refused
from core.i18n import _
from core.vocabulary import Ball, Channel, EventId, ReplyKind, State, TimerKind
from desk.model.event import JSON, Effect, Event, EventKind, MoveTimer, StartTimer, Turn, new_event
from desk.model.item import Item
from desk.model.timers import Rules, end, end_all, next_response, wake_anew

ANSWERS = frozenset({TimerKind.FIRST_RESPONSE, TimerKind.NEXT_RESPONSE})
PRIVATE = frozenset({ReplyKind.PUBLIC_ACK_THEN_PRIVATE, ReplyKind.PRIVATE_ONLY})
NO_ANSWER = frozenset({ReplyKind.LIKE_ONLY, ReplyKind.NONE})
"""A like is not an answer: the first response stays owed."""
KEPT_WHEN_HEARD = frozenset(
    {
        TimerKind.PROMISED_CONTACT,
        TimerKind.RESOLUTION,
        TimerKind.PRAISE_FOLLOW_UP,
        TimerKind.INTERNAL_WAIT,
        TimerKind.REVIEW_WAIT,
    }
)
"""Clocks that the customer's word does not end."""


def drafted(item: Item, now: Instant, actor: str, breath: StartTimer | None) -> Event:
    """Note that writing began; a heated item starts its breath here."""
    effects: tuple[Effect, ...] = () if breath is None else (breath,)
    return new_event(EventKind.DRAFTED, now, actor, item=item.id, effects=effects)


def breathed(item: Item, now: Instant, actor: str, breath: StartTimer) -> Event:
    """Note that the breath before a heated answer began."""
    return new_event(EventKind.BREATHED, now, actor, item=item.id, effects=(breath,))


def check_breath(item: Item, now: Instant) -> None:
    """Refuse to go on while a breath lasts."""
    breath = item.timer(TimerKind.COOL_DOWN)
    if breath is not None and breath.due_at > now:
        seconds = -(-(breath.due_at - now) // SECOND)
        raise Refused(
            _("Take a breath first: {n} seconds left").format(n=seconds),
            _("Or give a reason to go on."),
        )


def readied(item: Item, now: Instant, actor: str, body: str, *, override: str = "") -> Event:
    """Check a reply off for posting; the breath must be over, or ended with a reason."""
    if not body.strip():
        raise Refused(_("There is no reply to post yet"), _("Write a draft first (key r)."))
    if not override.strip():
        check_breath(item, now)
    over = end_all(item, {TimerKind.COOL_DOWN}, now)
    texts = {"body": body, "override": override.strip()}
    data: dict[str, JSON] = {"override": bool(override.strip())}
    return new_event(EventKind.READIED, now, actor, item=item.id, effects=over, texts=texts, **data)


def replied(
    item: Item,
    now: Instant,
    actor: str,
    body: str,
    *,
    kind: ReplyKind = ReplyKind.PUBLIC_FULL,
    at: Instant | None = None,
    id: EventId | None = None,  # noqa: A002 - the field's own name
    without_claim: bool = False,
    canned: Sequence[str] = (),
    outside: bool = False,
) -> Event:
    """Record an answer as posted, and which canned texts it is made of: a fact, never refused."""
    posted = now if at is None else min(at, now)
    effects: list[Effect] = []
    if kind not in NO_ANSWER:
        effects += end_all(item, ANSWERS, posted)
        if kind is ReplyKind.PRIVATE_ONLY:
            effects += end_all(item, {TimerKind.PROMISED_CONTACT}, posted)
        effects += end_all(item, {TimerKind.COOL_DOWN, TimerKind.SNOOZE}, now)
        if not item.is_closed:
            state = State.PRIVATE if kind in PRIVATE else State.WAITING_CUSTOMER
            effects.append(Turn(state, Ball.CUSTOMER))
    data: dict[str, JSON] = {"kind": kind, "without_claim": without_claim}
    if canned:
        data["canned"] = list(canned)
    if outside:
        data["outside"] = True
    return new_event(
        EventKind.REPLIED,
        now,
        actor,
        item=item.id,
        at=posted,
        id=id,
        effects=effects,
        texts={"body": body},
        **data,
    )


def put_right(
    item: Item, now: Instant, actor: str, body: str, wrong: str, reply: str = ""
) -> Event:
    """Record that a posted reply was corrected: what was wrong, and what stands now."""
    chosen = next((one for one in reversed(item.replies) if reply in {"", one.id}), None)
    if chosen is None:
        raise Refused(_("There is no such reply to correct"), _("Record what was posted first."))
    if not wrong.strip():
        raise Refused(_("Say what was wrong"))
    if not body.strip():
        raise Refused(_("Say what stands there now"))
    texts = {"body": body, "wrong": wrong.strip()}
    return new_event(EventKind.PUT_RIGHT, now, actor, item=item.id, texts=texts, reply=chosen.id)


def promised(
    item: Item, now: Instant, actor: str, due: Instant, rules: Rules, text: str = ""
) -> Event:
    """Record a promised contact; its time is plain time, whatever the opening hours."""
    if due <= now:
        raise Refused(_("A promise lies in the future"), _("Give a later time."))
    kind, weight = TimerKind.PROMISED_CONTACT, rules.promises.promised_contact_weight
    effect: Effect = StartTimer(kind, item.next_cycle(kind), now, due, weight)
    if running := item.timer(kind):
        effect = MoveTimer(kind, running.cycle, due, running.due_at, weight)
    return new_event(
        EventKind.PROMISED, now, actor, item=item.id, effects=(effect,), texts={"text": text}
    )


def heard(item: Item, now: Instant, actor: str, rules: Rules, text: str, by: Channel) -> Event:
    """Record what the customer said by another way; the oldest unanswered word has the clock."""
    if not text.strip():
        raise Refused(_("Write down what the customer said"))
    effects: list[Effect] = [
        *end_all(item, frozenset(TimerKind) - ANSWERS - KEPT_WHEN_HEARD, now),
        Turn(State.OPEN, Ball.US),
    ]
    if not any(timer.kind in ANSWERS for timer in item.running):
        effects.append(next_response(item, now, rules))
    data: dict[str, JSON] = {"by": by, "cycle": item.cycle + 1}
    return new_event(
        EventKind.HEARD, now, actor, item=item.id, effects=effects, texts={"text": text}, **data
    )


def asked(item: Item, now: Instant, actor: str, rules: Rules, who: str, text: str) -> Event:
    """Ask a department; the ball is internal, and our promises to the customer run on."""
    if not who.strip() or not text.strip():
        raise Refused(_("Say whom you ask, and what"))
    if item.is_closed:
        raise Refused(_("This item has ended"), _("Reopen it first."))
    wait = wake_anew(item, TimerKind.INTERNAL_WAIT, now, now + rules.waits.internal)
    effects = (*wait, Turn(State.WAITING_INTERNAL, Ball.INTERNAL))
    texts = {"who": who.strip(), "text": text}
    return new_event(EventKind.ASKED, now, actor, item=item.id, effects=effects, texts=texts)


def answered(item: Item, now: Instant, actor: str, text: str) -> Event:
    """Log the department's answer; the ball is ours again."""
    wait = item.timer(TimerKind.INTERNAL_WAIT)
    if wait is None:
        raise Refused(_("No department was asked"), _("Ask one first."))
    if not text.strip():
        raise Refused(_("Write down what the answer was"))
    effects: tuple[Effect, ...] = (end(wait, now), Turn(State.OPEN, Ball.US))
    texts = {"text": text}
    return new_event(EventKind.ANSWERED, now, actor, item=item.id, effects=effects, texts=texts)
