"""What triage learned from a team's decisions: one capped table of weights by word."""

import sqlite3
from collections.abc import Sequence

from desk.model.weight import Weight


def weights(db: sqlite3.Connection, tokens: Sequence[str]) -> list[Weight]:
    """Return the weights of these words that there are; of all where none is named."""
    select = "SELECT token, negative, neutral, positive, slope, seen FROM triage_weights"
    if not tokens:
        return [Weight(*row) for row in db.execute(select)]
    found = (db.execute(f"{select} WHERE token = ?", (token,)).fetchone() for token in tokens)
    return [Weight(*row) for row in found if row]


def add_weights(db: sqlite3.Connection, changes: Sequence[Weight], keep: int) -> None:
    """Add to the weights, and drop the least seen words beyond ``keep``."""
    db.executemany(
        "INSERT INTO triage_weights (token, negative, neutral, positive, slope, seen)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (token) DO UPDATE SET"
        " negative = negative + excluded.negative, neutral = neutral + excluded.neutral,"
        " positive = positive + excluded.positive, slope = slope + excluded.slope,"
        " seen = seen + excluded.seen",
        [(c.token, c.negative, c.neutral, c.positive, c.slope, c.seen) for c in changes],
    )
    (count,) = db.execute("SELECT count(*) FROM triage_weights").fetchone()
    if count > keep:
        db.execute(
            "DELETE FROM triage_weights WHERE token IN"
            " (SELECT token FROM triage_weights ORDER BY seen, token LIMIT ?)",
            (count - keep,),
        )


def clear_weights(db: sqlite3.Connection) -> None:
    """Forget everything that was learned."""
    db.execute("DELETE FROM triage_weights")
