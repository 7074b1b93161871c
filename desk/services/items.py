"""One item: see it whole, take it, judge it, note on it, add one by hand."""

import json
from collections.abc import Sequence

from core.clock import SECOND, Instant
from core.errors import Locked, Refused
from core.i18n import _
from core.identifiers import new_event_id
from core.vocabulary import ItemId, Kind, Language, Role, Size
from desk.model import handover, lifecycle
from desk.model.arrival import Sighting, new_item
from desk.model.event import AUTHOR, JSON, Event, EventKind, new_event, telling
from desk.model.item import Because, Item
from desk.model.post import Post
from desk.services.authors import past_of, welcome_back
from desk.services.desk import Desk, act, need_role
from desk.services.detail import Detail, PagePicture, Revision, dated
from desk.services.facts import facts_of
from desk.services.planning import reason_of
from desk.services.recognition import permalink_key
from desk.services.storms import notice_storm
from desk.store.claims import Said
from desk.store.records import Claim, Identity, Write
from playbooks.model import Playbook, StepView
from playbooks.walk import choose, walk

RENEWED_AFTER = 20 * SECOND
"""How much of a lease is used up before typing renews it."""
BY_HAND = "hand"
"""Source name of what an agent adds where no configured source is named."""


async def detail(desk: Desk, item_id: ItemId) -> Detail:
    """Return everything the desk shows of an item."""
    item = await desk.store.item(item_id)
    events = tuple(await desk.store.events(item_id))
    drafts = tuple(await desk.store.drafts(item_id))
    text = next(event for event in events if event.id == item.text_event)
    playbook, steps = steps_of(desk, item, has_draft=bool(drafts))
    author, author_id = text.text("author"), text.text("author_id")
    return Detail(
        item=item,
        source=desk.source(item.source),
        brand=desk.brand_of(item),
        author=author,
        author_id=author_id,
        about=text.text("about"),
        title=text.text("title"),
        body=text.text("body"),
        permalink=text.text("permalink"),
        links=tuple(json.loads(text.text("links") or "[]")),
        raw=text.text("raw"),
        because=_because(item, events),
        revisions=_revisions(item, events),
        events=events,
        drafts=drafts,
        claim=await desk.store.claim_of(item_id, desk.now()),
        playbook=playbook,
        pictures=_pictures(item, events),
        steps=dated(steps, events, item.undone),
        engagement=tuple(await desk.store.engagement(item_id)),
        past=await past_of(desk, item, author, author_id),
        reason=await reason_of(desk, item),
    )


def steps_of(
    desk: Desk, item: Item, *, has_draft: bool = False
) -> tuple[Playbook, tuple[StepView, ...]]:
    """Return an item's playbook and how far each of its steps is."""
    facts = facts_of(item, desk.now(), has_draft=has_draft)
    playbook = choose(desk.playbooks, facts, item.playbook)
    return playbook, walk(playbook, facts, item.steps)


async def take(desk: Desk, item_id: ItemId, *, over: str = "") -> Item:
    """Claim an item, accepting it where it was handed to us.

    From a colleague who holds it, it is taken over: at once while he is away, else with a
    reason. He is told, and his draft stays his.
    """
    try:
        await hold(desk, item_id, over=over.strip())
    except Locked:
        if not await _holder_is_away(desk, item_id):
            raise
        await hold(desk, item_id, away=True)
    return await desk.store.item(item_id)


async def take_first(desk: Desk, item_ids: Sequence[ItemId]) -> ItemId | None:
    """Claim the first of some items that nobody holds; None where there is none."""
    now = desk.now()
    until = now + desk.settings.waits.lease
    said = _claimed(desk, now, "")
    return await desk.store.claim_first(item_ids, desk.agent, now, until, said)


async def hold(
    desk: Desk, item_id: ItemId, *, over: str = "", away: bool = False, lease: int = 0
) -> Claim | None:
    """Take or renew the lease, over somebody else's with a reason only; a new one is logged.

    Whoever is ``away`` holds nothing against others. Return who held it before; Locked when
    somebody else does.
    """
    need_role(desk, Role.AGENT)
    now = desk.now()
    until = now + (lease or desk.settings.waits.lease)
    said = _claimed(desk, now, over, away=away)
    return await desk.store.claim(item_id, desk.agent, now, until, said, over=bool(over) or away)


async def work_on(desk: Desk, item_id: ItemId) -> None:
    """Make sure that the item is ours before it is worked on."""
    await hold(desk, item_id)


async def renew(desk: Desk, item_id: ItemId) -> None:
    """Keep the lease while typing goes on, with a write every RENEWED_AFTER at most.

    One that ran out is taken again; losing it to a colleague is no error here.
    """
    now = desk.now()
    held = await desk.store.claim_of(item_id, now)
    fresh = now + desk.settings.waits.lease - RENEWED_AFTER
    if held is not None and (held.agent != desk.agent or held.until > fresh):
        return
    try:
        await work_on(desk, item_id)
    except Locked:
        return


async def release(desk: Desk, item_id: ItemId, holder: str = "") -> bool:
    """Give an item back to the queue, ours or a colleague's; return whether it was held."""
    need_role(desk, Role.AGENT)
    now = desk.now()
    data: dict[str, JSON] = {"from": holder} if holder not in {"", desk.agent} else {}

    def said(item: Item, _claim: Claim | None) -> Event:
        event = new_event(EventKind.RELEASED, now, desk.agent, item=item.id, **data)
        return telling(event, holder)

    return await desk.store.release(item_id, holder or desk.agent, said)


async def add(
    desk: Desk,
    text: str,
    *,
    url: str = "",
    author: str = "",
    source: str = BY_HAND,
    published_at: Instant | None = None,
) -> Item:
    """Enter a comment by hand: most platforms have no feed."""
    if not text.strip():
        raise Refused(_("There is no text to add"), _("Paste the comment."))
    now = desk.now()
    native_id = url.strip() or new_event_id(now)
    post = Post(
        source=source,
        native_id=native_id,
        body=text,
        author=author,
        permalink=url.strip(),
        published_at=published_at or now,
        raw=text,
    )
    verdict = desk.triage(text, languages=desk.settings.languages)
    sighting = Sighting(now, actor=desk.agent, added_by=desk.agent, brand=desk.source(source).brand)
    events = new_item(post, verdict, desk.rules(source), sighting)
    events = (*events, *await welcome_back(desk, post, verdict))
    identity = Identity(source, native_id, post.content_hash, permalink_key(post.permalink))
    known = await desk.store.known(source, [native_id], [])
    written = None if known else (await desk.store.append([Write(events, identity=identity)]))[0]
    if written is None:
        twin = known or await desk.store.known(source, [native_id], [])
        raise Refused(_("This address is on the desk already as item {id}").format(id=twin[0].item))
    if desk.on_arrival:
        desk.on_arrival((written.id,))
    stormy = await notice_storm(desk, (written.id,))
    return await desk.store.item(written.id) if written.id in stormy else written


async def own_draft(desk: Desk, item_id: ItemId) -> str:
    """Return the agent's draft on an item, empty where there is none."""
    drafts = await desk.store.drafts(item_id)
    return next((draft.body for draft in drafts if draft.agent == desk.agent), "")


async def correct(
    desk: Desk,
    item_id: ItemId,
    *,
    kind: Kind | None = None,
    severity: int | None = None,
    size: Size | None = None,
    language: Language | None = None,
) -> Item:
    """Confirm the triage, or overrule what is given; the clock follows at once, triage learns."""
    corrected = await act(
        desk,
        item_id,
        lambda item, now: lifecycle.correct(
            item,
            now,
            desk.agent,
            desk.rules(item.source),
            kind=kind,
            severity=severity,
            size=size,
            language=language,
        ),
    )
    if kind is not None or (severity, size, language) == (None, None, None):
        from desk.services.learning import learn  # the first frame waits for nothing of triage

        await learn(desk, corrected)
    return corrected


async def note(desk: Desk, item_id: ItemId, text: str, *, on_author: bool = False) -> Item:
    """Write a note for colleagues on an item, or about its author."""
    if not text.strip():
        raise Refused(_("The note is empty"))
    about: dict[str, JSON] = {"about": AUTHOR} if on_author else {}
    return await act(
        desk,
        item_id,
        lambda item, now: new_event(
            EventKind.NOTED, now, desk.agent, item=item.id, texts={"text": text.strip()}, **about
        ),
    )


async def label(
    desk: Desk, item_id: ItemId, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> Item:
    """Put labels on an item or take them off."""
    if not (add or remove):
        raise Refused(_("Name a label"))
    return await act(
        desk,
        item_id,
        lambda item, now: new_event(
            EventKind.LABELLED,
            now,
            desk.agent,
            item=item.id,
            add=[name.strip() for name in add if name.strip()],
            remove=[name.strip() for name in remove],
        ),
    )


def _claimed(desk: Desk, now: Instant, reason: str, *, away: bool = False) -> Said:
    """Return what is written of a new lease: that it was taken, or from whom and why."""

    def said(item: Item, before: Claim | None) -> Event:
        if before is None:
            return handover.taken(item, now, desk.agent)
        data: dict[str, JSON] = {"from": before.agent, **({"away": True} if away else {})}
        event = new_event(
            EventKind.TAKEN_OVER, now, desk.agent, item=item.id, texts={"reason": reason}, **data
        )
        return telling(event, before.agent)

    return said


async def _holder_is_away(desk: Desk, item_id: ItemId) -> bool:
    """Return whether whoever holds an item is on a break."""
    held = await desk.store.claim_of(item_id, desk.now())
    newest = await desk.store.shifts(limit=1)
    stay = newest[0].stay_of(held.agent) if held and newest else None
    return stay is not None and stay.away_since is not None


def _revisions(item: Item, events: Sequence[Event]) -> tuple[Revision, ...]:
    shown = [
        event
        for event in events
        if event.kind in {EventKind.SEEN, EventKind.REVISED} and event.id not in item.undone
    ]
    return tuple(
        Revision(
            n,
            event.at,
            event.text("title"),
            event.text("body"),
            event.data.get("sha256", ""),
            after_answer=event.data.get("after_answer", False),
            edited_at=event.data.get("edited_at"),
            raw=event.text("raw"),
        )
        for n, event in enumerate(shown, 1)
    )


def _pictures(item: Item, events: Sequence[Event]) -> tuple[PagePicture, ...]:
    return tuple(
        PagePicture(
            event.at,
            event.actor,
            event.data["picture"],
            event.data["picture_sha256"],
            event.text("picture_url"),
            event.data["picture_status"],
        )
        for event in events
        if event.kind is EventKind.EVIDENCE
        and "picture" in event.data
        and event.id not in item.undone
    )


def _because(item: Item, events: Sequence[Event]) -> tuple[Because, ...]:
    """Return the reasons of the verdict with the words they were read from."""
    for event in reversed(events):
        if event.kind is EventKind.TRIAGED and event.id not in item.undone:
            pairs = json.loads(event.text("because") or "[]")
            return tuple(Because(code, detail) for code, detail in pairs) or item.because
    return item.because
