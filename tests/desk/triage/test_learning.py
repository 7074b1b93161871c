"""What a team's decisions teach."""

import random
from collections.abc import Iterable
from itertools import chain, repeat

import pytest

from core.vocabulary import Kind, Language
from desk.model.weight import Weight
from desk.triage.judge import Judge
from desk.triage.learning import COMMON, LEAST_SEEN, MOST, Learned, teach, tokens_of

TEXT = "de roltrap piept"
OTHERS = tuple(
    f"de {word} {verb}"
    for word in ("hal", "kaart", "winkel", "jas", "fiets", "krant")
    for verb in ("hangt er", "staat er", "ligt er")
)


def taught(judge: Judge, decisions: Iterable[tuple[str, Kind]]) -> Learned:
    """Return what is known after these decisions."""
    learned = Learned()
    for text, kind in decisions:
        cold = judge.cold(text, Language.NL)
        learned.add(teach(learned.weights, tokens_of(text, Language.NL), cold, kind))
    return learned


def among_others(kind: Kind, times: int, others: Kind = Kind.OTHER) -> list[tuple[str, Kind]]:
    """Return decisions on the text, and between them ones on all the others."""
    one_round = ((TEXT, kind), *((text, others) for text in OTHERS))
    return list(chain.from_iterable(repeat(one_round, times)))


def test_what_a_team_decides_moves_the_next_judgement() -> None:
    """After some decisions the same words rank higher, and the reason says whose doing it is."""
    judge = Judge()
    before = judge(TEXT)
    judge.learned = taught(judge, among_others(Kind.COMPLAINT, 40))
    after = judge(TEXT)
    assert after.p_negative > before.p_negative + 0.2
    assert after.kind is Kind.COMPLAINT
    reasons = {reason.code: reason.detail for reason in after.because}
    assert "roltrap" in reasons["learned"]
    assert judge.learned.decisions == 40 * (1 + len(OTHERS))


def test_confirming_and_overruling_pull_opposite_ways() -> None:
    """Praise and neutral decisions among complaints lower what words of complaints raise."""
    judge = Judge()
    cold = judge(TEXT).p_negative
    for kind, others, lower in (
        (Kind.COMPLAINT, Kind.OTHER, False),
        (Kind.PRAISE, Kind.COMPLAINT, True),
        (Kind.OTHER, Kind.COMPLAINT, True),
    ):
        judge.learned = taught(judge, among_others(kind, 20, others))
        assert (judge(TEXT).p_negative < cold) is lower


def test_nothing_counts_before_it_proved_better_than_the_lists() -> None:
    """Neither a few clicks nor decisions that only chance explains change a judgement."""
    judge = Judge()
    cold = judge(TEXT)
    judge.learned = taught(judge, among_others(Kind.COMPLAINT, LEAST_SEEN))
    assert judge(TEXT) == cold
    dice = random.Random(3)  # noqa: S311 - the same clicks every time
    kinds = (Kind.COMPLAINT, Kind.OTHER, Kind.PRAISE)
    judge.learned = taught(
        judge, [(dice.choice((TEXT, *OTHERS)), dice.choice(kinds)) for _ in range(400)]
    )
    assert judge(TEXT).p_negative == pytest.approx(cold.p_negative, abs=0.02)


def test_words_that_stand_in_most_comments_tell_nothing() -> None:
    """What is in more than one of ten decided comments is left out, whatever stood beside it."""
    judge = Judge()
    learned = taught(judge, among_others(Kind.COMPLAINT, 40))
    counts = {word.token: learned.counts(word) for word in learned.words}
    assert counts["nl roltrap"]
    assert not counts["nl er"]
    assert not counts["nl de"]
    assert learned.say("de er", Language.NL)[1] == ()


def test_learning_is_capped_and_never_touches_harm() -> None:
    """A thousand decisions do not silence a rating, and no decision takes a flag away."""
    mix, proof, *words = tokens_of(TEXT, Language.NL)
    heavy = [
        Weight(mix, seen=10**6),
        Weight(proof, 100.0, slope=1.0, seen=10**6),
        *(Weight(word, 500.0, -500.0, -500.0, 1.0, 10**6 // COMMON) for word in words),
    ]
    points, _words = Learned(heavy).say(TEXT, Language.NL)
    assert points == (MOST, -MOST, -MOST)
    judge = Judge()
    threat = "ik maak je dood"
    judge.learned = taught(judge, [(threat, Kind.PRAISE), *among_others(Kind.PRAISE, 20)] * 10)
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
    changes = [
        Weight("nl piept", 0.1, -0.05, -0.05, 0.4, 2),
        Weight("nl *", seen=20),
        Weight("nl +", 4.0, slope=0.2, seen=20),
    ]
    learned = Learned(changes)
    learned.add([*changes, Weight("nl nieuw", 0.2, seen=1)])
    again = Learned([*(change.plus(change) for change in changes), Weight("nl nieuw", 0.2, seen=1)])
    assert learned.say("piept nieuw", Language.NL) == again.say("piept nieuw", Language.NL)
    assert learned.say("piept", Language.NL)[0][0] > 0
    assert learned.decisions == again.decisions == 40
