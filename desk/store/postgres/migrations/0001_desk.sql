-- The tables of the SQLite desk, for a team. Names compare by their bytes, as they do there, and
-- PostgreSQL learns the two functions that the shared SQL uses.

CREATE FUNCTION json_each(document TEXT) RETURNS TABLE (key BIGINT, value TEXT)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 50 AS $$
    SELECT ordinality - 1, element
    FROM jsonb_array_elements_text(document::JSONB) WITH ORDINALITY AS each (element, ordinality)
$$;

CREATE FUNCTION json_extract(document TEXT, path TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT document::JSONB #>> string_to_array(substr(path, 3), '.')
$$;

-- Events are the truth. Rows of `items` are a cache that a rebuild makes anew from them.
-- Text of people lies in `texts` alone; events keep salted digests of it.

CREATE TABLE items (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    ball TEXT NOT NULL,
    kind TEXT NOT NULL,
    severity BIGINT NOT NULL,
    language TEXT NOT NULL,
    revision BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    published_at BIGINT,
    first_seen_at BIGINT NOT NULL,
    rating DOUBLE PRECISION,
    text_event TEXT NOT NULL,
    size TEXT NOT NULL,
    length BIGINT NOT NULL,
    band BIGINT NOT NULL,
    queue_from BIGINT,              -- 0 at once, an instant when it wakes, NULL never
    queue_due BIGINT NOT NULL,      -- place in its band; the far future where nothing is promised
    promise_from BIGINT,            -- start, due and weight of the first running promise
    promise_due BIGINT,
    promise_weight BIGINT,
    breach_at BIGINT,               -- of the first running promise whose breach is not recorded
    returns_at BIGINT NOT NULL,     -- queue_from, or the far future
    waiting BIGINT NOT NULL,
    praise BIGINT NOT NULL,
    watching BIGINT NOT NULL,
    backlog BIGINT NOT NULL,
    doc TEXT NOT NULL
);

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

-- The figures of the shift bar are kept up to date, in sixteen parts, so that two agents who write
-- at the same moment seldom wait for each other.
CREATE TABLE tally_parts (
    part BIGINT PRIMARY KEY,
    total BIGINT NOT NULL DEFAULT 0,
    standing BIGINT NOT NULL DEFAULT 0,     -- in the queue at once, whatever the time
    waiting BIGINT NOT NULL DEFAULT 0,
    praise BIGINT NOT NULL DEFAULT 0,
    watching BIGINT NOT NULL DEFAULT 0,
    backlog BIGINT NOT NULL DEFAULT 0
);
INSERT INTO tally_parts (part) SELECT generate_series(0, 15);
CREATE VIEW tally AS SELECT
    sum(total)::BIGINT AS total,
    sum(standing)::BIGINT AS standing,
    sum(waiting)::BIGINT AS waiting,
    sum(praise)::BIGINT AS praise,
    sum(watching)::BIGINT AS watching,
    sum(backlog)::BIGINT AS backlog
FROM tally_parts;

CREATE FUNCTION count_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tally_parts SET
        total = total + (tg_op = 'INSERT')::INT,
        standing = standing + (new.queue_from IS NOT DISTINCT FROM 0)::INT
            - (old.queue_from IS NOT DISTINCT FROM 0)::INT,
        waiting = waiting + new.waiting - coalesce(old.waiting, 0),
        praise = praise + new.praise - coalesce(old.praise, 0),
        watching = watching + new.watching - coalesce(old.watching, 0),
        backlog = backlog + new.backlog - coalesce(old.backlog, 0)
    WHERE part = pg_backend_pid() % 16;
    RETURN NULL;
END $$;
CREATE TRIGGER items_added AFTER INSERT ON items FOR EACH ROW EXECUTE FUNCTION count_item();
CREATE TRIGGER items_changed AFTER UPDATE OF queue_from, waiting, praise, watching, backlog ON items
    FOR EACH ROW EXECUTE FUNCTION count_item();

CREATE TABLE events (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    item BIGINT NOT NULL REFERENCES items (id),
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    data TEXT NOT NULL,
    took BIGINT,                    -- what an answer took, of its data
    effects TEXT NOT NULL,
    digests TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX events_of_item ON events (item, seq);
CREATE INDEX events_of_actor ON events (actor, recorded_at, seq);
CREATE INDEX events_recorded ON events (recorded_at, item);

-- What the team's answers took, for the expected minutes.
CREATE INDEX events_timed ON events (seq) WHERE took IS NOT NULL;

CREATE TABLE texts (
    event_id TEXT NOT NULL REFERENCES events (id),
    name TEXT NOT NULL,
    body TEXT,                      -- NULL when erased, and the salt with it
    salt BYTEA,
    PRIMARY KEY (event_id, name)
);

CREATE TABLE identities (
    source TEXT NOT NULL,
    native_id TEXT NOT NULL,
    item BIGINT NOT NULL REFERENCES items (id),
    content_hash TEXT NOT NULL,
    permalink_key TEXT NOT NULL,
    PRIMARY KEY (source, native_id)
);
CREATE INDEX identities_by_permalink ON identities (source, permalink_key)
    WHERE permalink_key <> '';

CREATE TABLE claims (
    item BIGINT PRIMARY KEY REFERENCES items (id),
    agent TEXT NOT NULL,
    until BIGINT NOT NULL,
    taken_at BIGINT NOT NULL
);
CREATE INDEX claims_of_agent ON claims (agent, until);
CREATE INDEX claims_running_out ON claims (until);

CREATE TABLE drafts (
    item BIGINT NOT NULL REFERENCES items (id),
    agent TEXT COLLATE "C" NOT NULL,
    body TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (item, agent)
);

CREATE TABLE shifts (
    id TEXT COLLATE "C" PRIMARY KEY,
    started_at BIGINT NOT NULL,
    doc TEXT NOT NULL
);
CREATE INDEX shifts_started ON shifts (started_at);

CREATE TABLE sources (
    name TEXT COLLATE "C" PRIMARY KEY,
    doc TEXT NOT NULL
);

CREATE TABLE source_leases (
    name TEXT COLLATE "C" PRIMARY KEY,
    owner TEXT NOT NULL,
    until BIGINT NOT NULL
);

CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    until BIGINT NOT NULL
);

-- What a desk has learned, a document by name; it can be thrown away and learned anew.
CREATE TABLE learned (
    name TEXT COLLATE "C" PRIMARY KEY,
    doc TEXT NOT NULL
);
