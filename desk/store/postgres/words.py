"""The index of a team's words, asked; the database itself keeps it up to date.

An index of words knows no order: all items that hold a word would be fetched and sorted for the
newest fifty. So the newest items are looked through first, which ends at once for a word that
stands in many. How many of these hold it tells whether to look through more or to ask the index.
"""

from collections.abc import Sequence

from core.vocabulary import ItemId
from desk.model.terms import Term
from desk.store.work import Work, fetch

NEAR, MOST = 2_000, 60_000
"""Items that are looked through at first, and at most: then the index has less to fetch."""
_HITS = f"""
    WITH asked AS MATERIALIZED (
        SELECT to_tsquery('simple', ?) AS terms, CAST(? AS BIGINT) AS wanted
    ),
    near AS MATERIALIZED (
        SELECT item
        FROM (SELECT item, body FROM words ORDER BY item DESC LIMIT {NEAR}) newest, asked
        WHERE body @@ terms
    ),
    depth AS MATERIALIZED (
        SELECT wanted, count(item) AS found,
            CASE WHEN count(item) BETWEEN 1 AND wanted - 1
                THEN {NEAR} * 3 / 2 * wanted / count(item) ELSE 0 END AS rows
        FROM asked LEFT JOIN near ON true GROUP BY wanted
    ),
    middle AS MATERIALIZED (
        SELECT item FROM (
            SELECT item, body FROM words ORDER BY item DESC
            OFFSET {NEAR} LIMIT (SELECT CASE WHEN rows <= {MOST} THEN rows ELSE 0 END FROM depth)
        ) older, asked
        WHERE body @@ terms
    ),
    far AS MATERIALIZED (
        SELECT item FROM words, asked WHERE body @@ terms
            AND (SELECT wanted > found + (SELECT count(*) FROM middle) FROM depth)
    )
    SELECT item FROM near UNION SELECT item FROM middle UNION SELECT item FROM far
    ORDER BY item DESC LIMIT (SELECT wanted FROM asked)
"""  # noqa: S608 - our own numbers


def hits(terms: Sequence[Term], limit: int) -> Work[list[ItemId]]:
    """Return the items in which all terms stand, the newest first."""
    wanted = " & ".join(_sought(term) for term in terms)
    found = yield from fetch(_HITS, wanted, limit)
    return [ItemId(row[0]) for row in found]


def _sought(term: Term) -> str:
    *before, last = (f"'{word}'" for word in term.words)
    return " <-> ".join((*before, f"{last}:*" if term.is_begun else last))
