"""What a post becomes when it reaches the desk: a new item, a revision, or history."""

import hashlib
import json
from dataclasses import dataclass, replace

from core.clock import DAY, MINUTE, Instant
from core.vocabulary import Ball, DateQuality, ItemId, State, TimerKind
from desk.model.event import SYSTEM, Effect, Event, EventKind, Turn, new_event
from desk.model.item import Item
from desk.model.post import Post
from desk.model.timers import Rules, next_response, retarget, start_promise
from desk.triage.verdict import Verdict

YEAR_2000 = 946_684_800_000_000
SKEW = 5 * MINUTE
"""How far a server's clock may run ahead of ours before its date counts as the future."""
LATE_ARRIVAL_AGE = 7 * DAY
HISTORY_AGE = DAY


@dataclass(frozen=True, slots=True)
class Sighting:
    """The circumstances of a first sight."""

    at: Instant
    first_poll: bool = False
    """Whether this is the first poll of a new source."""
    actor: str = SYSTEM
    added_by: str = ""
    brand: str = ""
    held: bool = False
    """Whether its source must have held it: it is older than the last look at everything."""


def date_quality(post: Post, sighting: Sighting) -> DateQuality:
    """Say how far a post's date can be trusted (docs/architecture.md, first_response)."""
    published = post.published_at
    if published is None:
        return DateQuality.UNREADABLE if post.date_unreadable else DateQuality.MISSING
    if published < YEAR_2000:
        return DateQuality.ANCIENT
    if published > sighting.at + SKEW:
        return DateQuality.FUTURE
    if sighting.at - published > LATE_ARRIVAL_AGE and not sighting.first_poll:
        return DateQuality.LATE_ARRIVAL
    return DateQuality.OK


def new_item(post: Post, verdict: Verdict, rules: Rules, sighting: Sighting) -> tuple[Event, ...]:
    """Return the events with which a post enters: seen, and how it was judged."""
    quality = date_quality(post, sighting)
    old = post.published_at is not None and sighting.at - post.published_at > HISTORY_AGE
    history = (sighting.first_poll and quality is DateQuality.OK and old) or post.is_own
    turn = Turn(State.HISTORY, Ball.NOBODY) if history else Turn(State.NEW, Ball.US)
    effects: list[Effect] = [turn]
    target = rules.promises.first_response(verdict.kind, verdict.severity)
    late = False
    if target is not None and not history:
        blank = Item(ItemId(0), post.source, post.native_id, sighting.at)
        start = replace(blank, published_at=post.published_at, date_quality=quality).clock_start
        timer = start_promise(blank, TimerKind.FIRST_RESPONSE, target, start, rules)
        late = quality is DateQuality.OK and timer.due_at <= sighting.at
        effects.append(timer)
        if goal := rules.promises.resolution:
            effects.append(start_promise(blank, TimerKind.RESOLUTION, goal, start, rules))
    seen = new_event(
        EventKind.SEEN,
        sighting.at,
        sighting.actor,
        effects=effects,
        texts=post_texts(post),
        source=post.source,
        native_id=post.native_id,
        brand=sighting.brand,
        published_at=post.published_at,
        date_quality=quality,
        late_on_arrival=late,
        held=sighting.held,
        added_by=sighting.added_by,
        rating=post.rating,
        rating_max=post.rating_max,
        length=len(post.title) + len(post.body),
        sha256=text_digest(post),
        own=post.is_own,
    )
    return (seen, _judgement(sighting.at, verdict, ItemId(0)))


def revised(
    item: Item, post: Post, verdict: Verdict, rules: Rules, now: Instant
) -> tuple[Event, ...]:
    """Return the events of an edit: the new text, and a new judgement unless an agent judged.

    An edit never resets a clock; after our answer it comes back marked.
    """
    after_answer = bool(item.replies)
    returns = after_answer and item.state in {State.WAITING_CUSTOMER, State.RESOLVED}
    effects: tuple[Effect, ...] = ()
    if returns:
        effects = (Turn(State.OPEN, Ball.US), next_response(item, now, rules))
    edit = new_event(
        EventKind.REVISED,
        now,
        SYSTEM,
        item=item.id,
        effects=effects,
        texts=post_texts(post),
        n=item.revision + 1,
        after_answer=after_answer,
        edited_at=post.edited_at,
        rating=post.rating,
        length=len(post.title) + len(post.body),
        sha256=text_digest(post),
    )
    if item.confirmed_by or item.is_closed or item.state is State.HISTORY:
        return (edit,)
    moved = retarget(item, verdict.kind, verdict.severity, now, rules)
    return (edit, _judgement(now, verdict, item.id, moved))


def vanished(item: Item, now: Instant) -> Event:
    """Return the event of a comment that its source does not show any more; it is kept here."""
    return new_event(EventKind.VANISHED, now, SYSTEM, item=item.id)


def returned(item: Item, now: Instant) -> Event:
    """Return the event of a comment that its source shows again."""
    return new_event(EventKind.RETURNED, now, SYSTEM, item=item.id)


def _judgement(
    now: Instant, verdict: Verdict, item: ItemId, effects: tuple[Effect, ...] = ()
) -> Event:
    details = [[reason.code, reason.detail] for reason in verdict.because]
    return new_event(
        EventKind.TRIAGED,
        now,
        SYSTEM,
        item=item,
        effects=effects,
        texts={"because": json.dumps(details, ensure_ascii=False)} if details else {},
        kind=verdict.kind,
        severity=verdict.severity,
        language=verdict.language,
        polarity=verdict.polarity,
        p_negative=round(verdict.p_negative, 3),
        arousal=verdict.arousal,
        harm=list(verdict.harm),
        because=[reason.code for reason in verdict.because],
    )


def post_texts(post: Post) -> dict[str, str]:
    """Return the text of people that a post carries, by field."""
    return {
        "author": post.author,
        "author_id": post.author_id,
        "author_url": post.author_url,
        "title": post.title,
        "about": post.about,
        "body": post.body,
        "permalink": post.permalink,
        "links": json.dumps(list(post.links)) if post.links else "",
        "raw": post.raw,
    }


def text_digest(post: Post) -> str:
    """Return the SHA-256 of the text as shown, for the evidence."""
    return hashlib.sha256(f"{post.title}\n{post.body}".encode("utf-8", "replace")).hexdigest()
