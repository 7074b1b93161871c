"""``webcare migrate``: a desk moves to a team's server and back, the same in every byte."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.clock import FakeClock
from tests.support.command import Webcare
from tests.support.postgres import PostgresBackend, run_in_thread
from tests.webcare.test_life import COMPLAINT, added, pass_steps

EXPORT = ("export", "--with-text", "--reason", "handed to the court")


@pytest.fixture
def team(tmp_path: Path) -> Iterator[PostgresBackend]:
    """Return an empty team database."""
    backend = PostgresBackend(tmp_path, FakeClock())
    run_in_thread(backend.make())
    yield backend
    run_in_thread(backend.drop())


def worked(webcare: Webcare) -> None:
    """Leave items in several states behind, with drafts, notes and hostile text."""
    item = added(webcare, COMPLAINT, "--url", "https://instagram.example/p/1")
    webcare("take", item)
    webcare("decide", item, "react")
    webcare("note", item, text="Gebeld \x1b[2J [b]æøå[/b] 🙂\u202e")
    webcare("draft", item, text="Beste Piet,")
    pass_steps(webcare, item)
    webcare("reply", item, text="Wat vervelend, we zoeken het uit.")
    other = added(webcare, "Hoe laat gaan jullie open?")
    webcare("label", other, "winkel")
    webcare("undo")
    added(webcare, "Spam! Koop nu\n\n\ttab ' \" \\ ; --")


def test_a_desk_moved_there_and_back_exports_the_same(
    webcare: Webcare, config: Path, tmp_path: Path, team: PostgresBackend
) -> None:
    """What the file, the server and the second file export is equal byte for byte."""
    worked(webcare)
    before = webcare(*EXPORT)
    assert before.out.count("\n") == 3
    moved = webcare("migrate", "--to", team.address.url)
    assert moved.code == 0, moved.err
    assert f'database = "{team.address.url}"' in moved.err

    config.write_text(f'database = "{team.address.url}"\n', encoding="utf-8")
    assert webcare(*EXPORT).out == before.out
    assert webcare("list").out.count("\n") > 0
    back = tmp_path / "back.db"
    assert webcare("migrate", "--to", str(back)).code == 0
    config.write_text(f'database = "{back}"\n', encoding="utf-8")
    assert webcare(*EXPORT).out == before.out


def test_a_move_goes_on_and_addresses_are_checked(webcare: Webcare, team: PostgresBackend) -> None:
    """What came since the last move follows; a password has no place in an address."""
    added(webcare)
    assert webcare("migrate", "--to", team.address.url).code == 0
    added(webcare, "Nog een vraag?")
    again = webcare("migrate", "--to", team.address.url)
    assert again.code == 0, again.err
    refused = webcare("migrate", "--to", "postgresql://ann:geheim@db.example/desk")
    assert refused.code == 2
    assert "must not hold the password" in refused.err
    assert webcare("migrate", "--to", "mysql://db.example/desk").code == 2
    assert webcare("migrate").code == 0


def test_an_absent_server_is_one_sentence(webcare: Webcare, config: Path) -> None:
    """Commands say that the server cannot be reached, with the exit code for it, and doctor too."""
    config.write_text('database = "postgresql://ann@127.0.0.1:1/desk"\n', encoding="utf-8")
    answer = webcare("list")
    assert answer.code == 69
    assert answer.err.count("\n") == 1
    assert "127.0.0.1:1/desk cannot be reached" in answer.err
    checks = {check["check"]: check for check in webcare("doctor", "--json").objects}
    assert checks["database"]["status"] == "fail"
