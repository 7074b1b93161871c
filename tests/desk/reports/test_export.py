"""Items for other programs: canonical lines, and pseudonyms unless texts are asked for."""

import json
import random

from core.vocabulary import Kind
from desk.model import conversation
from desk.model.event import JSON
from desk.reports.names import Names
from desk.reports.objects import export_object, item_object
from desk.reports.written import canonical
from tests.support.scripted_shift import stories
from tests.support.story import Story, at

PSEUDONYMS = Names(b"a desk's own salt")


def first_sight(told: dict[str, JSON]) -> dict[str, JSON]:
    """Return the event with which an exported item came in."""
    return next(event for event in told["events"] if event["kind"] == "seen")


def test_an_export_is_the_same_for_the_same_desk() -> None:
    """Events in another order make the same line."""
    for story in stories():
        shuffled = random.Random(story.id).sample(story.events, len(story.events))  # noqa: S311
        told = export_object(story.item, story.events, PSEUDONYMS)
        ids = [event["id"] for event in told["events"]]
        assert ids == sorted(ids)
        line = canonical(told)
        assert canonical(export_object(story.item, shuffled, PSEUDONYMS)) == line


def test_nothing_of_the_customer_is_in_a_pseudonymised_line() -> None:
    """Name, text, answer and address are out; what happened is in."""
    story = Story.of(1, Kind.QUESTION, 2, at("10:00"), author="Marieke", body="Waar is het?")
    story.does(conversation.replied, at("10:10"), "Dag Marieke")
    line = canonical(export_object(story.item, story.events, PSEUDONYMS))
    for word in ("Marieke", "Waar", "Dag", "forum.example", "post-1"):
        assert word not in line
    told = json.loads(line)
    assert {event["kind"] for event in told["events"]} == {"seen", "triaged", "replied"}
    assert told["author"].startswith("a-")
    assert first_sight(told)["data"]["native_id"] == told["native_id"]


def test_texts_go_along_when_they_are_asked_for() -> None:
    """With a reason the export is lossless."""
    body = "Waar\x7f is \x9bhet?"
    story = Story.of(1, Kind.QUESTION, 2, at("10:00"), author="Marieke", body=body)
    line = canonical(export_object(story.item, story.events, Names(shown=True)))
    assert line.isascii()
    assert line.isprintable()
    told = json.loads(line)
    assert told["native_id"] == "post-1"
    seen = first_sight(told)
    assert (seen["texts"]["body"], seen["texts"]["author"]) == (body, "Marieke")


def test_times_are_iso_wherever_they_stand() -> None:
    """In the item, in its clocks, in event data and in effects."""
    story = Story.of(1, Kind.QUESTION, 2, at("10:00"), published=at("09:50"))
    told = export_object(story.item, story.events, PSEUDONYMS)
    assert told["published_at"] == "2026-11-18T08:50:00+00:00"
    assert told["timers"][0]["due_at"] == "2026-11-18T10:50:00+00:00"
    seen = first_sight(told)
    assert seen["data"]["published_at"] == "2026-11-18T08:50:00+00:00"
    assert seen["effects"][1]["due_at"] == "2026-11-18T10:50:00+00:00"


def test_an_item_is_json_without_texts() -> None:
    """What a command answers holds codes and numbers, whatever the item went through."""
    for story in stories():
        told = item_object(story.item)
        assert json.loads(canonical(told))["id"] == story.id
        assert told["schema"] == "webcare.item/1"
    outcome = item_object(stories()[3].item)["outcome"]
    assert (outcome["code"], outcome["verified"]) == ("compensated", "partly")
