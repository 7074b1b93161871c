"""Sources asked, paused, tried and found; the words and playbooks their comments are worked by."""

from collections.abc import Callable, Coroutine, Mapping

from core.errors import Refused
from core.i18n import _, ngettext
from core.safe_text import safe_text
from desk.services import coaching, learning, playbooks
from desk.sourcing import SourceLine, SourceTools
from tui.actions.stage import Stage
from tui.screens.sources import SourcesScreen, address_dialog, found_dialog, trial_screen


async def show(stage: Stage) -> None:
    """Show how every source stands, and what can be done about it."""

    def act(key: str, line: SourceLine | None) -> None:
        if key == "a":
            stage.beside(_add(stage))
        elif line is not None:
            stage.beside(ON_SOURCE[key](stage, line))

    await stage.show(SourcesScreen(_tools(stage).lines, act, stage.now, stage.zone))


async def poll(stage: Stage) -> None:
    """Have every source asked now; their manners still hold."""
    stage.tell(_("Asking all sources."))
    stage.beside(_ask(stage))


async def reload_rules(stage: Stage) -> None:
    """Read the team's own words and playbooks anew, and say how much was learned besides."""
    if trouble := playbooks.reload(stage.desk):
        stage.tell(safe_text(trouble, line=True), wrong=True)
    decisions = await learning.reload_rules(stage.desk)
    coaching.reload_phrases(stage.desk)
    learned = ngettext("learned from {n} decision", "learned from {n} decisions", decisions)
    read = _("The team's own words are read anew")
    stage.tell(f"{read}; {learned.format(n=decisions)}.")


async def _ask(stage: Stage, name: str = "") -> None:
    """Ask a source, or all of them, and say what came of it."""
    stage.tell(safe_text(await _tools(stage).poll(name), line=True))


async def _ask_one(stage: Stage, line: SourceLine) -> None:
    if line.is_enabled:
        await _ask(stage, line.name)
    else:
        stage.tell(_("It is paused; p asks it again."))


async def _pause(stage: Stage, line: SourceLine) -> None:
    """Leave a source alone, or ask it again."""
    await _tools(stage).pause(line.name, paused=line.is_enabled)
    said = _("{name} is left alone.") if line.is_enabled else _("{name} is asked again.")
    stage.tell(said.format(name=line.name))


async def _take_move(stage: Stage, line: SourceLine) -> None:
    """Take the new address of a source that has moved for good."""
    if not line.state.has_moved(stage.now()):
        stage.tell(_("It has not moved."))
        return
    address = safe_text(await _tools(stage).move(line.name), line=True)
    told = _("{name} is at {address} from now on")
    stage.tell(told.format(name=line.name, address=address))


async def _test(stage: Stage, line: SourceLine) -> None:
    """Ask a source once and show what it holds."""
    stage.tell(_("Asking {name}.").format(name=line.name))
    trial = await _tools(stage).test(line.name)
    await stage.show(trial_screen(line.name, trial, stage.now(), stage.zone))


ON_SOURCE: Mapping[str, Callable[[Stage, SourceLine], Coroutine[object, object, None]]] = {
    "R": _ask_one,
    "p": _pause,
    "t": _test,
    "m": _take_move,
}
"""What the keys of the screen do with the source under its cursor."""


async def _add(stage: Stage) -> None:
    """Ask for an address, look behind it, and make a source of what is chosen."""
    tools = _tools(stage)
    address = await stage.ask(address_dialog())
    shown = safe_text(address, line=True)
    stage.tell(_("Looking behind {address}.").format(address=shown))
    found = await tools.discover(address)
    if not found:
        raise Refused(_("Nothing was found there."))
    chosen = await stage.ask(found_dialog(found))
    said = _("{name} is a source now.").format(name=await tools.add(chosen))
    if chosen.wants_secret:
        said += " " + _("It wants a secret: see docs/sources.md.")
    stage.tell(said)


def _tools(stage: Stage) -> SourceTools:
    if stage.desk.sources is None:
        raise Refused(_("Nothing polls here."))
    return stage.desk.sources
