"""What triage learned from a team's decisions: one capped table of weights by word."""

from collections.abc import Sequence

from desk.model.weight import Weight
from desk.store.codec import canonical
from desk.store.work import Work, fetch, number, run_many

_SELECT = "SELECT token, negative, neutral, positive, slope, seen FROM triage_weights"
_SUMS = ", ".join(
    f"{name} = triage_weights.{name} + excluded.{name}"
    for name in ("negative", "neutral", "positive", "slope", "seen")
)
_ADD = (
    "INSERT INTO triage_weights (token, negative, neutral, positive, slope, seen)"  # noqa: S608
    f" VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (token) DO UPDATE SET {_SUMS}"
)


def weights(tokens: Sequence[str] = ()) -> Work[list[Weight]]:
    """Return the weights of these words that there are; of all where none is named."""
    if not tokens:
        found = yield from fetch(f"{_SELECT} ORDER BY token")
    else:
        found = yield from fetch(
            f"{_SELECT} WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token",  # noqa: S608 - our own names
            canonical(list(tokens)),
        )
    return [Weight(*row) for row in found]


def add_weights(changes: Sequence[Weight], keep: int) -> Work[None]:
    """Add to the weights, and drop the least seen words beyond ``keep``."""
    yield from run_many(
        _ADD,
        [
            (c.token, c.negative, c.neutral, c.positive, c.slope, c.seen)
            for c in sorted(changes, key=lambda change: change.token)  # one order: no deadlock
        ],
    )
    count = yield from number("SELECT count(*) FROM triage_weights")
    if count > keep:
        yield from fetch(
            "DELETE FROM triage_weights WHERE token IN"
            " (SELECT token FROM triage_weights ORDER BY seen, token LIMIT ?)",
            count - keep,
        )


def clear_weights() -> Work[None]:
    """Forget everything that was learned."""
    yield from fetch("DELETE FROM triage_weights")
