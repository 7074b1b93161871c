"""``webcare sources``: where the comments come from."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

import click

from core.clock import SystemClock, iso
from core.errors import UsageError
from core.i18n import _
from desk.services.desk import Desk
from desk.store.records import SourceState
from sources.settings import SourceSettings, redact, url_problem
from webcare.commands.call import Call, call_command, desk_command, print_row
from webcare.commands.options import Asked, shared_options
from webcare.editing import add_source
from webcare.polling import with_secrets
from webcare.trial import Trial, try_source
from webcare.values import duration


@click.group("sources")
def sources() -> None:
    """List, add and check the sources."""


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
@click.option("--brand", default="", help=_("For which brand it speaks."))
@click.option("--title", default="", help=_("Short name for the list."))
@click.option("--language", default="", help=_("Language of its comments: nl, nb or en."))
@click.option("--every", default="", metavar="TIME", help=_("Shortest time between two polls."))
@shared_options
def add(
    asked: Asked, url: str, name: str, brand: str, title: str, language: str, every: str
) -> None:
    """Write a source into webcare.toml; its comments there are kept."""
    if problem := url_problem(url):
        raise UsageError(_("This cannot be a source: {why}").format(why=problem))
    if every:
        _check_duration(every)
    name = name or _name_for(url)
    fields = {"brand": brand, "title": title, "language": language, "interval_min": every}
    given = {key: value for key, value in fields.items() if value}
    add_source(asked.places, name, {"url": url, **given})
    click.echo(name)
    click.echo(_("Added. Try it: webcare sources check {name}").format(name=name), err=True)


@sources.command("check")
@click.argument("names", nargs=-1)
@call_command
def check(call: Call, names: tuple[str, ...]) -> int:
    """Ask sources once and say what they hold; nothing is taken in. Exit code 1 for a failure."""
    settings = call.settings.only(names)
    ready, lacking = with_secrets(settings.sources, settings.secrets)
    trials = [Trial(name, error=error.message) for name, error in lacking.items()]
    trials += asyncio.run(_try_all(ready))
    for trial in trials:
        if call.json:
            call.data({"schema": "webcare.trial/1", **trial.as_object()})
        else:
            call.line(_sentence(trial))
    return 1 if any(trial.error for trial in trials) else 0


async def _try_all(ready: tuple[SourceSettings, ...]) -> list[Trial]:
    return await asyncio.gather(*(try_source(source, SystemClock()) for source in ready))


def _sentence(trial: Trial) -> str:
    if trial.error:
        return f"{trial.source}: {trial.error}"
    return _("{source}: {n} comments, “{title}”, newest {time}").format(
        source=trial.source, n=trial.posts, title=trial.title, time=iso(trial.newest) or "?"
    )


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
        "moved_to": redact(state.moved_to) if state.moved_to else "",
    }


def _name_for(url: str) -> str:
    """Return a name made from an address: its host without www and ending."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    stem = host.rsplit(".", 1)[0] if "." in host and not host.replace(".", "").isdigit() else host
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40] or "source"


def _check_duration(text: str) -> None:
    try:
        duration(text)
    except ValueError as error:
        raise UsageError(f"--every {error}") from error
