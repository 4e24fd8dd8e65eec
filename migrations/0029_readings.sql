-- When each stored file was last read back, and whether it was what was put in. Ids alone: the operator sees no document.

CREATE TABLE document_readings (
    version_id uuid PRIMARY KEY REFERENCES document_versions ON DELETE RESTRICT,
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    state varchar(8) NOT NULL CHECK (state IN ('whole', 'missing', 'altered')),
    since timestamptz NOT NULL,
    read_at timestamptz NOT NULL CHECK (read_at >= since)
);
CREATE INDEX document_readings_by_age ON document_readings (read_at, version_id);
CREATE INDEX document_readings_faulty ON document_readings (since) WHERE state <> 'whole';
ALTER TABLE document_readings ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator_reads ON document_readings FOR SELECT TO recourse_app USING ((SELECT is_operator()));
REVOKE INSERT, UPDATE ON document_readings FROM recourse_app;
SELECT platform_works_on('document_readings');
