-- Every item is found by its words: those of its sixty newest texts, whoever wrote them. Drafts are
-- nobody's word yet.

CREATE VIEW searched AS
SELECT e.item, e.seq, e.kind, t.name, substr(t.body, 1, 10000) AS body
FROM events e JOIN texts t ON t.event_id = e.id
WHERE t.body IS NOT NULL
    AND t.name NOT IN
        ('author_id', 'author_url', 'permalink', 'links', 'raw', 'because', 'picture_url')
    AND NOT (t.name = 'body' AND e.kind IN ('drafted', 'readied', 'review_asked'));

-- Small letters without accents; what is neither letter nor figure in any language parts words. It
-- does without the server's locale, which may know nothing but ASCII.
CREATE FUNCTION folded(body TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(
        lower(regexp_replace(
            normalize(regexp_replace(normalize(body, NFD), '[\u0300-\u036f]+', '', 'g'), NFC),
            '[\u0001-/:-@\[-`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7'
            '\u2000-\u2bff\u3000-\u3004\u3008-\u3020\ufe00-\ufe0f\ufeff\U0001f000-\U0001faff]+',
            ' ', 'g'
        )),
        'ÆØÞÐĐŁŒ', 'æøþðđłœ'
    )
$$;

CREATE FUNCTION words_of(wanted BIGINT) RETURNS TSVECTOR LANGUAGE sql STABLE AS $$
    SELECT to_tsvector('simple', coalesce(left(folded(string_agg(body, ' ')), 200000), ''))
    FROM (
        SELECT body FROM searched WHERE item = wanted ORDER BY seq DESC, name LIMIT 60
    ) newest
$$;

CREATE TABLE words (
    item BIGINT PRIMARY KEY,
    body TSVECTOR NOT NULL
);
INSERT INTO words (item, body) SELECT id, words_of(id) FROM items;
CREATE INDEX words_body ON words USING gin (body);
ANALYZE words;

-- Once for each item when its transaction ends: all of its texts are there by then. It is the
-- owner's, so that who writes a text needs no right to write here.
CREATE FUNCTION read_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    here BIGINT := (SELECT item FROM events WHERE id = coalesce(new.event_id, old.event_id));
BEGIN
    IF current_setting('webcare.words_read', true) IS DISTINCT FROM here::TEXT THEN
        INSERT INTO words (item, body) SELECT id, words_of(id) FROM items WHERE id = here
        ON CONFLICT (item) DO UPDATE SET body = excluded.body;
        PERFORM set_config('webcare.words_read', here::TEXT, true);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER texts_written AFTER INSERT OR UPDATE OF body OR DELETE ON texts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION read_words();
