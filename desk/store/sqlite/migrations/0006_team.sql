-- What a team passes on and tells each other.

ALTER TABLE items ADD COLUMN handed_to TEXT NOT NULL DEFAULT '';    -- until it is accepted
ALTER TABLE items ADD COLUMN handed_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX items_handed ON items (handed_at) WHERE handed_to <> '';

-- One row for each whom an event or a colleague tells something.
CREATE TABLE notices (
    id TEXT NOT NULL,               -- the event's, or its own
    agent TEXT NOT NULL,            -- for whom; empty for everybody
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,             -- empty where an event says it
    PRIMARY KEY (id, agent)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_told ON notices (at);

CREATE TABLE notices_seen (
    notice TEXT NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (notice, agent)
) STRICT, WITHOUT ROWID;

CREATE TABLE presence (
    agent TEXT PRIMARY KEY,
    item INTEGER,                   -- NULL where nothing is looked at
    writes INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The team's part of the configuration, every version of it.
CREATE TABLE team (
    version INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
