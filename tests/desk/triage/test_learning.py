"""What a team's decisions teach."""

import pytest

from core.vocabulary import Kind, Language
from desk.model.weight import Weight
from desk.triage.judge import Judge
from desk.triage.learning import LEAST_SEEN, MOST, Learned, teach, tokens_of

TEXT = "de roltrap piept"


def taught(judge: Judge, text: str, kind: Kind, times: int) -> Learned:
    """Return what is known after the same decision was taken several times."""
    tokens = tokens_of(text, Language.NL)
    weights: dict[str, Weight] = {}
    for _ in range(times):
        for change in teach(weights, tokens, judge.cold(text, Language.NL), kind):
            weights[change.token] = weights.get(change.token, Weight(change.token)).plus(change)
    return Learned(weights.values())


def test_what_a_team_decides_moves_the_next_judgement() -> None:
    """After some decisions the same words rank higher, and the reason says whose doing it is."""
    judge = Judge()
    before = judge(TEXT)
    judge.learned = taught(judge, TEXT, Kind.COMPLAINT, 300)
    after = judge(TEXT)
    assert after.p_negative > before.p_negative + 0.2
    assert after.kind is Kind.COMPLAINT
    reasons = {reason.code: reason.detail for reason in after.because}
    assert "roltrap" in reasons["learned"]
    assert judge.learned.decisions == 300


def test_confirming_and_overruling_pull_opposite_ways() -> None:
    """Praise and neutral decisions lower what complaints raise."""
    judge = Judge()
    cold = judge(TEXT).p_negative
    for kind, lower in ((Kind.COMPLAINT, False), (Kind.PRAISE, True), (Kind.OTHER, True)):
        judge.learned = taught(judge, TEXT, kind, 20)
        assert (judge(TEXT).p_negative < cold) is lower


def test_a_word_counts_only_when_it_was_seen_often_enough() -> None:
    """One agent's first click changes nothing."""
    judge = Judge()
    cold = judge(TEXT)
    judge.learned = taught(judge, TEXT, Kind.COMPLAINT, LEAST_SEEN - 1)
    assert judge(TEXT) == cold


def test_learning_is_capped_and_never_touches_harm() -> None:
    """A thousand decisions do not silence a rating, and no decision takes a flag away."""
    heavy = [
        Weight(token, 500.0, -500.0, -500.0, 1.0, 99) for token in tokens_of(TEXT, Language.NL)
    ]
    points, _words = Learned(heavy).say(TEXT, Language.NL)
    assert points == (MOST, -MOST, -MOST)
    judge = Judge()
    threat = "ik maak je dood"
    judge.learned = taught(judge, threat, Kind.PRAISE, 200)
    assert judge(threat).kind is Kind.HARMFUL


@pytest.mark.parametrize(
    "text",
    [
        "bel mij op 06-12345678 of a.devries@post.example",
        "mijn fiets, groet Anouk de Wit",
        "Anouk heeft me geholpen",
        "@anouk kijk https://anouk.example/anouk www.anouk.example",
        "bestelling NL91ABNA0417164300 van Anouk",
        "groetjes anouk",
    ],
)
def test_personal_data_is_dropped_before_anything_is_kept(text: str) -> None:
    """Numbers, addresses, handles and names are never among the words."""
    kept = " ".join(tokens_of(text, Language.NL, names=["Anouk de Wit"]))
    assert not any(part in kept.lower() for part in ("anouk", "vries", "1234", "abna", "wit"))


def test_what_one_decision_taught_is_taken_in_at_once() -> None:
    """Adding a change is the same as reading the weights anew."""
    change, count = Weight("nl piept", 0.1, -0.05, -0.05, 0.4, 2), Weight("nl *", seen=2)
    learned = Learned([change, count])
    learned.add([change, count, Weight("nl nieuw", 0.2, seen=1)])
    again = Learned([change.plus(change), count.plus(count), Weight("nl nieuw", 0.2, seen=1)])
    assert learned.say("piept nieuw", Language.NL) == again.say("piept nieuw", Language.NL)
    assert learned.say("piept", Language.NL)[0][0] > 0
    assert learned.decisions == again.decisions == 4
