"""The shift: begun, joined, ended, and what it came to."""

from core.clock import MINUTE
from core.errors import Refused
from core.i18n import _
from desk.services import planning, shifts, summary
from tui.actions.stage import Stage
from tui.screens.dialogs import ConfirmDialog, TextDialog
from tui.screens.summary import SummaryScreen

USUAL_BREAK = 15
"""Minutes."""


async def toggle(stage: Stage) -> None:
    """Start a shift, join the running one, or end it with a note for the next."""
    shift = await shifts.current(stage.desk)
    if shift is None:
        await shifts.start(stage.desk)
        stage.front.tell(_("Shift started."))
        return
    if all(stay.agent != stage.desk.agent or stay.left_at for stay in shift.agents):
        await shifts.join(stage.desk)
        stage.front.tell(_("You have joined the shift."))
        return
    note = await stage.front.ask(TextDialog(_("End the shift"), _("A note for the next one:")))
    if note is None:
        return
    await shifts.end(stage.desk, note)
    stage.front.tell(_("Shift ended; ^e shows what it came to."))


async def rest(stage: Stage) -> None:
    """Go on a break after saying what it breaks at least, or come back from one."""
    shift = await shifts.current(stage.desk)
    if shift is None:
        raise Refused(_("No shift is running"), _("s starts one."))
    if shifts.own_stay(shift, stage.desk.agent).away_since is not None:
        await shifts.back(stage.desk)
        stage.front.tell(_("Welcome back; the plan counts you in."))
        return
    broken = await planning.broken_if_away(stage.desk, USUAL_BREAK * MINUTE)
    told = planning.break_sentence(broken, USUAL_BREAK)
    if await stage.front.ask(ConfirmDialog(_("Take a break?"), told, _("take it"))):
        await shifts.pause(stage.desk)
        stage.front.tell(_("On a break; B comes back."))


async def show_summary(stage: Stage) -> None:
    """Show what the running shift, or the last one, came to."""
    newest = await stage.desk.store.shifts(limit=1)
    if not newest:
        raise Refused(_("There has been no shift yet"), _("s starts one."))
    told = await summary.shift_summary(stage.desk, newest[0])
    await stage.front.ask(SummaryScreen(told, stage.desk.settings.sources))
