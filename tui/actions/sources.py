"""Sources: asked at once; and the words and playbooks by which their comments are worked."""

from core.i18n import _, ngettext
from core.safe_text import safe_text
from desk.services import coaching, learning, steps
from tui.actions.stage import Stage


async def poll(stage: Stage) -> None:
    """Have every source asked now; their manners still hold."""
    asked = stage.front.poll()
    stage.front.tell(_("Asking all sources.") if asked else _("Nothing polls here."))


async def reload_rules(stage: Stage) -> None:
    """Read the team's own words and playbooks anew, and say how much was learned besides."""
    if trouble := steps.reload_playbooks(stage.desk):
        stage.front.tell(safe_text(trouble, line=True), wrong=True)
    decisions = await learning.reload_rules(stage.desk)
    coaching.reload_phrases(stage.desk)
    learned = ngettext("learned from {n} decision", "learned from {n} decisions", decisions)
    read = _("The team's own words are read anew")
    stage.front.tell(f"{read}; {learned.format(n=decisions)}.")
