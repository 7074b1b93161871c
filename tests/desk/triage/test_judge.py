"""What a comment is and how bad, because of what."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vocabulary import Kind, Language
from desk.triage.judge import Judge
from desk.triage.reasons import SENTENCES
from desk.triage.verdict import Verdict

JUDGE = Judge()
_COMMENTS = tomllib.loads(Path(__file__).with_name("comments.toml").read_text(encoding="utf-8"))
COMMENTS = [
    pytest.param(language, *label.split("-"), text, id=f"{language}-{label}-{number}")
    for language, labels in _COMMENTS.items()
    for label, texts in labels.items()
    for number, text in enumerate(texts)
]


def codes(verdict: Verdict) -> list[str]:
    """Return the codes of a verdict's reasons."""
    return [reason.code for reason in verdict.because]


@pytest.mark.parametrize(("language", "kind", "severity", "text"), COMMENTS)
def test_invented_comments(language: str, kind: str, severity: str, text: str) -> None:
    """Each comment gets the kind and severity an agent would give it, with a reason."""
    verdict = JUDGE(text)
    assert (verdict.kind, verdict.severity) == (Kind(kind), int(severity))
    assert verdict.language in (language, Language.UND)
    assert verdict.because


def test_reasons_quote_the_customer() -> None:
    """The agent sees the very words, never more than forty characters of them."""
    verdict = JUDGE("Belachelijk! De rits is KAPOT en ik wil mijn geld terug.")
    quotes = {reason.code: reason.detail for reason in verdict.because}
    assert quotes == {"negative": "KAPOT", "anger": "Belachelijk", "money": "geld terug"}
    long = JUDGE("kapot, defect, beschadigd, gescheurd, verkeerd, onvoldoende, waardeloos, slecht")
    assert len(long.because[0].detail) == 40


def test_rating_weighs_more_than_text() -> None:
    """One star with kind words is a complaint, and says that they differ."""
    verdict = JUDGE("Great, thanks.", rating=1, rating_max=5)
    assert verdict.kind is Kind.COMPLAINT
    assert codes(verdict)[0] == "rating_low"
    assert verdict.because[0].detail == "1/5"
    assert "mixed" in codes(verdict)
    assert JUDGE("It broke twice", rating=5).polarity != "negative"


@pytest.mark.parametrize(
    ("rating", "rating_max", "kind"),
    [
        (1, None, Kind.COMPLAINT),
        (5, None, Kind.PRAISE),
        (9, 10, Kind.PRAISE),
        (9, None, Kind.PRAISE),
        (20, 100, Kind.COMPLAINT),
        (0, 5, Kind.COMPLAINT),
        (3, 5, Kind.OTHER),
        (float("nan"), 5, Kind.OTHER),
        (float("inf"), 0, Kind.OTHER),
        (-1, 5, Kind.OTHER),
        (7, 5, Kind.OTHER),
    ],
)
def test_rating_without_text(rating: float, rating_max: float | None, kind: Kind) -> None:
    """Stars alone are a review; impossible ones are nothing."""
    assert JUDGE("", rating=rating, rating_max=rating_max).kind is kind


def test_denied_praise_is_no_praise() -> None:
    """What stands negated counts the other way round."""
    assert JUDGE("De monteur was niet vriendelijk").polarity == "negative"
    assert JUDGE("Geen probleem gehad met de levering").polarity != "negative"


def test_a_complaint_with_a_question_mark_stays_one() -> None:
    """A question mark alone does not make anger a question."""
    verdict = JUDGE("How is it possible that my order is still not delivered?")
    assert verdict.kind is Kind.COMPLAINT


def test_arousal_only_where_it_is_negative() -> None:
    """Exclamation marks and capitals of the happy are not anger."""
    assert JUDGE("SUPER SNEL GELEVERD, GEWELDIG!!!").arousal == ""
    assert JUDGE("De rits is kapot!!").arousal == "low"
    assert JUDGE("DE RITS IS ALWEER KAPOT").arousal == "high"
    assert "shouting" in codes(JUDGE("DE RITS IS ALWEER KAPOT"))


def test_harm_is_flagged_with_its_family() -> None:
    """Harm wins from every other kind, and a threat is seen in any language."""
    assert JUDGE("Thanks, but I will kill you").harm == ("threat",)
    assert JUDGE("Ik wil niet meer leven").harm == ("self_harm",)
    mixed = JUDGE("Jullie hebben mijn pakket niet geleverd, I'll find you")
    assert (mixed.language, mixed.kind, mixed.harm) == (Language.NL, Kind.HARMFUL, ("threat",))
    assert JUDGE("Ik haat moslims").harm == ("hate",)


@pytest.mark.parametrize(
    "text",
    [
        "Ik haat het dat er geen plaats is voor gehandicapten in jullie winkel en dat al jaren",
        "Mijn vrouw haat wachten",
        "De vrouwen van de balie waren erg lief",
        "Kan ikke finne deg i kundelista, sa hun",
        "Deze prijzen zijn moordend",
        "The women at the desk were great",
        "You are killing it!",
        "Drop by, we will find you a seat",
        "Pakken er på avveie",
    ],
)
def test_ordinary_comments_are_not_flagged(text: str) -> None:
    """A word that can be harmful elsewhere is no flag by itself."""
    assert JUDGE(text).harm == ()


def test_figures_of_speech_are_no_danger() -> None:
    """Praise that is on fire burns nothing down."""
    assert JUDGE("Great show, the band was on fire, thanks!").severity == 1


@pytest.mark.parametrize(
    "text",
    [
        "Jullie kassière noemde me een kutmarokkaan, ongehoord",
        'He shouted "kill all muslims" and your guard just stood there',
        "Dere lot en gjest bli kalt svarting, de som sier sånt må ut",
        "I never said that immigrants are scum",
    ],
)
def test_what_is_only_told_of_is_not_flagged(text: str) -> None:
    """Who reports abuse does not commit it."""
    assert JUDGE(text).harm == ()


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("I will k i l l you", "threat"),
        ("1'll k1ll you, I w1ll kill y0u", "threat"),
        ("jij v.i.e.z.e h-o-e-r, kankerhoer", "abuse"),
        ("All 1mm1grants are verm1n", "hate"),
    ],
)
def test_light_disguises_are_seen_through(text: str, family: str) -> None:
    """Figures for letters and spaced words hide nothing, and the flag quotes what was written."""
    verdict = JUDGE(text)
    assert family in verdict.harm
    assert all(part.strip() in text for part in verdict.because[0].detail.split(", "))


@pytest.mark.parametrize(
    ("text", "rating", "code"),
    [
        ("", None, "no_text"),
        ("\n \t", None, "no_text"),
        ("", 1, "rating_low"),
        ("", 3, "rating_middle"),
        ("", 5, "rating_high"),
        ("Zij gaat morgen naar de stad", None, "no_cue"),
        ("Ich warte seit drei Wochen auf mein Paket und niemand antwortet", None, "no_language"),
    ],
)
def test_there_is_always_a_reason(text: str, rating: float | None, code: str) -> None:
    """Where nothing was found, that is the reason."""
    assert code in codes(JUDGE(text, rating=rating, rating_max=5 if rating else None))


def test_a_feeds_languages_bound_the_guess() -> None:
    """A brand's languages are the only candidates, and the declared one helps."""
    assert JUDGE("Top!", declared="nl").language is Language.NL
    assert JUDGE("Hvor er pakken min", languages=(Language.NB,)).language is Language.NB
    assert JUDGE("qwzx").language is Language.UND


@given(
    st.text(),
    st.none() | st.floats(),
    st.none() | st.floats(),
    st.sampled_from(["", "nl", "xx-YY", "\ud800"]),
)
def test_never_raises(
    text: str, rating: float | None, rating_max: float | None, declared: str
) -> None:
    """Whatever stands in a feed, there is a verdict."""
    verdict = JUDGE(text, rating=rating, rating_max=rating_max, declared=declared)
    assert 1 <= verdict.severity <= 5
    assert 0 <= verdict.p_negative <= 1
    assert all(len(reason.detail) <= 40 for reason in verdict.because)
    assert {reason.code for reason in verdict.because} <= SENTENCES.keys()


@pytest.mark.timed
@pytest.mark.parametrize("word", ["a", "kapot ", "niet ", "?!", "\ud800", "weet je ", "\x1b"])
def test_a_flood_costs_no_more_than_its_bound(word: str) -> None:
    """A hundred kilobytes are read no longer than what fits the bound."""
    flood = word * (100_000 // len(word))
    bound = min(_seconds(flood[:4100]) for _ in range(5))
    assert min(_seconds(flood) for _ in range(5)) < 3 * bound


def _seconds(text: str) -> float:
    start = time.perf_counter()
    JUDGE(text)
    return time.perf_counter() - start
