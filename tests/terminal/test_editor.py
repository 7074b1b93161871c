"""The agent's own editor on a real pty: a private file, and nothing lost however it ends."""

import stat
from pathlib import Path

import pytest

from tests.support.place import Place
from tests.support.terminal import ENTER, ESCAPE, Terminal

pytestmark = pytest.mark.terminal

COMPLAINT = "Mijn pakket is al drie weken kwijt en niemand belt terug, schandalig!"
EDITOR = """#!/bin/sh
cp "$1" '{folder}/given'
stat -c %a "$1" > '{folder}/mode'
echo "de editor heeft het scherm"
read key
printf 'Uit de editor: %s\\n' "$key" > "$1"
exit {code}
"""


def with_editor(tmp_path: Path, code: int) -> dict[str, str]:
    """Return an environment whose editor writes what it is told and ends with a code."""
    script = tmp_path / "editor"
    script.write_text(EDITOR.format(folder=tmp_path, code=code), encoding="utf-8")
    script.chmod(0o700)
    return {"VISUAL": "", "EDITOR": str(script)}


def edited(place: Place, env: dict[str, str]) -> Terminal:
    """Return a screen on which an item's draft went through the editor."""
    item = place.done("add", "--author", "marieke_d", text=COMPLAINT)
    place.done("draft", item, text="Hoi Marieke,")
    screen = place.screen(env=env)
    screen.wait_for("marieke_d", "Hoi Marieke,")
    screen.press("e")
    screen.wait_for("de editor heeft het scherm")
    screen.type(f"we kijken{ENTER}")
    screen.wait_for("WEBCARE")
    return screen


def test_the_editor_has_the_terminal_and_its_text_becomes_the_draft(tmp_path: Path) -> None:
    """Its file is private, holds the draft, and is gone afterwards; both texts are versions."""
    place = Place(tmp_path)
    with edited(place, with_editor(tmp_path, 0)) as screen:
        screen.wait_for("Uit de editor: we kijken")
        assert (tmp_path / "given").read_text(encoding="utf-8") == "Hoi Marieke,"
        assert (tmp_path / "mode").read_text(encoding="utf-8").strip() == "600"
        assert stat.S_IMODE((place.data / "editing").stat().st_mode) == 0o700
        assert list((place.data / "editing").iterdir()) == []
        assert place.show(1)["drafts"][0]["body"] == "Uit de editor: we kijken"
        screen.press("V")
        screen.wait_for("Earlier versions", "Hoi Marieke,")
        screen.press("b", ENTER)
        screen.wait_for("12 characters")
        screen.press(ESCAPE)
        screen.wait_for("j/k choose")
        assert place.show(1)["drafts"][0]["body"] == "Hoi Marieke,"


def test_an_editor_that_fails_costs_nothing(tmp_path: Path) -> None:
    """The draft is as it was, what the editor left is a version, and no file stays behind."""
    place = Place(tmp_path)
    with edited(place, with_editor(tmp_path, 3)) as screen:
        screen.wait_for("ended with 3")
        assert place.show(1)["drafts"][0]["body"] == "Hoi Marieke,"
        screen.press("V")
        screen.wait_for("Uit de editor: we kijken")
        assert list((place.data / "editing").iterdir()) == []


def test_an_editor_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    """The draft stays, and so does the desk."""
    place = Place(tmp_path)
    item = place.done("add", "--author", "marieke_d", text=COMPLAINT)
    place.done("draft", item, text="Hoi Marieke,")
    with place.screen(env={"VISUAL": "", "EDITOR": "/no/such/editor"}) as screen:
        screen.wait_for("marieke_d", "Hoi Marieke,")
        screen.press("e")
        screen.wait_for("could not be started")
        assert "Hoi Marieke," in screen.text
