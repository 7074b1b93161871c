"""Commands about one item: look, hold, correct, note, put away, take back."""

from typing import Any

import click

from core.errors import UsageError
from core.i18n import _
from core.labels import label
from core.vocabulary import ItemId, Kind, Language, Size
from desk.reports.objects import show_object
from desk.reports.story import tell
from desk.services import items, merging, outcomes, planning, queue
from desk.services.desk import Desk
from webcare.commands.call import Call, desk_command
from webcare.commands.detail import print_detail
from webcare.commands.values import ITEM, SEEN, TEXT_FILE


@click.command("show")
@click.argument("item", type=ITEM)
@desk_command
async def show(call: Call, desk: Desk, item: ItemId) -> None:
    """Print everything about an item."""
    detail, row = await items.detail(desk, item), await queue.row(desk, item)
    why = planning.why(desk, row, desk.now(), call.zone)
    if call.json:
        call.data(show_object(detail, row.lane, why, desk.now(), call.zone))
    else:
        print_detail(call, detail, f"{label(row.lane)}: {why}", desk.now())


@click.command("take")
@click.argument("item", type=ITEM)
@click.option("--over", default="", metavar="REASON", help=_("Take it over from who has it."))
@desk_command
async def take(call: Call, desk: Desk, item: ItemId, over: str) -> None:
    """Take an item, so that others see who has it."""
    await call.answer(desk, await items.take(desk, item, over=over))


@click.command("release")
@click.argument("item", type=ITEM)
@desk_command
async def release(call: Call, desk: Desk, item: ItemId) -> None:
    """Give an item back to the queue."""
    held = await items.release(desk, item)
    if not held:
        call.say(_("You did not hold item {item}.").format(item=item))
    await call.answer(desk, await desk.store.item(item))


@click.command("add")
@click.option("--url", default="", help=_("Where the comment stands."))
@click.option("--author", default="", help=_("Who wrote it."))
@click.option("--source", default="hand", help=_("Under which source it counts."))
@click.option("--published", default="", metavar="T", help=_("When it was written."))
@click.option("--file", "text", type=TEXT_FILE, default="-", help=_("Its text; - is stdin."))
@desk_command
async def add(
    call: Call, desk: Desk, url: str, author: str, source: str, published: str, text: str
) -> None:
    """Add a comment by hand; prints the number of its item."""
    at = call.when(desk, published, future=False) if published else None
    made = await items.add(desk, text, url=url, author=author, source=source, published_at=at)
    if not call.json:
        call.line(str(made.id))
    await call.answer(desk, made)


@click.command("merge")
@click.argument("item", type=ITEM)
@click.argument("into", type=ITEM)
@desk_command
async def merge(call: Call, desk: Desk, item: ItemId, into: ItemId) -> None:
    """Merge an item into another that is the same comment; the older clock is kept."""
    await call.answer(desk, await merging.merge(desk, item, into))


@click.command("unmerge")
@click.argument("item", type=ITEM)
@desk_command
async def unmerge(call: Call, desk: Desk, item: ItemId) -> None:
    """Take a merge back: both items stand as if it had not been."""
    await call.answer(desk, await merging.unmerge(desk, item))


@click.command("set")
@click.argument("item", type=ITEM)
@click.argument("field", type=click.Choice(["kind", "severity", "size", "language"]))
@click.argument("value")
@desk_command
async def set_(call: Call, desk: Desk, item: ItemId, field: str, value: str) -> None:
    """Correct what triage made of an item."""
    correction = {field: _correction(field, value)}
    await call.answer(desk, await items.correct(desk, item, **correction))


@click.command("note")
@click.argument("item", type=ITEM)
@click.option("--file", "text", type=TEXT_FILE, default="-", help=_("The note; - is stdin."))
@click.option("--author", is_flag=True, help=_("About the author: it stands on all they write."))
@desk_command
async def note(call: Call, desk: Desk, item: ItemId, text: str, author: bool) -> None:
    """Write a note for colleagues, on an item or about its author."""
    await call.answer(desk, await items.note(desk, item, text, on_author=author))


@click.command("label")
@click.argument("item", type=ITEM)
@click.argument("labels", nargs=-1, required=True)
@click.option("--remove", is_flag=True, help=_("Take them off."))
@desk_command
async def label_(
    call: Call, desk: Desk, item: ItemId, labels: tuple[str, ...], remove: bool
) -> None:
    """Put labels on an item, or take them off."""
    added, removed = ((), labels) if remove else (labels, ())
    await call.answer(desk, await items.label(desk, item, added, removed))


@click.command("later")
@click.argument("item", type=ITEM)
@click.option("--until", required=True, metavar="T", help=_("16:00, +2h, tomorrow 09:00 or ISO."))
@click.option("--past-due", is_flag=True, help=_("Also past the moment its promise is due."))
@SEEN
@desk_command
async def later(
    call: Call, desk: Desk, item: ItemId, until: str, past_due: bool, seen: int | None
) -> None:
    """Put an item away until a moment; its clocks run on."""
    at = call.when(desk, until)
    await call.answer(desk, await outcomes.later(desk, item, at, past_due=past_due, seen=seen))


@click.command("skip")
@click.argument("item", type=ITEM)
@click.option("--reason", required=True, help=_("Why you pass it by."))
@desk_command
async def skip(call: Call, desk: Desk, item: ItemId, reason: str) -> None:
    """Pass an item by, with a reason."""
    await call.answer(desk, await outcomes.skip(desk, item, reason))


@click.command("undo")
@desk_command
async def undo(call: Call, desk: Desk) -> None:
    """Take back your last action."""
    undone = await outcomes.undo(desk)
    call.say(_("Taken back: {what}").format(what=tell(undone.event)))
    await call.answer(desk, undone.item)


def _correction(field: str, value: str) -> Any:
    allowed: dict[str, list[str]] = {
        "kind": list(Kind),
        "size": list(Size),
        "language": list(Language),
        "severity": ["1", "2", "3", "4", "5"],
    }
    if value not in allowed[field]:
        raise UsageError(
            _("{field} cannot be {value}").format(field=field, value=value),
            _("Choose one of {choices}.").format(choices=", ".join(allowed[field])),
        )
    kinds = {"kind": Kind, "size": Size, "language": Language, "severity": int}
    return kinds[field](value)
