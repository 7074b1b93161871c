"""Dialogs: answered by keys alone, in every language, whatever the texts hold."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.events import Paste
from textual.screen import ModalScreen

from core.clock import DAY, HOUR, MINUTE
from core.i18n import set_language
from core.labels import label
from core.vocabulary import (
    Channel,
    EventId,
    FollowUpKind,
    Kind,
    Language,
    OutcomeCode,
    Reading,
    ReplyKind,
    RootCause,
    Size,
    State,
    Strategy,
    Verification,
)
from desk.model.difference import Difference
from desk.model.drafts import DraftVersion
from desk.model.event import EventKind
from desk.model.item import Reply
from desk.model.said import Said
from playbooks.canned import Canned, Offer
from playbooks.kinds import StepKind
from playbooks.model import Step, StepField
from tests.support.clock import START
from tests.support.detail import HOSTILE, make_detail, make_event, make_item
from tests.support.screen import LINE_NOISE, Stage, reading
from tests.support.summary import TITLES, open_line, scripted_summary
from tui.screens.comment import source_view
from tui.screens.dialogs import confirm_dialog, reason_dialog, text_dialog, when_dialog
from tui.screens.item_dialogs import (
    Added,
    Triage,
    add_dialog,
    label_dialog,
    note_dialog,
    step_dialog,
    triage_dialog,
)
from tui.screens.outcome_dialogs import (
    Conclusion,
    Decision,
    changed_dialog,
    decide_dialog,
    outcome_dialog,
    watch_dialog,
)
from tui.screens.reading import ReadingScreen, summary_screen
from tui.screens.reply_dialogs import (
    answered_dialog,
    ask_dialog,
    canned_dialog,
    draft_dialog,
    heard_dialog,
    posted_dialog,
    put_right_dialog,
    review_dialog,
)
from tui.screens.team_dialogs import hand_dialog, notices_dialog, receive_dialog
from tui.widgets.choice import mnemonics

ZONE = ZoneInfo("Europe/Amsterdam")
Make = Callable[[], ModalScreen[Any]]
NOTHING = "nothing yet"

STEP = Step(
    id="passed_on",
    kind=StepKind.PASS_COMPLIMENT,
    title={"en": "Pass it on"},
    help={"en": "Tell the colleague."},
    why={"en": ""},
    fields=(
        StepField("colleague", {"en": "Colleague"}, required=True),
        StepField("how", {"en": "How"}, choices=("in person", "by mail")),
    ),
)


CANNED = Canned("late", "Pakket te laat", Language.NL, "Hoi {name}, {personal}")


VERSIONS = [
    DraftVersion(n, START + n * MINUTE, HOSTILE, kind, HOSTILE * 9)
    for n, kind in enumerate((EventKind.DRAFTED, EventKind.READIED, EventKind.REPLIED) * 9, 1)
]


@pytest.fixture(params=["en", "nl", "nb"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    """Speak each language of the desk in turn."""
    set_language(request.param)
    yield request.param
    set_language("en")


async def answer_of(make: Make, *keys: str, size: tuple[int, int] = (80, 24)) -> object:
    """Return what a dialog answers to keys; NOTHING while it still asks."""
    app = Stage(make)
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        return app.answers[0] if app.answers else NOTHING


async def screen_of(make: Make, *keys: str, size: tuple[int, int] = (80, 24)) -> str:
    """Return how a dialog reads after keys."""
    app = Stage(make)
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        return "\n".join(reading(app))


def answered_by_ann() -> Difference:
    """Return a reply of a colleague to a comment that was edited as well."""
    reply = replace(
        make_event(EventKind.REPLIED, START, "ann", body=HOSTILE), data={"kind": "public_full"}
    )
    was = make_item()
    now = replace(was, state=State.WAITING_CUSTOMER, version=9)
    return Difference(was, now, (reply,), "Where is it?", f"Where is my parcel? {HOSTILE}")


def concluded(code: OutcomeCode, **besides: object) -> dict[str, object]:
    """Return what an outcome answers where nothing was said besides."""
    unsaid: dict[str, object] = dict.fromkeys(Conclusion.__annotations__)
    return unsaid | {"prevention": "", "colleague": "", "code": code} | besides


DIALOGS: dict[str, Make] = {
    "outcome": lambda: outcome_dialog(make_item(), START, ZONE, Said()),
    "praise": lambda: outcome_dialog(make_item(kind=Kind.PRAISE), START, ZONE, Said()),
    "decide": decide_dialog,
    "canned": lambda: canned_dialog([Offer(CANNED, f"Hoi {HOSTILE}", 3)] * 26),
    "reason": lambda: reason_dialog("Skip", "Why?"),
    "when": lambda: when_dialog("Later", START, ZONE),
    "text": lambda: text_dialog("Note", "For colleagues"),
    "note": lambda: note_dialog(HOSTILE),
    "review": lambda: review_dialog("ann"),
    "triage": lambda: triage_dialog(make_item()),
    "posted": lambda: posted_dialog(START, ZONE, ReplyKind.PUBLIC_FULL),
    "drafts": lambda: draft_dialog(VERSIONS, START, ZONE),
    "put_right": lambda: put_right_dialog(HOSTILE),
    "heard": heard_dialog,
    "ask": ask_dialog,
    "answered": lambda: answered_dialog("stock"),
    "watch": watch_dialog,
    "add": add_dialog,
    "step": lambda: step_dialog(STEP),
    "label": lambda: label_dialog(["refund"]),
    "confirm": lambda: confirm_dialog("Stop", "Two items are yours.", "stop anyway"),
    "hand": lambda: hand_dialog("Hand it on", ["ann", HOSTILE], START, ZONE, leaving=True),
    "receive": lambda: receive_dialog([["#3 29 min complaint 5", f"from ann: {HOSTILE}"]] * 9),
    "notices": lambda: notices_dialog(["ann: use text 14"] * 30, lead=True),
    "changed": lambda: changed_dialog(answered_by_ann(), {}),
}


@pytest.mark.asyncio
async def test_escape_answers_nothing_and_all_fits_a_small_screen(spoken: str) -> None:
    """In each language every dialog fits 60x16 with its keys in sight, and escape leaves it."""
    app = Stage(DIALOGS["reason"])
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.press("escape")
        for make in DIALOGS.values():
            app.answers.clear()
            app.push_screen(make(), app.answers.append)
            await pilot.pause()
            frame = app.screen.query_one("#dialog").region
            assert frame.y >= 0
            assert frame.bottom <= 16
            assert app.screen.query_one("#dialog-keys").region.height > 0
            await pilot.press("escape")
            await pilot.pause()
            assert app.answers == [None]


@pytest.mark.asyncio
async def test_a_plain_solve_is_a_letter_and_enter(spoken: str) -> None:
    """The letter chooses, enter accepts; nothing else has to be said."""
    answer = await answer_of(DIALOGS["outcome"], "b", "enter")
    assert answer == concluded(OutcomeCode.SOLVED_PRIVATE)


@pytest.mark.asyncio
async def test_enter_alone_takes_the_usual_outcome() -> None:
    """The usual outcome follows how the customer was answered last."""
    assert await answer_of(DIALOGS["outcome"], "enter") == concluded(OutcomeCode.SOLVED_PUBLIC)
    reply = Reply(EventId("r"), ReplyKind.PUBLIC_ACK_THEN_PRIVATE, START, "tim")
    item = make_item(replies=(reply,))
    answer = await answer_of(lambda: outcome_dialog(item, START, ZONE, Said()), "enter")
    assert answer == concluded(OutcomeCode.SOLVED_PRIVATE)
    question = make_item(kind=Kind.QUESTION)
    answer = await answer_of(lambda: outcome_dialog(question, START, ZONE, Said()), "enter")
    assert answer == concluded(OutcomeCode.INFORMATION_GIVEN)


@pytest.mark.asyncio
async def test_an_outcome_can_tell_cause_and_prevention() -> None:
    """Tab goes on to what is worth keeping; arrows choose as letters do."""
    keys = ("tab", "b", "tab", "down", "tab", *"call", "enter")
    answer = await answer_of(DIALOGS["outcome"], *keys)
    assert answer == concluded(
        OutcomeCode.SOLVED_PUBLIC,
        root_cause=RootCause.EXPECTATION_NOT_MET,
        prevention="call",
        verified=Verification.SATISFIED,
    )


@pytest.mark.asyncio
async def test_what_steps_recorded_is_filled_in_already() -> None:
    """Outcome and removal begin with what the checklist knows; enter takes it as it stands."""
    said = Said(RootCause.DELIVERY, "call", verified=Verification.PARTLY)
    item = make_item()
    answer = await answer_of(lambda: outcome_dialog(item, START, ZONE, said), "enter")
    assert answer == concluded(
        OutcomeCode.SOLVED_PUBLIC,
        root_cause=RootCause.DELIVERY,
        prevention="call",
        verified=Verification.PARTLY,
    )
    answer = await answer_of(
        lambda: decide_dialog(announced="taken down: spam"), "e", "tab", "a", "ctrl+o"
    )
    assert answer == Decision(
        strategy=Strategy.REMOVE, reason=OutcomeCode.INSULT_THREAT, announced="taken down: spam"
    )


@pytest.mark.asyncio
async def test_a_note_is_on_the_comment_or_about_its_author() -> None:
    """Writing and accepting is enough; a letter says that it is about whoever wrote it."""
    assert await answer_of(DIALOGS["note"], *"calm", "ctrl+o") == ("calm", False)
    about = await answer_of(DIALOGS["note"], *"calm", "tab", "b", "enter")
    assert about == ("calm", True)
    assert await answer_of(lambda: note_dialog(""), *"calm", "tab", "b", "enter") == ("calm", False)


@pytest.mark.asyncio
async def test_a_second_reader_gives_back_with_a_remark_only() -> None:
    """Approving is a letter and enter; giving back says what should change."""
    assert await answer_of(DIALOGS["review"], "a", "ctrl+o") == (Reading.APPROVED, "")
    assert await answer_of(DIALOGS["review"], "g", "ctrl+o") == NOTHING
    answer = await answer_of(DIALOGS["review"], "g", "enter", *"softer", "enter")
    assert answer == (Reading.RETURNED, "softer")


@pytest.mark.asyncio
async def test_praise_asks_for_its_follow_up() -> None:
    """A compliment to pass on needs its colleague, and takes a due time."""
    keys = ("tab", "b", "tab", "plus", "2", "h", "tab")
    assert await answer_of(DIALOGS["praise"], *keys, "enter") == NOTHING
    assert "Name the colleague" in await screen_of(DIALOGS["praise"], *keys, "enter")
    answer = await answer_of(DIALOGS["praise"], *keys, *"Ann", "enter")
    assert answer == concluded(
        OutcomeCode.THANKED_PUBLIC,
        follow_up=FollowUpKind.PASS_COMPLIMENT_TO_COLLEAGUE,
        due=START + 2 * HOUR,
        colleague="Ann",
    )


@pytest.mark.asyncio
async def test_the_decided_strategy_offers_its_own_outcomes() -> None:
    """A watched item ends as drowned, grown or approached, whatever its kind."""
    item = make_item(strategy=Strategy.WATCH)
    text = await screen_of(lambda: outcome_dialog(item, START, ZONE, Said()))
    assert "drowned by itself" in text
    assert "solved" not in text


def letter(strategy: Strategy) -> str:
    """Return the letter a strategy has in the language that is spoken."""
    strategies = tuple(Strategy)
    return mnemonics(label(code) for code in strategies)[strategies.index(strategy)]


@pytest.mark.asyncio
async def test_deciding_to_react_is_a_letter_and_enter(spoken: str) -> None:
    """Nothing more is asked of react and thank."""
    for strategy in (Strategy.REACT, Strategy.THANK):
        answer = await answer_of(decide_dialog, letter(strategy), "enter")
        assert answer == Decision(strategy=strategy)


@pytest.mark.asyncio
async def test_removing_needs_a_named_reason(spoken: str) -> None:
    """No reason is chosen beforehand; enter goes on to it, then to what was announced."""
    remove = letter(Strategy.REMOVE)
    assert await answer_of(decide_dialog, remove, "enter", "enter", "enter") == NOTHING
    answer = await answer_of(decide_dialog, remove, "enter", "c", "enter", *"gone", "enter")
    assert answer == Decision(
        strategy=Strategy.REMOVE, reason=OutcomeCode.BULLYING, announced="gone"
    )


@pytest.mark.asyncio
async def test_discarding_needs_a_reason() -> None:
    """Discard asks for its own reasons."""
    answer = await answer_of(decide_dialog, letter(Strategy.DISCARD), "enter", "c", "enter")
    assert answer == Decision(strategy=Strategy.DISCARD, reason=OutcomeCode.DUPLICATE)


@pytest.mark.asyncio
async def test_watching_says_why_and_can_be_asked_for_directly() -> None:
    """With watch given beforehand only the why is asked, and it must be said."""

    assert await answer_of(watch_dialog, "enter") == NOTHING
    assert "Say why it is left standing" in await screen_of(watch_dialog, "enter")
    assert await answer_of(watch_dialog, *"bait", "enter") == Decision(
        strategy=Strategy.WATCH, why="bait"
    )


@pytest.mark.asyncio
async def test_triage_is_corrected_by_single_keys() -> None:
    """Each value has a key of its own; only what differs is answered."""
    answer = await answer_of(DIALOGS["triage"], "q", "2", "u", "enter")
    assert answer == Triage(kind=Kind.QUESTION, severity=2, size=Size.QUICK)
    assert await answer_of(DIALOGS["triage"], "enter") == Triage()


@pytest.mark.asyncio
async def test_triage_keys_never_clash(spoken: str) -> None:
    """In each language every digit of severity and every first letter reaches its own value."""
    answer = await answer_of(DIALOGS["triage"], "5", "enter")
    assert answer == Triage(severity=5)


def test_mnemonics_are_unique_letters() -> None:
    """Where the first letter is taken another of the word's own is used, at last any."""
    assert mnemonics(["aa", "ab", "aa", "b"]) == "abcd"


@pytest.mark.asyncio
async def test_a_time_is_shown_while_it_is_typed() -> None:
    """The time that is meant stands beneath the field; what cannot be read says so."""
    assert "14:06" in await screen_of(DIALOGS["when"], "plus", *"2h")
    assert await answer_of(DIALOGS["when"], "plus", *"2h", "enter") == START + 2 * HOUR
    assert await answer_of(DIALOGS["when"], *"soon", "enter") == NOTHING
    assert await answer_of(DIALOGS["when"], "enter") == NOTHING
    text = await screen_of(DIALOGS["when"], *"tomorrow", "space", *"09:00")
    assert "tomorrow 09:00" in text.split("tomorrow 09:00", 1)[1]


@pytest.mark.asyncio
async def test_a_reply_was_posted_just_now_or_earlier() -> None:
    """Enter alone means in public and now; a time gone by is taken, one to come is not."""
    assert await answer_of(DIALOGS["posted"], "enter") == (ReplyKind.PUBLIC_FULL, None)
    answer = await answer_of(DIALOGS["posted"], "d", "tab", *"20m", "enter")
    assert answer == (ReplyKind.LIKE_ONLY, START - 20 * MINUTE)
    answer = await answer_of(DIALOGS["posted"], "tab", *"2099-01-01", "space", *"10:00", "enter")
    assert answer == NOTHING


@pytest.mark.asyncio
async def test_what_the_customer_said_is_written_down() -> None:
    """Enter goes from the way to the text; ctrl+o accepts a text of several lines."""
    keys = ("h", "enter", *"nr", "enter", *"42", "ctrl+o")
    assert await answer_of(heard_dialog, *keys) == ("nr\n42", Channel.PHONE)
    assert await answer_of(heard_dialog, "enter", "ctrl+o") == NOTHING


@pytest.mark.asyncio
async def test_written_text_is_thrown_away_only_at_the_second_escape() -> None:
    """The first escape says what the second will do."""
    assert await answer_of(DIALOGS["text"], *"abc", "escape") == NOTHING
    assert await answer_of(DIALOGS["text"], *"abc", "escape", "escape") is None
    assert await answer_of(DIALOGS["text"], *"abc", "escape", "d", "ctrl+o") == "abcd"


@pytest.mark.asyncio
async def test_colleagues_are_asked_and_answer() -> None:
    """A question needs somebody; with somebody asked already only the answer is wanted."""
    answer = await answer_of(ask_dialog, *"stock", "enter", *"when", "ctrl+o")
    assert answer == ("stock", "when")
    assert await answer_of(lambda: answered_dialog("stock"), *"now", "ctrl+o") == "now"
    assert await answer_of(ask_dialog, "enter", *"when", "ctrl+o") == NOTHING


@pytest.mark.asyncio
async def test_a_pasted_comment_is_added_as_text() -> None:
    """Brackets stay, escape codes become signs, lines stay lines."""
    app = Stage(DIALOGS["add"])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"https", "enter", *"sofie", "enter")
        app.post_message(Paste("[/] [@click=app.quit]\n\x1b]52;c;x\x07"))
        await pilot.pause()
        assert not any(LINE_NOISE.search(line) for line in reading(app))
        await pilot.press("ctrl+o")
        await pilot.pause()
    answer = Added(text="[/] [@click=app.quit]\n␛]52;c;x␇", url="https", author="sofie")
    assert app.answers == [answer]
    assert await answer_of(add_dialog, "ctrl+o") == NOTHING


@pytest.mark.asyncio
async def test_a_step_asks_for_its_fields() -> None:
    """A required field must be filled; choices take letters; empty ones are left out."""
    answer = await answer_of(DIALOGS["step"], *"Ann", "enter", "b", "enter")
    assert answer == {"colleague": "Ann", "how": "by mail"}
    assert await answer_of(DIALOGS["step"], *"Ann", "enter", "enter") == {"colleague": "Ann"}
    assert await answer_of(DIALOGS["step"], "enter", "enter") == NOTHING


@pytest.mark.asyncio
async def test_labels_are_put_on_and_taken_off() -> None:
    """What is added and what is wiped is the difference to what there was."""
    answer = await answer_of(lambda: label_dialog(["old"]), *["backspace"] * 3, *"new", "enter")
    assert answer == (["new"], ["old"])
    assert await answer_of(lambda: label_dialog(["old"]), "enter") == ([], [])


@pytest.mark.asyncio
async def test_the_safe_answer_is_the_one_enter_gives() -> None:
    """A question before what cannot be undone says no by itself."""
    assert await answer_of(DIALOGS["confirm"], "enter") is False
    assert await answer_of(DIALOGS["confirm"], "down", "enter") is True


@pytest.mark.asyncio
async def test_a_reason_must_be_given() -> None:
    """An empty reason is asked for again."""
    assert await answer_of(DIALOGS["reason"], "enter") == NOTHING
    assert await answer_of(DIALOGS["reason"], *"busy", "enter") == "busy"


@pytest.mark.asyncio
async def test_the_source_view_writes_out_what_cannot_be_seen() -> None:
    """Escapes, bidi and zero-width characters stand there by their codes; every field is told."""
    detail = make_detail(author=HOSTILE, body=HOSTILE)
    text = await screen_of(lambda: source_view(detail, START, ZONE), size=(100, 40))
    assert "\\x1b[2J" in text
    assert "\\u202e" in text
    assert "\\u200b" in text
    assert "[@click=app.quit]" in text
    assert "<entry/>" in text
    revised = replace(detail, revisions=(replace(detail.revisions[0], seen_at=START - 2 * DAY),))
    text = await screen_of(lambda: source_view(revised, START, ZONE), size=(100, 40))
    assert "version 1, seen 2026-11-16 12:06" in text


@pytest.mark.asyncio
async def test_the_summary_fits_its_window_and_names_its_export() -> None:
    """It is laid out for the width there is, scrolls by keys, and escape closes it."""

    def make() -> ReadingScreen:
        return summary_screen(scripted_summary(open_line(HOSTILE)), TITLES)

    text = await screen_of(make)
    assert "9 received   5 closed   8 still open   2 promises missed" in text
    assert "webcare summary --output" in text
    assert "Sources in trouble" not in text
    assert "Sources in trouble" in await screen_of(make, "G")
    assert "[/] [@click=app.quit]x[/]" in await screen_of(make, size=(120, 60))
    assert await answer_of(make, "escape") is None


@pytest.mark.asyncio
async def test_a_reply_is_put_right_by_changing_what_stood_there() -> None:
    """What was wrong is asked first; a text that was left as it is corrects nothing."""
    make = lambda: put_right_dialog("12 euro")  # noqa: E731 - made when it is shown
    assert "still reads as it was" in await screen_of(make, *"prijs", "ctrl+o")
    answer = await answer_of(make, *"prijs", "enter", *(["backspace"] * 7), *"10", "ctrl+o")
    assert answer == ("prijs", "10")
