"""The project's own invented comments, and how well a triage does on them."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.vocabulary import Kind
from desk.triage.verdict import Verdict

FOLDER = Path(__file__).parents[1] / "desk" / "triage" / "data"
LANGUAGES = ("nl", "nb", "en")
NEGATIVE = frozenset({Kind.COMPLAINT, Kind.HARMFUL, Kind.TROLL})
DARK = frozenset({"negative", "anger"})


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of judging a set whose kinds are known."""

    auc: float
    """How often a negative comment ranks above one that is not."""
    dark_precision: float
    """Share of negative ones among those whose cues say complaint."""
    bright_precision: float
    """Share of others among those whose cues say only praise."""
    right_kinds: float
    harm_recall: float
    harm_alarms: float
    """Share of harmless comments that were flagged."""


@cache
def own_comments(language: str) -> tuple[tuple[Kind, str], ...]:
    """Return the invented comments of a language with their kinds."""
    lists = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return tuple((Kind(kind), text) for kind, texts in lists.items() for text in texts)


def judge_all(judge: Callable[[str], Verdict], rows: Sequence[tuple[Kind, str]]) -> Figures:
    """Judge comments of known kinds and count."""
    judged = [(kind, judge(text)) for kind, text in rows]
    codes = [(kind, {reason.code for reason in verdict.because}) for kind, verdict in judged]
    dark = [kind in NEGATIVE for kind, found in codes if found & DARK]
    bright = [
        kind not in NEGATIVE for kind, found in codes if "positive" in found and not found & DARK
    ]
    harmful = [bool(verdict.harm) for kind, verdict in judged if kind is Kind.HARMFUL]
    harmless = [bool(verdict.harm) for kind, verdict in judged if kind is not Kind.HARMFUL]
    return Figures(
        auc=auc(
            [verdict.p_negative for kind, verdict in judged if kind in NEGATIVE],
            [verdict.p_negative for kind, verdict in judged if kind not in NEGATIVE],
        ),
        dark_precision=share(dark),
        bright_precision=share(bright),
        right_kinds=share([verdict.kind is kind for kind, verdict in judged]),
        harm_recall=share(harmful),
        harm_alarms=share(harmless),
    )


def auc(above: Sequence[float], below: Sequence[float]) -> float:
    """Return how often one of the first ranks above one of the second; a draw counts half."""
    wins = sum((high > low) + (high == low) / 2 for high in above for low in below)
    return wins / (len(above) * len(below))


def share(found: Sequence[bool]) -> float:
    """Return the share that is true, 0 of nothing."""
    return sum(found) / len(found) if found else 0.0
