"""The program as a process: exit codes, pipes, many at once, and what it loads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import Webcare

ROOT = Path(__file__).parents[2]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment whose files all lie in a folder."""
    homes = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "STATE")}
    return {**os.environ, **homes, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **more}


def start(folder: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    """Start the program with pipes."""
    return subprocess.Popen(
        [sys.executable, "-m", "webcare", *words],
        env=environment(folder, **more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str], text: str = "") -> tuple[int, str, str]:
    """Return exit code, stdout and stderr."""
    out, err = process.communicate(text, timeout=60)
    return process.returncode, out, err


def test_ten_processes_taking_and_noting_lose_nothing(webcare: Webcare, tmp_path: Path) -> None:
    """Ten agents at once on one file: each note is kept, and one of them holds the item."""
    item = webcare("add", text="Waar is mijn pakket?").out.strip()
    names = [f"agent{n}" for n in range(5)]
    notes = [start(tmp_path, "note", item, WEBCARE_AGENT=name) for name in names]
    takes = [start(tmp_path, "take", item, "--json", WEBCARE_AGENT=name) for name in names]
    noted = [finish(one, f"note of {name}") for one, name in zip(notes, names, strict=True)]
    taken = [finish(one) for one in takes]
    assert [code for code, _out, _err in noted] == [0] * 5, noted
    assert sorted(code for code, _out, _err in taken) == [0, 75, 75, 75, 75], taken
    story = webcare("show", item, "--json").object
    texts = {event["texts"].get("text") for event in story["events"]}
    assert {f"note of {name}" for name in names} <= texts
    holder = next(json.loads(out) for code, out, _err in taken if code == 0)
    assert holder["id"] == int(item)
    assert story["claimed_by"] in names


def test_a_reader_that_leaves_ends_the_program_quietly(webcare: Webcare, tmp_path: Path) -> None:
    """``webcare list | head`` prints no traceback."""
    webcare("add", text="Waar is mijn pakket?")
    process = start(tmp_path, "playbooks", "show", "complaint")
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=60) == 141
    assert process.stderr is not None
    with process.stderr as stderr, process.stdin or stderr:
        assert stderr.read() == ""


@pytest.mark.parametrize("words", [(), ("run",), ("demo",), ("--agent", "tim")])
def test_without_a_terminal_the_desk_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Exit code 2, one sentence on stderr, and nothing on stdout."""
    code, out, err = finish(start(tmp_path, *words))
    assert (code, out) == (2, "")
    assert "needs a terminal" in err
    assert "webcare list --json" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("lst",), "Did you mean list?"),
        (("set", "1", "kind", "complaimt"), "complaimt"),
        (("later", "1", "--until", "whenever"), "webcare: "),
        (("show", "0"), "webcare: "),
        (("take",), "webcare: "),
        (("outcome", "1", "solved_pulic"), "Did you mean solved_public?"),
        (("decide", "1", "remove", "--reason", "rude"), "insult_threat"),
        (("step", "1", "read", "--set", "nothing"), "FIELD=VALUE"),
    ],
)
def test_wrong_words_are_exit_2(webcare: Webcare, words: tuple[str, ...], says: str) -> None:
    """A usage error is one sentence on stderr."""
    webcare("add", text="hoi")
    answer = webcare(*words, "--json") if words != ("lst",) else webcare(*words)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


def test_a_bad_configuration_is_exit_78(webcare: Webcare, config: Path) -> None:
    """Every command says what is wrong with the file, in the same words."""
    config.write_text("agnet = 'x'", encoding="utf-8")
    for words in (("list",), ("run",), ("poll", "--once"), ("add",)):
        answer = webcare(*words, text="hoi")
        if words != ("run",):  # which asks for a terminal first
            assert answer.code == 78
            assert "line 1, agnet" in answer.err


def test_an_error_of_our_own_is_exit_70_without_values(
    webcare: Webcare, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The report names type and place; no text of a customer stands in it."""

    def fail(*_args: object, **_kwargs: object) -> None:
        raise KeyError("Piet Jansen")

    monkeypatch.setattr("webcare.commands.options.load_settings", fail)
    answer = webcare("list")
    assert answer.code == 70
    assert "Piet" not in answer.err
    (report,) = (tmp_path / "state" / "webcare" / "crash").iterdir()
    assert "KeyError" in report.read_text(encoding="utf-8")
    assert "Piet" not in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        *(("list",), ("next",), ("undo",), ("export",), ("poll", "--once"), ("doctor",), ("init",)),
        *(("shift", "status"), ("playbooks", "list"), ("sources", "list"), ("triage",)),
        *(("summary", "--shift", "today"), ("note", "1"), ("release", "1"), ("show", "1")),
    ],
)
def test_the_shared_options_stand_after_every_command(
    webcare: Webcare, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """--config, --data, --agent and --json are taken everywhere."""
    file = tmp_path / "other.toml"
    if words != ("init",):
        file.write_text("", encoding="utf-8")
    shared = ("--config", str(file), "--data", str(tmp_path / "other"), "--agent", "noor")
    webcare("add", *shared, text="hoi")
    answer = webcare(*words, *shared, "--json", text="")
    assert answer.code in {0, 1, 2}, answer
    assert "No such option" not in answer.err


def test_help_lists_every_command_and_each_one_loads(webcare: Webcare) -> None:
    """``webcare --help`` imports no command; each ``--help`` works."""
    listed = webcare("--help").out
    from webcare.commands.group import COMMANDS

    for name in COMMANDS:
        assert f"  {name} " in listed
        assert webcare(name, "--help").code == 0


def test_what_runs_before_the_first_frame_loads_no_heavy_module(tmp_path: Path) -> None:
    """Fetching, parsing, editing and exporting are loaded later."""
    probe = (
        "import sys; import webcare.main, webcare.commands.group, webcare.commands.run;"
        "import webcare.screen;"
        "heavy = {'aiohttp', 'feedparser', 'tomlkit', 'aiosqlite', 'holidays', 'csv',"
        " 'sources.poller', 'desk.services.items', 'desk.triage.judge'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", probe],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "[]"
