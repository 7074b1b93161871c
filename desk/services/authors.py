"""Who wrote a comment: what they wrote before, and what colleagues noted about them."""

from core.vocabulary import Kind
from desk.model.event import SYSTEM, Event, EventKind, new_event
from desk.model.item import Item
from desk.model.post import Post
from desk.services.desk import Desk
from desk.services.detail import Before, Past
from desk.triage.verdict import Verdict
from playbooks.model import RETURNING

SHOWN = 3
"""Of what somebody wrote before, so much is told; of the rest only how much it is."""
COMES_BACK = frozenset({Kind.COMPLAINT, Kind.QUESTION})
"""What makes somebody who complained before a returning customer."""


async def past_of(desk: Desk, item: Item, author: str, author_id: str) -> Past:
    """Return what an item's author wrote before in its source, and what was noted about them."""
    if not author.strip():
        return Past()
    found = await desk.store.earlier(item.source, author, author_id, item.id)
    shown = [one.item for one in found[:SHOWN]]
    rows = {row.id: row.text for row in await desk.store.rows(shown, desk.now())} if shown else {}
    items = [await desk.store.item(one) for one in shown]
    return Past(
        count=len(found),
        newest=tuple(Before(one, rows.get(one.id, "")) for one in items),
        notes=tuple(await desk.store.author_notes([item.id, *(one.item for one in found)])),
    )


async def welcome_back(desk: Desk, post: Post, verdict: Verdict) -> tuple[Event, ...]:
    """Return the label of a customer who complained before and is heard of again."""
    if verdict.kind not in COMES_BACK or not post.author.strip():
        return ()
    found = await desk.store.earlier(post.source, post.author, post.author_id)
    if not any(one.kind is Kind.COMPLAINT for one in found):
        return ()
    return (new_event(EventKind.LABELLED, desk.now(), SYSTEM, add=[RETURNING], remove=[]),)
