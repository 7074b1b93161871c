"""docs/sources.md: its table names every kind, and its own adapter works as it stands there."""

import re
import sys
from types import ModuleType

import pytest

from desk.store.records import SourceState
from sources import registry
from sources.fault import SourceError
from sources.registry import KINDS, adapter_for
from sources.settings import SourceSettings
from tests.support.bodies import read
from tests.support.terminal import ROOT

PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


def test_every_kind_is_in_the_table_and_no_other() -> None:
    """What a kind can and cannot see is written down for each."""
    table = PAGE.partition("## Kinds")[2].partition("### Secrets")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(KINDS)


def test_the_adapter_of_the_page_takes_one_module_and_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Copied from the page, it asks, reads and survives what every other adapter does."""
    (code,) = re.findall(r"```python\n(\"\"\"Guestbook.*?)```", PAGE, re.DOTALL)
    module = ModuleType("guestbook")
    exec(compile(code, "docs/sources.md", "exec"), module.__dict__)  # noqa: S102 - our own page
    monkeypatch.setitem(sys.modules, "guestbook", module)
    monkeypatch.setitem(registry.KINDS, "guestbook", "guestbook")
    settings = SourceSettings("hotel", "https://hotel.voorbeeld/entries", "guestbook")
    (request,) = adapter_for("guestbook").plan(settings, SourceState("hotel"))
    assert request.url == settings.url
    body = (
        b'{"entries": [{"id": 7, "words": "Koud bad", "guest": {"name": "Mies"}, "stars": 2,'
        b' "date": "2026-11-18T09:00:00+01:00"}]}'
    )
    (post,) = read(body, "guestbook", settings=settings).posts
    assert (post.native_id, post.body, post.author) == ("7", "Koud bad", "Mies")
    assert (post.rating, post.rating_max) == (2.0, 5.0)
    assert post.published_at is not None
    with pytest.raises(SourceError):
        read(b"<html><title>Inloggen</title>", "guestbook", settings=settings)
