"""Draw the picture of the README from a live demo: make picture."""

import re
import sys
import tempfile
from pathlib import Path

from tests.support.terminal import ESCAPE, PATIENCE, ROOT, SPACE, Terminal, ctrl, webcare

PICTURE = ROOT / "docs" / "desk.svg"
SIZE = (120, 36)
SECONDS = 20
"""When the picture is taken: after what is typed here, and after the last notice has gone."""
CORE = "smoke from a new kettle, children beside it"
REPLY = "Beste Hendrik, wat schrikken! Gebruik de waterkoker niet meer en haal de stekker eruit."

OWN_FONT = re.compile(r"\n *@font-face \{.*?\n    \}", re.DOTALL)
RANDOM = re.compile(r"\bterminal-\d+-")


def take(folder: Path) -> str:
    """Work a little in a demo of its own, and return its screen as SVG."""
    env = {
        "LC_ALL": "C.UTF-8",
        "TEXTUAL_SCREENSHOT": str(SECONDS),
        "TEXTUAL_SCREENSHOT_LOCATION": str(folder),
        "TEXTUAL_SCREENSHOT_FILENAME": PICTURE.name,
    }
    with Terminal(webcare("demo", "--lang", "en"), size=SIZE, env=env) as desk:
        desk.wait_for("Hendrik", "Marieke", "Ola", "Sofie", "b_solheim")
        desk.press("g", "a")
        desk.wait_for("Taken")
        desk.press(SPACE)
        desk.wait_for("Core issue")
        desk.type(CORE)
        desk.press(ctrl("o"))
        desk.wait_for("[x] 1")
        desk.press(SPACE)
        desk.wait_for("[x] 2")
        desk.press("r")
        desk.type(REPLY)
        desk.wait_for("saved")
        desk.press(ESCAPE)
        desk.wait_exit(SECONDS + PATIENCE)
    return (folder / PICTURE.name).read_text(encoding="utf-8")


def settled(svg: str) -> str:
    """Return a picture that fetches nothing, with names that are the same each time."""
    return RANDOM.sub("desk-", OWN_FONT.sub("", svg))


def main() -> None:
    """Write the picture anew."""
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.write_text(settled(take(Path(folder))), encoding="utf-8")
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
