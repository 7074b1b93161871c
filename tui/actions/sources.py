"""Sources asked, paused, tried and found; the words and playbooks their comments are worked by."""

from core.clock import Instant
from core.errors import Refused
from core.i18n import _, ngettext
from core.safe_text import safe_text
from desk.services import coaching, learning, playbooks
from desk.sourcing import SourceTools
from tui.actions.stage import Stage
from tui.screens.front import ScreenFront
from tui.screens.source_dialogs import address_dialog, found_dialog, trial_screen
from tui.screens.sources import SourcesScreen


async def show(stage: Stage) -> None:
    """Show how every source stands, and what can be done about it."""
    front = stage.front
    await front.ask(SourcesScreen(_tools(stage), front, stage.now, front.zone))


async def poll(stage: Stage) -> None:
    """Have every source asked now; their manners still hold."""
    stage.front.tell(_("Asking all sources."))
    stage.front.beside(ask_now(_tools(stage), stage.front))


async def reload_rules(stage: Stage) -> None:
    """Read the team's own words and playbooks anew, and say how much was learned besides."""
    if trouble := playbooks.reload(stage.desk):
        stage.front.tell(safe_text(trouble, line=True), wrong=True)
    decisions = await learning.reload_rules(stage.desk)
    coaching.reload_phrases(stage.desk)
    learned = ngettext("learned from {n} decision", "learned from {n} decisions", decisions)
    read = _("The team's own words are read anew")
    stage.front.tell(f"{read}; {learned.format(n=decisions)}.")


async def ask_now(tools: SourceTools, front: ScreenFront, name: str = "") -> None:
    """Ask a source, or all of them, and say what came of it."""
    front.tell(safe_text(await tools.poll(name), line=True))


async def pause(tools: SourceTools, front: ScreenFront, name: str, *, paused: bool) -> None:
    """Leave a source alone, or ask it again."""
    await tools.pause(name, paused=paused)
    said = _("{name} is left alone.") if paused else _("{name} is asked again.")
    front.tell(said.format(name=name))


async def take_move(tools: SourceTools, front: ScreenFront, name: str) -> None:
    """Take the new address of a source that has moved for good."""
    address = safe_text(await tools.move(name), line=True)
    front.tell(_("{name} is at {address} from now on").format(name=name, address=address))


async def test(tools: SourceTools, front: ScreenFront, name: str, now: Instant) -> None:
    """Ask a source once and show what it holds."""
    front.tell(_("Asking {name}.").format(name=name))
    await front.ask(trial_screen(name, await tools.test(name), now, front.zone))


async def add(tools: SourceTools, front: ScreenFront) -> None:
    """Ask for an address, look behind it, and make a source of what is chosen."""
    address = await front.ask(address_dialog())
    if not address:
        return
    shown = safe_text(address, line=True)
    front.tell(_("Looking behind {address}.").format(address=shown))
    found = await tools.discover(address)
    if not found:
        raise Refused(_("Nothing was found there."))
    chosen = await front.ask(found_dialog(found))
    if chosen is None:
        return
    name = await tools.add(chosen)
    said = _("{name} is a source now.").format(name=name)
    if chosen.wants_secret:
        said += " " + _("It wants a secret: see docs/sources.md.")
    front.tell(said)


def _tools(stage: Stage) -> SourceTools:
    if stage.desk.sources is None:
        raise Refused(_("Nothing polls here."))
    return stage.desk.sources
