"""``webcare sources``: where the comments come from."""

import asyncio
from pathlib import Path
from typing import Any

import click

from core.clock import iso
from core.errors import UsageError
from core.i18n import _
from desk.services.desk import Desk
from desk.store.records import SourceState
from sources.candidates import kind_of
from sources.registry import KINDS
from sources.settings import SourceSettings, redact, url_problem
from webcare.commands.call import Call, call_command, desk_command, print_row
from webcare.commands.discover import discover
from webcare.commands.opml import export, import_
from webcare.commands.options import Asked, shared_options
from webcare.commands.trial import line_of, trial_object
from webcare.editing import adding, name_for, write
from webcare.looking import try_sources
from webcare.moving import take_move
from webcare.values import duration


@click.group("sources")
def sources() -> None:
    """List, find, add and check the sources."""


for command in (discover, import_, export):
    sources.add_command(command)


@sources.command("list")
@desk_command
async def list_(call: Call, desk: Desk) -> None:
    """Print every source and how it stood when it was last asked."""
    states = await desk.store.source_states()
    if not call.settings.sources and not call.json:
        call.say(_("No source is configured; add one: webcare sources add URL"))
    for source in call.settings.sources:
        state = states.get(source.name) or SourceState(source.name)
        if call.json:
            call.data(_object(call, source, state))
            continue
        status = state.status or _("never asked yet")
        shown = status if source.enabled else _("switched off")
        print_row(
            (source.name, 12), (shown, 10), (source.brand, 10), redact(source.url), state.error
        )


@sources.command("add")
@click.argument("url")
@click.option("--name", default="", help=_("Its id for ever; else made from the address."))
@click.option("--kind", default="", help=_("How it is read; else told from the address."))
@click.option("--brand", default="", help=_("For which brand it speaks."))
@click.option("--title", default="", help=_("Short name for the list."))
@click.option("--language", default="", help=_("Language of its comments: nl, nb or en."))
@click.option("--every", default="", metavar="TIME", help=_("Shortest time between two polls."))
@shared_options
def add(
    asked: Asked,
    url: str,
    name: str,
    kind: str,
    brand: str,
    title: str,
    language: str,
    every: str,
) -> None:
    """Write a source into webcare.toml; its comments there are kept."""
    if kind and kind not in KINDS:
        raise UsageError(_("--kind must be one of {kinds}").format(kinds=", ".join(KINDS)))
    url, kind = _address(url, kind)
    if every:
        _check_duration(every)
    name = name or name_for(url)
    shown_kind = "" if kind == "feed" else kind
    fields = {
        "kind": shown_kind,
        "brand": brand,
        "title": title,
        "language": language,
        "interval_min": every,
    }
    given = {key: value for key, value in fields.items() if value}
    write(asked.settings(), adding({name: {"url": url, **given}}))
    click.echo(name)
    click.echo(_("Added. Try it: webcare sources check {name}").format(name=name), err=True)


@sources.command("move")
@click.argument("name")
@desk_command
async def move(call: Call, desk: Desk, name: str) -> None:
    """Take the new address of a source that has moved for good."""
    settings, address = await take_move(call.settings, desk, name)
    if call.json:
        source = settings.only([name]).sources[0]
        state = await desk.store.source_state(name) or SourceState(name)
        call.data(_object(call, source, state))
    else:
        call.line(_("{name} is at {address} from now on").format(name=name, address=address))


@sources.command("check")
@click.argument("names", nargs=-1)
@call_command
def check(call: Call, names: tuple[str, ...]) -> int:
    """Ask sources once and say what they hold; nothing is taken in. Exit code 1 for a failure."""
    settings = call.in_team().settings.only(names)
    trials = asyncio.run(try_sources(settings.sources, settings.secrets))
    for name, trial in trials.items():
        if call.json:
            call.data({"schema": "webcare.trial/1", "source": name, **trial_object(trial)})
        else:
            call.line(f"{name}: {line_of(trial)}")
    return 1 if any(trial.error for trial in trials.values()) else 0


def _address(url: str, kind: str) -> tuple[str, str]:
    """Return the address and kind of what is to be added; a path becomes the file's address."""
    path = Path(url).expanduser()
    if "://" not in url and path.exists():
        is_lines = path.is_file() or any(path.glob("*.json*"))
        return path.resolve().as_uri(), kind or ("jsonl" if is_lines else "eml")
    if not url.startswith("file:") and (problem := url_problem(url)):
        raise UsageError(_("This cannot be a source: {why}").format(why=problem))
    return url, kind or kind_of(url)


def _object(call: Call, source: SourceSettings, state: SourceState) -> dict[str, Any]:
    return {
        "schema": "webcare.source/1",
        "name": source.name,
        "kind": source.kind,
        "title": source.title,
        "brand": source.brand,
        "url": redact(source.url),
        "enabled": source.enabled,
        "status": state.status,
        "error": state.error,
        "last_ok_at": iso(state.last_ok_at, call.zone),
        "last_new_at": iso(state.last_new_at, call.zone),
        "next_poll_at": iso(state.next_poll_at, call.zone) if state.next_poll_at else None,
        "items_total": state.items_total,
        "moved_to": state.moved_to if state.has_moved(state.last_attempt_at or 0) else "",
    }


def _check_duration(text: str) -> None:
    try:
        duration(text)
    except ValueError as error:
        raise UsageError(f"--every {error}") from error
