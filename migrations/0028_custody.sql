-- What was sealed together, so that each document of it can be proven alone; and what the scanner said of a file.

CREATE TABLE document_seals (
    document_id uuid PRIMARY KEY REFERENCES documents ON DELETE RESTRICT,
    fact_id bigint NOT NULL REFERENCES facts ON DELETE RESTRICT
);
CREATE INDEX document_seals_by_fact ON document_seals (fact_id);
ALTER TABLE document_seals ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_document ON document_seals FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM documents d WHERE d.id = document_id));
-- The fact is one's own: nobody adds a document to what another sealed.
CREATE POLICY write_own ON document_seals FOR INSERT TO recourse_app
    WITH CHECK (EXISTS (SELECT 1 FROM documents d WHERE d.id = document_id AND d.sealed_at IS NOT NULL
                        AND (d.organisation_id = (SELECT current_organisation())
                             OR d.firm_organisation_id = (SELECT current_organisation())))
                AND EXISTS (SELECT 1 FROM facts f WHERE f.id = fact_id AND f.kind = 'vault:documents:sealed'
                            AND f.organisation_id = (SELECT current_organisation())));
SELECT platform_works_on('document_seals');
SELECT append_only('document_seals');

-- Every look at a file that came from outside; the newest counts. A file without a row was made here.
CREATE TABLE document_scans (
    id uuid PRIMARY KEY,
    version_id uuid NOT NULL REFERENCES document_versions ON DELETE RESTRICT,
    state varchar(12) NOT NULL CHECK (state IN ('clean', 'infected', 'not_scanned')),
    finding varchar(200),
    definitions_at timestamptz,
    at timestamptz NOT NULL,
    CHECK ((state = 'clean') <= (definitions_at IS NOT NULL)),
    CHECK ((state = 'clean') = (finding IS NULL))
);
CREATE INDEX document_scans_by_version ON document_scans (version_id, at DESC);
ALTER TABLE document_scans ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_document ON document_scans FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM document_versions v WHERE v.id = version_id));
CREATE POLICY write_own ON document_scans FOR INSERT TO recourse_app
    WITH CHECK (EXISTS (SELECT 1 FROM document_versions v JOIN documents d ON d.id = v.document_id
                        WHERE v.id = version_id
                        AND (d.organisation_id = (SELECT current_organisation())
                             OR d.firm_organisation_id = (SELECT current_organisation()))));
SELECT platform_works_on('document_scans');
SELECT append_only('document_scans');
