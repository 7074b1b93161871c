"""The plan: why an item stands where it stands, and looking by another order."""

from textual.content import Content

from core.i18n import _
from desk.order.orders import ORDERS
from desk.services import planning, queue
from tui.actions.stage import Stage
from tui.screens.order_dialog import OrderDialog
from tui.screens.reading import ReadingScreen
from tui.widgets.lines import hang


async def why(stage: Stage) -> None:
    """Show everything the item's place was reckoned from."""
    told = await planning.reckoning(stage.desk, stage.item, stage.front.zone)
    if not told:
        stage.front.tell(_("It is in hand, or carries no promise that is due soon."))
        return

    def write(width: int) -> list[Content]:
        return [line for text in told for line in hang(Content("· "), Content(text), width)]

    await stage.front.ask(ReadingScreen(_("Why it stands here"), write))


async def choose_order(stage: Stage) -> None:
    """List the queue by another order, for this agent and until the screen is left."""
    team = stage.desk.settings.order.name
    chosen = await stage.front.ask(OrderDialog(tuple(ORDERS), stage.desk.order or team, team))
    if chosen is not None:
        queue.look_by(stage.desk, "" if chosen == team else chosen)
