"""The team's part of the configuration: brands, sources, promises, hours and waits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.i18n import _
from core.vocabulary import Brand
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

Tree = Mapping[str, Any]
"""A table of the file whose values have been read by the schema."""


def desk_settings(tree: Tree) -> DeskSettings:
    """Return what the desk must know of the team; MisfitError where parts contradict each other."""
    team = dict(tree.get("team", {}))
    brands: Tree = tree.get("brands", {})
    promises = overlay(Promises(), tree, ())
    of_brands = {name: overlay(promises, brand, ("brands", name)) for name, brand in brands.items()}
    return DeskSettings(
        team=team.pop("name", ""),
        brands={name: _brand(name, brand) for name, brand in brands.items()},
        sources={
            name: _source(name, source, of_brands, promises)
            for name, source in tree.get("sources", {}).items()
        },
        promises=promises,
        waits=replace(Waits(), **tree.get("waits", {})),
        order=replace(OrderSettings(), **tree.get("order", {})),
        storm=replace(Storm(), **tree.get("storm", {})),
        hours=_hours(dict(tree.get("hours", {}))),
        canned=tuple(
            _canned(name, table, brands) for name, table in tree.get("canned", {}).items()
        ),
        **team,
        **tree.get("evidence", {}),
    )


def overlay(base: Promises, owner: Tree, way: Way) -> Promises:
    """Return promises with those of a table's own put over them; what it leaves out stays."""
    changes: dict[str, Any] = dict(owner.get("promises", {}))
    for key, value in changes.items():
        if not isinstance(value, Mapping):  # a weight by itself
            continue
        was: Target | None = getattr(base, key)
        within = value.get("within", was.within if was else None)
        if within is None:
            message = _("must say within what time, for instance within = '24h'")
            raise MisfitError((*way, "promises", key), message)
        changes[key] = Target(within, value.get("weight", was.weight if was else 1))
    return replace(base, **changes)


def _brand(name: str, table: Tree) -> Brand:
    own = {key: value for key, value in table.items() if key != "promises"}
    return Brand(**{"name": name, "title": name, **own})


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
    return Canned(**{"name": name, "title": name, **table})


def _source(
    name: str, table: Tree, of_brands: Mapping[str, Promises], promises: Promises
) -> SourceRules:
    way = ("sources", name)
    if brand := table.get("brand", ""):
        _check_brand(brand, of_brands, (*way, "brand"))
    ours = ("brand", "title", "language", "reply_limit", "kind")
    return SourceRules(
        name=name,
        promises=overlay(of_brands.get(brand, promises), table, way),
        **{key: table[key] for key in ours if key in table},
    )


def _hours(table: dict[str, Any]) -> Hours:
    week = {n: table.pop(name) for n, name in enumerate(WEEKDAYS) if name in table}
    return Hours(week=week, **table)
