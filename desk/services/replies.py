"""What we write to the customer and hear from him: drafts, replies, promises, departments."""

from dataclasses import dataclass

from core.clock import SECOND, Instant
from core.errors import Locked
from core.i18n import _
from core.vocabulary import Channel, EventId, ItemId, ReplyKind
from desk.model import conversation
from desk.model.event import Event
from desk.model.item import Item
from desk.model.timers import cool_down
from desk.services.canned import check_personal, used_in
from desk.services.desk import Desk, act, facts_of, timed
from desk.services.items import hold, steps_of, work_on
from desk.services.steps import check_required
from desk.store.records import Draft
from playbooks.canned import signature, signed
from playbooks.effects import effects
from playbooks.model import StepKind


@dataclass(frozen=True, slots=True)
class Ready:
    """A checked reply, on its way to the platform."""

    body: str
    warnings: tuple[str, ...] = ()
    """Advice, one sentence each; never a lock."""


async def save_draft(desk: Desk, item_id: ItemId, body: str) -> Draft:
    """Keep a draft durably; beginning one claims the item and starts a heated item's breath."""
    mine = [draft for draft in await desk.store.drafts(item_id) if draft.agent == desk.agent]
    draft = Draft(item_id, desk.agent, body, desk.now())
    await desk.store.save_draft(draft)  # before anything that might be refused
    if mine or not body.strip():
        return draft
    await work_on(desk, item_id)

    def begin(item: Item, now: Instant) -> Event:
        length = breath_of(desk, item)
        breath = cool_down(item, now, length) if length else None
        return conversation.drafted(item, now, desk.agent, breath)

    await act(desk, item_id, begin)
    return draft


async def ready(
    desk: Desk,
    item_id: ItemId,
    body: str | None = None,
    *,
    override: str = "",
    seen: int | None = None,
) -> Ready:
    """Check a reply and sign it before it is posted; the lease then lasts as long as that takes."""
    written = await _own_draft(desk, item_id) if body is None else body
    await work_on(desk, item_id)
    brand = desk.brand_of(await desk.store.item(item_id))
    text = signed(written, signature(brand, desk.agent))

    def check(item: Item, now: Instant) -> Event:
        check_required(desk, item, before=StepKind.POST, has_draft=bool(text.strip()))
        check_personal(desk, item, text)
        return conversation.readied(item, now, desk.agent, text, override=override)

    item = await act(desk, item_id, check, seen=seen)
    await desk.store.save_draft(Draft(item_id, desk.agent, text, desk.now()))
    await hold(desk, item_id, lease=desk.settings.waits.ready_lease)
    return Ready(text, _warnings(desk, item, text))


async def reply(
    desk: Desk,
    item_id: ItemId,
    body: str,
    *,
    kind: ReplyKind = ReplyKind.PUBLIC_FULL,
    at: Instant | None = None,
    id: EventId | None = None,  # noqa: A002 - the event's own name for it
) -> Item:
    """Record a posted answer: a fact, kept whoever holds the item; the same id is kept once."""
    claim = await desk.store.claim_of(item_id, desk.now())
    without_claim = claim is None or claim.agent != desk.agent

    def record(item: Item, now: Instant) -> Event:
        event = conversation.replied(
            item,
            now,
            desk.agent,
            body,
            kind=kind,
            at=at,
            id=id,
            without_claim=without_claim,
            canned=used_in(desk, body),
        )
        return timed(event, item, claim)

    item = await act(desk, item_id, record)
    await desk.store.save_draft(Draft(item_id, desk.agent, "", desk.now()))
    if not without_claim:
        await _keep_hold(desk, item_id)
    return item


async def put_right(desk: Desk, item_id: ItemId, body: str, wrong: str, reply: str = "") -> Item:
    """Record that a posted reply, the last one unless another is named, was corrected."""
    return await act(
        desk,
        item_id,
        lambda item, now: conversation.put_right(item, now, desk.agent, body, wrong, reply),
    )


async def promise(desk: Desk, item_id: ItemId, due: Instant, text: str = "") -> Item:
    """Turn a promised contact into a clock, or move the one that runs."""
    return await act(
        desk,
        item_id,
        lambda item, now: conversation.promised(
            item, now, desk.agent, due, desk.rules(item.source), text
        ),
    )


async def heard(desk: Desk, item_id: ItemId, text: str, by: Channel = Channel.DM) -> Item:
    """Record what the customer said by phone, mail or private message."""
    return await act(
        desk,
        item_id,
        lambda item, now: conversation.heard(
            item, now, desk.agent, desk.rules(item.source), text, by
        ),
    )


async def ask(desk: Desk, item_id: ItemId, who: str, text: str) -> Item:
    """Ask a department and wait for its answer."""
    await work_on(desk, item_id)
    return await act(
        desk,
        item_id,
        lambda item, now: conversation.asked(
            item, now, desk.agent, desk.rules(item.source), who, text
        ),
    )


async def answered(desk: Desk, item_id: ItemId, text: str) -> Item:
    """Log the department's answer."""
    return await act(
        desk, item_id, lambda item, now: conversation.answered(item, now, desk.agent, text)
    )


def breath_of(desk: Desk, item: Item) -> int:
    """Return how long a breath the item's playbook asks for, in microseconds; 0 for none."""
    facts = facts_of(item)
    playbook, _steps = steps_of(desk, item)
    for step in playbook.steps:
        if step.when.holds(facts) or facts.strategy is None:
            for effect in effects(step, facts):
                return effect.seconds * SECOND or desk.settings.waits.cool_down
    return 0


async def _own_draft(desk: Desk, item_id: ItemId) -> str:
    for draft in await desk.store.drafts(item_id):
        if draft.agent == desk.agent:
            return draft.body
    return ""


async def _keep_hold(desk: Desk, item_id: ItemId) -> None:
    try:
        await hold(desk, item_id)
    except Locked:
        return  # lost in the meantime: the reply stands all the same


def _warnings(desk: Desk, item: Item, text: str) -> tuple[str, ...]:
    limit = desk.source(item.source).reply_limit
    warnings = []
    if limit and len(text) > limit:
        over = len(text) - limit
        warnings.append(_("{n} characters too long for this platform").format(n=over))
    if item.edited_after_answer:
        warnings.append(_("The comment was edited after our answer"))
    return tuple(warnings)
