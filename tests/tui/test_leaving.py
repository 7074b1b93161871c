"""The way out: reports without secrets, the net for control characters, guarded addresses."""

import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color

from core.errors import Refused
from tests.support.clock import FakeClock
from tests.support.running import running
from tui import programs
from tui.filters import ControlFilter
from tui.leaving import describe, write_report

SECRET = "token-8f3a"
BLACK = Color(0, 0, 0)


def _fail(error: Exception, cause: Exception | None = None) -> None:
    raise error from cause


def _fault() -> Exception:
    inner = ValueError(SECRET)
    for error, cause in ((inner, None), (RuntimeError(SECRET), inner)):
        with suppress(ValueError):
            try:
                _fail(error, cause)
            except RuntimeError as raised:
                return raised
    return inner


def test_a_report_names_types_and_places_and_no_values(tmp_path: Path) -> None:
    """The report of a crash is its owner's, and holds frames but neither message nor locals."""
    path = write_report(_fault(), tmp_path / "crash", FakeClock())
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text
    assert f"{Path(__file__).name}:" in text
    assert SECRET not in text


def test_a_report_that_cannot_be_written_is_no_second_crash(tmp_path: Path) -> None:
    """A folder that is a file ends in no report, not in an error."""
    blocked = tmp_path / "crash"
    blocked.write_text("", encoding="utf-8")
    assert write_report(_fault(), blocked, FakeClock()) is None


def test_an_error_that_causes_itself_is_described_once() -> None:
    """A circle of causes ends."""
    error = ValueError()
    error.__context__ = RuntimeError()
    error.__context__.__context__ = error
    assert describe(error) == ["builtins.ValueError", "builtins.RuntimeError"]


@pytest.mark.asyncio
async def test_a_fault_in_an_action_is_told_and_the_shift_goes_on(tmp_path: Path) -> None:
    """What breaks in a use case is reported; the screen stays and no secret is shown."""
    async with running(tmp_path) as run:

        async def broken() -> None:
            raise ValueError(SECRET)

        await run.app.desk_screen.shielded(broken())
        await run.press("j")
        assert run.told()[-1].startswith("Something went wrong in webcare")
        assert SECRET not in run.reads()
        assert list((tmp_path / "crash").iterdir())


def test_the_net_drops_and_counts_control_characters_only() -> None:
    """Escape and bidi characters go; text, wide characters and Textual's own codes stay."""
    net = ControlFilter()
    plain = [Segment("naïef 👩‍🚒 漢字 [/]")]
    assert net.apply(plain, BLACK) == plain
    assert net.hits == 0
    control = Segment("\x1b[2J", None, [(1,)])  # type: ignore[list-item]
    dirty = [Segment("a\x1b[2J\x9b\u202eb"), control]
    assert [segment.text for segment in net.apply(dirty, BLACK)] == ["a[2Jb", "\x1b[2J"]
    assert net.hits == 1


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user:pw@shop.example/",
        "https:///nohost",
        "-https://shop.example",
        "https://shop.example/a b",
        "https://shop.example/\x1b[2J",
        "https://shop.example/\x9b",
        "https://[::1",
        "https://shop.example/" + "a" * 2048,
    ],
)
def test_an_address_that_is_not_plain_is_not_opened(url: str) -> None:
    """Only short http and https addresses with a host and without a user pass."""
    with pytest.raises(Refused):
        programs.check_url(url)


def test_a_plain_address_passes_and_look_alikes_are_spelled_out() -> None:
    """The host is told in the form that hides no other letters."""
    assert programs.check_url("https://shop.example/7?q=%22") == "https://shop.example/7?q=%22"
    assert programs.ascii_host("https://shоp.example/").startswith("xn--")


def test_the_browser_is_the_users_own_or_none(tmp_path: Path) -> None:
    """$BROWSER is split into arguments; without it or a display there is none."""
    program = tmp_path / "surf"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o700)
    assert programs.browser({"BROWSER": f"{program} -x"}) == [str(program), "-x"]
    assert programs.browser({"BROWSER": "/nowhere/surf"}) is None
    assert programs.browser({}) is None
    assert programs.takes_terminal(["/usr/bin/w3m"])


@pytest.mark.asyncio
async def test_a_copy_goes_to_every_clipboard_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside tmux its buffer takes the text too; the answer names both ways."""
    taken = tmp_path / "taken"
    tmux = tmp_path / "tmux"
    tmux.write_text(f"#!/bin/sh\ncat > {taken}\n", encoding="utf-8")
    tmux.chmod(0o700)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TMUX", "1")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    sent: list[str] = []
    way = await programs.copy("hoi \ud800", sent.append)
    assert way == "tmux, the terminal"
    assert sent == ["hoi ?"]
    assert taken.read_text(encoding="utf-8") == "hoi ?"
