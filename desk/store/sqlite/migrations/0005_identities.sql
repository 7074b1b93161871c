-- A comment that two sources show is found by its permalink, and what people made of it is kept
-- beside it: likes, answers and views are no revisions.

DROP INDEX identities_by_permalink;
CREATE INDEX identities_by_permalink ON identities (permalink_key) WHERE permalink_key <> '';
ALTER TABLE identities ADD COLUMN counts TEXT NOT NULL DEFAULT '';
ALTER TABLE identities ADD COLUMN counted_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX identities_of_item ON identities (item);
