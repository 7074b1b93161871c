"""Each shipped playbook, walked to its end by keys on a real pty; the desk speaks Dutch."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from playbooks.kinds import StepKind
from playbooks.loader import load_shipped
from playbooks.model import Playbook, Step, StepField
from tests.support.place import Place
from tests.support.terminal import DOWN, ENTER, ESCAPE, SPACE, Terminal, ctrl

pytestmark = pytest.mark.terminal

BOOKS: Mapping[str, Playbook] = {book.name: book for book in load_shipped()}
HEATED = "De app is al drie weken kapot, schandalig!!! Ik ben WOEDEND."
CALM = "Jammer dat de nieuwe site zo onoverzichtelijk is, ik kan niets vinden."
REPLY = "Hoi Noor, wat vervelend dat het zo liep. We zoeken het vandaag voor je uit."
KINDS = {
    **{name: name for name in ("question", "praise", "harmful", "troll")},
    "short": "other",
}
STRATEGIES = {"praise": 4, "harmful": 3, "troll": 2}
"""How far down the list of the decision the one that fits stands; 1 is to react."""
AT_THE_LIST = "j/k kies"


def arrive(place: Place, name: str) -> str:
    """Bring in a comment that has a playbook of this name; return its item."""
    body = CALM if name == "criticism" else HEATED
    if name == "returning":
        place.done("add", "--author", "noor", text=body)
        place.done("decide", "1", "discard", "--reason", "test")
    if name == "review":
        return _review(place)
    item = place.done("add", "--author", "noor", text=body)
    if name in KINDS:
        place.done("set", item, "kind", KINDS[name])
    if name == "firestorm":
        place.done("label", item, "firestorm")
    if name == "conversation":
        place.done("decide", item, "react")
        place.done("reply", item, "--kind", "public_ack_then_private", text=REPLY)
    return item


def _review(place: Place) -> str:
    file = place.config.with_name("reviews.jsonl")
    review = {"id": "r-1", "author": "noor", "text": HEATED, "rating": 1, "rating_max": 5}
    file.write_text(json.dumps(review) + "\n", encoding="utf-8")
    place.add_source("stars", file.as_uri(), kind='"jsonl"')
    place.done("poll", "--once")
    return str(place.listed()[0]["id"])


class Walk:
    """An agent at the keys of one item's checklist."""

    def __init__(self, place: Place, screen: Terminal, item: str, book: Playbook) -> None:
        self.place, self.screen, self.item, self.book = place, screen, item, book
        self.steps = {step.id: step for step in book.steps}

    @property
    def current(self) -> Any:
        """Return the step that is next, as ``show`` tells it; None where none is."""
        steps = self.place.show(self.item)["steps"]
        return next((step for step in steps if step["state"] == "current"), None)

    def do(self, step: Step) -> None:
        """Do a step with space, and with the keys that its dialogs ask for."""
        screen = self.screen
        match step.kind:
            case StepKind.MOVE_PRIVATE:  # would go on with the conversation, which is walked itself
                screen.press("S")
                screen.wait_for("Waarom is hij niet nodig?")
                screen.type("opgelost in het openbaar")
                screen.press(ENTER)
            case StepKind.DECIDE:
                self._decide()
            case StepKind.BREATHE:
                screen.press(SPACE)
                screen.wait_for(" 00:")
                self.place.advance(61)
            case StepKind.ASK:
                self._ask()
            case StepKind.DRAFT:
                self._write()
            case StepKind.SECOND_READER:
                screen.press(SPACE)
                screen.wait_for("een collega leest mee")
                self.place.done("review", self.item, "approve", "--agent", "ann")
            case StepKind.POST | StepKind.THANK:
                if StepKind.DRAFT not in {other.kind for other in self.book.steps}:
                    self._write()
                screen.press(SPACE)
                screen.wait_for("en druk op P")
                screen.press(SPACE)
                screen.wait_for("Antwoord geplaatst")
                screen.press(ENTER)
            case StepKind.RECHECK:  # it left the queue, and comes back by itself
                self.place.advance(31 * 60)
                screen.wait_for("noor", step.title["nl"])
                screen.press(SPACE)
                screen.wait_until_gone("noor")
                screen.press("5")
                screen.wait_for("noor", "[>]")
            case StepKind.OUTCOME:
                screen.press(SPACE)
                screen.wait_for("Hoe is het afgelopen?")
                screen.press(ENTER)
                screen.wait_for("u draait het terug")
            case _:
                screen.press(SPACE)
                self._fill(step.fields)

    def _decide(self) -> None:
        screen = self.screen
        screen.press(SPACE)
        screen.wait_for("Wat doen we ermee?")
        screen.press(*[DOWN] * STRATEGIES.get(self.book.name, 1), ENTER)
        if self.book.name == "harmful":
            screen.press(DOWN, ENTER, ENTER)
        if self.book.name == "troll":
            screen.type("wil alleen aandacht")
            screen.press(ENTER)
            screen.wait_until_gone("noor")

    def _write(self) -> None:
        screen = self.screen
        screen.press(SPACE)
        screen.wait_for("f1 help")
        screen.type(REPLY)
        screen.wait_for(f"{len(REPLY)} tekens", "bewaard ")
        screen.press(ESCAPE)
        screen.wait_for(AT_THE_LIST)

    def _ask(self) -> None:
        screen = self.screen
        screen.press(SPACE)
        screen.wait_for("Vraag een collega")
        screen.type("logistiek")
        screen.press(ENTER)
        screen.type("Waar is het?")
        screen.press(ctrl("o"))
        screen.wait_until_gone("Vraag een collega")
        screen.press("3")  # where it waits on others
        screen.wait_for("[3 wacht 1]", "noor", "[>]")
        screen.press(SPACE)
        screen.wait_for("Antwoord van logistiek")
        screen.type("Onderweg.")
        screen.press(ctrl("o"))
        screen.wait_until_gone("noor")
        screen.press("1")
        screen.wait_for("noor", "[>]")

    def _fill(self, fields: tuple[StepField, ...]) -> None:
        for n, field in enumerate(fields):
            if n == 0:
                self.screen.wait_for(field.label["nl"])
            if field.choices:
                wanted = next(code for code in field.choices if code not in field.again)
                self.screen.press(*[DOWN] * (field.choices.index(wanted) + 1))
            else:
                self.screen.type("genoteerd")
            self.screen.press(ENTER)


EVERY_TIME = frozenset({"complaint", "conversation", "praise"})
"""What each run walks by keys; the rest takes minutes, and is walked with what else does."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in EVERY_TIME else pytest.mark.slow) for name in BOOKS],
)
def test_it_is_walked_to_its_end_by_keys(tmp_path: Path, name: str) -> None:
    """Space after space, with what the dialogs ask; the item ends and leaves the list."""
    place = Place(tmp_path)
    text = place.config.read_text(encoding="utf-8")
    place.config.write_text(f'language = "nl"\n{text}', encoding="utf-8")
    item = arrive(place, name)
    book = BOOKS[name]
    with place.screen(size=(120, 40)) as screen:
        if name == "conversation":  # it waits for the customer by now
            screen.wait_for("3 wacht 1")
            screen.press("3")
        screen.wait_for("noor", book.title["nl"])
        walk = Walk(place, screen, item, book)
        walked: list[str] = []
        while (current := walk.current) is not None:
            step = walk.steps[current["id"]]
            assert walked.count(step.id) == 0, walked
            walked.append(step.id)
            walk.do(step)
    story = place.show(item)
    assert story["state"] in {"resolved", "closed", "removed"}
    assert story["outcome"] is not None
    assert {step["state"] for step in story["steps"]} <= {"done", "skipped", "not_needed"}
