"""Panes: what they tell of an item, at the widths they get, whatever the texts hold."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from textual.content import Content

from core.clock import HOUR, MINUTE, SECOND
from core.vocabulary import ItemId, Kind, State, TimerKind
from desk.model.event import EventKind
from desk.model.item import Timer
from desk.services.detail import Before, Detail, PagePicture, Past, Revision
from desk.store.records import Claim
from playbooks.kinds import StepKind
from playbooks.model import StepState
from tests.support.clock import START
from tests.support.detail import (
    HOSTILE,
    make_detail,
    make_draft,
    make_event,
    make_item,
    make_step,
    promise,
)
from tests.support.screen import LINE_NOISE, Bench, reading
from tui.widgets.clock import ClockPane, stage_of
from tui.widgets.draft import DraftPane
from tui.widgets.history import HistoryPane
from tui.widgets.lines import apart, chips, hang
from tui.widgets.message import MessagePane, stars
from tui.widgets.pane import Pane
from tui.widgets.steps import StepsPane

ZONE = ZoneInfo("Europe/Amsterdam")
PANES: tuple[type[Pane], ...] = (MessagePane, StepsPane, ClockPane, HistoryPane)


async def shown(
    pane: Pane | DraftPane, detail: Detail | None, width: int = 48, height: int = 24
) -> list[str]:
    """Return how a pane reads."""
    app = Bench(pane)
    async with app.run_test(size=(width, height)) as pilot:
        pane.show(detail, START, "tim")
        await pilot.pause()
        return reading(app)


def hostile_detail() -> Detail:
    """Return a detail with a hostile text in every field that can hold one."""
    texts = {"body": HOSTILE, "text": HOSTILE, "who": HOSTILE, "reason": HOSTILE}
    events = [
        make_event(kind, START - n * MINUTE, HOSTILE, **texts)
        for n, kind in enumerate((EventKind.NOTED, EventKind.ASKED, EventKind.ANSWERED), 1)
    ]
    steps = (make_step(1, HOSTILE, StepState.CURRENT),)
    detail = make_detail(
        item=make_item(labels=(HOSTILE,), added_by=HOSTILE, confirmed_by=HOSTILE),
        author=HOSTILE,
        title=HOSTILE,
        body=HOSTILE,
        events=events,
        drafts=[make_draft(HOSTILE), make_draft(HOSTILE, HOSTILE)],
        claim=Claim(ItemId(7), HOSTILE, START + MINUTE, START),
        permalink=HOSTILE,
        links=(HOSTILE,),
        steps=steps,
    )
    playbook = replace(detail.playbook, title={"en": HOSTILE})
    return replace(detail, playbook=playbook, source=replace(detail.source, title=HOSTILE))


@pytest.mark.asyncio
@pytest.mark.parametrize("width", [29, 48, 60])
@pytest.mark.parametrize("make", [*PANES, DraftPane])
async def test_hostile_text_is_shown_as_text(make: type[Pane | DraftPane], width: int) -> None:
    """Markup stays literal and no control character reaches the screen, in any pane."""
    lines = await shown(make(ZONE), hostile_detail(), width, 60)
    assert not any(LINE_NOISE.search(line) for line in lines)
    assert max(map(len, lines)) <= width
    if make is not ClockPane or width > 29:
        assert "[/]" in "".join(lines)


@pytest.mark.asyncio
@pytest.mark.parametrize("make", [*PANES, DraftPane])
async def test_nothing_is_shown_where_there_is_no_item(make: type[Pane | DraftPane]) -> None:
    """A pane without an item stays empty."""
    assert not any(await shown(make(ZONE), None))


@pytest.mark.asyncio
async def test_a_comment_of_a_megabyte_is_cut_and_shown() -> None:
    """A giant text costs no more than its first pages."""
    lines = await shown(MessagePane(ZONE), make_detail(body="klacht " * 150_000))
    assert "klacht klacht" in "\n".join(lines)


@pytest.mark.asyncio
async def test_the_message_tells_who_what_where_and_why() -> None:
    """Head, verdict with its reason, text and numbered addresses stand in the message."""
    lines = await shown(MessagePane(ZONE), make_detail())
    assert lines[0].split() == ["marieke_d", "Trustpilot", "★☆☆☆☆", "1/5"]
    text = "\n".join(lines)
    assert "11:02, 1 h 04 ago" in text
    assert "complaint · severity 4 · Dutch" in text
    assert "because of anger (oplichters)" in " ".join(text.split())
    assert "[1] https://reviews.example/7" in text
    assert "[2] https://reviews.example/photo.jpg" in text


@pytest.mark.asyncio
async def test_the_message_says_what_changed_at_the_source() -> None:
    """Edits, a vanished comment and hidden characters each have a badge in words."""
    item = make_item(revision=2, vanished=True)
    text = "\n".join(await shown(MessagePane(ZONE), make_detail(item=item, body="a\u200bb\u202e")))
    assert "edited: version 2" in text
    assert "! gone at the source" in text
    assert "! 2 hidden characters" in text
    after = make_item(revision=2, edited_after_answer=True)
    text = "\n".join(await shown(MessagePane(ZONE), make_detail(item=after)))
    assert "! edited after our answer" in text
    assert "version 2" not in text


@pytest.mark.asyncio
async def test_the_conversation_reads_in_the_order_it_was_had() -> None:
    """Our answer and what was heard stand beneath the comment; undone words are left out."""
    reply = make_event(EventKind.REPLIED, START - 4 * MINUTE, body="Ik zoek het uit.")
    heard = make_event(EventKind.HEARD, START - 2 * MINUTE, text="Nummer 42.")
    note = make_event(EventKind.NOTED, START - MINUTE, text="typo")
    events = (
        replace(heard, data={"by": "dm"}),
        replace(reply, data={"kind": "public_full"}),
        note,
    )
    item = make_item(undone=(note.id,))
    lines = await shown(MessagePane(ZONE), make_detail(item=item, events=events))
    text = "\n".join(lines)
    assert text.index("Jullie zijn oplichters!") < text.index("tim: answered in public")
    assert text.index("│ Ik zoek het uit.") < text.index("marieke_d: private message")
    assert "│ Nummer 42." in text
    assert "typo" not in text


@pytest.mark.asyncio
async def test_a_corrected_reply_stands_beneath_the_one_that_was_posted() -> None:
    """Both texts are read, and between them what was wrong."""
    reply = make_event(EventKind.REPLIED, START - 4 * MINUTE, body="Dat kost 12 euro.")
    right = make_event(
        EventKind.PUT_RIGHT, START - MINUTE, "ann", body="Dat kost 10 euro.", wrong="de prijs"
    )
    events = (
        replace(reply, data={"kind": "public_full"}),
        replace(right, data={"reply": reply.id}),
    )
    text = "\n".join(await shown(MessagePane(ZONE), make_detail(events=events)))
    told = ("│ Dat kost 12 euro.", "ann corrected the reply (de prijs)", "│ Dat kost 10 euro.")
    assert [text.index(one) for one in told] == sorted(text.index(one) for one in told)


@pytest.mark.asyncio
async def test_a_kept_page_has_a_badge() -> None:
    """The newest picture's time says that there is one."""
    picture = PagePicture(START - MINUTE, "tim", "item-7.png", "dd" * 32, "https://x.example", 200)
    detail = make_detail(pictures=(picture,))
    assert "page kept 12:05" in "\n".join(await shown(MessagePane(ZONE), detail))


def test_ratings_read_as_stars_or_as_figures() -> None:
    """A rating of five has stars; any other scale is told in figures."""
    assert stars(4, 5) == "★★★★☆ 4/5"
    assert stars(7.5, 10) == "7.5/10"
    assert stars(9, None) == "9/5"


@pytest.mark.asyncio
async def test_links_are_numbered_once_and_verbatim() -> None:
    """The permalink comes first, doubles are left out, and a digit means nine at most."""
    links = ("https://reviews.example/7", *(f"https://x.example/{n}" for n in range(20)))
    lines = await shown(MessagePane(ZONE), make_detail(links=links), height=60)
    numbered = [line.strip() for line in lines if line.strip().startswith("[")]
    assert numbered[0] == "[1] https://reviews.example/7"
    assert numbered[1] == "[2] https://x.example/0"
    assert len(numbered) == 9


@pytest.mark.asyncio
async def test_steps_read_well_at_29_columns() -> None:
    """Each step has its sign and number; long titles hang beneath their own text."""
    states = (StepState.DONE, StepState.SKIPPED, StepState.CURRENT, StepState.TODO)
    titles = ("Read it all", "Evidence", "Look the order up, also in the archive", "The end")
    steps = tuple(
        make_step(n, title, state)
        for n, (title, state) in enumerate(zip(titles, states, strict=True), 1)
    )
    unneeded = make_step(5, "Only for praise", StepState.NOT_NEEDED)
    lines = await shown(StepsPane(ZONE), make_detail(steps=(*steps, unneeded)), 29, 7)
    assert lines == [
        " Complaint  v3           2/4",
        " [x] 1 Read it all",
        " [-] 2 Evidence",
        " [>] 3 Look the order up,",
        "       also in the archive",
        " [ ] 4 The end",
        "",
    ]


@pytest.mark.asyncio
async def test_the_current_step_explains_itself_where_there_is_room() -> None:
    """Help and why stand beneath the current step; on wide panes a step tells who did it."""
    lines = await shown(StepsPane(ZONE), make_detail(), 60, 20)
    text = "\n".join(lines)
    assert lines[1].endswith("tim 12:03")
    assert text.index("Search by name") < text.index("An answer that knows")
    assert "Search by name" not in "\n".join(await shown(StepsPane(ZONE), make_detail(), 29, 7))


@pytest.mark.asyncio
async def test_the_breath_counts_down_and_goes() -> None:
    """A step that waits shows its own clock, until its time has come."""
    breath = Timer(TimerKind.COOL_DOWN, 1, START, START + 42 * SECOND)
    step = make_step(1, "Take a breath", StepState.CURRENT)
    view = replace(step, step=replace(step.step, kind=StepKind.BREATHE))
    detail = make_detail(item=make_item(timers=(breath,)), steps=(view,))
    pane = StepsPane(ZONE)
    app = Bench(pane)
    async with app.run_test(size=(29, 20)) as pilot:
        pane.show(detail, START, "tim")
        await pilot.pause()
        assert reading(app)[1].split() == ["[>]", "1", "Take", "a", "breath", "00:42"]
        pane.tick(START + 2 * SECOND)
        await pilot.pause()
        assert reading(app)[1].endswith("00:40")
        pane.tick(START + 42 * SECOND)
        await pilot.pause()
        assert reading(app)[1].endswith("now")


@pytest.mark.asyncio
async def test_the_clock_says_late_first() -> None:
    """A missed promise says so, by how much, and what was promised, in the desk's zone."""
    lines = await shown(ClockPane(ZONE), make_detail(), 29)
    assert lines[0].strip() == "LATE  -04:00"
    assert lines[2].split() == ["first", "answer", "12:02"]
    assert lines[3].strip() == "target 1 h 00, from 11:02"


@pytest.mark.parametrize(
    ("ago", "stage"),
    [
        (29 * MINUTE, ""),
        (30 * MINUTE, "half"),
        (48 * MINUTE - 1, "half"),
        (48 * MINUTE, "soon"),
        (60 * MINUTE - 1, "soon"),
        (60 * MINUTE, "late"),
    ],
)
def test_the_clock_warns_at_half_and_at_a_fifth(ago: int, stage: str) -> None:
    """The stages begin exactly at half of the time, a fifth left, and nothing left."""
    assert stage_of(promise(START, HOUR, ago), START) == stage


@pytest.mark.asyncio
async def test_the_clock_ticks_through_its_stages() -> None:
    """Ticking changes what it reads; a tick that changes nothing paints nothing."""
    pane = ClockPane(ZONE)
    app = Bench(pane)
    async with app.run_test(size=(40, 20)) as pilot:
        pane.show(make_detail(item=make_item(timers=(promise(START, HOUR, 0),))), START, "tim")
        await pilot.pause()
        assert reading(app)[0].strip() == "due in 1h00"
        for minutes, told in ((31, "due in 29 min"), (55, "! due in 05:00"), (61, "LATE  -01:00")):
            pane.tick(START + minutes * MINUTE)
            await pilot.pause()
            assert reading(app)[0].strip() == told
        before = pane._body.render()
        pane.tick(START + 61 * MINUTE + 1)
        assert pane._body.render().is_same(before)


@pytest.mark.asyncio
async def test_other_clocks_and_the_claim_stand_beneath() -> None:
    """A promised contact counts down on its own; a claim about to end warns."""
    contact = Timer(TimerKind.PROMISED_CONTACT, 1, START, START + 26 * MINUTE, 8)
    item = make_item(timers=(promise(START, HOUR, 10 * MINUTE), contact))
    item = replace(item, timers=(*item.timers, Timer(TimerKind.SNOOZE, 1, START, START + HOUR)))
    claim = Claim(ItemId(7), "tim", START + 3 * MINUTE, START)
    text = "\n".join(await shown(ClockPane(ZONE), make_detail(item=item, claim=claim)))
    assert "yours until 12:09  since 12:06" in text
    assert "first answer                     12:56  50 min" in text
    assert "back in the queue                13:06" in text
    ending = make_detail(item=item, claim=replace(claim, until=START + 30 * SECOND))
    assert "! yours for 00:30 more" in "\n".join(await shown(ClockPane(ZONE), ending))
    others = make_detail(item=item, claim=replace(claim, agent="ann"))
    assert "ann works on it, until 12:09" in "\n".join(await shown(ClockPane(ZONE), others))


@pytest.mark.asyncio
async def test_history_is_told_by_the_hour_and_undone_is_struck() -> None:
    """Newest last; another day has a line of its own; what was undone is struck through."""
    old = make_event(EventKind.CLAIMED, START - 26 * HOUR)
    new = make_event(EventKind.NOTED, START - MINUTE, "ann", text="typo")
    pane = HistoryPane(ZONE)
    app = Bench(pane)
    async with app.run_test(size=(48, 12)) as pilot:
        item = make_item(undone=(new.id,))
        pane.show(make_detail(item=item, events=(old, new)), START, "tim")
        await pilot.pause()
        lines = reading(app)
        assert lines[0].strip() == "2026-11-17"
        assert lines[1].startswith(" 10:06 tim")
        assert lines[2].strip() == "2026-11-18"
        assert lines[3].startswith(" 12:05 ann")
        styles = {str(span.style) for span in pane._body.render().spans}
        assert any("strike" in style for style in styles)


def test_lines_hang_part_and_fold() -> None:
    """The three ways to set short texts keep to the width they are given."""
    hung = hang(Content("- "), Content("one two three"), 9)
    assert [line.plain for line in hung] == ["- one two", "  three"]
    assert [line.plain for line in apart(Content("a"), Content("b"), 5)] == ["a   b"]
    assert [line.plain for line in apart(Content("aaa"), Content("bbb"), 5)] == ["aaa", "bbb"]
    set_out = chips([Content("aa"), Content(""), Content("bb"), Content("cc")], 6)
    assert [line.plain for line in set_out] == ["aa  bb", "cc"]


@pytest.mark.asyncio
async def test_a_watched_comment_shows_what_changed_since_the_last_look() -> None:
    """News and changed words stand above the comment; without any it says that there is nothing."""
    look = replace(make_event(EventKind.DECIDED, START - HOUR), data={"strategy": "watch"})
    watched = make_item(state=State.WATCHING, timers=())
    first = Revision(1, START - 2 * HOUR, "", "Jullie zijn robots.", "ab")
    text = "\n".join(await shown(MessagePane(ZONE), make_detail(item=watched, events=(look,)), 50))
    assert "nothing new" in text
    edit = replace(make_event(EventKind.REVISED, START - MINUTE), data={"n": 2})
    changed = make_detail(
        item=watched,
        events=(look, edit),
        revisions=(first, replace(first, n=2, seen_at=START, text=f"Jullie zijn {HOSTILE}")),
    )
    text = "\n".join(await shown(MessagePane(ZONE), changed, 50))
    assert "nothing new" not in text
    assert text.index("since the last look") < text.index("The comment was edited, version 2")
    assert "[-robots-]" in text
    assert "\x1b" not in text


@pytest.mark.asyncio
async def test_what_is_known_of_the_author_stands_above_the_comment() -> None:
    """Notes of colleagues first, then how much there was before; all of it cleaned."""
    note = make_event(EventKind.NOTED, START - HOUR, "ann", text=f"belt altijd terug {HOSTILE}")
    before = Before(make_item(START - HOUR, kind=Kind.QUESTION), "Waar is mijn pakket?")
    detail = make_detail(past=Past(2, (before,), (note,)))
    text = "\n".join(await shown(MessagePane(ZONE), detail, 60))
    assert text.index("! belt altijd terug") < text.index("Al drie weken wacht ik")
    assert "wrote 2 times before" in text
    assert "question" in text
    assert not {"\x1b", "\u202e"} & set(text)
