"""What we write to the customer and hear from him: drafts, replies, promises, departments."""

from dataclasses import dataclass

from core.clock import Instant
from core.errors import Locked, NotFound
from core.i18n import _
from core.vocabulary import Channel, EventId, ItemId, ReplyKind, Role, TimerKind
from desk.model import conversation
from desk.model.event import Event, telling
from desk.model.item import Item
from desk.services import coaching, review
from desk.services.canned import check_personal, used_in
from desk.services.desk import Desk, act, need_role, timed
from desk.services.drafts import keep_stored, keep_version, versions
from desk.services.items import detail, hold, own_draft, work_on
from desk.services.looking import look_again
from desk.services.steps import check_required, first_breath
from desk.store.records import Draft
from playbooks.canned import signature, signed
from playbooks.coach.finding import Finding
from playbooks.coach.length import limit_of, measure
from playbooks.kinds import StepKind


@dataclass(frozen=True, slots=True)
class Ready:
    """A checked reply, on its way to the platform."""

    body: str
    warnings: tuple[str, ...] = ()
    """Advice, one sentence each; never a lock."""
    findings: tuple[Finding, ...] = ()
    """What the coach remarked."""


async def save_draft(desk: Desk, item_id: ItemId, body: str) -> Draft:
    """Keep a draft durably; beginning one claims the item and starts a heated item's breath."""
    need_role(desk, Role.AGENT)
    mine = [draft for draft in await desk.store.drafts(item_id) if draft.agent == desk.agent]
    draft = Draft(item_id, desk.agent, body, desk.now())
    await desk.store.save_draft(draft)  # before anything that might be refused
    if mine or not body.strip():
        return draft
    await work_on(desk, item_id)

    def begin(item: Item, now: Instant) -> Event:
        breathes = item.timer(TimerKind.COOL_DOWN) is not None
        breath = None if breathes else first_breath(desk, item, now)
        return conversation.drafted(item, now, desk.agent, breath)

    await act(desk, item_id, begin)
    return draft


async def rewrite(desk: Desk, item_id: ItemId, body: str) -> Draft:
    """Put another text in the place of the agent's draft; both are kept as versions."""
    await keep_stored(desk, item_id)
    draft = await save_draft(desk, item_id, body)
    await keep_version(desk, item_id, body)
    return draft


async def restore(desk: Desk, item_id: ItemId, n: int) -> Draft:
    """Make an earlier version, of whomever it is, the agent's draft."""
    found = next((one for one in await versions(desk, item_id) if one.n == n), None)
    if found is None:
        raise NotFound(_("There is no version {n} of this draft").format(n=n))
    await keep_stored(desk, item_id)
    return await save_draft(desk, item_id, found.body)


async def ready(
    desk: Desk,
    item_id: ItemId,
    body: str | None = None,
    *,
    override: str = "",
    knowingly: bool = False,
    seen: int | None = None,
) -> Ready:
    """Check a reply and sign it before it is posted; the lease then lasts as long as that takes.

    Personal data in public, or another language than the customer's, goes out ``knowingly`` only.
    """
    stored = await own_draft(desk, item_id)
    written = stored if body is None else body
    await work_on(desk, item_id)
    news = await look_again(desk, item_id)
    if written != stored:
        await keep_version(desk, item_id, stored)
    brand = desk.brand_of(await desk.store.item(item_id))
    text = signed(written, signature(brand, desk.agent))
    findings = await coaching.remarks(desk, await detail(desk, item_id), text)
    coaching.check_deliberate(findings, knowingly=knowingly)
    if not override.strip():
        await _breathe(desk, item_id)

    def check(item: Item, now: Instant) -> Event:
        check_required(desk, item, before=StepKind.POST, has_draft=bool(text.strip()))
        check_personal(desk, item, text)
        return conversation.readied(item, now, desk.agent, text, override=override)

    item = await act(desk, item_id, check, seen=seen)
    await desk.store.save_draft(Draft(item_id, desk.agent, text, desk.now()))
    await hold(desk, item_id, lease=desk.settings.waits.ready_lease)
    warnings = (*news, *_warnings(desk, item, text))
    if not await review.is_as_approved(desk, item, written):
        warnings = (*warnings, _("The reply was changed since it was approved"))
    return Ready(text, warnings, findings)


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
    holder = claim.agent if claim else ""

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
        return telling(timed(event, item, claim), holder)

    item = await act(desk, item_id, record)
    if kind not in conversation.NO_ANSWER:  # what was written beside a like is kept
        await keep_stored(desk, item_id)
        await desk.store.save_draft(Draft(item_id, desk.agent, "", desk.now()))
    if desk.watch is not None:
        desk.watch.hasten(item.source)
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


async def _breathe(desk: Desk, item_id: ItemId) -> None:
    """Begin the breath of a heated item that was written elsewhere."""
    item, now = await desk.store.item(item_id), desk.now()
    if item.timer(TimerKind.COOL_DOWN) is None and first_breath(desk, item, now) is not None:

        def begin(item: Item, now: Instant) -> tuple[Event, ...]:
            breath = first_breath(desk, item, now)
            return (conversation.breathed(item, now, desk.agent, breath),) if breath else ()

        await act(desk, item_id, begin)


async def _keep_hold(desk: Desk, item_id: ItemId) -> None:
    try:
        await hold(desk, item_id)
    except Locked:
        return  # lost in the meantime: the reply stands all the same


def _warnings(desk: Desk, item: Item, text: str) -> tuple[str, ...]:
    source = desk.source(item.source)
    limit = limit_of(source.reply_limit, source.kind)
    warnings = []
    if limit and (over := measure(text, source.kind) - limit) > 0:
        warnings.append(_("{n} characters too long for this platform").format(n=over))
    if item.edited_after_answer:
        warnings.append(_("The comment was edited after our answer"))
    return tuple(warnings)
