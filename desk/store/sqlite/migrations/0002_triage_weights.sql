-- What a team's confirmed and overruled kinds taught triage, word by word; holds no personal data.

CREATE TABLE triage_weights (
    token TEXT PRIMARY KEY,
    negative REAL NOT NULL,
    neutral REAL NOT NULL,
    positive REAL NOT NULL,
    slope REAL NOT NULL,
    seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
