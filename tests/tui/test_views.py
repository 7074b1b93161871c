"""The tabs over the list: whole names at every width, in every language."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.i18n import set_language
from desk.store.listing import Counts, View
from tui.widgets.views import view_tabs

BUSY = Counts(queue=1234, mine=12, waiting=123, praise=123, watching=0)


@pytest.fixture(params=["en", "nl", "nb"], autouse=True)
def _spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    """Speak each language of the desk in turn."""
    set_language(request.param)
    yield
    set_language("en")


@pytest.mark.parametrize("width", [58, 70, 78, 118])
def test_every_tab_keeps_its_whole_name(width: int) -> None:
    """All five views stand there in full from sixty columns on, the shown one with its count."""
    tabs = view_tabs(View.QUEUE, BUSY, width)
    names = [name for name in view_tabs(View.QUEUE, BUSY, 200).plain.split() if name.isalpha()]
    assert tabs.cell_length <= width
    assert [name for name in names if name not in tabs.plain] == []
    assert "1234]" in tabs.plain


def test_what_is_on_its_way_has_a_tab_while_there_is_something() -> None:
    """The sixth tab comes with the first handover, and stays while it is looked at."""
    assert "6 " not in view_tabs(View.QUEUE, BUSY, 200).plain
    assert "6 " in view_tabs(View.QUEUE, replace(BUSY, handed=2), 200).plain
    assert "[6 " in view_tabs(View.HANDED, BUSY, 200).plain


def test_counts_of_nothing_go_first() -> None:
    """A little less room costs only what says nothing."""
    full = view_tabs(View.QUEUE, BUSY, 200)
    tight = view_tabs(View.QUEUE, BUSY, full.cell_length - 1)
    assert full.plain.rstrip().endswith(" 0")
    assert not tight.plain.rstrip().endswith(" 0")
    assert all(count in tight.plain for count in ("1234", "12", "123"))


def test_tabs_without_room_are_left_out_whole() -> None:
    """In a very narrow window the last tabs go, and no name is cut."""
    tabs = view_tabs(View.MINE, BUSY, 30).plain
    assert tabs.startswith("1 ")
    assert "…" not in tabs
    assert len(tabs) <= 30
