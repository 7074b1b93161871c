-- What an author wrote before is found by name; erasing the name takes it out of the index.

CREATE INDEX texts_authors ON texts (substr(body, 1, 200), event_id) WHERE name = 'author';
