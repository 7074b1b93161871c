"""The reasons of a verdict as a sentence."""

import tomllib
from pathlib import Path

import desk.triage.lexicon
from desk.model.item import Because
from desk.triage.judge import HARM, HATE, STAKES, Judge
from desk.triage.reasons import SENTENCES, explain

CUES = Path(desk.triage.lexicon.__file__).parent / "cues"


def test_sentence_names_the_words() -> None:
    """One line tells why, with the customer's words."""
    verdict = Judge()("Belachelijk, de rits is kapot", rating=1, rating_max=5)
    assert explain(verdict.because) == (
        "because of a low rating (1/5) · words of complaint (kapot) · anger (Belachelijk)"
    )
    assert explain(()) == "nothing in the text stood out"


def test_words_are_cleaned() -> None:
    """A customer's escape codes do not reach the line, and an unknown code shows as itself."""
    assert explain([Because("anger", "\x1b[2J{words}")]) == "because of anger (␛[2J{words})"
    assert explain([Because("team_rule")]) == "because of team_rule"


def test_every_code_has_a_sentence() -> None:
    """No reason is shown as a bare code."""
    judged = {*STAKES, *(f"harm_{family}" for family in (*HARM, HATE))}
    assert judged <= set(SENTENCES)


def test_the_three_languages_have_the_same_lists() -> None:
    """What is looked for in one language is looked for in all."""
    tables = [
        tomllib.loads((CUES / f"{code}.toml").read_text(encoding="utf-8"))
        for code in ("nl", "nb", "en")
    ]
    assert tables[0].keys() == tables[1].keys() == tables[2].keys()
    assert tables[0]["harm"].keys() == tables[1]["harm"].keys() == tables[2]["harm"].keys()
    assert {*STAKES, "negative", "positive", "anger", "safety", "question"} <= tables[0].keys()
    assert {*HARM, "groups", "derogation", "reported"} == tables[0]["harm"].keys()
