-- How far the requests granted to a host reach, so that all processes together keep its pace.

ALTER TABLE hosts ADD COLUMN paced_to BIGINT NOT NULL DEFAULT 0;
