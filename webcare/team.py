"""The team's part of the configuration: brands, sources, promises, hours and waits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.i18n import _
from core.vocabulary import Brand, Kind, Language
from desk.settings import (
    DeskSettings,
    Hours,
    OrderSettings,
    Promises,
    SourceRules,
    Storm,
    Target,
    Waits,
)
from playbooks.canned import Canned
from webcare.schema import WEEKDAYS, MisfitError, Way, did_you_mean
from webcare.values import day

Tree = Mapping[str, Any]
"""A table of the file whose values have been read by the schema."""


def desk_settings(tree: Tree) -> DeskSettings:
    """Return what the desk must know of the team; MisfitError where parts contradict each other."""
    team = tree.get("team", {})
    promises = overlay(Promises(), tree.get("promises", {}), ("promises",))
    brands: Tree = tree.get("brands", {})
    of_brands = {
        name: overlay(promises, brand.get("promises", {}), ("brands", name, "promises"))
        for name, brand in brands.items()
    }
    sources: Tree = tree.get("sources", {})
    return DeskSettings(
        team=team.get("name", ""),
        brands={name: _brand(name, brand) for name, brand in brands.items()},
        sources={
            name: _source(name, source, brands, of_brands.get(source.get("brand", ""), promises))
            for name, source in sources.items()
        },
        promises=promises,
        waits=replace(Waits(), **tree.get("waits", {})),
        order=replace(OrderSettings(), **tree.get("order", {})),
        storm=replace(Storm(), **tree.get("storm", {})),
        hours=_hours(tree.get("hours", {})),
        languages=_languages(team),
        **tree.get("evidence", {}),
        canned=tuple(
            _canned(name, table, brands) for name, table in tree.get("canned", {}).items()
        ),
    )


def overlay(base: Promises, table: Tree, way: Way) -> Promises:
    """Return promises with those of a table put over them; what it leaves out stays."""
    changes: dict[str, Any] = {}
    for key, value in table.items():
        if key == "promised_contact_weight":
            changes[key] = value
            continue
        was: Target | None = getattr(base, key)
        within = value.get("within", was.within if was else None)
        if within is None:
            raise MisfitError(
                (*way, key), _("must say within what time, for instance within = '24h'")
            )
        changes[key] = Target(within, value.get("weight", was.weight if was else 1))
    return replace(base, **changes)


def _brand(name: str, brand: Tree) -> Brand:
    return Brand(
        name=name,
        title=brand.get("title", name),
        signature=brand.get("signature", ""),
        formal=brand.get("formal", False),
        tone=brand.get("tone", ""),
        own_contacts=brand.get("own_contacts", ()),
    )


def _check_brand(brand: str, brands: Tree, way: Way) -> None:
    if brand not in brands:
        raise MisfitError(
            way,
            _("names a brand that is not there"),
            did_you_mean(brand, brands) or _("Add a table [brands.{brand}].").format(brand=brand),
        )


def _canned(name: str, table: Tree, brands: Tree) -> Canned:
    way = ("canned", name)
    for needed in ("language", "text"):
        if needed not in table:
            raise MisfitError(way, _("must say its {setting}").format(setting=needed))
    for brand in table.get("brands", ()):
        _check_brand(brand, brands, (*way, "brands"))
    return Canned(
        name=name,
        title=table.get("title", name),
        language=Language(table["language"]),
        text=table["text"],
        kinds=tuple(Kind(kind) for kind in table.get("kinds", ())),
        brands=table.get("brands", ()),
        formal=table.get("formal"),
    )


def _source(name: str, source: Tree, brands: Tree, promises: Promises) -> SourceRules:
    brand = source.get("brand", "")
    if brand:
        _check_brand(brand, brands, ("sources", name, "brand"))
    return SourceRules(
        name=name,
        brand=brand,
        title=source.get("title", ""),
        language=source.get("language", ""),
        promises=overlay(promises, source.get("promises", {}), ("sources", name, "promises")),
        reply_limit=source.get("reply_limit", 0),
        kind=source.get("kind", ""),
    )


def _hours(table: Tree) -> Hours:
    week = {number: table[name] for number, name in enumerate(WEEKDAYS) if name in table}
    return Hours(
        zone=table.get("zone", Hours().zone),
        week=week,
        holidays=table.get("holidays", ""),
        exceptions={day(key): open_ for key, open_ in table.get("exceptions", {}).items()},
    )


def _languages(team: Tree) -> tuple[Language, ...]:
    named = team.get("languages")
    return tuple(Language(code) for code in named) if named else DeskSettings().languages
