"""Loading: a good file becomes a playbook; a bad one is told problem by problem, with its line."""

from pathlib import Path

import pytest

from core.errors import ConfigError
from core.vocabulary import Kind, Strategy
from playbooks.kinds import StepKind
from playbooks.loader import SHIPPED, Shelf, load_file, load_folder, load_shipped
from playbooks.model import Playbook
from playbooks.parse import parse
from playbooks.problems import PlaybookError, Problem

GOOD = """\
name = "returns"
version = 3
title = { nl = "Retour", nb = "Retur", en = "Return" }

[applies]
kinds = ["complaint", "question"]
sources = ["forum"]
min_severity = 2
has_rating = false

[[step]]
id = "read"
kind = "read"
required = false
title.nl = "Lees"
title.nb = "Les"
title.en = "Read"
help = { nl = "Lees alles.", nb = "Les alt.", en = "Read it all." }

[[step.field]]
name = "order"
required = true
label = { nl = "Bestelling", nb = "Bestilling", en = "Order" }

[[step.field.choice]]
code = "web"
label = { nl = "webwinkel", nb = "nettbutikk", en = "web shop" }

[[step]]
id = "breathe"
kind = "breathe"
title = { nl = "Adem", nb = "Pust", en = "Breathe" }
help = { nl = "Wacht.", nb = "Vent.", en = "Wait." }

[step.when]
strategies = ["react"]
arousal = ["high"]

[[step]]
id = "outcome"
kind = "outcome"
title = { nl = "Uitkomst", nb = "Utfall", en = "Outcome" }
help = { nl = "Leg vast.", nb = "Noter.", en = "Record it." }
"""


ORDER = "step.read.field.order"


def _line(part: str) -> int:
    return next(n for n, line in enumerate(GOOD.splitlines(), start=1) if part in line)


def _problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(PlaybookError) as caught:
        parse(text, "returns.toml")
    return caught.value.problems


def test_a_good_file_becomes_a_playbook() -> None:
    """Every field arrives; what is not said has its usual value."""
    playbook = parse(GOOD, "returns.toml")
    read, breathe, outcome = playbook.steps
    assert (playbook.id, playbook.title["nb"]) == ("returns@3", "Retur")
    assert playbook.applies.kinds == {Kind.COMPLAINT, Kind.QUESTION}
    assert playbook.applies.sources == {"forum"}
    assert (playbook.applies.min_severity, playbook.applies.max_severity) == (2, 5)
    assert playbook.applies.has_rating is False
    assert (read.kind, read.required, read.why) == (StepKind.READ, False, {})
    assert read.title == {"nl": "Lees", "nb": "Les", "en": "Read"}
    assert (read.fields[0].name, read.fields[0].required) == ("order", True)
    assert read.fields[0].choices == ("web",)
    assert read.fields[0].choice_labels["web"]["nl"] == "webwinkel"
    assert (breathe.seconds, breathe.when.strategies) == (0, frozenset({Strategy.REACT}))
    assert breathe.when.arousal == {"high"}
    assert (outcome.required, outcome.seconds, outcome.fields) == (True, 0, ())


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ('name = "returns"', 'name = "My Returns"', "name", "small letters"),
        ("version = 3", "version = 0", "version", "whole number from 1"),
        ("version = 3", "version = true", "version", "whole number from 1"),
        ('nb = "Retur", ', "", "title.nb", "this text is missing"),
        ('"Retour"', '" "', "title.nl", "this text is missing"),
        ('"Retour"', "7", "title.nl", "a text here, in quotes"),
        ('"Retour"', f'"{"r" * 25}"', "title.nl", "25 characters long; at most 24"),
        ('"Retour"', '"Retour", de = "Rücksendung"', "title.de", "there is no such field"),
        ('["complaint", "question"]', '["complaint", "questoin"]', "applies.kinds", "question?"),
        ('["complaint", "question"]', '"complaint"', "applies.kinds", "between [ and ]"),
        ('["forum"]', '["forum", 4]', "applies.sources", "in quotes"),
        ('["forum"]', '["\\u001b[2J"]', "applies.sources", "U+001B"),
        ("min_severity = 2", "min_severity = 6", "applies.min_severity", "from 1 to 5"),
        ("has_rating = false", 'has_rating = "no"', "applies.has_rating", "true or false"),
        ("has_rating = false", 'mood = "bad"', "applies.mood", "there is no such field"),
        ('kind = "read"', 'kind = "evidense"', "step.read.kind", "did you mean evidence?"),
        ("required = false", "required = 0", "step.read.required", "true or false"),
        ('id = "breathe"', 'id = "read"', "step.read.id", "a name of its own"),
        ('kind = "breathe"', 'kind = "breathe"\nnext = "x"', "step.breathe.next", "no such field"),
        ('["forum"]', '["forum"]\nfirestorm = "yes"', "applies.firestorm", "true or false"),
        ('required = true', 'required = true\ncodes = "cause"', f"{ORDER}.codes", "root_cause"),
        ('code = "web"', 'code = "web"\nagain = "no"', f"{ORDER}.choice.web.again", "true or"),
        ('kind = "breathe"', 'kind = "breathe"\nseconds = 5', "step.breathe.seconds", "10 to 100"),
        ('kind = "read"', 'kind = "read"\nseconds = 20', "step.read.seconds", "breathe"),
        ('"Lees alles."', f'"{"lees " * 401}"', "step.read.help.nl", "at most 2000"),
        ('"Lees alles."', '"[b]Lees[/b]"', "step.read.help.nl", "markup ([b])"),
        ('"Lees alles."', '"[@click=app.quit]Lees"', "step.read.help.nl", "markup"),
        ('"Lees alles."', '"Lees\\u001b[2J"', "step.read.help.nl", "U+001B"),
        ('"Lees alles."', '"Lees\\u202e"', "step.read.help.nl", "U+202E"),
        ('"Lees alles."', '"Lees\\nalles"', "step.read.help.nl", "U+000A"),
        ('["high"]', '["hihg"]', "step.breathe.when.arousal", "did you mean high?"),
        ('name = "order"', 'name = "Order"', "step.read.field.Order.name", "small letters"),
        ('code = "web"', 'code = ""', "step.read.field.order.choice.1.code", "small letters"),
    ],
)  # fmt: skip
def test_a_problem_names_line_and_field(old: str, new: str, field: str, said: str) -> None:
    """One fault gives one sentence, at the line where it stands."""
    assert GOOD.count(old) == 1
    (problem,) = _problems(GOOD.replace(old, new))
    added = new.count("\n")
    assert (problem.file, problem.line, problem.field) == (
        "returns.toml",
        _line(old) + added,
        field,
    )
    assert said in problem.text
    assert problem.text.isprintable()


def test_every_problem_of_a_file_is_told_at_once() -> None:
    """Problems come in the file's own order, each on a line of the error."""
    text = GOOD.replace("version = 3", "version = -1").replace('kind = "read"', 'kind = "look"')
    problems = _problems(text.replace('nb = "Vent.", ', ""))
    assert [problem.field for problem in problems] == [
        "version",
        "step.read.kind",
        "step.breathe.help.nb",
    ]
    with pytest.raises(ConfigError) as caught:
        parse(text, "returns.toml")
    assert str(caught.value).splitlines()[0].startswith("returns.toml, line 2: version: ")


def test_what_is_missing_is_named() -> None:
    """An empty file lacks a name, a version, a title in each language and steps."""
    fields = [problem.field for problem in _problems("")]
    assert fields == ["step", "name", "version", "title.nl", "title.nb", "title.en"]


def test_a_field_that_does_not_exist_brings_the_nearest_that_does() -> None:
    """A slip of the pen is named with what was probably meant, beside what is missing for it."""
    problems = _problems(GOOD.replace("version = 3", "versoin = 3"))
    assert [(problem.line, problem.field) for problem in problems] == [
        (1, "version"),
        (2, "versoin"),
    ]
    assert "did you mean version?" in problems[1].text


def test_a_step_without_a_kind_is_told_the_kinds() -> None:
    """The sentence lists what there is to choose from, at the step's own line."""
    (problem,) = _problems(GOOD.replace('kind = "read"\n', ""))
    assert problem.line == _line("[[step]]")
    assert "choose from read, evidence, decide" in problem.text


def test_a_playbook_ends_with_one_outcome() -> None:
    """Without the outcome step an item could never end; with two it would end twice."""
    none = GOOD[: GOOD.rindex("[[step]]")]
    two = GOOD.replace('kind = "read"', 'kind = "outcome"')
    for text in (none, two):
        (problem,) = _problems(text)
        assert "exactly one step must be of the kind outcome" in problem.text


def test_text_that_is_not_toml_names_the_line() -> None:
    """Broken TOML gives the reader's reason and its line."""
    (problem,) = _problems(GOOD.replace("version = 3", "version 3"))
    assert (problem.line, problem.field) == (2, "")
    assert str(problem).startswith("returns.toml, line 2: Expected '='")


def test_a_number_without_end_is_a_problem_like_any() -> None:
    """A number that Python refuses to read does not become a crash."""
    assert len(_problems("version = " + "9" * 5000)) == 1


def test_tables_of_the_wrong_shape_are_told() -> None:
    """A single value where a table or a list of tables belongs is a sentence, not a crash."""
    assert "[[step]]" in _problems('step = ["read"]')[0].text
    assert any("title.en" in problem.text for problem in _problems('title = "Return"'))


def test_hostile_keys_cannot_reach_the_terminal() -> None:
    """A field name with escape codes is shown without them."""
    (problem,) = _problems('"\\u001b[2J\\u0007" = 1\n' + GOOD)
    assert str(problem).isprintable()


def _copy(folder: Path, name: str, text: str = GOOD) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def _ids(playbooks: tuple[Playbook, ...]) -> list[str]:
    return [playbook.id for playbook in playbooks]


def test_a_teams_playbooks_come_after_the_shipped(tmp_path: Path) -> None:
    """Own ones are added; one with a shipped name takes its place."""
    assert load_folder(tmp_path / "none") == load_shipped()
    complaint = (SHIPPED / "complaint.toml").read_text(encoding="utf-8")
    _copy(tmp_path, "ours.toml")
    _copy(tmp_path, "complaint.toml", complaint.replace("version = 1", "version = 9"))
    _copy(tmp_path, ".hidden.toml", "not toml")
    _copy(tmp_path, "notes.txt", "not toml")
    shipped = [book.id for book in load_shipped() if book.name != "complaint"]
    assert _ids(load_folder(tmp_path)) == [*shipped, "complaint@9", "returns@3"]


def test_problems_of_every_file_are_told_at_once(tmp_path: Path) -> None:
    """One broken file does not hide the next; a name is used by one file only."""
    _copy(tmp_path, "a.toml")
    _copy(tmp_path, "b.toml", "x = ")
    _copy(tmp_path, "c.toml")
    _copy(tmp_path, "d.toml", GOOD.replace("version = 3", "version = 0"))
    with pytest.raises(PlaybookError) as caught:
        load_folder(tmp_path)
    assert [(p.file, p.field) for p in caught.value.problems] == [
        ("b.toml", ""),
        ("c.toml", "name"),
        ("d.toml", "version"),
    ]


NEXT = '[next]\nplaybook = "{name}"\nwhen.private = true\n\n[applies]'


def _leading(name: str, to: str) -> str:
    text = GOOD.replace('"returns"', f'"{name}"')
    return text.replace("[applies]", NEXT.format(name=to))


def test_what_leads_in_a_circle_or_nowhere_names_its_line(tmp_path: Path) -> None:
    """A next playbook must be there, and must not lead back; each file is told its own."""
    line = GOOD.splitlines().index("[applies]") + 2
    itself = _copy(tmp_path, "a.toml", _leading("a", "a"))
    with pytest.raises(PlaybookError, match="goes round in a circle: a, a") as caught:
        load_file(itself, load_shipped())
    problem = caught.value.problems[0]
    assert (problem.line, problem.field) == (line, "next.playbook")
    _copy(tmp_path, "a.toml", _leading("a", "b"))
    _copy(tmp_path, "b.toml", _leading("b", "c"))
    _copy(tmp_path, "c.toml", _leading("c", "a"))
    _copy(tmp_path, "d.toml", _leading("d", "conversatoin"))
    with pytest.raises(PlaybookError) as caught:
        load_folder(tmp_path)
    told = {problem.file: problem.text for problem in caught.value.problems}
    assert told["b.toml"] == "this goes round in a circle: b, c, a, b"
    assert sorted(told) == ["a.toml", "b.toml", "c.toml", "d.toml"]
    assert "did you mean conversation?" in told["d.toml"]


def test_an_answer_is_asked_for_before_it_leads_on() -> None:
    """A step that hangs on its own answer, or on one to come, would wait for itself."""
    own = GOOD.replace('kind = "read"', 'kind = "read"\nwhen.answers.order = ["web"]')
    later = GOOD.replace("[applies]", '[applies]\nanswers.order = ["web"]')
    for text, field in ((own, "step.read.when.answers.order"), (later, "applies.answers.order")):
        (problem,) = _problems(text)
        assert problem.field == field
        assert "a choice of a step before this one" in problem.text
    good = GOOD.replace("[step.when]", '[step.when]\nanswers.order = ["web"]')
    assert parse(good, "x").steps[1].when.answers == {"order": {"web"}}
    (slip,) = _problems(good.replace('["web"]', '["wbe"]'))
    assert (slip.field, "did you mean web?" in slip.text) == (
        "step.breathe.when.answers.order",
        True,
    )


def test_only_what_is_posted_is_done_by_replies() -> None:
    """Replies on another kind of step, or of a kind that posts nothing, are told."""
    (read,) = _problems(GOOD.replace('kind = "read"', 'kind = "read"\nreplies = ["public_full"]'))
    assert read.field == "step.read.replies"
    posting = GOOD.replace('kind = "breathe"', 'kind = "post"\nreplies = ["like_only"]')
    (like,) = _problems(posting)
    assert "did you mean private_only?" in like.text


def test_a_shelf_keeps_the_last_good_version(tmp_path: Path) -> None:
    """A file that went wrong keeps what was read before, and says what is wrong and where."""
    file = _copy(tmp_path, "returns.toml")
    _copy(tmp_path, "broken.toml", "x = ")
    shelf = Shelf(tmp_path)
    assert "returns@3" in _ids(shelf.books)
    assert [problem.file for problem in shelf.problems] == ["broken.toml"]
    _copy(tmp_path, "returns.toml", GOOD.replace('kind = "read"', 'kind = "reed"'))
    shelf.reload()
    assert "returns@3" in _ids(shelf.books)
    assert [problem.field for problem in shelf.problems] == ["", "step.read.kind"]
    _copy(tmp_path, "returns.toml", GOOD.replace("version = 3", "version = 4"))
    (tmp_path / "broken.toml").unlink()
    shelf.reload()
    assert shelf.problems == ()
    assert _ids(shelf.books).index("returns@3") < _ids(shelf.books).index("returns@4")
    file.unlink()
    shelf.reload()
    assert _ids(shelf.books)[-len(load_shipped()) :] == _ids(load_shipped())


def test_a_shelf_uses_a_playbook_that_leads_nowhere_as_far_as_it_goes(tmp_path: Path) -> None:
    """Its steps are good; only the way on is left out, and that is said."""
    _copy(tmp_path, "a.toml", _leading("a", "nowhere"))
    shelf = Shelf(tmp_path)
    assert [problem.field for problem in shelf.problems] == ["next.playbook"]
    assert next(book for book in shelf.books if book.name == "a").next is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"#" * 1_000_000, "larger than 256 kB"),
        (b'name = "\xff"', "not in UTF-8"),
        (b"a = " + b"[" * 3000, "nested too deeply"),
    ],
)
def test_files_that_are_no_playbook_are_told(tmp_path: Path, data: bytes, said: str) -> None:
    """Too large, not text, or built to break a parser: one sentence."""
    file = tmp_path / "odd.toml"
    file.write_bytes(data)
    with pytest.raises(PlaybookError, match=said):
        load_file(file)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A folder with the name of a file is a sentence, not a crash."""
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(PlaybookError, match=r"folder\.toml: the file cannot be read"):
        load_folder(tmp_path)


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    """Editors on other systems put one before the text."""
    file = tmp_path / "returns.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_file(file).name == "returns"
