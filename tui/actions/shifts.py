"""The shift: begun, joined, ended, and what it came to."""

from core.clock import MINUTE
from core.errors import Refused
from core.i18n import _, ngettext
from desk.services import planning, shifts, summary
from desk.store.records import Shift
from tui.actions import team
from tui.actions.stage import Stage
from tui.screens.dialogs import confirm_dialog, text_dialog
from tui.screens.reading import summary_screen

USUAL_BREAK = 15
"""Minutes."""


async def toggle(stage: Stage) -> None:
    """Start a shift, join the running one, leave it, or end it with a note for the next."""
    shift = await shifts.current(stage.desk)
    if shift is None:
        await shifts.start(stage.desk)
        stage.tell(_("Shift started."))
        await team.receive(stage)
    elif shift.stay_of(stage.desk.agent) is None:
        await shifts.join(stage.desk)
        stage.tell(_("You have joined the shift."))
        await team.receive(stage)
    else:
        await _go(stage, shift)


async def _go(stage: Stage, shift: Shift) -> None:
    """Leave the shift, or end it with a note; nothing stays in the hands of who goes home."""
    others = sum(stay.left_at is None for stay in shift.agents) - 1
    ends = True
    if others:
        told = ngettext("{n} colleague goes on.", "{n} colleagues go on.", others)
        dialog = confirm_dialog(
            _("Stop working?"),
            told.format(n=others),
            yes=_("end the shift for everybody"),
            no=_("only I leave"),
        )
        ends = await stage.ask(dialog)
    await team.let_go(stage, await shifts.in_hand(stage.desk))
    if not ends:
        await shifts.leave(stage.desk)
        stage.tell(_("You have left the shift."))
        return
    note = await stage.ask(text_dialog(_("End the shift"), _("A note for the next one:")))
    await shifts.end(stage.desk, note)
    stage.tell(_("Shift ended; ^e shows what it came to."))


async def rest(stage: Stage) -> None:
    """Go on a break after saying what it breaks at least, or come back from one."""
    shift = await shifts.current(stage.desk)
    if shift is None:
        raise Refused(_("No shift is running"), _("s starts one."))
    if shifts.own_stay(shift, stage.desk.agent).away_since is not None:
        await shifts.back(stage.desk)
        stage.tell(_("Welcome back; the plan counts you in."))
        return
    broken = await planning.broken_if_away(stage.desk, USUAL_BREAK * MINUTE)
    told = planning.break_sentence(broken, USUAL_BREAK)
    if await stage.agrees(confirm_dialog(_("Take a break?"), told, _("take it"))):
        await shifts.pause(stage.desk)
        stage.tell(_("On a break; B comes back."))


async def show_summary(stage: Stage) -> None:
    """Show what the running shift, or the last one, came to."""
    newest = await stage.desk.store.shifts(limit=1)
    if not newest:
        raise Refused(_("There has been no shift yet"), _("s starts one."))
    told = await summary.shift_summary(stage.desk, newest[0])
    await stage.show(summary_screen(told, stage.desk.settings.sources))
