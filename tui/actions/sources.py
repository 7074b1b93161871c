"""Sources: asked at once."""

from core.i18n import _
from tui.actions.stage import Stage


async def poll(stage: Stage) -> None:
    """Have every source asked now; their manners still hold."""
    asked = stage.front.poll()
    stage.front.tell(_("Asking all sources.") if asked else _("Nothing polls here."))
