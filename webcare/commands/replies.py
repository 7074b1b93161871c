"""Commands about answering: the draft, its second reader, the reply, and words outside the feed."""

from typing import Any

import click

from core.clock import Instant, iso
from core.i18n import _, ngettext
from core.labels import label
from core.vocabulary import Channel, ItemId, Reading, ReplyKind
from desk.model.item import Item
from desk.services import canned as texts
from desk.services import drafts, items, replies
from desk.services import review as readers
from desk.services.desk import Desk
from playbooks.canned import Offer
from webcare.commands.call import Call, desk_command, item_command
from webcare.commands.judging import finding_object
from webcare.commands.values import (
    ITEM,
    SEEN,
    Code,
    ahead,
    before,
    file,
    pair,
)
from webcare.feeding import watched

REPLY_KINDS = [kind for kind in ReplyKind if kind is not ReplyKind.NONE]
ASK = "ask"
VERDICTS = {"approve": Reading.APPROVED, "return": Reading.RETURNED}


@desk_command("canned")
@click.argument("item", type=ITEM, required=False)
async def canned(call: Call, desk: Desk, item: ItemId | None) -> None:
    """List the canned texts; with an item, those that fit it, filled in as far as is known."""
    if item is None:
        used = await texts.used_today(desk)
        offers = [Offer(one, one.text, used[one.name]) for one in desk.settings.canned]
    else:
        offers = list(await texts.offers(desk, await items.detail(desk, item)))
    for offer in offers:
        one, used_today = offer.canned, offer.used
        if call.json:
            told = {"text": offer.text, "used_today": used_today}
            call.record("canned", one, "name title language kinds brands formal", **told)
            continue
        count = ngettext("used once today", "used {n} times today", used_today)
        call.line(f"{one.name}: {one.title} · {label(one.language)} · {count.format(n=used_today)}")
        call.text(offer.text, indent="    ")
    if not offers and not call.json:
        call.say(_("There is no canned text here; docs/replies.md says how to write one."))


@desk_command("draft", on_item=True)
@click.option("--file", "text", type=file, help=_("The text; - is stdin, as without it."))
@click.option("--canned", "name", help=_("A canned text instead, filled in for the item."))
@click.option(
    "--set", "blanks", multiple=True, type=pair, metavar="PLACE=TEXT", help=_("Fill in a place.")
)
async def draft(
    call: Call,
    desk: Desk,
    item: ItemId,
    text: str | None,
    name: str | None,
    blanks: tuple[tuple[str, str], ...],
) -> None:
    """Save the text of a reply that is being written."""
    if name is not None:
        detail = await items.detail(desk, item)
        text = texts.filled(desk, detail, texts.named(desk, name), dict(blanks))
    saved = await replies.rewrite(desk, item, text or file())
    if call.json:
        call.record("draft", saved, "item agent saved_at")
    else:
        call.say(_("Draft of item {item} saved.").format(item=item))


@desk_command("drafts", on_item=True)
@click.option("--restore", type=int, metavar="N", help=_("Take up version N as your draft."))
async def drafts_(call: Call, desk: Desk, item: ItemId, restore: int | None) -> None:
    """List the versions of the drafts on an item, or take one up again."""
    if restore is not None:
        call.text((await replies.restore(desk, item, restore)).body)
        return
    for one in await drafts.versions(desk, item):
        if call.json:
            call.record("draft_version", one, "n at kind body", item=item, agent=one.by)
        else:
            call.line(f"{one.n}. {iso(one.at, call.zone)} {one.by} ({one.kind})")
            call.text(one.body, indent="    ")


@item_command("review")
@click.argument("what", type=click.Choice([ASK, *VERDICTS]))
@click.option("--note", default="", metavar="TEXT", help=_("A question, or what should change."))
async def review(desk: Desk, item: ItemId, what: str, note: str) -> Item:
    """Ask a colleague to read your draft; approve a colleague's, or give it back."""
    if what == ASK:
        return await readers.ask(desk, item, note)
    return await readers.judge(desk, item, VERDICTS[what], note)


@desk_command("ready", on_item=True)
@click.option("--file", "text", type=file, help=_("The text; without it, your draft."))
@click.option("--override", default="", metavar="REASON", help=_("End the cool-down early."))
@click.option(
    "--knowingly", is_flag=True, help=_("Also with personal data, or in another language.")
)
@SEEN
async def ready(call: Call, desk: Desk, item: ItemId, text: str | None, **how: Any) -> None:
    """Check the reply, extend the lease and print the text to be posted."""
    async with watched(desk, call.settings, item):
        checked = await replies.ready(desk, item, text, **how)
    if call.json:
        findings = [finding_object(finding) for finding in checked.findings]
        call.record("ready", checked, "body warnings", item=item, findings=findings)
        return
    for warning in checked.warnings:
        call.say(warning)
    for finding in checked.findings:
        call.say(f"{finding.why} {finding.how}")
    call.text(checked.body)


@desk_command("reply", on_item=True)
@click.option("--file", "text", type=file, help=_("What was posted; - is stdin."))
@click.option(
    "--kind",
    type=Code(REPLY_KINDS),
    default=ReplyKind.PUBLIC_FULL.value,
    help=_("How it reached the customer."),
)
@click.option("--at", type=before, metavar="T", help=_("When it was posted, if not now."))
@click.option("--id", help=_("An id of your own, so that a retry counts once."))
async def reply(call: Call, desk: Desk, item: ItemId, text: str | None, **how: Any) -> None:
    """Record the reply as posted: a fact, which is never refused."""
    if text is None:
        text = "" if how["kind"] is ReplyKind.LIKE_ONLY else file()
    call.answer(desk, await replies.reply(desk, item, text, **how))
    holder = await desk.store.claim_of(item, desk.now())
    if holder is not None and holder.agent != desk.agent:
        name = holder.agent
        call.say(_("{name} has the item now, and is told of your reply.").format(name=name))


@item_command("correct")
@click.option("--wrong", required=True, metavar="TEXT", help=_("What was wrong."))
@click.option("--file", "text", type=file, default="-", help=_("What stands now; - is stdin."))
@click.option("--reply", default="", metavar="ID", help=_("Another than the last reply."))
async def correct(desk: Desk, item: ItemId, wrong: str, text: str, reply: str) -> Item:
    """Record that a posted reply was corrected on the platform."""
    return await replies.put_right(desk, item, text, wrong, reply)


@item_command("promise")
@click.option(
    "--due", required=True, type=ahead, metavar="T", help=_("When we promised to be in touch.")
)
@click.option("--file", "text", type=file, help=_("What was promised."))
async def promise(desk: Desk, item: ItemId, due: Instant, text: str | None) -> Item:
    """Record that we promised to be in touch."""
    return await replies.promise(desk, item, due, text or "")


@item_command("heard")
@click.option("--file", "text", type=file, default="-", help=_("What they said; - is stdin."))
@click.option("--by", type=Code(Channel), default=Channel.DM.value, help=_("How."))
async def heard(desk: Desk, item: ItemId, text: str, by: Channel) -> Item:
    """Record what the customer said outside the feed."""
    return await replies.heard(desk, item, text, by)


@item_command("ask")
@click.argument("who")
@click.option("--file", "text", type=file, default="-", help=_("The question; - is stdin."))
async def ask(desk: Desk, item: ItemId, who: str, text: str) -> Item:
    """Record a question to a department."""
    return await replies.ask(desk, item, who, text)


@item_command("answered")
@click.option("--file", "text", type=file, default="-", help=_("The answer; - is stdin."))
async def answered(desk: Desk, item: ItemId, text: str) -> Item:
    """Record the department's answer."""
    return await replies.answered(desk, item, text)
