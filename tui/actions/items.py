"""Item: read it, take it, judge it, note on it, open and copy it."""

import os
from urllib.parse import urlsplit

from core.i18n import _
from core.labels import label as name_of
from core.safe_text import safe_text
from core.vocabulary import ItemId, Size
from desk.services import items, merging, shifts
from tui import programs
from tui.actions import replies
from tui.actions.stage import Stage
from tui.screens.comment import source_view
from tui.screens.dialogs import confirm_dialog, reason_dialog
from tui.screens.item_dialogs import add_dialog, label_dialog, note_dialog, triage_dialog
from tui.widgets.message import addresses


async def take(stage: Stage) -> None:
    """Take the item for its lease."""
    await items.take(stage.desk, stage.item)
    stage.tell(_("Taken: yours for now; typing keeps it."))
    await replies.offer_copy(stage)


async def over(stage: Stage) -> None:
    """Take the item from whoever holds it: with a reason, unless he is away."""
    held = (await stage.detail()).claim
    shift = await shifts.current(stage.desk)
    stay = shift.stay_of(held.agent) if shift and held else None
    reason = ""
    if stay is None or stay.away_since is None:
        dialog = reason_dialog(_("Take over"), _("Why do you take it over? Its holder is told."))
        reason = await stage.ask(dialog)
    await items.take(stage.desk, stage.item, over=reason)
    stage.tell(_("Taken over."))
    await replies.offer_copy(stage)


async def confirm(stage: Stage) -> None:
    """Confirm the triage as it was read."""
    await items.correct(stage.desk, stage.item)
    stage.tell(_("Kind and severity confirmed."))


async def kind(stage: Stage) -> None:
    """Correct kind, severity, size or language."""
    detail = await stage.detail()
    corrected = await stage.ask(triage_dialog(detail.item))
    await items.correct(stage.desk, stage.item, **corrected)


async def size(stage: Stage) -> None:
    """Say how much work it is: the next of normal, long and quick."""
    sizes = (Size.NORMAL, Size.LONG, Size.QUICK)
    now = (await stage.detail()).item.size
    chosen = sizes[(sizes.index(now) + 1) % len(sizes)]
    await items.correct(stage.desk, stage.item, size=chosen)
    stage.tell(_("Size: {size}.").format(size=name_of(chosen)))


async def note(stage: Stage) -> None:
    """Write a note for colleagues, on the comment or about who wrote it."""
    text, on_author = await stage.ask(note_dialog((await stage.detail()).author))
    await items.note(stage.desk, stage.item, text, on_author=on_author)
    stage.tell(_("Noted."))


async def label(stage: Stage) -> None:
    """Put labels on, or take them off."""
    detail = await stage.detail()
    put_on, take_off = await stage.ask(label_dialog(detail.item.labels))
    if put_on or take_off:
        await items.label(stage.desk, stage.item, put_on, take_off)


async def merge(stage: Stage) -> None:
    """Merge the item into another, which is the same comment, and go there."""
    detail = await stage.detail()
    asked = _("Number of the item that is kept; it gets the older clock.")
    if detail.past.newest:
        numbers = ", ".join(str(one.item.id) for one in detail.past.newest)
        asked += " " + _("By the same author: {numbers}").format(numbers=numbers)
    answer = await stage.ask(reason_dialog(_("Merge item {n}").format(n=stage.item), asked))
    keep = ItemId(int(answer)) if answer.isdecimal() and len(answer) < 10 else ItemId(0)
    kept = await merging.merge(stage.desk, stage.item, keep)
    await stage.live.go_to(kept.id)
    stage.tell(_("Merged into item {item}; u takes it back.").format(item=kept.id))


async def add(stage: Stage) -> None:
    """Add an item by hand and go to it."""
    added = await stage.ask(add_dialog())
    item = await items.add(stage.desk, **added)
    await stage.live.go_to(item.id)
    stage.tell(_("Added."))


async def show_source(stage: Stage) -> None:
    """Show every revision with its escapes written out."""
    detail = await stage.detail()
    await stage.show(source_view(detail, stage.now(), stage.zone))


async def copy(stage: Stage) -> None:
    """Copy the comment and its address, cleaned."""
    detail = await stage.detail()
    parts = (detail.author, detail.title, detail.body, detail.permalink)
    text = "\n".join(safe_text(part) for part in parts if part)
    way = await stage.copy(text)
    stage.tell(_("Comment copied by {way}.").format(way=way))


async def open_page(stage: Stage) -> None:
    """Open the comment's page."""
    detail = await stage.detail()
    await open_address(stage, detail.permalink)


async def open_link(stage: Stage) -> None:
    """Open a link of the comment, by its number where there are several."""
    detail = await stage.detail()
    links = addresses(detail)
    if not links:
        stage.tell(_("This comment holds no link."))
        return
    number = 1
    if len(links) > 1:
        asked = _("Its number, 1 to {n}").format(n=len(links))
        answer = await stage.ask(reason_dialog(_("Open a link"), asked))
        number = int(answer) if answer.isdecimal() and len(answer) < 4 else 0
    if not 1 <= number <= len(links):
        stage.tell(_("There is no link of that number."))
        return
    await open_address(stage, links[number - 1])


async def open_address(stage: Stage, url: str) -> None:
    """Open an address in the browser, or copy it where there is none."""
    programs.check_url(url)
    host = programs.ascii_host(url)
    if host != (urlsplit(url).hostname or "") and not await stage.agrees(
        confirm_dialog(
            _("Open this page?"),
            _("Its host hides other letters: {host}").format(host=safe_text(host, line=True)),
            _("open it"),
        )
    ):
        return
    argv = programs.browser(os.environ)
    if argv is None:
        way = await stage.copy(url)
        stage.tell(_("No browser here; address copied by {way}.").format(way=way))
    elif programs.takes_terminal(argv):
        await stage.run_apart([*argv, url])
    else:
        programs.open_apart(argv, url)
        stage.tell(_("Opened {host}.").format(host=safe_text(host, line=True)))
