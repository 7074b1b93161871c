"""Make ``core/data/languages.tsv`` anew: what groups of letters say of a word's language.

A log-linear model is fitted to the word lists of the ``wordfreq`` package (install it in an
environment of its own; its data are CC BY-SA 4.0, see NOTICE): how often each language uses a word
is what its letters are to foretell. The groups that tell most are kept and fitted once more.
Run it as ``python -m tests.support.language_table``; it takes some minutes.
"""

import importlib
import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.language import LONGEST_GROUP, TABLE, WORD, groups

OURS = ("nl", "nb", "en")
OTHERS = ("de", "fr", "es", "it", "pt", "pl", "fi", "tr")
"""Their most frequent use of a word stands for every language that is not ours."""
READ = 40_000
"""How many of a language's words are read."""
WHOLE = 1_500
"""How many of each language's words count as a group of their own."""
KEPT = 7_000
RAREST_GROUP = 8
UNUSED = 1e-8
"""The frequency of a word that a language does not list."""
FREQUENCY_POWER = 0.3
SHRINK = 1.0
EPOCHS = 8
RATE = 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """A word: its groups, the share of each language in its use, and what it counts."""

    groups: tuple[str, ...]
    shares: tuple[float, ...]
    weight: float


def main() -> None:
    """Fit, keep what tells most, fit again, and write the table."""
    examples = read_examples()
    counts = Counter(group for example in examples for group in example.groups)
    common = {group for group, n in counts.items() if n >= RAREST_GROUP or is_whole(group)}
    first = fit(examples, {group: counts[group] for group in common})
    telling = sorted(first, key=lambda group: -tells(first[group], counts[group]))[:KEPT]
    table = fit(examples, {group: counts[group] for group in telling})
    lines = [
        f"{group}\t{' '.join(str(round(10 * point)) for point in points)}"
        for group, points in sorted(table.items())
    ]
    TABLE.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")


HEAD = """\
# What a group of letters says for nl, nb, en and any other language, in tenths of a logit; _ is
# a word's edge. Made by tests/support/language_table.py from the word lists of wordfreq
# (https://github.com/rspeer/wordfreq); CC BY-SA 4.0, see NOTICE."""


def read_examples() -> list[Example]:
    """Return the words of all lists with their share in each language."""
    wordfreq = importlib.import_module("wordfreq")
    uses: list[Mapping[str, float]] = [
        wordfreq.get_frequency_dict(language, "best") for language in OURS
    ]
    others: dict[str, float] = {}
    for language in OTHERS:
        listed = wordfreq.get_frequency_dict(language, "best")
        for word in most_used(listed, READ):
            others[word] = max(others.get(word, 0.0), listed[word])
    uses.append(others)
    whole = {word for listed in uses[:-1] for word in most_used(listed, WHOLE)}
    words = sorted({word for listed in uses for word in most_used(listed, READ)})
    examples = []
    for word in words:
        used = [listed.get(word, 0.0) + UNUSED for listed in uses]
        cut = groups(word)
        examples.append(
            Example(
                tuple(cut if word in whole else [g for g in cut if not is_whole(g)]),
                tuple(share / sum(used) for share in used),
                sum(used) ** FREQUENCY_POWER,
            )
        )
    return examples


def most_used(listed: Mapping[str, float], count: int) -> list[str]:
    """Return a list's most frequent words that are written in Latin letters."""
    latin = (word for word in listed if WORD.fullmatch(word) and max(word) < "\u0250")
    return sorted(latin, key=lambda word: (-listed[word], word))[:count]


def is_whole(group: str) -> bool:
    """Whether a group is a whole word with both its edges, longer than any part."""
    return len(group) > LONGEST_GROUP


def tells(points: Sequence[float], count: int) -> float:
    """Return how much a group tells: how strongly, and of how many words."""
    return max(map(abs, points)) * math.sqrt(count)


def fit(examples: Sequence[Example], counts: Mapping[str, int]) -> dict[str, list[float]]:
    """Return each group's points by language: softmax regression by AdaGrad, shrunk to zero."""
    size = len(OURS) + 1
    points = {group: [0.0] * size for group in counts}
    steps = {group: [1e-6] * size for group in counts}
    mean = sum(example.weight for example in examples) / len(examples)
    order = list(examples)
    for epoch in range(EPOCHS):
        random.Random(epoch).shuffle(order)  # noqa: S311 - the same table every time
        for example in order:
            known = [group for group in example.groups if group in points]
            sums = [sum(points[group][i] for group in known) for i in range(size)]
            powers = [math.exp(one - max(sums)) for one in sums]
            weight = example.weight / mean
            errors = [
                weight * (power / sum(powers) - share)
                for power, share in zip(powers, example.shares, strict=True)
            ]
            for group in known:
                mine, taken, shrink = points[group], steps[group], SHRINK / counts[group]
                for i, error in enumerate(errors):
                    slope = error + shrink * mine[i]
                    taken[i] += slope * slope
                    mine[i] -= RATE * slope / math.sqrt(taken[i])
    return points


if __name__ == "__main__":
    main()
