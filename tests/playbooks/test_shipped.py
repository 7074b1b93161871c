"""The shipped playbooks: complete in three languages, and each can be walked to its end."""

import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.vocabulary import Kind, Strategy
from playbooks.kinds import StepKind
from playbooks.loader import SHIPPED, load_file, load_shipped
from playbooks.model import Facts, Playbook, Record, StepState, Texts
from playbooks.walk import answers_of, choose, open_required, walk

LANGUAGES = ("nl", "nb", "en")
NAMES = [playbook.name for playbook in load_shipped()]


def _shipped(name: str) -> Playbook:
    return next(playbook for playbook in load_shipped() if playbook.name == name)


def _titles(playbook: Playbook) -> Iterator[Texts]:
    yield playbook.title
    for step in playbook.steps:
        yield step.title
        for field in step.fields:
            yield field.label
            yield from field.choice_labels.values()


def _texts(playbook: Playbook) -> Iterator[Texts]:
    yield from _titles(playbook)
    for step in playbook.steps:
        yield step.help
        yield step.why


def test_each_playbook_is_in_the_file_of_its_name() -> None:
    """All eleven are there, and a file is found by what it is called."""
    assert sorted(NAMES) == [
        "complaint", "conversation", "criticism", "firestorm", "harmful", "praise", "question",
        "returning", "review", "short", "troll",
    ]  # fmt: skip
    assert sorted(path.stem for path in SHIPPED.glob("*.toml")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_in_every_language(name: str, language: str) -> None:
    """No text is empty, carries markup or holds a character that does not show."""
    for text in (texts[language] for texts in _texts(_shipped(name))):
        assert text.strip() == text != ""
        assert text.isprintable()
        assert not set("[]{}<>") & set(text)


@pytest.mark.parametrize("name", NAMES)
def test_languages_differ(name: str) -> None:
    """No help or reason was left untranslated."""
    for step in _shipped(name).steps:
        for texts in (step.help, step.why):
            assert len(set(texts.values())) == len(LANGUAGES), step.id


@pytest.mark.parametrize("name", NAMES)
def test_titles_fit_the_pane(name: str) -> None:
    """Titles and labels take at most 24 columns."""
    long = [t for texts in _titles(_shipped(name)) for t in texts.values() if len(t) > 24]
    assert long == []


STORM, BACK = frozenset({"firestorm"}), frozenset({"returning"})


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (Facts(Kind.COMPLAINT, 4, "high"), "complaint"),
        (Facts(Kind.COMPLAINT, 4, "low"), "complaint"),
        (Facts(Kind.COMPLAINT, 3, "low"), "criticism"),
        (Facts(Kind.COMPLAINT, 3, "low", has_rating=True), "review"),
        (Facts(Kind.COMPLAINT, 4, "high", has_rating=True), "review"),
        (Facts(Kind.PRAISE, has_rating=True), "praise"),
        (Facts(Kind.PRAISE), "praise"),
        (Facts(Kind.QUESTION), "question"),
        (Facts(Kind.HARMFUL, 5), "harmful"),
        (Facts(Kind.TROLL), "troll"),
        (Facts(Kind.SPAM), "short"),
        (Facts(Kind.OTHER), "short"),
        (Facts(Kind.COMPLAINT, 3, "low", has_rating=True, labels=BACK), "returning"),
        (Facts(Kind.PRAISE, labels=BACK), "praise"),
        (Facts(Kind.COMPLAINT, 4, "high", labels=STORM | BACK), "firestorm"),
        (Facts(Kind.HARMFUL, 5, labels=STORM), "harmful"),
        (Facts(Kind.COMPLAINT, 4, "high", private=True), "conversation"),
        (Facts(Kind.PRAISE, private=True), "praise"),
    ],
)
def test_each_item_has_its_playbook(facts: Facts, name: str) -> None:
    """The most telling condition decides: storm, returning, review, criticism, then the kind."""
    assert choose(load_shipped(), facts).name == name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("arousal", ["high", "low", ""])
@pytest.mark.parametrize("strategy", list(Strategy))
def test_it_can_be_walked_to_its_end(name: str, strategy: Strategy, arousal: str) -> None:
    """Doing the current step, time after time, ends with nothing open and the outcome last."""
    playbook = _shipped(name)
    facts, records, done = Facts(Kind.OTHER, arousal=arousal), list[Record](), list[str]()
    while current := [
        view for view in walk(playbook, facts, records) if view.state is StepState.CURRENT
    ]:
        step = current[0].step
        done.append(step.id)
        assert len(done) <= len(playbook.steps), done
        rule = step.kind.rule
        if step.kind is StepKind.DECIDE:
            facts = replace(facts, strategy=strategy)
        replies = step.replies or rule.replies
        if replies:
            facts = replace(facts, replies=facts.replies | {min(replies)})
        elif rule.known is not None:
            facts = replace(facts, known=facts.known | {rule.known})
        else:
            asked = [field for field in step.fields if field.choices]
            answers = {f.name: next(c for c in f.choices if c not in f.again) for f in asked}
            records.append(Record(step.id, len(done), "ann", answers=answers))
            facts = replace(facts, answers=answers_of(records))
    views = walk(playbook, facts, records)
    assert done[-1] == "outcome"
    assert not any(view.is_open for view in views)
    assert open_required(views) == ()
    breath = [view.state for view in views if view.step.kind is StepKind.BREATHE]
    heated = arousal == "high" and strategy in {Strategy.REACT, Strategy.THANK}
    assert breath in ([], [StepState.DONE if heated else StepState.NOT_NEEDED])


def test_the_complaint_follows_the_step_plan() -> None:
    """The six steps come in the order the trade teaches them, then what follows from them."""
    assert [step.id for step in _shipped("complaint").steps] == [
        "read", "evidence", "decide", "on_it", "breathe", "facts", "draft", "reread",
        "second_reader", "reply", "private", "last_word", "anything_else", "verify", "prevent",
        "outcome",
    ]  # fmt: skip


def test_praise_first_asks_whom_it_was_meant_for() -> None:
    """The first step of praise asks, with a closed choice, whether it was addressed to us."""
    first = _shipped("praise").steps[0]
    assert first.required
    assert first.fields[0].choices == ("us", "everyone", "others")


@pytest.mark.timed
def test_loading_costs_little_more_than_reading_toml() -> None:
    """What makes playbooks of the files takes no longer than tomllib's own work on them."""

    def best(read: Callable[[Path], object]) -> float:
        times = []
        for _round in range(9):
            began = time.process_time()
            for path in SHIPPED.glob("*.toml"):
                read(path)
            times.append(time.process_time() - began)
        return min(times)

    bare = best(lambda path: tomllib.loads(path.read_text(encoding="utf-8")))
    assert best(load_file) < 2 * bare
