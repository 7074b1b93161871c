"""``webcare notice``: what all desks are told, and what one was told oneself."""

import click

from core.clock import iso
from core.i18n import _
from core.moments import wall
from desk.services import notices
from desk.services.desk import Desk
from webcare.commands.call import Call, desk_command
from webcare.commands.values import TEXT_FILE


@click.command("notice")
@click.argument("text", default="")
@click.option("--file", "written", type=TEXT_FILE, help=_("The text; - is stdin."))
@desk_command
async def notice(call: Call, desk: Desk, text: str, written: str | None) -> None:
    """Tell all desks TEXT, as a shift lead; without one, print what you were told lately."""
    if text or written:
        await notices.announce(desk, text or written or "")
        call.say(_("Every desk is told."))
        return
    told = await notices.recent(desk)
    for one in told:
        sentence = notices.sentence(one)
        if call.json:
            call.data(
                {
                    "schema": "webcare.notice/1",
                    "id": one.id,
                    "at": iso(one.at, call.zone),
                    "by": one.by,
                    "item": one.event.item if one.event else None,
                    "text": one.text,
                    "sentence": sentence,
                    "seen_at": iso(one.seen_at, call.zone),
                }
            )
        else:
            sign = " " if one.seen_at else "*"
            call.line(f"{sign} {wall(one.at, desk.now(), call.zone)} {sentence}")
    if not told:
        call.say(_("Nobody told you anything lately."))
    await notices.see(desk, told)
