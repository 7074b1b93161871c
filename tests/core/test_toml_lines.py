"""TOML with the line of every key."""

import timeit
import tomllib
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ConfigError
from core.toml_lines import Document, load, nearest, parse

TEXT = '''# a comment with [brackets] and = signs
agent = "Kim"  # [not.a.table]
intro = """
[looks.like] = "a table"
"""

[promises]
hours.monday = ["09:00-12:00", "13:00-17:00"]
"odd key" = 1.5
pace = { quick = 3, deep = { er = "x]}" } }

[[source]]
name = "blog"
[source.pace]
every = "5m"

[[source]]
name = 'forum'
tags = [
  "one",
  # between
  { id = "two" },
] # closed
last = 2026-11-18T09:00:00
'''


def document() -> Document:
    """Return the example."""
    return parse(TEXT, "webcare.toml")


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("agent",), 2),
        (("intro",), 3),
        (("promises",), 7),
        (("promises", "hours"), 8),
        (("promises", "hours", "monday"), 8),
        (("promises", "odd key"), 9),
        (("promises", "pace", "deep", "er"), 10),
        (("source",), 12),
        (("source", 0, "name"), 13),
        (("source", 0, "pace", "every"), 15),
        (("source", 1), 17),
        (("source", 1, "tags", 0), 20),
        (("source", 1, "tags", 1, "id"), 22),
        (("source", 1, "last"), 24),
    ],
)
def test_each_key_has_its_line(keys: tuple[str | int, ...], line: int) -> None:
    """Tables, arrays of tables, dotted keys and inline tables are found, and a list's entries."""
    assert document().line_of(*keys) == line


def test_a_missing_key_has_the_line_around_it() -> None:
    """An error about what is not there points at the table that lacks it."""
    assert document().line_of("source", 1, "url") == 17
    assert document().line_of("nowhere") == 1


def test_values_are_tomllibs() -> None:
    """The values come along, read by the standard library."""
    assert document().values["source"][1]["tags"][1] == {"id": "two"}


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\nb = \n", 2), ("a = 1\na = 2\n", 2), ("x = [1,\n2,\n", 3)]
)
def test_a_syntax_error_names_file_and_line(text: str, line: int) -> None:
    """What tomllib refuses becomes one sentence of ours."""
    with pytest.raises(ConfigError, match=rf"^team\.toml, line {line}: [^(]+$"):
        parse(text, "team.toml")


def test_unreadable_files(tmp_path: Path) -> None:
    """A file that is missing, or not UTF-8, is said to be so."""
    with pytest.raises(ConfigError, match=r"none\.toml cannot be read: No such file"):
        load(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'a = "\xe6"')
    with pytest.raises(ConfigError, match=r"latin\.toml is not UTF-8 at byte 5"):
        load(tmp_path / "latin.toml")


def test_load_reads_windows_line_ends(tmp_path: Path) -> None:
    """A file from Windows counts its lines the same."""
    (tmp_path / "w.toml").write_bytes(b"a = 1\r\n\r\nb = 2\r\n")
    assert load(tmp_path / "w.toml").line_of("b") == 3


def test_a_long_list_is_searched_in_a_time_that_grows_with_its_length() -> None:
    """Two thousand lines cost some times what reading them costs, not a thousand times."""
    text = "\n".join(["words = [", *(f'  "word {n}",' for n in range(2_000)), "]"])
    runs = count()

    def search() -> None:
        assert parse(f"{text}\n# {next(runs)}", "any").line_of("words", 1_999) == 2_001

    read = min(timeit.repeat(lambda: tomllib.loads(text), number=1, repeat=3))
    assert min(timeit.repeat(search, number=1, repeat=3)) < 60 * read


def test_nearest_spelling() -> None:
    """A slip of the finger is met with the word that was meant."""
    assert nearest("brnad", ["brand", "source"]) == "brand"
    assert nearest("xyz", ["brand", "source"]) is None


_BARE = st.text("abcXYZ019_-", min_size=1, max_size=5)
_SCALAR = st.one_of(
    st.integers(-9, 9).map(str),
    st.sampled_from(['"a#b"', "'[x]'", "1.5", "true", '"\\"="', '"""m\n[x]\n"""', "'''q'''''"]),
)
_VALUE = st.recursive(
    _SCALAR,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: "[\n" + ",\n".join(parts) + "]"),
        st.dictionaries(_BARE, inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{k} = {v}" for k, v in table.items()) + "}"
        ),
    ),
    max_leaves=6,
)


@given(st.dictionaries(_BARE, _VALUE, max_size=4), st.dictionaries(_BARE, _VALUE, max_size=3))
def test_every_value_has_a_line(top: dict[str, str], entry: dict[str, str]) -> None:
    """Whatever tomllib reads, each key of it has the line in which it begins."""
    begins: dict[tuple[str | int, ...], int] = {}
    way: tuple[str | int, ...]
    lines: list[str] = []
    for way, pairs in ((), top), ((_ENTRIES, 0), entry), ((_ENTRIES, 1), entry):
        if way:
            lines.append(f"[[{_ENTRIES}]]")
            begins[way] = len(lines)
        for key, value in pairs.items():
            begins[(*way, key)] = len(lines) + 1
            lines += f"{key} = {value}".split("\n")
    read = parse("\n".join(lines), "any")
    for way, line in begins.items():
        assert read.line_of(*way) == line
        assert read.line_of(*way, "not there") == line


_ENTRIES = "an_array_of_tables"
