"""The team in lines, at every width, whatever the names and comments hold."""

from zoneinfo import ZoneInfo

import pytest

from core.clock import HOUR, MINUTE
from core.vocabulary import ItemId
from desk.reports.cells import width
from desk.reports.plain import Tone
from desk.reports.team import team_lines, team_object
from desk.services.colleagues import Colleague, TeamView
from desk.store.listing import Counts
from desk.store.records import Attendance, Presence, Shift, SourceState
from tests.support.clock import START
from tests.support.detail import HOSTILE
from tests.support.rows import make_row

ZONE = ZoneInfo("Europe/Amsterdam")
HELD = make_row(
    id=ItemId(12), due_at=START - 4 * MINUTE, author="marieke_d", text="Waar blijft " * 20
)
VIEW = TeamView(
    shift=Shift("s1", START - HOUR),
    counts=Counts(queue=23, late=1, soon=2, waiting=4, may_break=(2, 5)),
    colleagues=(
        Colleague(
            "ann",
            Attendance("ann", START - HOUR),
            (HELD,),
            Presence("ann", ItemId(12), START, writes=True),
        ),
        Colleague("tim", Attendance("tim", START - HOUR, away_since=START - MINUTE), (), None),
        Colleague(HOSTILE, None, (), None),
    ),
    on_their_way=(make_row(id=ItemId(7), handed_to="next-shift", handed_at=START - MINUTE),),
    sources=(SourceState("shop", status="failing", error="503"), SourceState("forum", status="ok")),
    now=START,
)


@pytest.mark.parametrize("cells", [40, 80, 120])
def test_who_has_what_stands_there_at_every_width(cells: int) -> None:
    """Names, breaks, what is late, what is on its way, and which source is in trouble."""
    lines = team_lines(VIEW, {"shop": "Winkel"}, ZONE, cells)
    shown = "\n".join("".join(text for text, _tone in line) for line in lines)
    for words in (
        "ann",
        "on a break since",
        "late by 4 min",
        "the next shift",
        "Winkel: failing 503",
    ):
        assert words in shown
    assert "forum" not in shown
    assert "\x1b" not in shown
    held = [line for line in lines if line and "#12" in line[0][0]]
    assert held[0][0][1] is Tone.BAD
    assert "…" in held[0][0][0]
    assert all(width(text) <= cells for line in held for text, _tone in line)


def test_nobody_at_work_is_said() -> None:
    """An empty desk has no empty screen."""
    nobody = TeamView(None, Counts(), (), (), (), START)
    assert any(
        "Nobody is at work." in text
        for line in team_lines(nobody, {}, ZONE, 80)
        for text, _ in line
    )


def test_programs_get_the_same() -> None:
    """Holders, breaks and handovers as an object."""
    told = team_object(VIEW, ZONE)
    assert told["schema"] == "webcare.team/1"
    assert told["agents"][0]["holds"][0] == {
        "item": 12,
        "severity": 3,
        "kind": "complaint",
        "due_at": "2026-11-18T12:02:40+01:00",
        "left_s": -240,
    }
    assert told["agents"][0]["writes"]
    assert told["agents"][1]["away_since"]
    assert told["on_their_way"][0]["to"] == "next-shift"
    assert told["sources_in_trouble"] == ["shop"]
