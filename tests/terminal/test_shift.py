"""A shift worked on a real pty at 80x24, and what the commands tell of it afterwards."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.clock import FakeClock
from tests.support.place import Place
from tests.support.postgres import PostgresBackend
from tests.support.store import BACKENDS
from tests.support.terminal import DOWN, ENTER, ESCAPE, SPACE, TAB, Terminal, ctrl

pytestmark = pytest.mark.terminal

HOUR, DAY = 3600, 86_400
COMPLAINT = "Mijn pakket is al drie weken kwijt en niemand belt terug, schandalig!"
QUESTION = "Hoe laat gaan jullie zondag open?"
PRAISE = "Wat een geweldige service van Sanne, heel erg bedankt!"
TROLL = "Jullie zijn vast allemaal robots."
REPLY = "Wat vervelend Marieke, we zoeken het meteen uit."
AT_THE_LIST = "j/k choose"
"""Stands in the footer while the list has the keys."""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a desk with nothing on it yet."""
    return Place(tmp_path)


@pytest_asyncio.fixture(params=BACKENDS)
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """Return a desk with nothing on it yet, on each sort of database."""
    if request.param == "sqlite":
        yield Place(tmp_path)
        return
    team = PostgresBackend(tmp_path, FakeClock())
    await team.make()
    yield Place(tmp_path, database=team.address.url)
    await team.drop()


def open_at(place: Place, text: str, size: tuple[int, int] = (80, 24)) -> Terminal:
    """Open the desk and wait until the item under the cursor is read."""
    screen = place.screen(size=size)
    screen.wait_for(text, "[>] 1")
    return screen


def write(screen: Terminal, text: str) -> None:
    """Write the reply and leave it once it is saved."""
    screen.press("r")
    screen.wait_for("f1 help")
    screen.type(text)
    screen.wait_for(f"{len(text)} characters", "saved ")
    screen.press(ESCAPE)
    screen.wait_for(AT_THE_LIST)


def steps_done(screen: Terminal, count: int) -> None:
    """Wait until the counter of the steps says so many."""
    screen.wait_for(f" {count}/16")


def test_a_complaint_is_worked_by_keys_and_comes_back_by_u(either: Place) -> None:
    """The top item is taken, stepped, answered, posted late and ended; the commands tell it all."""
    place = either
    item = place.done(
        "add", "--author", "marieke_d", "--url", "https://insta.example/1", text=COMPLAINT
    )
    other = place.done("add", "--author", "ola", text=QUESTION)
    with open_at(place, "marieke_d") as screen:
        screen.press("a")
        screen.wait_for("you", "Taken")
        _do_the_steps(screen)
        write(screen, REPLY)
        screen.press("p")
        screen.wait_for("Take a breath first")
        screen.press(ESCAPE)
        place.advance(61)  # the breath of a heated comment
        screen.wait_for(AT_THE_LIST, "[>] 8")
        screen.press(SPACE)
        screen.wait_for("[>] 9")
        screen.press("S")
        screen.wait_for("Why is it not needed?")
        screen.type("nobody else is here")
        screen.press(ENTER)
        screen.wait_for("[>] 10")
        screen.press("p")
        screen.wait_for("Post it, then press P")
        place.advance(20 * 60)  # the lease of a ready reply lasts 15 minutes
        screen.wait_for("2 mine 0", "  08:")
        screen.press("P")
        screen.wait_for("Reply posted")
        screen.press(ENTER)
        screen.wait_for("Recorded as posted", "[3 waiting 1]", "marieke_d", "[>] 11")
        _end(screen)
        screen.wait_until_gone("marieke_d")
        screen.wait_for(QUESTION)

        _tells_all(place, item)
        assert [row["id"] for row in place.listed()] == [int(other)]

        screen.press("u")
        screen.wait_for("marieke_d", "Undone")
        story = place.show(item)
        assert (story["outcome"], story["state"]) == (None, "waiting_customer")


def _do_the_steps(screen: Terminal) -> None:
    """Do the first steps of the complaint's checklist: read, evidence, decide, and breathe."""
    screen.press(SPACE)
    screen.wait_for("Core issue")
    screen.type("pakket kwijt")
    screen.press(ENTER, ENTER)
    screen.wait_for("[>] 2")
    screen.press(SPACE)
    screen.wait_for("[>] 3")
    screen.press(SPACE)
    screen.wait_for("What do we do with it?")
    screen.press("r", ENTER)
    screen.wait_for("[>] 4")
    screen.press(SPACE)
    screen.wait_for("[>] 5")
    screen.press(SPACE)
    screen.wait_for("[>] 5", " 00:")


def _end(screen: Terminal) -> None:
    """Skip what is left of the checklist and record the outcome."""
    for number in (12, 13, 14, 15, 16):
        screen.press("S")
        screen.wait_for("Why is it not needed?")
        screen.type("settled in public")
        screen.press(ENTER)
        screen.wait_for(f"[>] {number}")
    screen.press("d")
    screen.wait_for("What came of it?")
    screen.press(ENTER)
    screen.wait_for("Done; u takes it back")


def _tells_all(place: Place, item: str) -> None:
    story = place.show(item)
    assert story["outcome"]["code"] == "solved_public"
    (reply,) = story["replies"]
    assert reply["kind"] == "public_full"
    steps = {step["id"]: step for step in story["steps"]}
    assert steps["read"]["fields"] == {"core_issue": "pakket kwijt"}
    for id_ in ("read", "evidence", "decide", "draft", "reread", "reply", "outcome"):
        step = steps[id_]
        assert (step["state"], step["done_by"], bool(step["done_at"])) == ("done", "tim", True)
    skipped = [step for step in steps.values() if step["state"] == "skipped"]
    assert "nobody else is here" in {step["skipped_reason"] for step in skipped}
    kinds = [event["kind"] for event in story["events"]]
    wanted = ("seen", "triaged", "claimed", "decided", "drafted", "readied", "replied", "concluded")
    assert [kind for kind in dict.fromkeys(kinds) if kind in wanted] == list(wanted)
    assert {event["actor"] for event in story["events"] if event["kind"] in wanted[2:]} == {"tim"}
    texts = {event["kind"]: event["texts"] for event in story["events"]}
    assert texts["replied"]["body"] == REPLY
    (timer,) = [one for one in story["timers"] if one["kind"] == "first_response"]
    assert (timer["result"], bool(timer["ended_at"])) == ("met", True)


def test_praise_is_thanked_and_a_troll_watched_until_both_come_back(place: Place) -> None:
    """A follow-up and a re-check bring their items back to the queue when the clock says so."""
    praise = place.done("add", "--author", "sofie", text=PRAISE)
    troll = place.done("add", "--author", "bot", text=TROLL)
    with open_at(place, TROLL) as screen:
        screen.press("K")
        screen.wait_for("What is it?")
        screen.press("t", ENTER)
        screen.wait_for("troll · severity")
        screen.press("w")
        screen.wait_for("Why watch")
        screen.type("it only wants attention")
        screen.press(ENTER)
        screen.wait_for("[1 queue 1]", "5 watching 1", PRAISE[:30])
        assert place.show(troll)["state"] == "watching"

        _thank(screen)
        screen.wait_for("[1 queue 0]")
        story = place.show(praise)
        assert story["outcome"]["colleague"] == "Sanne"
        assert {"praise_follow_up"} == {
            one["kind"] for one in story["timers"] if not one["ended_at"]
        }

        place.advance(31 * 60)
        screen.wait_for("[1 queue 1]", TROLL)
        screen.press("w")
        screen.wait_for("comes back at its next re-check", "[1 queue 0]")
        place.advance(3 * DAY)
        screen.wait_for("[1 queue 2]", "sofie", "bot")
    assert {str(row["id"]) for row in place.listed()} == {praise, troll}


def _thank(screen: Terminal) -> None:
    screen.press("D")
    screen.wait_for("What do we do with it?")
    screen.press("t", ENTER)
    screen.wait_for("Decided")
    write(screen, "Dank je wel Sofie, Sanne hoort het van ons!")
    screen.press("P")
    screen.wait_for("Reply posted")
    screen.press(ENTER)
    screen.wait_for("Recorded as posted")
    screen.press("d")
    screen.wait_for("Still to do: Was it meant for us?")
    screen.press(SPACE)
    screen.wait_for("Meant for whom?")
    screen.press("a", ENTER)
    screen.wait_for("[x] 1 Was it meant for us?")
    screen.press("d")
    screen.wait_for("What came of it? (thank)")
    screen.press(TAB)
    screen.wait_for("pass the compliment on")
    screen.press(DOWN, TAB, TAB)
    screen.type("Sanne")
    screen.press(ENTER)
    screen.wait_for("Done; u takes it back")


def test_a_pasted_comment_is_added_and_worked_as_any_other(place: Place) -> None:
    """What the terminal pastes is text and never a key, its escape codes are shown, and it ends."""
    pasted = "Hei! [b]Når[/b] åpner \x1b[31mbutikken\x1b]0;x\x07?\nPå søndag?"
    with place.screen() as screen:
        screen.wait_for("takes an address or pasted text", "─comment")
        screen.paste("add this")  # no field has the keys: nothing may come of it
        screen.press(ctrl("n"))
        screen.wait_for("Add a comment by hand")
        screen.paste("https://insta.example/p/7\n")
        screen.press(TAB)
        screen.type("ola_n")
        screen.press(TAB)
        screen.paste(pasted)
        screen.wait_for("[b]Når[/b] åpner ␛[31mbutikken")
        screen.press(ctrl("o"))
        screen.wait_for("Added", "[1 queue 1]", "> ", "ola_n", "[>] 1")
        assert b"\x1b]0;x" not in screen.raw

        screen.press("D")
        screen.wait_for("What do we do with it?")
        screen.press("r", ENTER)
        screen.wait_for("Decided")
        write(screen, "Hei Ola, den kommer i morgen.")
        screen.press("P")
        screen.wait_for("Reply posted")
        screen.press(ENTER)
        screen.wait_for("Recorded as posted")
        screen.press("d")
        screen.wait_for("What came of it?")
        screen.press(ENTER)
        screen.wait_for("Done; u takes it back", "[1 queue 0]")
    story = place.show(1)
    assert (story["author"], story["url"]) == ("ola_n", "https://insta.example/p/7")
    assert story["body"].startswith("Hei! [b]Når[/b] åpner ␛[31mbutikken")
    assert story["outcome"]["code"]


def test_a_reply_is_written_on_the_item_under_the_cursor_however_fast_the_keys(
    place: Place,
) -> None:
    """Keys that come in one breath after a move act on the row moved to, never the one before."""
    first = place.done("add", "--author", "sofie", text=QUESTION)
    second = place.done("add", "--author", "ola", text="Når åpner butikken på søndag?")
    with open_at(place, "sofie") as screen:
        write(screen, "Om tien uur.")
        screen.type("jp")
        screen.wait_for("Still to do: Choose a strategy")
        screen.type("kjr")
        screen.wait_for("f1 help")
        screen.type("Klokka ti.")
        screen.wait_for("10 characters", "saved ")
    assert [draft["body"] for draft in place.show(first)["drafts"]] == ["Om tien uur."]
    assert [draft["body"] for draft in place.show(second)["drafts"]] == ["Klokka ti."]


def test_the_screen_keeps_its_place_and_its_shape(place: Place) -> None:
    """Arrivals leave the cursor on its item, ? finds a key, and every size is survived."""
    for number in range(6):
        text = f"Vraag {number}: hoe laat open?"
        place.done("add", "--author", f"asker{number}", text=text)
    with open_at(place, "asker0") as screen:
        screen.press("j", "j", "j")
        screen.wait_for(">   1h5", "Vraag 3: hoe laat open?")
        place.done("add", "--author", "marieke_d", text=COMPLAINT)
        screen.wait_for("[1 queue 7]")
        (under_cursor,) = [line for line in screen.text.splitlines() if line.startswith("> ")]
        assert "asker3" in under_cursor
        screen.press("g")
        screen.wait_for("> 29 min !  hand   marieke_d")
        screen.press("j", "j", "j", "j")
        screen.wait_for("Vraag 3: hoe laat open?")

        screen.press("?")
        screen.wait_for("Keys", "esc closes", "Go to the next row.")
        screen.type("undo")
        screen.wait_for("Undo your last action")
        screen.wait_until_gone("Go to the next row.")
        screen.press(ESCAPE)
        screen.wait_for(AT_THE_LIST)

        for size, shown in (
            ((60, 16), "asker3"),
            ((120, 40), "history"),
            ((200, 50), "history"),
            ((20, 5), "window too"),
            ((80, 24), AT_THE_LIST),
        ):
            screen.resize(*size)
            screen.wait_for(shown)
        screen.press("D")
        screen.wait_for("What do we do with it?")
        for size in ((60, 16), (20, 5), (80, 24)):
            screen.resize(*size)
        screen.wait_for("What do we do with it?", "esc cancel")
