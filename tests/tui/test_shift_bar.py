"""What the line on top says of the sources: how many are well, and that silence is no peace."""

from datetime import UTC

from core.clock import HOUR, MINUTE
from desk.store.listing import View
from desk.store.records import SourceState
from tests.support.clock import START as NOW
from tui.widgets.shift_bar import Standing, compose_bar
from tui.widgets.views import empty_text

WELL = SourceState("shop", status="ok", last_ok_at=NOW, next_poll_at=NOW + MINUTE)
LOST = SourceState("forum", status="failing", last_ok_at=NOW - HOUR, next_poll_at=NOW + MINUTE)
LATE = SourceState("blog", status="ok", last_ok_at=NOW - 2 * HOUR, next_poll_at=NOW - HOUR)
SHORT = SourceState("app", status="failing", last_ok_at=NOW - MINUTE, next_poll_at=NOW + MINUTE)


def bar(*states: SourceState) -> str:
    """Return the line with these sources, at a width that holds all of it."""
    return compose_bar(Standing("tim", UTC, now=NOW, sources=states), 160).plain


def test_the_bar_says_since_when_a_source_is_silent() -> None:
    """Of several the longest silence; what has only just failed is counted, not timed."""
    assert "sources 1/1" in bar(WELL)
    assert "!" not in bar(WELL)
    assert "sources 1/2 !" in bar(WELL, SHORT)
    assert "sources 1/2 silent since 10:06 !" in bar(WELL, LOST)
    assert "sources 1/3 silent since 09:06 !" in bar(WELL, LOST, LATE)


def test_an_empty_queue_is_no_peace_while_a_source_is_silent() -> None:
    """It names whom nothing is known of, and hidden characters stay hidden."""
    assert "All done" in empty_text(View.QUEUE, {"shop": WELL}, NOW)
    told = empty_text(View.QUEUE, {"shop": WELL, "\x1b[2Jforum": LOST}, NOW)
    assert "forum" in told
    assert "silence is no peace" in told
    assert "\x1b" not in told
    assert "silence" not in empty_text(View.MINE, {"forum": LOST}, NOW)
    assert "No sources yet" in empty_text(View.QUEUE, {}, NOW)
