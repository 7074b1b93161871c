"""Passing an item on: to a colleague, the next shift or the queue; who receives it confirms.

Pure, as ``lifecycle``: the item as it stands goes in, the event comes out. The shape is I-PASS:
how severe, how it stands, what to do next, what to watch out for, and the receiver's word.
"""

from core.clock import MINUTE, Instant
from core.errors import Refused
from core.i18n import _
from core.vocabulary import NEXT_SHIFT
from desk.model.event import JSON, Event, EventKind, new_event, telling
from desk.model.item import Item
from desk.model.lifecycle import refuse_ended

QUEUE = "queue"
"""To nobody: it stands in the queue again, with a note."""
NOTED_FROM = 4
"""Nothing of this severity or more is handed on without a note."""
ACCEPTED_WITHIN = 10 * MINUTE
"""How long after the end of a shift its handovers may still be accepted."""


def handed(
    item: Item, now: Instant, actor: str, to: str, *, note: str = "", watch: str = "", was: str = ""
) -> Event:
    """Hand an item to a colleague by name, to NEXT_SHIFT or to the QUEUE.

    ``note`` says how it stands and what to do next, ``watch`` what to watch out for: if this, then
    that; ``was`` is a colleague from whom it is taken by handing it on.
    """
    refuse_ended(item)
    if to == actor:
        raise Refused(_("You are handing it to yourself"), _("Take it instead."))
    if item.severity >= NOTED_FROM and not note.strip():
        raise Refused(
            _("An item of severity {n} is handed on with a note").format(n=item.severity),
            _("Say how it stands and what to do next."),
        )
    data: dict[str, JSON] = {"to": to, **({"from": was} if was else {})}
    texts = {"note": note.strip(), "watch": watch.strip()}
    event = new_event(EventKind.HANDED, now, actor, item=item.id, texts=texts, **data)
    receiver = "" if to in {NEXT_SHIFT, QUEUE} else to
    giver = item.handed.by if item.handed and to == QUEUE else ""
    return telling(event, receiver, was, giver)


def taken(item: Item, now: Instant, actor: str) -> Event:
    """Take an item that nobody holds; of one that was handed on, this accepts it.

    Who handed it over is told that it was accepted; who was to receive it, that another took it.
    """
    given = item.handed
    if given is None:
        return new_event(EventKind.CLAIMED, now, actor, item=item.id)
    if given.to in {actor, NEXT_SHIFT}:
        return telling(new_event(EventKind.ACCEPTED, now, actor, item=item.id), given.by)
    return telling(new_event(EventKind.CLAIMED, now, actor, item=item.id), given.by, given.to)
