"""init, doctor and sources: how a desk is set up and looked after."""

import stat
from pathlib import Path

import pytest

from tests.support.command import Webcare


@pytest.mark.parametrize("language", ["nl", "nb", "en"])
def test_init_writes_a_file_that_the_program_takes(
    webcare: Webcare, config: Path, language: str
) -> None:
    """The file is private, in the language that was asked for, and doctor is content with it."""
    made = webcare("init", "--lang", language)
    assert (made.code, made.out) == (0, f"{config}\n")
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    checks = {check["check"]: check for check in webcare("doctor", "--json").objects}
    assert checks["config"]["status"] == "ok"


def test_init_never_overwrites(webcare: Webcare, config: Path) -> None:
    """A file that is there stays as it is."""
    config.write_text('agent = "sanne"\n', encoding="utf-8")
    assert webcare("init").code == 1
    assert config.read_text(encoding="utf-8") == 'agent = "sanne"\n'


def test_doctor_says_what_is_wrong_with_the_file(webcare: Webcare, config: Path) -> None:
    """A bad file is a failed check with its line, and exit code 1."""
    config.write_text('[sources.a]\nurl = "https://e.org/"\nbrnad = "x"\n', encoding="utf-8")
    answer = webcare("doctor", "--json")
    assert answer.code == 1
    assert "line 3" in answer.object["detail"]
    assert answer.object["advice"] == "Did you mean brand?"


def test_doctor_finds_a_damaged_database(webcare: Webcare, tmp_path: Path) -> None:
    """A file that is no database fails, with what to do."""
    webcare("add", text="hoi")
    database = tmp_path / "data" / "webcare" / "desk.db"
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    database.write_bytes(b"not a database" * 500)
    answer = webcare("doctor", "--json")
    (check,) = [found for found in answer.objects if found["check"] == "database"]
    assert answer.code == 1
    assert (check["status"], bool(check["advice"])) == ("fail", True)


def test_doctor_warns_of_open_folders_and_a_test_clock(
    webcare: Webcare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others can read and a moved clock are warnings, not failures."""
    webcare("add", text="hoi")
    (tmp_path / "data" / "webcare").chmod(0o755)
    offset = tmp_path / "clock"
    offset.write_text("3600", encoding="ascii")
    monkeypatch.setenv("WEBCARE_CLOCK_FILE", str(offset))
    answer = webcare("doctor", "--json")
    found = {check["check"]: check for check in answer.objects}
    assert answer.code == 0
    assert found["data"]["status"] == "warn"
    assert found["data"]["advice"].startswith("chmod 700")
    assert "TEST CLOCK" in found["clock"]["advice"]
    assert found["database"]["status"] == "ok"
    assert found["journal"]["detail"] == "wal"
    for name in ("python", "sqlite", "textual", "space", "locale", "terminal", "locks"):
        assert name in found
    assert webcare("doctor").out.count("\n") == len(answer.objects)


def test_a_source_is_added_beside_what_was_written_by_hand(webcare: Webcare, config: Path) -> None:
    """Comments and order stay; the name comes from the address; the result loads."""
    config.write_text("# mine\nagent = 'sanne'  # me\n\n[brands.noord]\n", encoding="utf-8")
    added = webcare(
        *("sources", "add", "https://www.example.org/feed/", "--brand", "noord"),
        *("--title", "blog", "--every", "2m", "--language", "nl"),
    )
    assert (added.code, added.out) == (0, "example\n")
    text = config.read_text(encoding="utf-8")
    assert text.startswith("# mine\nagent = 'sanne'  # me\n\n[brands.noord]\n")
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    source = webcare("sources", "list", "--json").object
    assert (source["name"], source["brand"], source["status"]) == ("example", "noord", "")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ftp://example.org/",), 2),
        (("https://example.org/", "--every", "soon"), 2),
        (("https://example.org/", "--brand", "nobody"), 78),
        (("https://example.org/", "--name", "Not a name"), 78),
        (("https://example.org/", "--name", "there"), 1),
    ],
)
def test_a_source_that_would_not_load_is_not_written(
    webcare: Webcare, config: Path, words: tuple[str, ...], code: int
) -> None:
    """The file is as it was after a refusal."""
    text = '[sources.there]\nurl = "https://example.org/x"\n'
    config.write_text(text, encoding="utf-8")
    assert webcare("sources", "add", *words).code == code
    assert config.read_text(encoding="utf-8") == text


def test_a_source_with_a_secret_in_its_address_shows_none(webcare: Webcare, config: Path) -> None:
    """Query values stay out of lists."""
    config.write_text('[sources.a]\nurl = "https://example.org/f?token=s3cret"\n', encoding="utf-8")
    for words in (("sources", "list"), ("sources", "list", "--json"), ("doctor",)):
        assert "s3cret" not in webcare(*words).out
