-- The last number given to an item: taken under its row's lock, so that two writers make no two
-- items of one post.

CREATE TABLE numbers (
    last BIGINT NOT NULL
);
INSERT INTO numbers (last) SELECT coalesce(max(id), 0) FROM items;
