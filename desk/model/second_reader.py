"""A colleague reads a reply before it is posted: asked, then approved or given back.

Pure, as ``lifecycle``: the item as it stands goes in, the one event of the action comes out.
"""

from core.clock import Instant
from core.errors import Refused
from core.i18n import _
from core.vocabulary import Reading, TimerKind
from desk.model.event import Event, EventKind, new_event, telling
from desk.model.item import Item
from desk.model.lifecycle import refuse_ended
from desk.model.timers import Rules, end_all, wake_anew


def last_fifth(item: Item) -> Instant | None:
    """Return from when a fifth or less is left to the first promise; None where none runs."""
    promise = item.promise
    if promise is None:
        return None
    return promise.due_at - (promise.due_at - promise.started_at) // 5


def asked(
    item: Item, now: Instant, actor: str, rules: Rules, body: str, question: str = ""
) -> Event:
    """Ask a colleague to read a reply; the wait ends when a fifth of the time is left."""
    refuse_ended(item)
    if not body.strip():
        raise Refused(_("There is no reply to read yet"), _("Write a draft first (key r)."))
    latest = last_fifth(item)
    if latest is not None and latest <= now:
        raise Refused(
            _("Less than a fifth of the time is left: too short for a second reader"),
            _("Read it once more yourself, and post it."),
        )
    until = now + rules.waits.review
    effects = wake_anew(item, TimerKind.REVIEW_WAIT, now, min(until, latest or until))
    texts = {"body": body, "text": question.strip()}
    return new_event(EventKind.REVIEW_ASKED, now, actor, item=item.id, effects=effects, texts=texts)


def judged(item: Item, now: Instant, actor: str, verdict: Reading, remark: str = "") -> Event:
    """Approve the reply, or give it back with what should change."""
    if item.reading is not Reading.ASKED:
        raise Refused(_("Nobody asks for a second reader here"))
    if item.reading_for == actor:
        raise Refused(_("You wrote it: somebody else reads it"), _("Or skip the step (S)."))
    if verdict is Reading.RETURNED and not remark.strip():
        raise Refused(_("Say what should change"))
    over, texts = end_all(item, {TimerKind.REVIEW_WAIT}, now), {"text": remark.strip()}
    event = new_event(
        EventKind.REVIEWED, now, actor, item=item.id, effects=over, texts=texts, verdict=verdict
    )
    return telling(event, item.reading_for)
