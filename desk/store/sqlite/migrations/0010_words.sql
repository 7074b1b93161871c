-- Every item is found by its words: those of its sixty newest texts, whoever wrote them. Drafts are
-- nobody's word yet.

CREATE VIEW searched AS
SELECT e.item, e.seq, e.kind, t.name, substr(t.body, 1, 10000) AS body
FROM events e JOIN texts t ON t.event_id = e.id
WHERE t.body IS NOT NULL
    AND t.name NOT IN
        ('author_id', 'author_url', 'permalink', 'links', 'raw', 'because', 'picture_url')
    AND NOT (t.name = 'body' AND e.kind IN ('drafted', 'readied', 'review_asked'));

CREATE VIEW wordings AS
SELECT i.id AS item, (
    SELECT group_concat(body, ' ') FROM (
        SELECT body FROM searched WHERE item = i.id ORDER BY seq DESC, name LIMIT 60
    )
) AS body
FROM items i;

-- It keeps no text, and needs what it was given once more to take the words of an item out.
CREATE VIRTUAL TABLE words USING fts5 (
    body, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO words (rowid, body)
SELECT item, body FROM wordings WHERE body IS NOT NULL ORDER BY item;

-- What is to be read anew before the transaction ends, and how it read before: no trigger may write
-- to an index of this sort in a database that is not trusted, so that sqlite/words.py does.
CREATE TABLE unread (
    item INTEGER PRIMARY KEY,
    body TEXT
) STRICT;

CREATE TRIGGER texts_added BEFORE INSERT ON texts BEGIN
    INSERT INTO unread (item, body) SELECT item, body FROM wordings
    WHERE item = (SELECT item FROM events WHERE id = new.event_id)
        AND item NOT IN (SELECT item FROM unread);
END;
CREATE TRIGGER texts_changed BEFORE UPDATE OF body ON texts BEGIN
    INSERT INTO unread (item, body) SELECT item, body FROM wordings
    WHERE item = (SELECT item FROM events WHERE id = old.event_id)
        AND item NOT IN (SELECT item FROM unread);
END;
CREATE TRIGGER texts_gone BEFORE DELETE ON texts BEGIN
    INSERT INTO unread (item, body) SELECT item, body FROM wordings
    WHERE item = (SELECT item FROM events WHERE id = old.event_id)
        AND item NOT IN (SELECT item FROM unread);
END;
