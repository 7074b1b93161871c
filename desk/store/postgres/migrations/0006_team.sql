-- What a team passes on and tells each other.

ALTER TABLE items ADD COLUMN handed_to TEXT NOT NULL DEFAULT '';    -- until it is accepted
ALTER TABLE items ADD COLUMN handed_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX items_handed ON items (handed_at) WHERE handed_to <> '';

-- One row for each whom an event or a colleague tells something.
CREATE TABLE notices (
    id TEXT COLLATE "C" NOT NULL,   -- the event's, or its own
    agent TEXT COLLATE "C" NOT NULL,    -- for whom; empty for everybody
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,             -- empty where an event says it
    PRIMARY KEY (id, agent)
);
CREATE INDEX notices_told ON notices (at);

CREATE TABLE notices_seen (
    notice TEXT COLLATE "C" NOT NULL,
    agent TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (notice, agent)
);

-- Of no worth once the server stood still, so that it is spared the log.
CREATE UNLOGGED TABLE presence (
    agent TEXT COLLATE "C" PRIMARY KEY,
    item BIGINT,                    -- NULL where nothing is looked at
    writes BIGINT NOT NULL,
    until BIGINT NOT NULL
);

-- The team's part of the configuration, every version of it.
CREATE TABLE team (
    version BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL
);
