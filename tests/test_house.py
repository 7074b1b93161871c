"""The house itself: what a wheel holds, which folders there are, and that papers do not lie."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {"webcare", "tui", "sources", "desk", "playbooks", "core"}


def tracked() -> list[Path]:
    """Return the files of the project; without git, those on disk."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        return [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Build the wheel as an installer does, and return the names inside."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def test_the_wheel_holds_the_rooms_and_their_data(wheel: list[str]) -> None:
    """Every room is in it with its data files; tests and benchmarks are not."""
    tops = {name.partition("/")[0] for name in wheel if ".dist-info" not in name}
    assert tops == ROOMS
    data = {
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.relative_to(ROOT).parts[0] in ROOMS and path.suffix not in {".py", ".po"}
    }
    assert data
    assert data <= set(wheel)


def test_the_wheel_starts_webcare(wheel: list[str]) -> None:
    """The command is declared, and the licence goes along."""
    assert any(name.endswith("entry_points.txt") for name in wheel)
    assert any(name.endswith("licenses/LICENSE") for name in wheel)


def test_every_package_is_under_the_import_contracts() -> None:
    """A new top-level package cannot slip past the layers."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    assert packages == ROOMS
    assert {name.strip() for layer in layers for name in layer.split("|")} == ROOMS
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == ROOMS


def test_pins_hold_no_addresses() -> None:
    """Pinned versions are names, versions and hashes."""
    for name in ("constraints.txt", "constraints-test.txt"):
        text = (ROOT / name).read_text(encoding="ascii")
        assert "://" not in text
        assert "--hash=sha256:" in text


def test_every_dependency_says_why() -> None:
    """A dependency stands with its reason."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("\ndependencies = [")[2].partition("]\n")[0]
    for line in block.strip().splitlines():
        assert "#" in line, line


def test_readme_is_short_and_names_what_exists() -> None:
    """At most 150 lines, and every file and command it names is there."""
    from webcare.commands.group import COMMANDS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    for target in re.findall(r"\]\(([\w./-]+)\)", text):
        assert (ROOT / target).exists(), target
    for command in re.findall(r"^    webcare ([a-z]+)", text, re.MULTILINE):
        assert command in COMMANDS, command


def test_source_files_stay_small() -> None:
    """A module beyond 350 lines has become two."""
    long = {
        path.relative_to(ROOT).as_posix(): count
        for path in tracked()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in ROOMS
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert long == {}
