"""However the desk ends, the terminal is given back and what was typed is in the database."""

import signal
import sys
import time
from pathlib import Path

import pytest

from tests.support.crashing import SECRET
from tests.support.place import Place
from tests.support.terminal import Terminal, ctrl

pytestmark = pytest.mark.terminal

TYPED = "Hoi, we zoeken het uit"
AT_ONCE = 2.0
"""Seconds in which the program must be gone."""
ALT_SCREEN = (b"\x1b[?1049h", b"\x1b[?1049l")
MOUSE = (b"\x1b[?1000h", b"\x1b[?1000l")
CURSOR = (b"\x1b[?25l", b"\x1b[?25h")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a desk with one comment on it."""
    place = Place(tmp_path)
    place.done("add", "--author", "ola", text="Hoe laat gaan jullie zondag open?")
    return place


def begin_reply(screen: Terminal) -> None:
    """Open the draft of the item under the cursor and type into it."""
    screen.wait_for("ola", "[>] 1")
    screen.press("r")
    screen.wait_for("f1 help")
    screen.type(TYPED)


def is_given_back(raw: bytes) -> bool:
    """Return whether the terminal is in its own screen, without mouse, with its cursor."""
    return all(raw.rfind(on) < raw.rfind(off) for on, off in (ALT_SCREEN, MOUSE)) and (
        raw.rfind(CURSOR[0]) < raw.rfind(CURSOR[1])
    )


def drafts(place: Place) -> list[str]:
    """Return the drafts that are stored of the comment."""
    return [draft["body"] for draft in place.show(1)["drafts"]]


def test_ctrl_q_ends_with_0_and_keeps_the_draft(place: Place) -> None:
    """^q works while a draft is written, and q alone only says so."""
    with place.screen() as screen:
        screen.wait_for("ola", "[>] 1")
        screen.press("q")
        screen.wait_for("^q stops webcare")
        begin_reply(screen)
        screen.press(ctrl("q"))
        assert screen.wait_exit() == 0
        assert is_given_back(bytes(screen.raw))
    assert drafts(place) == [TYPED]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGTERM, 143),
        (signal.SIGHUP, 129),
        (signal.SIGINT, 130),
        (signal.SIGQUIT, 131),
    ],
)
def test_a_signal_ends_it_in_order(place: Place, number: signal.Signals, code: int) -> None:
    """The exit code says which signal; the terminal is given back and the draft is stored."""
    with place.screen() as screen:
        begin_reply(screen)
        began = time.perf_counter()
        screen.process.send_signal(number)
        assert screen.wait_exit() == code
        assert time.perf_counter() - began < AT_ONCE
        assert is_given_back(bytes(screen.raw))
    assert drafts(place) == [TYPED]


@pytest.mark.parametrize("hang_up_is_ignored", [False, True])
def test_a_closed_terminal_ends_it(place: Place, hang_up_is_ignored: bool) -> None:
    """No orphan stays behind, not even one that was told to ignore it; the draft is stored."""
    ignoring = ["sh", "-c", """trap '' HUP; exec "$@\"""", "sh"] if hang_up_is_ignored else []
    with Terminal([*ignoring, *place.words("run")], env=place.env) as screen:
        begin_reply(screen)
        screen.wait_for(f"{len(TYPED)} characters")
        screen.close()
        began = time.perf_counter()
        assert screen.process.wait(timeout=20) == 129
        assert time.perf_counter() - began < AT_ONCE
    assert drafts(place) == [TYPED]


def test_a_second_screen_on_the_same_file_is_refused(place: Place) -> None:
    """One sentence and exit code 75; the first goes on, and so do commands."""
    with place.screen() as first:
        first.wait_for("ola", "[>] 1")
        with place.screen() as second:
            assert second.wait_exit() == 75
            said = second.text.strip()
            assert "open" in said
            assert "Traceback" not in said
        place.done("note", "1", text="Belde ook.")
        first.press("q")
        first.wait_for("^q stops webcare")


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_draw_is_refused(place: Place, term: str) -> None:
    """TERM=dumb and no TERM at all are exit 2 with a sentence, and nothing is drawn."""
    with place.screen(env={"TERM": term}) as screen:
        assert screen.wait_exit() == 2
        assert "needs a terminal" in screen.text
        assert b"\x1b" not in screen.raw


def test_no_terminal_is_refused(place: Place) -> None:
    """In a pipe the desk says what works instead, on stderr, with exit 2."""
    answer = place.call("run")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "webcare: The desk needs a terminal. Use `webcare list --json`.\n"


def test_a_crash_gives_the_terminal_back_and_tells_no_secret(tmp_path: Path) -> None:
    """Exit 70, one line, and a report for its owner alone, without values or messages."""
    script = [sys.executable, "-m", "tests.support.crashing", str(tmp_path)]
    with Terminal(script, env={"LC_ALL": "C.UTF-8"}) as screen:
        assert screen.wait_exit() == 70
        assert is_given_back(bytes(screen.raw))
        assert "webcare stopped by an error" in screen.text.replace("\n", "")
        assert SECRET.encode() not in screen.raw
        assert b"Traceback" not in screen.raw
    (report,) = tmp_path.glob("*.txt")
    assert report.stat().st_mode & 0o777 == 0o600
    text = report.read_text(encoding="utf-8")
    assert text.startswith("builtins.RuntimeError\n")
    assert "crashing.py:" in text
    assert SECRET not in text
    assert "token" not in text
