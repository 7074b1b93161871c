"""Reply: write it, check it, record it as posted; what else was said to and by the customer."""

from contextlib import suppress

from core.errors import Refused
from core.i18n import _
from core.safe_text import safe_text
from core.vocabulary import Reading, ReplyKind, TimerKind
from desk.model.event import EventKind
from desk.services import canned as texts
from desk.services import coaching, drafts, items, replies, review
from desk.services.detail import Detail
from tui.actions.keeping import keep_draft
from tui.actions.stage import LeftError, Stage
from tui.screens.dialogs import confirm_dialog, reason_dialog, when_dialog
from tui.screens.reply_dialogs import (
    answered_dialog,
    ask_dialog,
    canned_dialog,
    draft_dialog,
    heard_dialog,
    posted_dialog,
    put_right_dialog,
    review_dialog,
)


async def edit(stage: Stage) -> None:
    """Open the item's draft for writing and take the item; what is typed at once goes there."""
    await stage.write()
    await items.take(stage.desk, stage.item)


async def offer_copy(stage: Stage) -> None:
    """Offer a colleague's draft as a copy to whoever has written nothing himself."""
    drafts_there = (await stage.detail()).drafts
    theirs = next((draft for draft in drafts_there if draft.body.strip()), None)
    if theirs is None or any(draft.agent == stage.desk.agent for draft in drafts_there):
        return
    title = _("{name} wrote a reply").format(name=theirs.agent)
    if await stage.agrees(confirm_dialog(title, theirs.body, _("begin with a copy of it"))):
        await _begin_with(stage, theirs.body)


async def written(stage: Stage) -> str:
    """Return the draft as it stands on the screen, else as it is stored."""
    shown = stage.draft
    if shown is not None:
        return shown
    draft = (await stage.detail()).draft_of(stage.desk.agent)
    return draft.body if draft else ""


async def canned(stage: Stage) -> None:
    """Begin the reply with a canned text, or add one to what is written."""
    offers = await texts.offers(stage.desk, await stage.detail())
    if not offers:
        stage.tell(_("No canned text is for this kind, language and brand."))
        return
    offer = await stage.ask(canned_dialog(offers))
    await items.take(stage.desk, stage.item)
    body = "\n\n".join(filter(None, ((await written(stage)).rstrip(), offer.text)))
    await _begin_with(stage, body)


async def _begin_with(stage: Stage, body: str) -> None:
    await keep_draft(stage.desk, stage.item, body)
    stage.put_draft(body)
    await stage.write()


async def versions(stage: Stage) -> None:
    """Take up an earlier version of the draft, one's own or a colleague's."""
    await drafts.keep_version(stage.desk, stage.item, await written(stage))
    kept = await drafts.versions(stage.desk, stage.item)
    if not kept:
        stage.tell(_("Nothing was written here before."))
        return
    version = await stage.ask(draft_dialog(kept, stage.now(), stage.zone))
    await items.take(stage.desk, stage.item)
    draft = await replies.restore(stage.desk, stage.item, version.n)
    stage.put_draft(draft.body)
    await stage.write()


async def ready(stage: Stage) -> None:
    """Check the reply, copy it and say where to post it."""
    body = await written(stage)
    await keep_draft(stage.desk, stage.item, body)
    breath = (await stage.detail()).item.timer(TimerKind.COOL_DOWN)
    reason = ""
    if breath is not None and breath.due_at > stage.now():
        asked = _("Why can this reply not wait a minute?")
        reason = await stage.ask(reason_dialog(_("Take a breath first"), asked))
    if not await _is_meant(stage, body):
        return
    checked = await stage.decided(
        lambda seen: replies.ready(
            stage.desk, stage.item, body, override=reason, knowingly=True, seen=seen
        )
    )
    stage.put_draft(checked.body)
    way = await stage.copy(checked.body)
    for warning in checked.warnings:
        stage.tell(safe_text(warning, line=True), wrong=True)
    stage.tell(_("Reply copied by {way}. Post it, then press P.").format(way=way))


async def _is_meant(stage: Stage, body: str) -> bool:
    """Ask for one deliberate key where a reply cannot be taken back once it was read."""
    asking = coaching.deliberate(await coaching.remarks(stage.desk, await stage.detail(), body))
    if not asking:
        return True
    said = "\n".join(finding.why for finding in asking)
    dialog = confirm_dialog(_("Is this meant to go out?"), said, _("yes, it is meant"))
    return await stage.agrees(dialog)


async def posted(stage: Stage) -> None:
    """Record the reply as posted: a fact, whatever the lease has become."""
    body = await written(stage)
    if (await stage.detail()).item.ready_at is None and not await _is_meant(stage, body):
        return  # it was never checked: the last moment to take something out
    usual = _usual_kind(await stage.detail()) if body.strip() else ReplyKind.LIKE_ONLY
    kind, at = await stage.ask(posted_dialog(stage.now(), stage.zone, usual))
    if kind is ReplyKind.LIKE_ONLY:
        body = ""
    elif not body.strip():
        raise Refused(_("There is no reply to record"), _("r writes one."))
    held = await replies.reply(stage.desk, stage.item, body, kind=kind, at=at)
    await stage.live.go_to(stage.item)
    stage.tell(_("Recorded as posted; d ends it, 1 shows the queue."))
    if held.replies[-1].without_claim:
        told = _("The item was not yours any more; whoever has it is told of your reply.")
        stage.tell(told, wrong=True)


def _usual_kind(detail: Detail) -> ReplyKind:
    """Return how the current step wants the reply to be posted."""
    step = detail.current_step.step if detail.current_step else None
    wanted = step and (step.replies or step.kind.rule.replies)
    return next((kind for kind in ReplyKind if wanted and kind in wanted), ReplyKind.PUBLIC_FULL)


async def put_right(stage: Stage) -> None:
    """Record that the last posted reply was corrected on the platform."""
    posted = (await stage.detail()).posted
    wrong, text = await stage.ask(put_right_dialog(posted))
    await replies.put_right(stage.desk, stage.item, text, wrong)
    stage.tell(_("Recorded: what was wrong, and what stands there now."))


async def heard(stage: Stage) -> None:
    """Record what the customer said by phone, mail or private message."""
    text, by = await stage.ask(heard_dialog())
    await replies.heard(stage.desk, stage.item, text, by)
    stage.tell(_("Recorded; the clock of the next answer runs."))


async def ask(stage: Stage) -> None:
    """Ask a department, or record the answer that is awaited from one."""
    asked = awaited(await stage.detail())
    if asked:
        text = await stage.ask(answered_dialog(asked))
        await replies.answered(stage.desk, stage.item, text)
    else:
        who, text = await stage.ask(ask_dialog())
        await replies.ask(stage.desk, stage.item, who, text)


def awaited(detail: Detail) -> str:
    """Return who was asked and has not answered; empty when nobody was."""
    who = ""
    for event in detail.events:
        if event.id in detail.item.undone:
            continue
        if event.kind is EventKind.ASKED:
            who = event.text("who") or _("a colleague")
        elif event.kind is EventKind.ANSWERED:
            who = ""
    return who


async def promise(stage: Stage) -> None:
    """Promise the customer a time."""
    title = _("Promised contact: when?")
    due = await stage.ask(when_dialog(title, stage.now(), stage.zone))
    text = ""
    with suppress(LeftError):  # a time alone is a promise
        text = await stage.ask(reason_dialog(_("Promised contact"), _("What was promised?")))
    await replies.promise(stage.desk, stage.item, due, text)


async def second_reader(stage: Stage) -> None:
    """Ask a colleague to read the reply, or say what one thinks of a colleague's."""
    item = (await stage.detail()).item
    if item.reading is Reading.ASKED and item.reading_for != stage.desk.agent:
        verdict, remark = await stage.ask(review_dialog(item.reading_for))
        await review.judge(stage.desk, stage.item, verdict, remark)
        stage.tell(_("Said so; who wrote the reply sees it."))
        return
    await keep_draft(stage.desk, stage.item, await written(stage))
    await review.ask(stage.desk, stage.item)
    stage.tell(_("Asked; a colleague reads it and answers with M."))
