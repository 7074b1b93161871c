"""webcare.toml as settings: what it fills, and how its mistakes are told."""

from datetime import date, time
from pathlib import Path

import pytest

from core.clock import HOUR, MINUTE
from core.errors import ConfigError, NotFound, UsageError
from core.vocabulary import Kind, Language
from webcare.config import Settings, load_settings
from webcare.places import Places, find_places

FULL = """
agent = "sanne"
language = "nb"
database = "queue.db"

[screen]
colours = "ansi"

[team]
name = "nordic"
languages = ["nb", "en"]

[hours]
zone = "Europe/Oslo"
monday = ["13:00-17:30", "09:00-12:00"]
friday = ["22:00-24:00"]
holidays = "NO"
[hours.exceptions]
2026-12-24 = ["09:00-13:00"]
2026-12-31 = []

[promises]
complaint = { within = "45m" }
resolution = { within = "24h", weight = 3 }
promised_contact_weight = 9

[waits]
follow_up = "12h"
watch_rechecks = ["10m", "1h"]

[order]
name = "promises-fewest"
reserve = 20

[brands.fjord]
title = "Fjord"
signature = "^{agent}"
formal = true
own_contacts = ["+47 22 00 00 00"]
[brands.fjord.promises]
complaint = { weight = 6 }

[sources.forum]
url = "https://example.org/feed/"
brand = "fjord"
title = "forum"
language = "nb"
interval_min = "10m"
own_authors = ["Fjord AS"]
reply_limit = 500
[sources.forum.promises]
question = { within = "1h" }
[sources.forum.headers]
Authorization = "env:FORUM_TOKEN"
"""


def load(tmp_path: Path, text: str, **environ: str) -> Settings:
    """Return the settings of a text, in an environment of its own."""
    file = tmp_path / "webcare.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(places(file, tmp_path), environ=environ, with_keys=True)


def places(file: Path, tmp_path: Path) -> Places:
    """Return places around a named file."""
    return find_places(file, tmp_path / "data")


def refusal(tmp_path: Path, text: str) -> str:
    """Return what is said of a text that cannot be used."""
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, text)
    return str(refused.value)


def test_every_part_of_the_file_reaches_its_room(tmp_path: Path) -> None:
    """Local settings, hours, brands and sources are all filled from the file."""
    settings = load(tmp_path, FULL)
    desk, (source,) = settings.desk, settings.sources
    assert (settings.agent, settings.language, desk.team) == ("sanne", "nb", "nordic")
    assert settings.database == tmp_path / "data" / "queue.db"
    assert settings.tui.colours == "ansi"
    assert settings.tui.zone == desk.hours.zone == source.zone == "Europe/Oslo"
    assert desk.languages == (Language.NB, Language.EN)
    assert desk.hours.week == {
        0: ((time(9), time(12)), (time(13), time(17, 30))),
        4: ((time(22), time(0)),),
    }
    assert desk.hours.exceptions == {
        date(2026, 12, 24): ((time(9), time(13)),),
        date(2026, 12, 31): (),
    }
    assert desk.waits.watch_rechecks == (10 * MINUTE, HOUR)
    assert desk.waits.follow_up == 12 * HOUR
    assert (desk.order.name, desk.order.reserve) == ("promises-fewest", 20)
    assert desk.brands["fjord"].formal
    assert source.interval_min == source.interval_max == 10 * MINUTE
    assert desk.sources["forum"].reply_limit == 500


def test_promises_of_source_brand_and_team_lie_over_each_other(tmp_path: Path) -> None:
    """A source's promise overrules its brand's, a brand's the team's, each number by itself."""
    desk = load(tmp_path, FULL).desk
    forum = desk.promises_for("forum")
    complaint = forum.first_response(Kind.COMPLAINT, 3)
    question = forum.first_response(Kind.QUESTION, 2)
    assert complaint is not None
    assert question is not None
    assert (complaint.within, complaint.weight) == (45 * MINUTE, 6)
    assert (question.within, question.weight) == (HOUR, 2)
    assert desk.promises.complaint.weight == 4
    assert desk.promises.resolution is not None
    assert desk.promises.resolution.within == 24 * HOUR


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    """No configuration is a configuration: alone, always open, no sources."""
    settings = load_settings(
        Places(tmp_path / "none.toml", tmp_path, tmp_path, tmp_path), environ={}
    )
    assert settings.sources == ()
    assert settings.agent
    assert settings.language == "en"
    assert settings.desk.hours.week == {}


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    """--config with a missing file is an error that says how to make one."""
    with pytest.raises(ConfigError, match="webcare init --config"):
        load_settings(places(tmp_path / "missing.toml", tmp_path), environ={})


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_NL", "LC_ALL": "nn_NO.UTF-8"}, "nb"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_locale_chooses_the_language(
    tmp_path: Path, environ: dict[str, str], spoken: str
) -> None:
    """Where the file names no language, the user's locale does."""
    assert load(tmp_path, "", **environ).language == spoken


def test_who_works_is_told_by_option_environment_and_file_in_that_order(tmp_path: Path) -> None:
    """--agent overrules WEBCARE_AGENT, which overrules the file."""
    file = tmp_path / "webcare.toml"
    file.write_text('agent = "sanne"', encoding="utf-8")
    where, environ = places(file, tmp_path), {"WEBCARE_AGENT": "tim"}
    assert load_settings(where, environ={}).agent == "sanne"
    assert load_settings(where, environ=environ).agent == "tim"
    assert load_settings(where, "noor", environ=environ).agent == "noor"
    with pytest.raises(UsageError):
        load_settings(where, "a\x1b[2J", environ={})


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('agnet = "x"', 1, "agnet: there is no such setting. Did you mean agent?"),
        ('\n\n[sources.a]\nurl = "https://e.org/"\nbrnad = "x"', 5, "Did you mean brand?"),
        ('[brands.noord]\n[sources.a]\nurl = "https://e.org/"\nbrand = "nord"', 4, "mean noord?"),
        ('[sources.a]\nurl = "file:///etc/passwd"', 2, "only http and https"),
        ('[sources.a]\nurl = "https://u:p@e.org/"', 2, "use a secret"),
        ('[sources.a]\nbrand = "x"\n[brands.x]', 1, "has no address"),
        ('[sources."A b"]\nurl = "https://e.org/"', 1, "small letters"),
        ('[hours]\nzone = "Europe/Amsterdm"', 2, "must be a time zone"),
        ('[hours]\nmonday = ["17:00-09:00"]', 2, "must begin before it ends"),
        ('[hours]\nmonday = ["09:00-12:00", "11:00-13:00"]', 2, "must not overlap"),
        ('[hours]\nmonday = ["25:00-26:00"]', 2, "between 00:00 and 24:00"),
        ('[hours]\nholidays = "XX"', 2, "country code"),
        ("[hours.exceptions]\nkerst = []", 2, "must be a date"),
        ('[promises]\ncomplaint = { within = "soon" }', 2, "length of time"),
        ("[promises]\nresolution = { weight = 3 }", 2, "within what time"),
        ("[promises]\ncomplaint = 60", 2, "must be a table"),
        ("[waits]\nwatch_rechecks = []", 2, "at least 1"),
        ('[waits]\nlease = "0m"', 2, "longer than nothing"),
        ('[order]\nname = "fastest"', 2, "one of promises, "),
        ("[order]\nreserve = 95", 2, "from 0 to 80"),
        ('language = "de"', 1, "one of nl, nb, en"),
        ("agent = 3", 1, "text between quotes"),
        ('[keys]\n"item.tkae" = "f2"', 2, "there is no such key. Did you mean item.take?"),
        ('[keys]\n"item.take" = "j"', 1, "key of both"),
        ('[sources.a]\nurl = "https://e.org/"\nheaders = { Cookie = "s3cret" }', 3, "env:NAME"),
        (
            '[sources.a]\nurl = "https://e.org/"\ninterval_min = "2h"\ninterval_max = "1h"',
            1,
            "inter",
        ),
        ('database = "mysql://x/y"', 1, "postgresql://USER@HOST/NAME"),
        ('database = "postgresql://x"', 1, "must end with the database's name"),
        ('database = "postgresql://ann:geheim@x/desk"', 1, "must not hold the password"),
        ('database_password = "env:PW"', 1, "only for a server"),
        ("agent = ", 1, "webcare.toml"),
    ],
)
def test_a_mistake_names_file_line_and_what_would_be_right(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    """Every mistake is one sentence with its place."""
    said = refusal(tmp_path, text)
    assert f"webcare.toml, line {line}" in said
    assert words in said
    assert "\n" not in said


def test_a_secret_written_into_the_file_is_not_repeated(tmp_path: Path) -> None:
    """The error for a secret that is no reference does not show it."""
    said = refusal(tmp_path, '[sources.a]\nurl = "https://e.org/"\nheaders = { Cookie = "s3cret" }')
    assert "s3cret" not in said


def test_a_wait_longer_than_usual_carries_the_longest_wait_with_it(tmp_path: Path) -> None:
    """A source asked once an hour needs no second setting."""
    (source,) = load(tmp_path, '[sources.a]\nurl = "https://e.org/"\ninterval_min = "1h"').sources
    assert source.interval_max == HOUR


def test_settings_of_some_sources_only(tmp_path: Path) -> None:
    """Choosing sources keeps the others out; a wrong name is told with the nearest."""
    settings = load(tmp_path, FULL)
    assert [source.name for source in settings.only(["forum"]).sources] == ["forum"]
    assert settings.only([]) is settings
    with pytest.raises(NotFound, match="Did you mean forum"):
        settings.only(["form"])
