-- The team's last answers, beside which a new one is read.

CREATE INDEX events_replied ON events (seq) WHERE kind = 'replied';
