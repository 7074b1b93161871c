-- The three roles of a team. Run it in the team's database as its owner (who may make roles), after
-- the first start and after each upgrade:   webcare team roles | psql DATABASE
-- A person is a login role of his own:       CREATE ROLE sanne LOGIN PASSWORD '…' IN ROLE webcare_agent;

DO $$
DECLARE
    wanted TEXT;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['webcare_reader', 'webcare_agent', 'webcare_lead'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO webcare_reader, webcare_agent, webcare_lead',
        current_database()
    );
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO webcare_reader, webcare_agent, webcare_lead;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO webcare_reader, webcare_agent, webcare_lead;

-- An agent adds to the history and cannot change it: events and texts take INSERT alone.
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO webcare_agent, webcare_lead;
REVOKE UPDATE, DELETE ON events, texts FROM webcare_agent, webcare_lead;
REVOKE DELETE ON items, identities, numbers, tally_parts FROM webcare_agent, webcare_lead;
REVOKE INSERT, UPDATE, DELETE ON schema_version, words FROM webcare_agent, webcare_lead;

-- Whoever only looks on may still have seen a notice.
GRANT INSERT ON notices_seen TO webcare_reader;

-- What holds for the whole team, and what is told to everybody, is a lead's to write.
REVOKE INSERT, UPDATE, DELETE ON team FROM webcare_agent;
REVOKE UPDATE, DELETE ON team, notices FROM webcare_agent, webcare_lead;
ALTER TABLE notices ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS notices_read ON notices;
DROP POLICY IF EXISTS notices_told ON notices;
CREATE POLICY notices_read ON notices FOR SELECT USING (true);
CREATE POLICY notices_told ON notices FOR INSERT
    WITH CHECK (agent <> '' OR pg_has_role('webcare_lead', 'member'));

-- A lead may erase a text that somebody asked to be forgotten; its digest stays.
GRANT UPDATE (body, salt) ON texts TO webcare_lead;
