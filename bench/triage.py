"""How well triage reads and ranks, what learning adds, and what a comment costs.

Run it as ``python -m bench.triage [FOLDER]``: the folder holds the development sets, which are no
part of this project; without them only the project's own comments are scored. A share is shown
as what is missing to 1, so that less is better.
"""

import csv
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench.learning import decided, learning
from bench.result import Result, table
from core.language import identify
from core.vocabulary import Kind, Language
from desk.triage.judge import Judge
from tests.support.triage_sets import LANGUAGES, auc, judge_all, own_comments, share

SETS = Path(__file__).parents[2] / "shared" / "eval"
CODES = {"nl": "nl", "no": "nb", "en": "en"}
LANGUAGE_LIMITS = {"sentences": 0.99, "word-pairs": 0.88, "single-words": 0.76}
KINDS = {"negative": Kind.COMPLAINT, "neutral": Kind.OTHER, "positive": Kind.PRAISE}
P95_LIMIT_MS = 1.0
LOAD_LIMIT_MS = 100.0


def measure(folder: Path = SETS) -> Iterator[Result]:
    """Yield every figure that triage is held to."""
    yield from own_sets()
    if folder.is_dir():
        yield from languages(folder)
        yield from ranking(folder)
        yield from harm(folder)
    yield from learned(folder)
    yield from cost()


def at_least(what: str, ours: float, limit: float, peer: str = "") -> Result:
    """Return a share that should be high, told as what is missing to 1."""
    return Result(what, f"{ours:.3f}", peer, 1 - ours, 1 - limit, "missing")


def reported(what: str, ours: float) -> Result:
    """Return a share that is only told."""
    return Result(what, f"{ours:.3f}", "", 1 - ours, 1, "missing")


def own_sets() -> Iterator[Result]:
    """Score the project's own comments."""
    for language in LANGUAGES:
        rows = own_comments(language)
        figures = judge_all(Judge(), rows)
        name = f"own {language} ({len(rows)})"
        yield at_least(f"{name}: ranking", figures.auc, 0.85)
        yield at_least(f"{name}: complaint cues right", figures.dark_precision, 0.90)
        yield at_least(f"{name}: praise cues right", figures.bright_precision, 0.90)
        yield reported(f"{name}: kinds right", figures.right_kinds)
        alarms = figures.harm_alarms
        yield Result(f"{name}: harmless flagged", f"{alarms:.3f}", "", 100 * alarms, 0.5, "%")
        yield reported(f"{name}: harmful flagged", figures.harm_recall)


def languages(folder: Path) -> Iterator[Result]:
    """Score language identification among nl, nb and en."""
    right = defaultdict(list)
    for row in read(folder / "langid.dev.tsv"):
        if row["label"] in CODES:
            length = row["source"].removeprefix("lingua-")
            right[length].append(identify(row["text"]) == CODES[row["label"]])
    for length, limit in LANGUAGE_LIMITS.items():
        yield at_least(f"language, {length} ({len(right[length])})", share(right[length]), limit)


def ranking(folder: Path) -> Iterator[Result]:
    """Score the ranking of complaints, in all and by source."""
    rows = read(folder / "en_mit.dev.tsv")
    judge = Judge()
    judged = [(row["label"], row["source"], judge(row["text"])) for row in rows]
    for source, limit in (("", 0.70), ("vader-amazon", 0.0), ("vader-tweets", 0.0)):
        above = [v.p_negative for label, at, v in judged if source in at and label == "negative"]
        below = [v.p_negative for label, at, v in judged if source in at and label != "negative"]
        name = source or "English half"
        yield at_least(f"{name} ({len(above) + len(below)}): ranking", auc(above, below), limit)
    flagged = share([bool(verdict.harm) for _label, _source, verdict in judged])
    yield Result("English half: flagged", f"{flagged:.4f}", "", 100 * flagged, 0.5, "%")


def harm(folder: Path) -> Iterator[Result]:
    """Tell how many harmful rows are flagged, and how many of the adversarial harmless ones."""
    judge = Judge()
    for language in ("nl", "en"):
        flags = defaultdict(list)
        for row in read(folder / f"harm_{language}.dev.tsv"):
            flags[row["label"]].append(bool(judge(row["text"]).harm))
        yield reported(f"harm {language}: harmful flagged", share(flags["harmful"]))
        yield reported(f"harm {language}: harmless left alone", 1 - share(flags["ok"]))


def learned(folder: Path) -> Iterator[Result]:
    """Tell what learning adds on the English half, and on the project's own comments."""
    if folder.is_dir():
        rows = read(folder / "en_mit.dev.tsv")
        labelled = [(row["text"], KINDS[row["label"]]) for row in rows]
        yield from learning("learning", decided(labelled, Language.EN))
    for language in LANGUAGES:
        own = [(text, kind) for kind, text in own_comments(language)]
        yield from learning(f"learning, own {language}", decided(own, Language(language)))


def cost() -> Iterator[Result]:
    """Measure what a comment costs, and reading the lists in a program of its own."""
    judge = Judge()
    texts = [text for language in LANGUAGES for _kind, text in own_comments(language)]
    took = []
    for text in [*texts, *texts]:
        start = time.perf_counter()
        judge(text)
        took.append((time.perf_counter() - start) * 1000)
    took = sorted(took[len(texts) :])
    p50, p95 = took[len(took) // 2], took[len(took) * 95 // 100]
    yield Result("a comment, p95", f"{p95:.2f} ms", f"p50 {p50:.2f}", p95, P95_LIMIT_MS, "ms")
    loads = [float(program(LOADING)) for _ in range(5)]
    load = statistics.median(loads)
    yield Result("import and load", f"{load:.0f} ms", "", load, LOAD_LIMIT_MS, "ms")


LOADING = """
import time
import desk.services.desk
start = time.perf_counter()
from desk.triage.judge import Judge
judge = Judge()
for text in ("Mijn pakket is er nog niet", "Pakken min er ikke kommet", "My parcel is not here"):
    judge(text)
print((time.perf_counter() - start) * 1000)
"""
"""Imports triage beside what any desk has loaded, and reads what all three languages need."""


def program(code: str) -> str:
    """Return what a program printed."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def read(path: Path) -> list[dict[str, str]]:
    """Read a set: text, label, source."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


if __name__ == "__main__":
    results = list(measure(*map(Path, sys.argv[1:2])))
    print(table(results))
    sys.exit(int(any(result.is_over for result in results)))
