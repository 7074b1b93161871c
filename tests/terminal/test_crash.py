"""kill -9 of the real screen: what it said was saved is there, and nothing is there twice."""

import re
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from tests.support.feed_server import Comment, FeedServer, rss
from tests.support.place import Place
from tests.support.served import served
from tests.support.terminal import ENTER

pytestmark = pytest.mark.terminal

SHORT, LONG = 1, 34
"""Kills of each sort: in every test run, and by ``make crash``: a hundred and two altogether."""
TIMES = pytest.mark.parametrize("times", [SHORT, pytest.param(LONG, marks=pytest.mark.slow)])
A_NEW_COMMENT = re.compile(r"Vraag \d+-\d+")


def moment(number: int, longest: float) -> float:
    """Return how many seconds to wait until the kill: another moment each time, none twice."""
    return (number * 37 + 11) % 101 / 101 * longest


def is_healthy(place: Place) -> bool:
    """Return whether ``webcare doctor`` finds nothing that fails."""
    return place.call("doctor", "--json").code == 0


@TIMES
def test_a_draft_that_was_shown_as_saved_survives(tmp_path: Path, times: int) -> None:
    """What was typed until "saved" is there whole; what came after is cut at most."""
    place = Place(tmp_path)
    place.done("add", text="Hoe laat gaan jullie zondag open?")
    stored = ""
    for number in range(times):
        saved, unsaved = f"{stored}Antwoord {number}. ", f"En nog iets {number}. "
        with place.screen() as screen:
            screen.wait_for("[>] 1")
            screen.press("r")
            screen.wait_for("f1 help")
            screen.type(saved.removeprefix(stored))
            screen.wait_for(f" {len(saved)} characters", "saved ")
            screen.type(unsaved)
            screen.read(moment(number, 0.9))
            screen.kill()
        (draft,) = place.show(1)["drafts"]
        stored = draft["body"]
        assert stored.startswith(saved)
        assert (saved + unsaved).startswith(stored)
    kinds = [event["kind"] for event in place.show(1)["events"]]
    assert kinds.count("drafted") == 1
    assert is_healthy(place)


@TIMES
def test_an_outcome_is_there_once_or_not_at_all(tmp_path: Path, times: int) -> None:
    """An item that was shown as decided is closed; one that was not is as it was, or closed."""
    place = Place(tmp_path)
    for number in range(times):
        place.done("add", text=f"Vraag {number}: hoe laat open?")
    for number in range(times):
        first, *others = [row["id"] for row in place.listed()]
        with place.screen() as screen:
            screen.wait_for("[>] 1")
            screen.press("D")
            screen.wait_for("What do we do with it?")
            screen.press("d", ENTER)
            screen.wait_for("Reason")
            screen.press("a")
            screen.type(ENTER)
            screen.read(moment(number, 0.3))
            screen.kill()
        story = place.show(first)
        told = "Decided" in screen.text
        ended = story["outcome"] is not None
        assert ended or not told
        left = sorted(row["id"] for row in place.listed())  # the plan may order them anew
        assert left == sorted(others if ended else [first, *others])
        kinds = [event["kind"] for event in story["events"]]
        assert kinds.count("decided") == ended
        if not ended:
            place.done("decide", str(first), "discard", "--reason", "test")
        assert place.show(first)["state"] == "closed"
    assert len(place.listed("--state", "closed", "--limit", "0")) == times
    assert is_healthy(place)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """Yield a feed server that is beyond the reach of the kills."""
    with served() as server:
        yield server


@TIMES
def test_a_poll_that_was_killed_loses_and_doubles_nothing(
    tmp_path: Path, server: FeedServer, times: int
) -> None:
    """Comments that were on the screen stay; the next poll brings the others, each of them once."""
    place = Place(tmp_path)
    comments = [_comment("0-0")]
    place.add_source("shop", server.script("/feed", rss(comments)))
    place.done("poll", "--once")
    for number in range(1, times + 1):
        comments[:0] = [_comment(f"{number}-{n}") for n in range(3)]
        server.script("/feed", rss(comments))
        place.advance(600)  # the source is due, and whoever was killed before has lost it
        with place.screen(size=(100, 60)) as screen:
            screen.wait_for("[>] 1")
            screen.read(moment(number, 1.5))
            screen.kill()
        seen = set(A_NEW_COMMENT.findall(screen.text))
        assert seen <= _texts(place).keys()
        place.advance(600)
        place.done("poll", "--once")
        assert _texts(place) == dict.fromkeys((c.text for c in comments), 1)
    assert is_healthy(place)


def _comment(number: str) -> Comment:
    return Comment(number, f"Vraag {number}", date=formatdate(time.time(), usegmt=True))


def _texts(place: Place) -> dict[str, int]:
    """Return how often each text is in the queue."""
    texts = [row["text"] for row in place.listed("--limit", "0")]
    return {text: texts.count(text) for text in texts}


def test_ten_commands_at_once_beside_the_screen(tmp_path: Path) -> None:
    """Taking and noting on the same file while a reply is written: none fails, none is lost."""
    place = Place(tmp_path)
    for number in range(6):
        place.done("add", text=f"Vraag {number}: hoe laat open?")
    with place.screen() as screen:
        screen.wait_for("[>] 1", "Vraag 0")
        screen.press("r")
        screen.wait_for("f1 help")
        agents = {item: f"agent{item}" for item in range(2, 7)}
        notes = {f"Belde om {hour} uur." for hour in range(9, 14)}
        running = [place.start("take", str(i), "--agent", name) for i, name in agents.items()]
        running += [place.start("note", "1", text=note) for note in notes]
        for word in ("Wij ", "zijn ", "vanaf ", "tien ", "open."):
            screen.type(word)
        for process in running:
            _out, error = process.communicate(timeout=60)
            assert process.returncode == 0, error
        screen.wait_for("25 characters", "saved ", "agent6")
    story = place.show(1)
    assert {e["texts"]["text"] for e in story["events"] if e["kind"] == "noted"} == notes
    assert [draft["body"] for draft in story["drafts"]] == ["Wij zijn vanaf tien open."]
    assert {row["id"]: row["claimed_by"] for row in place.listed()} == {1: "tim", **agents}
    assert is_healthy(place)
