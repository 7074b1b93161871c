"""``webcare sources discover``: the comment feeds behind a page's address."""

import asyncio
from typing import Any

import click

from core.errors import NotFound
from core.i18n import _
from core.safe_text import safe_text
from desk.sourcing import Found
from webcare.commands.call import Call, call_command, print_row
from webcare.commands.trial import line_of, trial_object
from webcare.editing import adding, found_table, name_for, write
from webcare.looking import look

_SHOWN = 90
"""Characters of a sample."""


@click.command("discover")
@click.argument("address")
@click.option("--add", "adds", is_flag=True, help=_("Make the first one a source."))
@click.option("--number", type=click.IntRange(1), default=1, help=_("With --add: which one."))
@click.option("--name", default="", help=_("Its id for ever; else made from the address."))
@click.option("--brand", default="", help=_("For which brand it speaks."))
@click.option("--allow-private", is_flag=True, help=_("Also look on private addresses."))
@call_command
def discover(
    call: Call, address: str, adds: bool, number: int, name: str, brand: str, allow_private: bool
) -> int:
    """Find the comment or review feeds behind the address of a page, a profile or an app."""
    found = asyncio.run(look(address, allow_private=allow_private))
    for n, one in enumerate(found, start=1):
        if call.json:
            call.data(_object(n, one))
        else:
            _show(n, one)
    if not adds:
        call.say(
            _("Add one: webcare sources discover {address} --add --number N").format(
                address=address
            )
        )
        return 0 if any(one.trial and not one.trial.error for one in found) else 1
    if number > len(found):
        raise NotFound(_("There is no number {n}").format(n=number))
    chosen = found[number - 1]
    taken = {source.name for source in call.in_team().settings.sources}
    name = name or name_for(chosen.url, taken)
    table = found_table(chosen, brand=brand, allow_private=allow_private)
    write(call.settings, adding({name: table}))
    call.say(_("Added as {name}.").format(name=name))
    if chosen.wants_secret:
        call.say(
            _('It wants a secret: set secret = "env:NAME" under [sources.{name}].').format(
                name=name
            )
        )
    return 0


def _show(n: int, found: Found) -> None:
    print_row((str(n), 2), (found.kind, 9), found.url)
    if found.trial is None:
        wants = _("not tried: it wants an account's secret")
        later = _("not tried: its server is not asked twice at once")
        print_row(("", 2), wants if found.wants_secret else later)
        return
    print_row(("", 2), line_of(found.trial))
    for sample in found.trial.samples:
        text = safe_text(sample.text, line=True)
        cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        print_row(("", 4), f"{sample.author or '–'}: {cut}")


def _object(n: int, found: Found) -> dict[str, Any]:
    return {
        "schema": "webcare.found/1",
        "number": n,
        "url": found.url,
        "kind": found.kind,
        "wants_secret": found.wants_secret,
        "trial": trial_object(found.trial) if found.trial else None,
    }
