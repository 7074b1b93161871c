"""``webcare canned``: what the team says often."""

import click

from core.i18n import _, ngettext
from core.labels import label
from core.vocabulary import ItemId
from desk.services import canned as texts
from desk.services import items
from desk.services.desk import Desk
from playbooks.canned import Offer
from webcare.commands.call import Call, desk_command
from webcare.commands.values import ITEM


@click.command("canned")
@click.argument("item", type=ITEM, required=False)
@desk_command
async def canned(call: Call, desk: Desk, item: ItemId | None) -> None:
    """List the canned texts; with an item, those that fit it, filled in as far as is known."""
    if item is None:
        used = await texts.used_today(desk)
        offers = [Offer(one, one.text, used[one.name]) for one in desk.settings.canned]
    else:
        offers = list(await texts.offers(desk, await items.detail(desk, item)))
    for offer in offers:
        _print(call, offer)
    if not offers and not call.json:
        call.say(_("There is no canned text here; docs/replies.md says how to write one."))


def _print(call: Call, offer: Offer) -> None:
    one = offer.canned
    if call.json:
        call.data(
            {
                "schema": "webcare.canned/1",
                "name": one.name,
                "title": one.title,
                "language": one.language,
                "kinds": list(one.kinds),
                "brands": list(one.brands),
                "formal": one.formal,
                "text": offer.text,
                "used_today": offer.used,
            }
        )
        return
    count = ngettext("used once today", "used {n} times today", offer.used).format(n=offer.used)
    call.line(f"{one.name}: {one.title} · {label(one.language)} · {count}")
    call.text("\n".join(f"    {line}" for line in offer.text.splitlines()))
