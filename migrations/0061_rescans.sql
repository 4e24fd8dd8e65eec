-- A file that was clean is looked at again when the scanner knows more: by which signatures it was last found clean. Kept
-- beside the scans, which stay as they were said, so that a file costs one row however often it is looked at.

CREATE TABLE document_rescans (
    version_id uuid PRIMARY KEY REFERENCES document_versions ON DELETE RESTRICT,
    definitions_at timestamptz NOT NULL,
    scanned_at timestamptz NOT NULL
);
CREATE INDEX document_rescans_oldest ON document_rescans (definitions_at);
ALTER TABLE document_rescans ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_document ON document_rescans FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM document_versions v WHERE v.id = version_id));
SELECT platform_works_on('document_rescans');
REVOKE INSERT, UPDATE, DELETE ON document_rescans FROM recourse_app;

-- Who approved and sent a paper is told of its filing: found by the paper.
CREATE INDEX filings_by_document ON filings (document_id) WHERE document_id IS NOT NULL;
