"""``webcare sources``: where the comments come from."""

import sys
from pathlib import Path
from typing import Any

import click

from core.clock import iso
from core.errors import NotFound, UsageError
from core.i18n import _, ngettext
from core.safe_text import safe_text
from desk.reports.written import written
from desk.services.desk import Desk
from desk.sourcing import Found, Trial, told
from desk.store.records import SourceState
from sources.candidates import kind_of
from sources.registry import KINDS
from sources.settings import SourceSettings, redact, url_problem
from webcare.commands.call import Call, desk_command, print_row
from webcare.commands.values import PATH, Code
from webcare.editing import adding, edit, found_table, name_for
from webcare.files import write_new
from webcare.looking import look, try_sources
from webcare.moving import take_move
from webcare.opml import read_opml, write_opml
from webcare.values import duration

SHOWN = 90
"""Characters of a sample."""
LARGEST = 8 * 1024 * 1024
"""Bytes of OPML that are read."""
NAME = click.option("--name", default="", help=_("Its id for ever; else made from the address."))
BRAND = click.option("--brand", default="", help=_("For which brand it speaks."))


@click.group("sources")
def sources() -> None:
    """List, find, add and check the sources."""


@desk_command("list", sources)
async def list_(call: Call, desk: Desk) -> None:
    """Print every source and how it stood when it was last asked."""
    states = await desk.store.source_states()
    if not call.settings.sources and not call.json:
        call.say(_("No source is configured; add one: webcare sources add URL"))
    for source in call.settings.sources:
        state = states.get(source.name) or SourceState(source.name)
        if call.json:
            _tell(call, source, state)
            continue
        status = state.status or _("never asked yet")
        shown = status if source.enabled else _("switched off")
        print_row(
            (source.name, 12), (shown, 10), (source.brand, 10), redact(source.url), state.error
        )


def _tell(call: Call, source: SourceSettings, state: SourceState) -> None:
    moved = state.moved_to if state.has_moved(state.last_attempt_at or 0) else ""
    stood = written(state, call.zone, "status error last_ok_at last_new_at items_total")
    stood["next_poll_at"] = iso(state.next_poll_at or None, call.zone)
    about = {"url": redact(source.url), "moved_to": moved, **stood}
    call.record("source", source, "name kind title brand enabled", **about)


@desk_command("add", sources)
@click.argument("url")
@NAME
@click.option("--kind", type=Code(KINDS), help=_("How it is read; else told from the address."))
@BRAND
@click.option("--title", default="", help=_("Short name for the list."))
@click.option("--language", default="", help=_("Language of its comments: nl, nb or en."))
@click.option("--every", default="", metavar="TIME", help=_("Shortest time between two polls."))
async def add(
    call: Call, desk: Desk, url: str, name: str, kind: str | None, every: str, **about: str
) -> None:
    """Write a source into webcare.toml; its comments there are kept."""
    url, kind = _address(url, kind or "")
    if every:
        _check_duration(every)
    name = name or name_for(url)
    fields = {"kind": "" if kind == "feed" else kind, **about, "interval_min": every}
    given = {key: value for key, value in fields.items() if value}
    await edit(call.settings, desk, adding({name: {"url": url, **given}}))
    call.line(name)
    call.say(_("Added. Try it: webcare sources check {name}").format(name=name))


def _check_duration(text: str) -> None:
    try:
        duration(text)
    except ValueError as error:
        raise UsageError(f"--every {error}") from error


def _address(url: str, kind: str) -> tuple[str, str]:
    """Return the address and kind of what is to be added; a path becomes the file's address."""
    path = Path(url).expanduser()
    if "://" not in url and path.exists():
        is_lines = path.is_file() or any(path.glob("*.json*"))
        return path.resolve().as_uri(), kind or ("jsonl" if is_lines else "eml")
    if not url.startswith("file:") and (problem := url_problem(url)):
        raise UsageError(_("This cannot be a source: {why}").format(why=problem))
    return url, kind or kind_of(url)


@desk_command("move", sources)
@click.argument("name")
async def move(call: Call, desk: Desk, name: str) -> None:
    """Take the new address of a source that has moved for good."""
    settings, address = await take_move(call.settings, desk, name)
    if call.json:
        state = await desk.store.source_state(name) or SourceState(name)
        _tell(call, settings.only([name]).sources[0], state)
    else:
        call.line(_("{name} is at {address} from now on").format(name=name, address=address))


@desk_command("check", sources)
@click.argument("names", nargs=-1)
async def check(call: Call, _desk: Desk, names: tuple[str, ...]) -> int:
    """Ask sources once and say what they hold; nothing is taken in. Exit code 1 for a failure."""
    settings = call.settings.only(names)
    trials = await try_sources(settings.sources, settings.secrets)
    for name, trial in trials.items():
        if call.json:
            call.data({"schema": "webcare.trial/1", "source": name, **_trial_object(trial)})
        else:
            call.line(f"{name}: {_trial_line(trial)}")
    return 1 if any(trial.error for trial in trials.values()) else 0


def _trial_line(trial: Trial) -> str:
    """Return one line on what a source holds and of when, or why that is not known."""
    newest, said = iso(trial.newest), told(trial)
    return _("{told}, newest {time}").format(told=said, time=newest) if newest else said


def _trial_object(trial: Trial) -> dict[str, Any]:
    return {**written(trial, names="title posts newest samples"), "error": trial.error or None}


@desk_command("discover", sources)
@click.argument("address")
@click.option("--add", "adds", is_flag=True, help=_("Make the first one a source."))
@click.option("--number", type=click.IntRange(1), default=1, help=_("With --add: which one."))
@NAME
@BRAND
@click.option("--allow-private", is_flag=True, help=_("Also look on private addresses."))
async def discover(
    call: Call, desk: Desk, address: str, adds: bool, number: int, name: str, **table: Any
) -> int:
    """Find the comment or review feeds behind the address of a page, a profile or an app."""
    found = await look(address, allow_private=table["allow_private"])
    for n, one in enumerate(found, start=1):
        _show_found(call, n, one)
    if not adds:
        offer = _("Add one: webcare sources discover {address} --add --number N")
        call.say(offer.format(address=address))
        return 0 if any(one.trial and not one.trial.error for one in found) else 1
    if number > len(found):
        raise NotFound(_("There is no number {n}").format(n=number))
    chosen = found[number - 1]
    name = name or name_for(chosen.url, {source.name for source in call.settings.sources})
    await edit(call.settings, desk, adding({name: found_table(chosen, **table)}))
    call.say(_("Added as {name}.").format(name=name))
    if chosen.wants_secret:
        wants = _('It wants a secret: set secret = "env:NAME" under [sources.{name}].')
        call.say(wants.format(name=name))
    return 0


def _show_found(call: Call, n: int, found: Found) -> None:
    trial = found.trial
    if call.json:
        told = {"number": n, "trial": _trial_object(trial) if trial else None}
        call.record("found", found, "url kind wants_secret", **told)
        return
    print_row((str(n), 2), (found.kind, 9), found.url)
    if trial is None:
        wants = _("not tried: it wants an account's secret")
        later = _("not tried: its server is not asked twice at once")
        print_row(("", 2), wants if found.wants_secret else later)
        return
    print_row(("", 2), _trial_line(trial))
    for sample in trial.samples:
        text = safe_text(sample.text, line=True, cap=SHOWN)
        print_row(("", 4), f"{sample.author or '–'}: {text}")


@desk_command("import", sources)
@click.argument("file", type=PATH)
async def import_(call: Call, desk: Desk, file: Path) -> int:
    """Add the feeds of an OPML file; exit code 1 when some of them cannot be sources."""
    try:
        with file.open("rb") as opened:
            text = opened.read(LARGEST)
    except OSError as error:
        raise NotFound(
            _("{file} cannot be read: {why}").format(file=file, why=error.strerror)
        ) from error
    imported = read_opml(text, call.settings)
    if imported.tables:
        await edit(call.settings, desk, adding(imported.tables))
    for name in imported.tables:
        call.line(name)
    for line in imported.refused:
        call.say(_("Left out: {why}").format(why=line))
    added = len(imported.tables)
    said = ngettext("{n} source added", "{n} sources added", added).format(n=added)
    known = _("{n} known already").format(n=imported.known)
    call.say(f"{said}, {known}")
    return 1 if imported.refused else 0


@desk_command("export", sources)
@click.option("--output", type=PATH, help=_("Into this file, not stdout."))
async def export(call: Call, _desk: Desk, output: Path | None) -> None:
    """Print the sources as OPML; secrets are never in it."""
    text = write_opml(call.settings)
    if output is None:
        sys.stdout.write(text)
    else:
        write_new(output, text)
