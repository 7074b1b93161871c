"""Canned texts on an item: which fit, how they are filled in, and what must be added by hand."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from core.errors import NotFound, Refused
from core.i18n import _
from core.moments import midnight
from core.safe_text import safe_text
from desk.model.event import EventKind
from desk.model.fold import undone_ids
from desk.model.item import Item
from desk.services.desk import Desk
from desk.services.detail import Detail
from playbooks.canned import BLANKS, Canned, Offer, fill, is_bare, places, signature, uses

NO_BLANKS: Mapping[str, str] = MappingProxyType({})
_BRACES = str.maketrans("", "", "{}")


def fitting(desk: Desk, item: Item) -> tuple[Canned, ...]:
    """Return the texts for an item's kind, language and brand, in the order of the file."""
    formal = desk.brand_of(item).formal
    return tuple(
        canned
        for canned in desk.settings.canned
        if canned.fits(item.kind, item.language, item.brand, formal=formal)
    )


async def offers(desk: Desk, detail: Detail) -> tuple[Offer, ...]:
    """Return the texts that fit an item, filled in for it."""
    used = await used_today(desk)
    return tuple(
        Offer(canned, filled(desk, detail, canned), used[canned.name])
        for canned in fitting(desk, detail.item)
    )


async def used_today(desk: Desk) -> Counter[str]:
    """Return in how many replies the team used each canned text since midnight."""
    since = midnight(desk.now(), ZoneInfo(desk.settings.hours.zone))
    told = await desk.store.recorded((EventKind.REPLIED, EventKind.UNDONE), since)
    gone = undone_ids(told)
    return Counter(
        name
        for event in told
        if event.kind is EventKind.REPLIED and event.id not in gone
        for name in event.data.get("canned", ())
    )


def named(desk: Desk, name: str) -> Canned:
    """Return a canned text by its name; NotFound names those there are."""
    for canned in desk.settings.canned:
        if canned.name == name:
            return canned
    known = ", ".join(canned.name for canned in desk.settings.canned)
    message = _("There is no canned text {name}").format(name=repr(name))
    raise NotFound(message, _("There are: {names}.").format(names=known) if known else "")


def filled(
    desk: Desk, detail: Detail, canned: Canned, blanks: Mapping[str, str] = NO_BLANKS
) -> str:
    """Return a canned text for an item; what neither the desk nor ``blanks`` know stays open."""
    for name in blanks:
        if name not in BLANKS:
            known = ", ".join(BLANKS)
            raise NotFound(_("There is no place {name} to fill in").format(name=repr(name)), known)
    item = detail.item
    brand = desk.brand_of(item)
    values = {
        "name": _called(detail.author, formal=brand.formal),
        "agent": desk.agent,
        "brand": brand.title or None,
        "contact": next(iter(brand.own_contacts), None),
        "signature": signature(brand, desk.agent),
        **{name: text.translate(_BRACES).strip() or None for name, text in blanks.items()},
    }
    return fill(canned.text, values).rstrip()


def used_in(desk: Desk, reply: str) -> list[str]:
    """Return the names of the canned texts that a reply was made of."""
    return [canned.name for canned in desk.settings.canned if uses(canned, reply)]


def check_personal(desk: Desk, item: Item, reply: str) -> None:
    """Refuse a reply with places left open, or a canned text that greets everybody alike."""
    if still := places(reply):
        raise Refused(
            _("Still to fill in: {places}").format(places=", ".join(f"{{{p}}}" for p in still)),
            _("Write it, or take it out."),
        )
    signing = signature(desk.brand_of(item), desk.agent)
    for canned in desk.settings.canned:
        if uses(canned, reply) and is_bare(canned, reply, signing):
            title = safe_text(canned.title, line=True)
            raise Refused(
                _("Nothing in this reply is for this customer alone"),
                _("Add it to the canned text “{title}”.").format(title=title),
            )


def _called(author: str, *, formal: bool) -> str | None:
    """Return how a customer is greeted: by the first name, formally by the whole one."""
    words = safe_text(author, line=True, cap=60).translate(_BRACES).split()
    return (" ".join(words) if formal else words[0]) if words else None
