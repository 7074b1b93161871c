"""What the coach remarks when, and what it leaves alone."""

import timeit

import pytest

from core.vocabulary import Kind, Language
from playbooks.coach.coach import Coach
from playbooks.coach.finding import Case, Code, Finding, Level

COACH = Coach()
COMPLAINT = Case(
    comment="Mijn fiets is kapot aangekomen, de bel zit er niet eens op!",
    author="Lisa Smit",
    language=Language.NL,
    kind=Kind.COMPLAINT,
)


def told(text: str, case: Case = COMPLAINT) -> dict[Code, Finding]:
    """Return the first remark of each kind."""
    return {finding.code: finding for finding in reversed(COACH(text, case))}


def test_an_empty_draft_gets_no_remark() -> None:
    """Nothing is wrong with what is not there."""
    assert COACH("  \n", COMPLAINT) == ()


def test_only_what_cannot_be_taken_back_asks() -> None:
    """Personal data and the wrong language ask for a key; everything else advises."""
    found = told("Sorry Lisa, we'll ring you on 06-12345678 about the bike tomorrow morning.")
    assert found[Code.PERSONAL_DATA].level is Level.ASK
    assert found[Code.LANGUAGE].level is Level.ASK
    assert {finding.level for code, finding in found.items() if code is Code.PRIVATE} <= {"advice"}
    assert list(found)[-1] in {Code.PERSONAL_DATA, Code.LANGUAGE}  # the weightiest came first


def test_each_remark_says_why_who_says_so_and_what_to_do() -> None:
    """No sentence is empty, and none still holds a place to fill in."""
    text = "WAT ECHT jammer om te horen!! Je had moeten bellen. U krijgt een cadeaubon."
    found = COACH(text, COMPLAINT)
    assert len({finding.code for finding in found}) >= 6
    for finding in found:
        for sentence in (finding.why, finding.how, finding.source):
            assert sentence.strip()
            assert "{" not in sentence
        assert 0 <= finding.start <= finding.end <= len(text)


@pytest.mark.parametrize(
    ("text", "code", "mended"),
    [
        ("Sorry, dat had niet gemogen.", Code.GREETING, "Hoi Lisa, sorry, dat had niet gemogen."),
        ("Hallo, sorry.", Code.GREETING, "Hallo Lisa, sorry."),
        ("Dat is NIET goed, Lisa.", Code.SHOUTING, "Dat is niet goed, Lisa."),
        ("Sorry Lisa!!", Code.SHOUTING, "Sorry Lisa!"),
        ("Mail naar lisa@web.example.", Code.PERSONAL_DATA, "Mail naar …."),
    ],
)
def test_a_mend_takes_the_place_of_what_it_is_about(text: str, code: Code, mended: str) -> None:
    """Writing it there mends the remark, and nothing else changes."""
    finding = told(text)[code]
    assert finding.mend is not None
    assert text[: finding.start] + finding.mend + text[finding.end :] == mended
    assert code not in told(mended)


def test_a_formal_brand_greets_formally() -> None:
    """The greeting that is offered is the brand's."""
    case = Case(author="Lisa Smit", language=Language.NL, kind=Kind.COMPLAINT, formal=True)
    assert told("Dank u.", case)[Code.GREETING].mend == "Beste Lisa, dank"


@pytest.mark.parametrize(
    "author", ["gnavpot", "xX_tim_Xx", "BAKKER", "Bakkerij De Zon", "De Zon", "", "4711"]
)
def test_a_handle_or_a_firm_is_greeted_without_a_name(author: str) -> None:
    """A greeting alone will do; without one a greeting is asked for, not a name."""
    case = Case(author=author, language=Language.NL, kind=Kind.COMPLAINT)
    assert Code.GREETING not in told("Hoi! Sorry voor het gedoe.", case)
    assert told("Sorry voor het gedoe.", case)[Code.GREETING].mend == "Hoi! "


def test_later_answers_need_no_second_greeting_or_apology() -> None:
    """What the first answer owes is not asked of the next."""
    text = "De nieuwe bel is onderweg."
    assert {Code.GREETING, Code.APOLOGY} <= set(told(text))
    later = Case(COMPLAINT.comment, COMPLAINT.author, Language.NL, Kind.COMPLAINT, answered=1)
    assert not {Code.GREETING, Code.APOLOGY, Code.ECHO} & set(told(text, later))


def test_what_is_said_in_private_may_hold_personal_data() -> None:
    """In a private message nothing leaks, and asking is no fault."""
    text = "Hoi Lisa, klopt 06-12345678 nog? Wat is je postcode?"
    case = Case(author="Lisa", language=Language.NL, kind=Kind.COMPLAINT, public=False)
    assert not {Code.PERSONAL_DATA, Code.ASKS_DATA} & set(told(text, case))
    assert {Code.PERSONAL_DATA, Code.ASKS_DATA} <= set(told(text))


def test_a_calm_complaint_that_is_solved_may_stay_in_public() -> None:
    """Heat, many answers or no solution call for a private message."""
    solved = "Sorry Lisa, de nieuwe bel gaat morgen op de post."
    assert Code.PRIVATE not in told(solved)
    heated = Case(COMPLAINT.comment, "Lisa", Language.NL, Kind.COMPLAINT, hot=True)
    assert Code.PRIVATE in told(solved, heated)
    long = Case(COMPLAINT.comment, "Lisa", Language.NL, Kind.COMPLAINT, answered=2)
    assert Code.PRIVATE in told(solved, long)


def test_a_promise_with_its_clock_is_no_remark() -> None:
    """Once the promised contact runs, the coach is silent about it."""
    text = "Sorry Lisa, we bellen je morgen over de bel van je fiets."
    assert Code.PROMISE in told(text)
    promised = Case(COMPLAINT.comment, "Lisa", Language.NL, Kind.COMPLAINT, promised=True)
    assert Code.PROMISE not in told(text, promised)


def test_how_often_the_team_sent_it_is_counted() -> None:
    """The remark tells in how many of the last replies nearly the same stands."""
    text = "Hoi Kees, wat vervelend dat je pakket er nog niet is. Stuur ons je nummer in een DM."
    same = text.replace("Kees", "Sanne")
    case = Case(language=Language.NL, earlier=(same, "Iets heel anders dan dit.", same))
    assert "2" in told(text, case)[Code.REPEATED].why


def test_a_teams_own_phrases_stand_over_those_of_the_house() -> None:
    """What a team adds is found, and what it ignores is not."""
    coach = Coach(
        {"nl": {"cliche": ("gaan voor een 10",), "ignore": ("voor _ ongemak", "ongemak")}}
    )
    text = "Wij gaan voor een 10. Sorry voor het ongemak."
    case = Case(language=Language.NL, kind=Kind.OTHER)
    assert [f.start for f in coach(text, case) if f.code is Code.CLICHE] == [4]
    assert [f.start for f in COACH(text, case) if f.code is Code.CLICHE] == [28]


@pytest.mark.parametrize(
    "text",
    ["\x1b[2J[/]\u202e", "\ud800", "a" * 50_000, "!?" * 9_000, "🎉" * 3_000, "Ich bin müde.", "De"],
)
def test_no_text_makes_it_fall(text: str) -> None:
    """Hostile, endless and foreign drafts are read like any other, and shown safely."""
    for language in Language:
        for finding in COACH(text, Case(text, text, language, Kind.COMPLAINT)):
            assert "\x1b" not in finding.why + finding.how


def test_a_price_in_thanks_is_shown_where_it_stands() -> None:
    """The remark is about the price, in whichever sentence it is."""
    text = "Wat fijn om te horen, Anna! De nieuwe kast staat er voor € 49."
    found = COACH(text, Case("Top!", "Anna", Language.NL, Kind.PRAISE))
    assert [text[f.start : f.end] for f in found if f.code is Code.SELLING] == ["€ 49"]


@pytest.mark.parametrize("endless", ["!?", "a", "1", "a.b@"])
def test_an_endless_word_costs_no_more_than_its_length(endless: str) -> None:
    """Ten times as long a word takes about ten times as long, not a hundred times."""
    whole, part = (endless * (count // len(endless)) for count in (10_000, 1_000))
    assert _seconds(whole) < 40 * _seconds(part)


def _seconds(text: str) -> float:
    case = Case(language=Language.NL, kind=Kind.COMPLAINT)
    return min(timeit.repeat(lambda: COACH(text, case), number=1, repeat=5))
