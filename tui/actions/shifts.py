"""The shift: begun, joined, ended, and what it came to."""

from core.errors import Refused
from core.i18n import _
from desk.services import shifts, summary
from tui.actions.stage import Stage
from tui.screens.dialogs import TextDialog
from tui.screens.summary import SummaryScreen


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


async def show_summary(stage: Stage) -> None:
    """Show what the running shift, or the last one, came to."""
    newest = await stage.desk.store.shifts(limit=1)
    if not newest:
        raise Refused(_("There has been no shift yet"), _("s starts one."))
    told = await summary.shift_summary(stage.desk, newest[0])
    await stage.front.ask(SummaryScreen(told, stage.desk.settings.sources))
