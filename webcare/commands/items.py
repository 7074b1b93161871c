"""Commands about one item: look, hold, correct, work its checklist, put away, take back."""

from typing import Any

import click

from core.errors import UsageError
from core.i18n import _
from core.labels import label
from core.vocabulary import NEXT_SHIFT, ItemId, Kind, Language, Size
from desk.model.handover import QUEUE
from desk.model.item import Item
from desk.reports.objects import show_object
from desk.reports.story import tell
from desk.services import handover, items, merging, outcomes, planning, queue, steps
from desk.services.desk import Desk
from webcare.commands.call import Call, desk_command, item_command
from webcare.commands.detail import print_detail
from webcare.commands.values import ITEM, SEEN, Code, ahead, before, file, pair

FIELDS = {
    "kind": Code(Kind),
    "severity": Code(range(1, 6)),
    "size": Code(Size),
    "language": Code(Language),
}
"""What of an item can be corrected, and to what."""


@desk_command("show", on_item=True)
async def show(call: Call, desk: Desk, item: ItemId) -> None:
    """Print everything about an item."""
    detail, row = await items.detail(desk, item), await queue.row(desk, item)
    why = planning.why(desk, row, desk.now(), call.zone)
    if call.json:
        call.data(show_object(detail, row.lane, why, desk.now(), call.zone))
    else:
        print_detail(call, detail, f"{label(row.lane)}: {why}", desk.now())


@item_command("take")
@click.option("--over", default="", metavar="REASON", help=_("Take it over from who has it."))
async def take(desk: Desk, item: ItemId, over: str) -> Item:
    """Take an item, so that others see who has it."""
    return await items.take(desk, item, over=over)


@desk_command("release", on_item=True)
async def release(call: Call, desk: Desk, item: ItemId) -> None:
    """Give an item back to the queue."""
    if not await items.release(desk, item):
        call.say(_("You did not hold item {item}.").format(item=item))
    call.answer(desk, await desk.store.item(item))


@desk_command("add")
@click.option("--url", default="", help=_("Where the comment stands."))
@click.option("--author", default="", help=_("Who wrote it."))
@click.option("--source", default="hand", help=_("Under which source it counts."))
@click.option(
    "--published", "published_at", type=before, metavar="T", help=_("When it was written.")
)
@click.option("--file", "text", type=file, default="-", help=_("Its text; - is stdin."))
async def add(call: Call, desk: Desk, text: str, **about: Any) -> None:
    """Add a comment by hand; prints the number of its item."""
    made = await items.add(desk, text, **about)
    if not call.json:
        call.line(str(made.id))
    call.answer(desk, made)


@item_command("merge")
@click.argument("into", type=ITEM)
async def merge(desk: Desk, item: ItemId, into: ItemId) -> Item:
    """Merge an item into another that is the same comment; the older clock is kept."""
    return await merging.merge(desk, item, into)


@item_command("unmerge")
async def unmerge(desk: Desk, item: ItemId) -> Item:
    """Take a merge back: both items stand as if it had not been."""
    return await merging.unmerge(desk, item)


@item_command("set")
@click.argument("field", type=click.Choice([*FIELDS]))
@click.argument("value")
async def set_(desk: Desk, item: ItemId, field: str, value: str) -> Item:
    """Correct what triage made of an item."""
    return await items.correct(desk, item, **{field: FIELDS[field].read(value, field)})


@item_command("note")
@click.option("--file", "text", type=file, default="-", help=_("The note; - is stdin."))
@click.option("--author", is_flag=True, help=_("About the author: it stands on all they write."))
async def note(desk: Desk, item: ItemId, text: str, author: bool) -> Item:
    """Write a note for colleagues, on an item or about its author."""
    return await items.note(desk, item, text, on_author=author)


@item_command("label")
@click.argument("labels", nargs=-1, required=True)
@click.option("--remove", is_flag=True, help=_("Take them off."))
async def label_(desk: Desk, item: ItemId, labels: tuple[str, ...], remove: bool) -> Item:
    """Put labels on an item, or take them off."""
    added, removed = ((), labels) if remove else (labels, ())
    return await items.label(desk, item, added, removed)


@item_command("step")
@click.argument("step")
@click.option(
    "--set",
    "fields",
    multiple=True,
    type=pair,
    metavar="FIELD=VALUE",
    help=_("What the step asks for."),
)
@click.option("--skip", metavar="REASON", help=_("Skip it, with the reason."))
async def step(
    desk: Desk, item: ItemId, step: str, fields: tuple[tuple[str, str], ...], skip: str | None
) -> Item:
    """Tick a step of the playbook, or skip it with a reason."""
    if skip is None:
        return await steps.tick(desk, item, step, dict(fields))
    if fields:
        raise UsageError(_("A step is either filled in or skipped: --set or --skip"))
    return await steps.skip(desk, item, step, skip)


@item_command("later")
@click.option(
    "--until", required=True, type=ahead, metavar="T", help=_("16:00, +2h, tomorrow 09:00 or ISO.")
)
@click.option("--past-due", is_flag=True, help=_("Also past the moment its promise is due."))
@SEEN
async def later(desk: Desk, item: ItemId, **how: Any) -> Item:
    """Put an item away until a moment; its clocks run on."""
    return await outcomes.later(desk, item, **how)


@item_command("skip")
@click.option("--reason", required=True, help=_("Why you pass it by."))
async def skip(desk: Desk, item: ItemId, reason: str) -> Item:
    """Pass an item by, with a reason."""
    return await outcomes.skip(desk, item, reason)


@item_command("hand")
@click.option(
    "--to",
    required=True,
    metavar="WHO",
    help=_("A colleague, {shift} or {queue}.").format(shift=NEXT_SHIFT, queue=QUEUE),
)
@click.option("--note", default="", help=_("How it stands and what to do next."))
@click.option("--watch", default="", help=_("What to watch out for: if this, then that."))
@SEEN
async def hand(desk: Desk, item: ItemId, **how: Any) -> Item:
    """Hand an item on; from severity 4 with a note. A shift lead may hand on what others hold."""
    return await handover.hand(desk, item, **how)


@desk_command("undo")
async def undo(call: Call, desk: Desk) -> None:
    """Take back your last action."""
    undone = await outcomes.undo(desk)
    call.say(_("Taken back: {what}").format(what=tell(undone.event)))
    call.answer(desk, undone.item)
