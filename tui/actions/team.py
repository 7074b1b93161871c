"""Colleagues: handing on, receiving, notices, who has what, and where the agent looks."""

from collections.abc import Sequence

from core.i18n import _
from core.labels import label
from core.moments import wall
from core.vocabulary import ItemId, Role
from desk.model.handover import NOTED_FROM
from desk.model.item import Item
from desk.reports.team import team_lines
from desk.services import colleagues, handover, notices, outcomes
from desk.services.desk import Desk
from desk.services.handover import Brief
from desk.store.listing import QueueRow
from tui.actions.stage import Stage
from tui.countdown import queue_left
from tui.screens.reading import report_screen
from tui.screens.team_dialogs import LATER, Handing, hand_dialog, notices_dialog, receive_dialog


async def hand(stage: Stage) -> None:
    """Hand the item to a colleague, the next shift or the queue."""
    names = await handover.colleagues(stage.desk)
    noted = (await stage.detail()).item.severity >= NOTED_FROM
    dialog = hand_dialog(_("Hand it on"), names, stage.now(), stage.zone, noted=noted)
    answer = await stage.ask(dialog)
    await stage.decided(lambda seen: _hand(stage.desk, stage.item, answer, seen))
    stage.tell(_("Handed on; it is in your hands no more."))


async def let_go(stage: Stage, rows: Sequence[QueueRow]) -> None:
    """Ask of each item that is still in hand what becomes of it."""
    names = await handover.colleagues(stage.desk)
    for row in rows:
        title = f"#{row.id} {label(row.kind)} {row.severity} · {row.author}: {row.text}"
        noted = row.severity >= NOTED_FROM
        now, zone = stage.now(), stage.zone
        dialog = hand_dialog(title[:60], names, now, zone, noted=noted, leaving=True)
        answer = await stage.ask(dialog)
        if answer.to == LATER and answer.until is not None:
            await outcomes.later(stage.desk, row.id, answer.until)
        else:
            await _hand(stage.desk, row.id, answer, None)


async def receive(stage: Stage) -> None:
    """Show what was handed to the agent or his shift, and accept it where he wants to at once."""
    rows = await handover.received(stage.desk)
    if not rows:
        return
    briefs = [_said(await handover.brief(stage.desk, row), stage) for row in rows]
    if await stage.agrees(receive_dialog(briefs)):
        await handover.accept(stage.desk, [row.id for row in rows])
        stage.tell(_("Accepted: {items}").format(items=", ".join(str(r.id) for r in rows)))


async def show_team(stage: Stage) -> None:
    """Show who has what, and what is due and late."""
    view = await colleagues.team_view(stage.desk)
    titles, zone = stage.desk.settings.titles, stage.zone
    hint = _("h hands on the item under the cursor")
    screen = report_screen(_("Team"), lambda width: team_lines(view, titles, zone, width), hint)
    await stage.show(screen)


async def show_notices(stage: Stage) -> None:
    """Show what the agent was told; a shift lead may tell all desks something."""
    told = await notices.recent(stage.desk)
    now, zone = stage.now(), stage.zone
    lines = [f"{wall(one.at, now, zone)} {notices.sentence(one)}" for one in told]
    lead = stage.desk.role is Role.LEAD
    try:
        text = await stage.ask(notices_dialog(lines, lead=lead))
    finally:
        await notices.see(stage.desk, told)
    if text:
        await notices.announce(stage.desk, text)
        stage.tell(_("Every desk is told."))


async def _hand(desk: Desk, item: ItemId, answer: Handing, seen: int | None) -> Item:
    note, watch = answer.note, answer.watch
    return await handover.hand(desk, item, answer.to, note=note, watch=watch, seen=seen)


def _said(brief: Brief, stage: Stage) -> list[str]:
    row = brief.row
    left = queue_left(row.due_at, row.wake_at, stage.now())
    told = [f"#{row.id} {left} {label(row.kind)} {row.severity} · {row.author}: {row.text}"]
    for name, text in (
        (_("from {agent}").format(agent=brief.by), brief.note),
        (_("next"), brief.action),
        (_("watch out"), brief.watch),
    ):
        if text:
            told.append(f"{name}: {text}")
    return told
