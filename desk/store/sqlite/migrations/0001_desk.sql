-- Events are the truth. Rows of `items` are a cache that a rebuild makes anew from them.
-- Text of people lies in `texts` alone; events keep salted digests of it.

CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    ball TEXT NOT NULL,
    kind TEXT NOT NULL,
    severity INTEGER NOT NULL,
    language TEXT NOT NULL,
    revision INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    published_at INTEGER,
    first_seen_at INTEGER NOT NULL,
    rating REAL,
    text_event TEXT NOT NULL,
    size TEXT NOT NULL,
    length INTEGER NOT NULL,
    band INTEGER NOT NULL,
    queue_from INTEGER,             -- 0 at once, an instant when it wakes, NULL never
    queue_due INTEGER NOT NULL,     -- place in its band; the far future where nothing is promised
    promise_from INTEGER,           -- start, due and weight of the first running promise
    promise_due INTEGER,
    promise_weight INTEGER,
    breach_at INTEGER,              -- of the first running promise whose breach is not recorded
    returns_at INTEGER NOT NULL,    -- queue_from, or the far future
    waiting INTEGER NOT NULL,
    praise INTEGER NOT NULL,
    watching INTEGER NOT NULL,
    backlog INTEGER NOT NULL,
    doc TEXT NOT NULL
) STRICT;

CREATE INDEX items_promised ON items (band, queue_due, id, queue_from)
    WHERE queue_from IS NOT NULL AND promise_due IS NOT NULL;
CREATE INDEX items_unpromised ON items (band, queue_due, id, queue_from)
    WHERE queue_from IS NOT NULL AND promise_due IS NULL;
CREATE INDEX items_waking ON items (queue_from) WHERE queue_from > 0;
CREATE INDEX items_crossing ON items (promise_due) WHERE promise_due IS NOT NULL;
CREATE INDEX items_breaching ON items (breach_at, id) WHERE breach_at IS NOT NULL;
CREATE INDEX items_waiting ON items (returns_at, id) WHERE waiting = 1;
CREATE INDEX items_watching ON items (returns_at, id) WHERE watching = 1;
CREATE INDEX items_praise ON items (queue_due, id) WHERE praise = 1;
CREATE INDEX items_seen ON items (first_seen_at, id);

-- Counting a million rows costs 40 ms, so that the figures of the shift bar are kept up to date.
CREATE TABLE tally (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    total INTEGER NOT NULL DEFAULT 0,
    standing INTEGER NOT NULL DEFAULT 0,    -- in the queue at once, whatever the time
    waiting INTEGER NOT NULL DEFAULT 0,
    praise INTEGER NOT NULL DEFAULT 0,
    watching INTEGER NOT NULL DEFAULT 0,
    backlog INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO tally (one) VALUES (1);

CREATE TRIGGER items_added AFTER INSERT ON items BEGIN
    UPDATE tally SET
        total = total + 1,
        standing = standing + (new.queue_from IS 0),
        waiting = waiting + new.waiting,
        praise = praise + new.praise,
        watching = watching + new.watching,
        backlog = backlog + new.backlog;
END;
CREATE TRIGGER items_changed
AFTER UPDATE OF queue_from, waiting, praise, watching, backlog ON items BEGIN
    UPDATE tally SET
        standing = standing + (new.queue_from IS 0) - (old.queue_from IS 0),
        waiting = waiting + new.waiting - old.waiting,
        praise = praise + new.praise - old.praise,
        watching = watching + new.watching - old.watching,
        backlog = backlog + new.backlog - old.backlog;
END;

CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    item INTEGER NOT NULL REFERENCES items (id),
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    data TEXT NOT NULL,
    took INTEGER,                   -- what an answer took, of its data
    effects TEXT NOT NULL,
    digests TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_item ON events (item, seq);
CREATE INDEX events_of_actor ON events (actor, recorded_at, seq);
CREATE INDEX events_recorded ON events (recorded_at, item);

-- What the team's answers took, for the expected minutes.
CREATE INDEX events_timed ON events (seq) WHERE took IS NOT NULL;

CREATE TABLE texts (
    event_id TEXT NOT NULL REFERENCES events (id),
    name TEXT NOT NULL,
    body TEXT,                      -- NULL when erased, and the salt with it
    salt BLOB,
    PRIMARY KEY (event_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE identities (
    source TEXT NOT NULL,
    native_id TEXT NOT NULL,
    item INTEGER NOT NULL REFERENCES items (id),
    content_hash TEXT NOT NULL,
    permalink_key TEXT NOT NULL,
    PRIMARY KEY (source, native_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_by_permalink ON identities (source, permalink_key)
    WHERE permalink_key <> '';

CREATE TABLE claims (
    item INTEGER PRIMARY KEY REFERENCES items (id),
    agent TEXT NOT NULL,
    until INTEGER NOT NULL,
    taken_at INTEGER NOT NULL
) STRICT;
CREATE INDEX claims_of_agent ON claims (agent, until);
CREATE INDEX claims_running_out ON claims (until);

CREATE TABLE drafts (
    item INTEGER NOT NULL REFERENCES items (id),
    agent TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (item, agent)
) STRICT, WITHOUT ROWID;

CREATE TABLE shifts (
    id TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    doc TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX shifts_started ON shifts (started_at);

CREATE TABLE sources (
    name TEXT PRIMARY KEY,
    doc TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source_leases (
    name TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a desk has learned, a document by name; it can be thrown away and learned anew.
CREATE TABLE learned (
    name TEXT PRIMARY KEY,
    doc TEXT NOT NULL
) STRICT, WITHOUT ROWID;
