"""Each shipped playbook, walked to its end by commands in each language of the desk."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.i18n import set_language
from playbooks.kinds import StepKind
from playbooks.loader import load_shipped
from playbooks.model import Playbook, Step, in_language
from tests.support.command import Answer, Webcare

BOOKS: Mapping[str, Playbook] = {book.name: book for book in load_shipped()}
LANGUAGES = ("nl", "nb", "en")
HEATED = {
    "nl": "De app is al drie weken kapot, schandalig!!! Ik ben WOEDEND.",
    "nb": "Appen har vært ødelagt i tre uker, skandale!!! Jeg er RASENDE.",
    "en": "The app has been broken for three weeks, disgraceful!!! I am FURIOUS.",
}
CALM = {
    "nl": "Jammer dat de nieuwe site zo onoverzichtelijk is, ik kan niets vinden.",
    "nb": "Synd at den nye nettsiden er så uoversiktlig, jeg finner ingenting.",
    "en": "Disappointing that the new site is so confusing, I cannot find anything.",
}
REPLY = {
    "nl": "Hoi Noor, wat vervelend dat het zo liep. We zoeken het vandaag voor je uit.",
    "nb": "Hei Noor, så leit at det ble slik. Vi undersøker det for deg i dag.",
    "en": "Hi Noor, sorry that it went like this. We are looking into it for you today.",
}
KINDS = {"question": "question", "praise": "praise", "harmful": "harmful", "troll": "troll"}
ENDS = {"praise": "thanked_public", "troll": "drowned", "conversation": "solved_private"}
REASON = "nothing to do here"


@dataclass
class Walk:
    """An item on its way through a playbook."""

    webcare: Webcare
    clock: Path
    language: str
    item: str = ""
    passed: int = 0

    def done(self, *words: str, text: str = "") -> Answer:
        """Run a command that must succeed."""
        answer = self.webcare(*words, text=text)
        assert answer.code == 0, (words, answer.err)
        return answer

    def story(self) -> Any:
        """Return the item as ``show --json`` tells it."""
        return self.done("show", self.item, "--json").object

    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.passed += seconds
        self.clock.write_text(str(self.passed), encoding="ascii")

    def add(self, text: str, author: str = "noor") -> str:
        """Add a comment by hand."""
        return self.done("add", "--author", author, text=text).out.strip()


@pytest.fixture
def walk(webcare: Webcare, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Return a desk with nothing on it and a clock to move."""
    clock = tmp_path / "clock"
    clock.write_text("0", encoding="ascii")
    monkeypatch.setenv("WEBCARE_CLOCK_FILE", str(clock))
    config.write_text('language = "en"\n', encoding="utf-8")
    return Walk(webcare, clock, "en")


def arrive(walk: Walk, name: str, folder: Path) -> None:
    """Bring in a comment that has a playbook of this name."""
    texts = CALM if name == "criticism" else HEATED
    if name == "returning":
        walk.add(texts[walk.language])
    if name == "review":
        walk.item = _review(walk, folder)
    else:
        walk.item = walk.add(texts[walk.language])
    if name in KINDS or name == "short":
        walk.done("set", walk.item, "kind", KINDS.get(name, "other"))
    if name == "firestorm":
        walk.done("label", walk.item, "firestorm")
    if name == "conversation":
        walk.done("decide", walk.item, "react")
        walk.done(
            *("reply", walk.item, "--kind", "public_ack_then_private"), text=REPLY[walk.language]
        )


def _review(walk: Walk, folder: Path) -> str:
    about = {"id": "r-1", "author": "noor", "rating": 1, "rating_max": 5}
    file = folder / "reviews.jsonl"
    file.write_text(json.dumps(about | {"text": HEATED[walk.language]}) + "\n", encoding="utf-8")
    config = folder / "config" / "webcare" / "webcare.toml"
    source = f'\n[sources.stars]\nkind = "jsonl"\nurl = "{file.as_uri()}"\n'
    config.write_text(config.read_text(encoding="utf-8") + source, encoding="utf-8")
    walk.done("poll", "--once")
    return str(walk.done("list", "--json").object["id"])


def do(walk: Walk, book: Playbook, step: Step) -> None:
    """Do a step by the commands that its kind calls for."""
    item, text = walk.item, REPLY[walk.language]
    match step.kind:
        case StepKind.DECIDE if book.name == "harmful":
            walk.done("decide", item, "remove", "--reason", "insult_threat")
        case StepKind.DECIDE if book.name == "troll":
            walk.done("decide", item, "watch", "--reason", "seeks attention")
        case StepKind.DECIDE:
            walk.done("decide", item, "thank" if book.name == "praise" else "react")
        case StepKind.BREATHE:
            walk.done("step", item, step.id)
            assert walk.webcare("step", item, step.id).code == 1
            walk.wait(61)
        case StepKind.ASK:
            walk.done("ask", item, "logistics", text="Where is it?")
            walk.done("answered", item, text="On its way.")
        case StepKind.DRAFT:
            walk.done("draft", item, text=text)
        case StepKind.SECOND_READER:
            walk.done("review", item, "ask")
            walk.done("review", item, "approve", "--agent", "ann")
        case StepKind.POST | StepKind.THANK:
            walk.done("draft", item, text=text)
            walk.wait(61)  # a draft that was begun here begins the breath as well
            walk.done("ready", item)
            walk.done("reply", item, text=text)
        case StepKind.MOVE_PRIVATE:  # would go on with the conversation, which is walked itself
            walk.done("step", item, step.id, "--skip", REASON)
        case StepKind.RECHECK:
            walk.wait(31 * 60)
            walk.done("recheck", item)
        case StepKind.OUTCOME:
            walk.done("outcome", item, ENDS.get(book.name, "solved_public"))
        case _:
            assert step.kind.rule.by_hand, step.kind
            walk.done("step", item, step.id, *_fields(step))


def _fields(step: Step) -> list[str]:
    """Fill in what a step needs: of choices the first that does not ask again."""
    words: list[str] = []
    for field in step.fields:
        if field.required:
            open_codes = [code for code in field.choices if code not in field.again]
            words += ["--set", f"{field.name}={open_codes[0] if open_codes else 'noted'}"]
    return words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BOOKS)
def test_it_is_walked_to_its_end_by_commands(
    walk: Walk, name: str, language: str, tmp_path: Path
) -> None:
    """Step after step until nothing is next; then it has ended, and the checklist is whole."""
    walk.language = language
    config = tmp_path / "config" / "webcare" / "webcare.toml"
    config.write_text(f'language = "{language}"\n', encoding="utf-8")
    arrive(walk, name, tmp_path)
    book = BOOKS[name]
    steps = {step.id: step for step in book.steps}
    walked: list[str] = []
    while current := [step for step in walk.story()["steps"] if step["state"] == "current"]:
        step = steps[current[0]["id"]]
        assert current[0]["title"] == in_language(step.title, language)
        walked.append(step.id)
        assert walked.count(step.id) == 1, walked
        do(walk, book, step)
    story = walk.story()
    assert story["state"] in {"resolved", "closed", "removed"}
    assert {step["state"] for step in story["steps"]} <= {"done", "skipped", "not_needed"}
    assert story["outcome"] is not None
    assert walked[-1] == ("decide" if name == "harmful" else "outcome")
    assert in_language(book.title, language) in walk.done("show", walk.item).out
    set_language("en")


def test_nobody_gets_past_what_is_required(walk: Walk, tmp_path: Path) -> None:
    """A skip without reason, a removal without evidence, an end past an open step: a sentence."""
    arrive(walk, "complaint", tmp_path)
    item = walk.item
    for words, said in (
        (("step", item, "read", "--skip", " "), "A step is skipped with a reason"),
        (("decide", item, "remove", "--reason", "bullying"), "Nothing is removed without evidence"),
        (("outcome", item, "customer_silent"), "Still to do: Read it well and "),
        (("ready", item, "--override", "sure"), "Still to do: Read it well and "),
    ):
        refused = walk.webcare(*words, text=REPLY["en"])
        assert (refused.code, refused.out) == (1, ""), words
        assert refused.err.startswith(f"webcare: {said}")
        assert len(refused.err.splitlines()) == 1
    assert walk.story()["outcome"] is None
