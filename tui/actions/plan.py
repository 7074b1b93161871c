"""The plan: why an item stands where it stands, and looking by another order."""

from collections.abc import Mapping

from core.i18n import N_, _
from desk.order.orders import ORDERS
from desk.services import planning, queue
from tui.actions.stage import Stage
from tui.screens.dialogs import pick_dialog
from tui.screens.reading import ReadingScreen, marked_lines
from tui.widgets.choice import Option

NAMES: Mapping[str, str] = {
    "promises": N_("keep the most promises"),
    "promises-fewest": N_("keep the most promises, late ones last"),
    "promises-never-long": N_("keep the most promises, nobody waits long"),
    "newest": N_("newest first"),
    "oldest": N_("oldest first"),
    "priority": N_("weightiest first"),
    "bands": N_("three bands of weight, each by due time"),
    "due": N_("next due first"),
    "due-late-last": N_("next due first, late ones last"),
    "laxity": N_("least time to spare first"),
    "score": N_("points for weight, age and urgency"),
    "density-late-last": N_("most weight per minute first, late ones last"),
    "moore-hodgson": N_("the plan without reserve and second promises"),
}
"""What each order does, to be translated."""


async def why(stage: Stage) -> None:
    """Show everything the item's place was reckoned from."""
    told = await planning.reckoning(stage.desk, stage.item, stage.zone)
    if not told:
        stage.tell(_("It is in hand, or carries no promise that is due soon."))
        return
    await stage.show(ReadingScreen(_("Why it stands here"), marked_lines(told)))


async def choose_order(stage: Stage) -> None:
    """List the queue by another order, for this agent and until the screen is left."""
    team = stage.desk.settings.order.name
    options = [
        Option(name, _(NAMES[name]), _("the team's order") if name == team else "")
        for name in ORDERS
    ]
    now = stage.desk.order or team
    chosen = await stage.ask(pick_dialog(_("In which order?"), options, now))
    queue.look_by(stage.desk, "" if chosen == team else chosen)
