-- What a team's confirmed and overruled kinds taught triage, word by word; holds no personal data.

CREATE TABLE triage_weights (
    token TEXT COLLATE "C" PRIMARY KEY,
    negative DOUBLE PRECISION NOT NULL,
    neutral DOUBLE PRECISION NOT NULL,
    positive DOUBLE PRECISION NOT NULL,
    slope DOUBLE PRECISION NOT NULL,
    seen BIGINT NOT NULL
);
