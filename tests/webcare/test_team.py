"""The team's part of the configuration: pushed, shown, edited and followed, on a real server."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.clock import HOUR, MINUTE, SystemClock
from core.errors import ConfigError
from core.vocabulary import Kind
from tests.support.clock import FakeClock
from tests.support.command import Webcare
from tests.support.postgres import PostgresBackend
from webcare.config import load_settings
from webcare.editing import adding, edit, push, setting, standing_part
from webcare.places import find_places
from webcare.shared import newer
from webcare.wiring import make_desk, rewire

TEAM = """\
# what the whole team works by
[team]
name = "Noord"          # as in summaries

[promises.complaint]
within = "45m"

[sources.shop]
url = "https://shop.example/feed"
title = "winkel"
"""
PLAYBOOK = "playbooks/storing.toml"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresBackend]:
    """Return an empty team database."""
    backend = PostgresBackend(tmp_path, FakeClock())
    asyncio.run(backend.make())
    yield backend
    asyncio.run(backend.drop())


@pytest.fixture
def local(server: PostgresBackend, config: Path) -> Path:
    """Return the webcare.toml of an agent of a team, which says nothing but that."""
    config.write_text(f'agent = "tim"\ndatabase = "{server.address.url}"\n', encoding="utf-8")
    return config


def with_editor(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    """Make an editor of a line of Python that gets the file's text as ``text``."""
    script = folder / "editor.py"
    lines = ("import sys, pathlib", "file = pathlib.Path(sys.argv[1])", "text = file.read_text()")
    script.write_text("\n".join([*lines, f"file.write_text({code})"]), encoding="utf-8")
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")


def test_alone_the_file_is_all_there_is(
    webcare: Webcare, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """show prints the team's part of it, push is refused, edit changes it after a check."""
    config.write_text(f'agent = "tim"\nlanguage = "en"\n{TEAM}', encoding="utf-8")
    shown = webcare("team", "show").out
    assert "as in summaries" in shown
    assert "agent" not in shown
    refused = webcare("team", "push")
    assert (refused.code, "kept in a file" in refused.err) == (1, True)
    with_editor(monkeypatch, tmp_path, "text.replace('45m', '50m')")
    assert webcare("team", "edit").code == 0
    assert 'within = "50m"' in config.read_text(encoding="utf-8")
    with_editor(monkeypatch, tmp_path, "text.replace('within', 'whithin')")
    wrong = webcare("team", "edit")
    assert wrong.code == 78
    assert "whithin" in wrong.err
    kept = Path(wrong.err.split("Your text is in ")[1].strip())
    assert "whithin" in kept.read_text(encoding="utf-8")
    assert "whithin" not in config.read_text(encoding="utf-8")
    with_editor(monkeypatch, tmp_path, "text.replace('50m', '55m') and sys.exit(3)")
    failed = webcare("team", "edit")
    assert (failed.code, "Your text is in" in failed.err) == (1, True)
    assert 'within = "50m"' in config.read_text(encoding="utf-8")


def test_what_is_pushed_holds_for_everybody(webcare: Webcare, local: Path, tmp_path: Path) -> None:
    """The file's part and the files beside it go up, commented; another agent works by them."""
    own = local.read_text(encoding="utf-8")
    local.write_text(own + TEAM, encoding="utf-8")
    (local.parent / "playbooks").mkdir()
    source = next(Path(__file__).parents[2].glob("playbooks/**/question*.toml"))
    (local.parent / PLAYBOOK).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    pushed = webcare("team", "push")
    assert pushed.code == 0, pushed.err
    assert "Version 1 holds" in pushed.err
    assert "Nothing differs from version 1" in webcare("team", "push").err

    other = tmp_path / "other" / "webcare.toml"
    other.parent.mkdir()
    other.write_text(own, encoding="utf-8")
    at_other = ("--config", str(other), "--data", str(tmp_path / "other" / "data"))
    told = webcare("team", "show", *at_other)
    assert "# what the whole team works by" in told.out
    assert "version 1" in told.err
    item = webcare("add", *at_other, text="Mijn pakket is kwijt, schandalig!").out.strip()
    first = webcare("show", item, "--json", *at_other).object
    (clock,) = [timer for timer in first["timers"] if timer["kind"] == "first_response"]
    began, due = clock["started_at"], clock["due_at"]
    assert (due[14:16] != began[14:16]) or due[11:13] != began[11:13]
    listed = webcare("sources", "list", "--json", *at_other).object
    assert (listed["name"], listed["title"]) == ("shop", "winkel")
    assert (tmp_path / "other" / "data" / "team" / PLAYBOOK).exists()


def test_a_document_the_team_could_not_work_by_is_refused(webcare: Webcare, local: Path) -> None:
    """Each mistake is one sentence with its line, and no version is made."""
    for text, words in (
        ("[promises.complaint]\nwithin = 45\n", "line 2"),
        ('agent = "ann"\n', "each agent's own"),
        ('[files]\n"../x.toml" = ""\n', "playbooks/NAME.toml"),
        ('[files]\n"playbooks/x.toml" = "nonsense"\n', "x.toml, line 1"),
        ("[promises\n", "line 1"),
    ):
        refused = webcare("team", "push", "--file", "-", text=text)
        assert refused.code == 78, refused
        assert words in refused.err
        assert "/tmp" not in refused.err  # noqa: S108 - a place nobody wrote that in
    assert webcare("team", "show", "--history").out == ""


def test_edits_are_versions_with_who_and_when(
    webcare: Webcare, local: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each version is kept; a change of somebody else in between is not written over."""
    webcare("team", "push", "--file", "-", text=TEAM)
    with_editor(monkeypatch, tmp_path, "text.replace('Noord', 'Zuid')")
    assert webcare("team", "edit", "--agent", "mia").code == 0
    history = webcare("team", "show", "--history", "--json").objects
    assert [(one["version"], one["by"]) for one in history] == [(2, "mia"), (1, "tim")]
    assert 'name = "Zuid"' in webcare("team", "show").out
    assert 'name = "Noord"' in webcare("team", "show", "--version", "1").out
    assert webcare("team", "show", "--version", "9").code == 66
    with_editor(monkeypatch, tmp_path, "text")
    assert "Nothing was changed" in webcare("team", "edit").err
    meanwhile = tmp_path / "meanwhile.toml"
    meanwhile.write_text(TEAM.replace("Noord", "Oost"), encoding="utf-8")
    command = [sys.executable, "-m", "webcare", "team", "push", "--file", str(meanwhile)]
    run = f"__import__('subprocess').run({command!r}, check=True, cwd={str(Path.cwd())!r})"
    push_too = f"{run} and text + chr(10)"
    with_editor(monkeypatch, tmp_path, push_too)
    lost = webcare("team", "edit")
    assert lost.code == 1
    assert "team push --file" in lost.err
    assert 'name = "Oost"' in webcare("team", "show").out


def test_doctor_tells_by_what_the_team_works(webcare: Webcare, local: Path) -> None:
    """None yet, a version, and a part in the file that is not used."""
    webcare("list")  # which makes the tables
    assert "webcare team push" in webcare("doctor").out
    webcare("team", "push", "--file", "-", text=TEAM)
    assert "version 1, by tim" in webcare("doctor").out
    local.write_text(local.read_text(encoding="utf-8") + TEAM, encoding="utf-8")
    assert "take it out" in webcare("doctor").out


def test_sources_are_added_to_the_teams_document(webcare: Webcare, local: Path) -> None:
    """sources add and an import change the next version, its comments kept, and not the file."""
    before = local.read_text(encoding="utf-8")
    webcare("team", "push", "--file", "-", text=TEAM)
    assert webcare("sources", "add", "https://forum.example/feed", "--name", "forum").code == 0
    assert local.read_text(encoding="utf-8") == before
    shown = webcare("team", "show").out
    assert "[sources.forum]" in shown
    assert "# what the whole team works by" in shown
    assert webcare("sources", "add", "https://x.example/f", "--name", "forum").code == 1


def test_a_desk_that_runs_works_by_a_new_version_at_once(local: Path, tmp_path: Path) -> None:
    """Promises, hours and sources are others as soon as a lead writes them."""

    async def follow() -> None:
        settings = load_settings(find_places(local, tmp_path / "a"))
        desk, settings = await make_desk(settings, SystemClock(), desk_lock=True)
        lead, theirs = await make_desk(
            load_settings(find_places(local, tmp_path / "b")), SystemClock(), desk_lock=True
        )
        try:
            versions = newer(settings, desk)
            coming = asyncio.ensure_future(anext(versions))
            await asyncio.sleep(0)
            while not coming.done():
                onto = (await standing_part(theirs, lead)).version
                await push(lead, theirs, TEAM + f"# {await lead.store.stamp()}\n", onto=onto)
                await asyncio.wait({coming}, timeout=2)
            settings = coming.result()
            rewire(desk, settings)
            within = desk.settings.promises.first_response(Kind.COMPLAINT, 3)
            assert within is not None
            assert within.within == 45 * MINUTE
            assert [source.name for source in settings.sources] == ["shop"]
            paused = await edit(settings, desk, setting("shop", "enabled", False))
            assert [source.enabled for source in paused.sources] == [False]
            more = await edit(paused, desk, adding({"forum": {"url": "https://f.example/feed"}}))
            assert [source.name for source in more.sources] == ["shop", "forum"]
            with pytest.raises(ConfigError):
                await edit(more, desk, setting("shop", "interval_min", "soon"))
            assert desk.calendar.due(0, HOUR) == HOUR
        finally:
            await desk.store.close()
            await lead.store.close()

    asyncio.run(follow())
