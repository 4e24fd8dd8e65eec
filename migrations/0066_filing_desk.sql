-- Who looked into which file of the vault, the first time: whoever approves many papers has opened samples of them.
CREATE TABLE document_openings (
    version_id uuid NOT NULL REFERENCES document_versions ON DELETE RESTRICT,
    person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, person_id, version_id)
);
CREATE INDEX document_openings_by_version ON document_openings (version_id);
SELECT see_as_tenant('document_openings');
CREATE POLICY what_one_reads ON document_openings AS RESTRICTIVE FOR INSERT TO recourse_app
    WITH CHECK (EXISTS (SELECT 1 FROM document_versions v WHERE v.id = version_id));
SELECT append_only('document_openings');

-- Cases for which a paper was asked and none could be queued, each with its reason; taken in once a later try queued it.
CREATE TABLE filings_left_out (
    batch_id uuid NOT NULL,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    kind varchar(60) NOT NULL,
    reason varchar(1000) NOT NULL,
    noted_at timestamptz NOT NULL,
    taken_in_at timestamptz,
    PRIMARY KEY (batch_id, case_id)
);
CREATE INDEX filings_left_out_by_owner ON filings_left_out (organisation_id, batch_id);
CREATE INDEX filings_left_out_by_firm ON filings_left_out (firm_organisation_id, batch_id)
    WHERE firm_organisation_id IS NOT NULL;
CREATE INDEX filings_left_out_by_case ON filings_left_out (case_id);
SELECT see_as_tenant_or_firm('filings_left_out');
SELECT hangs_on('filings_left_out', 'cases', 'case_id', firm => true);
REVOKE UPDATE ON filings_left_out FROM recourse_app, recourse_platform;
GRANT UPDATE (reason, noted_at, taken_in_at) ON filings_left_out TO recourse_app;
