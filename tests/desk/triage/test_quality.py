"""How well triage does on comments invented for it, and kept apart from its lists."""

import random

import pytest

from bench.learning import WORST_LIMIT, decided, play
from core.vocabulary import Kind, Language
from desk.triage.judge import Judge
from tests.support.triage_sets import LANGUAGES, auc, judge_all, own_comments


@pytest.mark.parametrize("language", LANGUAGES)
def test_ranking_cues_and_flags_keep_their_limits(language: str) -> None:
    """Complaints rank first, cues are right when they speak, and harmless ones are not flagged."""
    rows = own_comments(language)
    assert len(rows) >= 150
    figures = judge_all(Judge(), rows)
    assert figures.auc >= 0.85
    assert figures.dark_precision >= 0.90
    assert figures.bright_precision >= 0.90
    assert figures.harm_alarms <= 0.005


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_comment_of_a_kind_an_agent_must_see_hides_as_spam(language: str) -> None:
    """Spam has no promise, so that nothing else may be taken for it."""
    judge = Judge()
    assert not [
        text
        for kind, text in own_comments(language)
        if kind is not Kind.SPAM and judge(text).kind is Kind.SPAM
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_learning_never_falls_below_cold_start(language: str) -> None:
    """In any order of decisions the ranking stays within what chance does to it, or gains."""
    rows = decided([(text, kind) for kind, text in own_comments(language)], Language(language))
    for seed in range(5):
        shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311 - the same every time
        played = play(shuffled, len(rows))
        gaps = [played.gap(0, end) for end in range(50, len(rows) + 1, 50)]
        assert max(one.below for one in gaps) < WORST_LIMIT
        assert min(one.gain for one in gaps) > -0.005


def test_ranking_figure() -> None:
    """The figure is 1 for a perfect order, a half for chance."""
    assert auc([3, 2], [1, 0]) == 1
    assert auc([1, 1], [1, 1]) == 0.5
    assert auc([0], [1]) == 0
