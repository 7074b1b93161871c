"""How the sources are polled, out of their tables in the configuration."""

from collections.abc import Mapping
from dataclasses import replace

from core.errors import ConfigError
from core.i18n import _
from sources.registry import adapter_for
from sources.settings import INTERVAL_MAX, SECRET, SourceSettings, address_problem
from webcare.schema import MisfitError
from webcare.secret import reveal
from webcare.team import Tree

_ELSEWHERE = frozenset({"headers", "secret", "opml", "promises", "reply_limit"})
"""Settings of a source that its polling needs not, or not yet."""


def source_settings(tables: Tree, zone: str) -> tuple[SourceSettings, ...]:
    """Return how to poll each source; MisfitError where a table cannot be one."""
    return tuple(_source(name, table, zone) for name, table in tables.items())


def secrets_of(table: Tree) -> Mapping[str, str]:
    """Return where the secrets of a source's table are, by header; its own goes by no header."""
    own = {SECRET: table["secret"]} if "secret" in table else {}
    return {**table.get("headers", {}), **own}


def with_secrets(
    sources: tuple[SourceSettings, ...], secrets: Mapping[str, Mapping[str, str]]
) -> tuple[tuple[SourceSettings, ...], dict[str, ConfigError]]:
    """Return the sources with their secrets, and why those that lack one cannot be polled."""
    ready: list[SourceSettings] = []
    lacking: dict[str, ConfigError] = {}
    for source in sources:
        try:
            found = {name: reveal(at) for name, at in secrets.get(source.name, {}).items()}
        except ConfigError as error:
            lacking[source.name] = error
        else:
            ready.append(_dressed(source, found.pop(SECRET, ""), found))
    return tuple(ready), lacking


def _dressed(source: SourceSettings, secret: str, headers: Mapping[str, str]) -> SourceSettings:
    """Return a source with its secret where its kind of server wants it."""
    worn = adapter_for(source.kind).headers if secret else {}
    filled = {
        name: pattern.replace("{account}", source.account).replace(SECRET, secret)
        for name, pattern in worn.items()
    }
    return replace(source, secret=secret, headers={**filled, **headers})


def _source(name: str, table: Tree, zone: str) -> SourceSettings:
    if "url" not in table:
        raise MisfitError(("sources", name), _("has no address"), _('Add url = "https://…".'))
    if problem := address_problem(table.get("kind", "feed"), table["url"]):
        raise MisfitError(("sources", name, "url"), problem)
    polled = {key: value for key, value in table.items() if key not in _ELSEWHERE}
    if "interval_min" in polled:  # a source that may be asked rarely is not asked more often
        polled.setdefault("interval_max", max(polled["interval_min"], INTERVAL_MAX))
    try:
        return SourceSettings(name=name, **{"zone": zone, **polled})
    except ValueError as error:
        raise MisfitError(("sources", name), str(error)) from error
