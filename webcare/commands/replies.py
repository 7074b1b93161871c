"""Commands about answering: the draft, the reply, promises, and words outside the feed."""

import click

from core.clock import iso
from core.i18n import _
from core.vocabulary import Channel, EventId, ItemId, ReplyKind
from desk.services import canned, drafts, items, replies
from desk.services.desk import Desk
from webcare.commands.call import Call, desk_command
from webcare.commands.coach import finding_object
from webcare.commands.values import ITEM, PAIR, SEEN, TEXT_FILE, Code
from webcare.feeding import watched

REPLY_KINDS = [kind for kind in ReplyKind if kind is not ReplyKind.NONE]


@click.command("draft")
@click.argument("item", type=ITEM)
@click.option("--file", "text", type=TEXT_FILE, help=_("The text; - is stdin, as without it."))
@click.option("--canned", "name", help=_("A canned text instead, filled in for the item."))
@click.option(
    "--set", "blanks", multiple=True, type=PAIR, metavar="PLACE=TEXT", help=_("Fill in a place.")
)
@desk_command
async def draft(
    call: Call,
    desk: Desk,
    item: ItemId,
    text: str | None,
    name: str | None,
    blanks: tuple[tuple[str, str], ...],
) -> None:
    """Save the text of a reply that is being written."""
    if name is None:
        text = text or TEXT_FILE.convert("-", None, None)
    else:
        detail = await items.detail(desk, item)
        text = canned.filled(desk, detail, canned.named(desk, name), dict(blanks))
    saved = await replies.rewrite(desk, item, text)
    if call.json:
        at = iso(saved.saved_at, call.zone)
        call.data({"schema": "webcare.draft/1", "item": item, "agent": saved.agent, "saved_at": at})
    else:
        call.say(_("Draft of item {item} saved.").format(item=item))


@click.command("drafts")
@click.argument("item", type=ITEM)
@click.option("--restore", type=int, metavar="N", help=_("Take up version N as your draft."))
@desk_command
async def drafts_(call: Call, desk: Desk, item: ItemId, restore: int | None) -> None:
    """List the versions of the drafts on an item, or take one up again."""
    if restore is not None:
        call.text((await replies.restore(desk, item, restore)).body)
        return
    for one in await drafts.versions(desk, item):
        at = iso(one.at, call.zone)
        if call.json:
            about = {"n": one.n, "at": at, "agent": one.by, "kind": one.kind, "body": one.body}
            call.data({"schema": "webcare.draft_version/1", "item": item, **about})
            continue
        call.line(f"{one.n}. {at} {one.by} ({one.kind})")
        call.text("\n".join(f"    {line}" for line in one.body.splitlines()))


@click.command("ready")
@click.argument("item", type=ITEM)
@click.option("--file", "text", type=TEXT_FILE, help=_("The text; without it, your draft."))
@click.option("--override", default="", metavar="REASON", help=_("End the cool-down early."))
@click.option(
    "--knowingly", is_flag=True, help=_("Also with personal data, or in another language.")
)
@SEEN
@desk_command
async def ready(
    call: Call,
    desk: Desk,
    item: ItemId,
    text: str | None,
    override: str,
    seen: int | None,
    *,
    knowingly: bool,
) -> None:
    """Check the reply, extend the lease and print the text to be posted."""
    async with watched(desk, call.settings, item):
        checked = await replies.ready(
            desk, item, text, override=override, knowingly=knowingly, seen=seen
        )
    if call.json:
        body = {"body": checked.body, "warnings": list(checked.warnings)}
        findings = [finding_object(finding) for finding in checked.findings]
        call.data({"schema": "webcare.ready/1", "item": item, **body, "findings": findings})
        return
    for warning in checked.warnings:
        call.say(warning)
    for finding in checked.findings:
        call.say(f"{finding.why} {finding.how}")
    call.text(checked.body)


@click.command("reply")
@click.argument("item", type=ITEM)
@click.option("--file", "text", type=TEXT_FILE, help=_("What was posted; - is stdin."))
@click.option(
    "--kind",
    type=Code(REPLY_KINDS),
    default=ReplyKind.PUBLIC_FULL.value,
    help=_("How it reached the customer."),
)
@click.option("--at", "posted", metavar="T", help=_("When it was posted, if not now."))
@click.option("--id", "reply_id", help=_("An id of your own, so that a retry counts once."))
@desk_command
async def reply(
    call: Call,
    desk: Desk,
    item: ItemId,
    text: str | None,
    kind: ReplyKind,
    posted: str | None,
    reply_id: str | None,
) -> None:
    """Record the reply as posted: a fact, which is never refused."""
    at = call.when(desk, posted, future=False) if posted else None
    known = EventId(reply_id) if reply_id else None
    if kind is ReplyKind.LIKE_ONLY:
        text = text or ""
    elif text is None:
        text = TEXT_FILE.convert("-", None, None)
    changed = await replies.reply(desk, item, text, kind=kind, at=at, id=known)
    await call.answer(desk, changed)
    holder = await desk.store.claim_of(item, desk.now())
    if holder is not None and holder.agent != desk.agent:
        name = holder.agent
        call.say(_("{name} has the item now, and is told of your reply.").format(name=name))


@click.command("correct")
@click.argument("item", type=ITEM)
@click.option("--wrong", required=True, metavar="TEXT", help=_("What was wrong."))
@click.option("--file", "text", type=TEXT_FILE, default="-", help=_("What stands now; - is stdin."))
@click.option("--reply", "which", default="", metavar="ID", help=_("Another than the last reply."))
@desk_command
async def correct(call: Call, desk: Desk, item: ItemId, wrong: str, text: str, which: str) -> None:
    """Record that a posted reply was corrected on the platform."""
    await call.answer(desk, await replies.put_right(desk, item, text, wrong, which))


@click.command("promise")
@click.argument("item", type=ITEM)
@click.option("--due", required=True, metavar="T", help=_("When we promised to be in touch."))
@click.option("--file", "text", type=TEXT_FILE, default=None, help=_("What was promised."))
@desk_command
async def promise(call: Call, desk: Desk, item: ItemId, due: str, text: str | None) -> None:
    """Record that we promised to be in touch."""
    await call.answer(desk, await replies.promise(desk, item, call.when(desk, due), text or ""))


@click.command("heard")
@click.argument("item", type=ITEM)
@click.option("--file", "text", type=TEXT_FILE, default="-", help=_("What they said; - is stdin."))
@click.option("--by", type=Code(Channel), default=Channel.DM.value, help=_("How."))
@desk_command
async def heard(call: Call, desk: Desk, item: ItemId, text: str, by: Channel) -> None:
    """Record what the customer said outside the feed."""
    await call.answer(desk, await replies.heard(desk, item, text, by))


@click.command("ask")
@click.argument("item", type=ITEM)
@click.argument("who")
@click.option("--file", "text", type=TEXT_FILE, default="-", help=_("The question; - is stdin."))
@desk_command
async def ask(call: Call, desk: Desk, item: ItemId, who: str, text: str) -> None:
    """Record a question to a department."""
    await call.answer(desk, await replies.ask(desk, item, who, text))


@click.command("answered")
@click.argument("item", type=ITEM)
@click.option("--file", "text", type=TEXT_FILE, default="-", help=_("The answer; - is stdin."))
@desk_command
async def answered(call: Call, desk: Desk, item: ItemId, text: str) -> None:
    """Record the department's answer."""
    await call.answer(desk, await replies.answered(desk, item, text))
