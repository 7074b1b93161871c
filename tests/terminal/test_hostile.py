"""Text that would command the terminal, in every field that can hold some: it stays text."""

import asyncio
import base64
import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.clock import HOUR, SystemClock
from core.vocabulary import Channel, ItemId, Kind
from desk.model.post import Post
from desk.services import items, replies, shifts, steps
from desk.services.desk import Desk
from desk.services.intake import take_in
from desk.store.records import SourceState
from tests.support.place import Place
from tests.support.terminal import ENTER, ESCAPE, Terminal, ctrl
from webcare.config import load_settings
from webcare.places import find_places
from webcare.wiring import make_desk

pytestmark = pytest.mark.terminal

EVIL = (
    "[/] [@click=app.quit]x[/] \x1b[2J\x1b]52;c;aGFja2Vk\x07\x1bP+q\x1b\\ \x9b31m\x9d0;t\x9c"
    "\x0e \u202egnp.exe \u200b\U000e0041 $naam \x1b[?1049l"
)
SHOWN = "[/] [@click=app.quit]x[/] ␛[2J"
"""How it begins where it is shown."""

SEQUENCE = re.compile(
    rb"\x1b\[[?<=>]?[0-9;:]*[$ ]?[a-zA-Z~]"  # what Textual draws and asks with
    rb"|\x1b\]22;default\x07"  # and how it sets the pointer
    rb"|\x1b\]52;c;([A-Za-z0-9+/=]*)\x07"  # a copy, by the agent's key
)
NOT_OURS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\U000e0041]"
)
"""Control and hidden characters that are in the payload and in nothing we draw."""


def posts() -> list[Post]:
    """Return comments that hold the payload wherever an adapter puts text of others."""
    now = SystemClock().now()
    return [
        Post(
            source="shop",
            native_id=f"{EVIL}{number}",
            body=f"{EVIL}\nDit is schandalig, waar blijft mijn pakket?",
            title=EVIL,
            author=EVIL,
            author_id=EVIL,
            author_url=f"https://x.example/{EVIL}",
            permalink=f"https://x.example/{number}/{EVIL}",
            links=(f"https://y.example/{EVIL}", "https://z.example/"),
            language=EVIL,
            rating=1.0,
            rating_max=5.0,
            published_at=now - HOUR // 4,
            raw=EVIL,
            thread=EVIL,
        )
        for number in range(3)
    ]


async def fill(place: Place) -> None:
    """Put the payload into every field, through the services the keys use."""
    places = find_places(place.config, place.data)
    desk, _settings = await make_desk(load_settings(places, "tim"), SystemClock())
    try:
        state = SourceState("shop", items_total=1, last_new_at=1, status="failing", error=EVIL)
        (mine, _edited, theirs) = (await take_in(desk, "shop", posts(), state)).new
        await desk.store.put_source(state)
        await shifts.start(desk)
        await _work(desk, mine)
        stranger = replace(desk, agent=EVIL)
        await replies.save_draft(stranger, theirs, EVIL)
        await items.note(stranger, theirs, EVIL)
    finally:
        await desk.store.close()


async def _work(desk: Desk, item: ItemId) -> None:
    await items.note(desk, item, EVIL)
    await items.label(desk, item, [EVIL])
    await items.correct(desk, item, kind=Kind.COMPLAINT)
    await steps.tick(desk, item, "read", {"core_issue": EVIL, "possible_fix": EVIL})
    await steps.skip(desk, item, "evidence", EVIL)
    await replies.reply(desk, item, EVIL)
    await replies.heard(desk, item, EVIL, Channel.PHONE)
    await replies.promise(desk, item, desk.now() + HOUR, EVIL)
    await replies.ask(desk, item, EVIL, EVIL)
    await replies.save_draft(desk, item, EVIL)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a desk full of it; the title of its source and a brand hold it too."""
    place = Place(tmp_path)
    toml = '"[/] [@click=app.quit]x[/]"'  # a configuration with control characters is refused
    with place.config.open("a", encoding="utf-8") as file:
        file.write(f"\n[brands.zon]\ntitle = {toml}\nsignature = {toml}\n")
    place.add_source("shop", "https://127.0.0.1:9/feed", brand='"zon"', title=toml, enabled="false")
    asyncio.run(fill(place))
    return place


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_no_byte_of_it_reaches_the_terminal(place: Place, size: tuple[int, int]) -> None:
    """Lists, panes, dialogs, notices, source view and summary show it as text; nothing crashes."""
    with place.screen(size=size) as screen:
        screen.wait_for(SHOWN, "[>] 1")
        _work_a_free_item(screen)
        _meet_a_stranger(screen)
        _look_at_ones_own(screen)
        assert b"\x1b[?1049l" not in screen.raw  # the alternate screen is not left
        screen.press(ctrl("q"))
        assert screen.wait_exit() == 0
    assert b"\x1b[2J" not in screen.raw
    copies = [base64.b64decode(m[1]) for m in SEQUENCE.finditer(bytes(screen.raw)) if m[1]]
    assert len(copies) == 1
    for text in (SEQUENCE.sub(b"", bytes(screen.raw)), *copies):
        assert not NOT_OURS.search(text.decode())
    assert not list(place.data.glob("state/crash/*"))


def _ask(screen: Terminal, key: str, shown: str) -> None:
    """Open what a key opens and close it again."""
    screen.press(key)
    screen.wait_for(shown)
    screen.press(ESCAPE)
    screen.wait_until_gone(shown)


def _work_a_free_item(screen: Terminal) -> None:
    _ask(screen, "i", "As it came in")
    screen.press("L")
    screen.wait_for("Its number")
    screen.type("1")
    screen.press(ENTER)
    screen.wait_for("The address is not one to open")
    screen.press("y")
    screen.wait_for("Comment copied")
    screen.press("c")
    screen.wait_for("Only colleagues read it")
    screen.paste(EVIL)
    screen.wait_for("␛[2J␛]52;c;")
    screen.press(ctrl("o"))
    screen.wait_for("Noted.")
    screen.press("u")
    screen.wait_for("Undone", "noted")
    screen.press("r")
    screen.wait_for("f1 help")
    screen.paste(EVIL)
    screen.wait_for("saved ")
    screen.press(ESCAPE)
    screen.wait_for("j/k choose")


def _meet_a_stranger(screen: Terminal) -> None:
    screen.press("j")
    screen.wait_for("No reply yet")
    screen.press("d")
    screen.wait_for("A takes")
    _ask(screen, "A", "Why do you take it over?")


def _look_at_ones_own(screen: Terminal) -> None:
    screen.press("3")
    screen.wait_for("[3 waiting 1]", "[>] 1 Get in touch")
    _ask(screen, "I", "Answer of [/] [@click=app.quit]x[/]")
    _ask(screen, "t", "what you wipe is taken off")
    _ask(screen, "K", "What is it?")
    _ask(screen, "?", "esc closes")
    screen.press(ctrl("e"))
    screen.wait_for("Summary")
    screen.press_until("j", "aGFja2Vk␇")
    screen.press(ESCAPE)
    screen.wait_for("j/k choose")


def test_commands_print_it_as_text(place: Place) -> None:
    """list, show and summary in their formats hold no control character; the text is there."""
    for words in (
        ("list", "--state", "waiting_internal"),
        *(("show", number) for number in "123"),
        ("summary",),
        ("summary", "--format", "json"),
        ("list", "--json"),
        ("show", "1", "--json"),
    ):
        answer = place.call(*words)
        assert answer.code == 0, answer
        assert not NOT_OURS.search(answer.out + answer.err), words
    assert SHOWN in place.done("show", "1")


@pytest.mark.parametrize("words", [("summary",), ("export", "--with-text", "--reason", "court")])
def test_what_is_verbatim_in_a_file_is_cleaned_on_a_terminal(
    place: Place, words: tuple[str, ...]
) -> None:
    """A table keeps every character in a pipe and commands no screen that it is shown on."""
    form = ("--format", "csv")
    with Terminal(place.words(*words, *form), env=place.env) as screen:
        assert screen.wait_exit() == 0
    assert not NOT_OURS.search(screen.raw.decode())
    assert "aGFja2Vk" in screen.text.replace("\n", "")
    assert EVIL[: EVIL.index("\x07")] in place.done(*words, *form)
