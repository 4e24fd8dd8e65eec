-- Signatures: papers signed by the hundred, and what the signatures of papers from outside are worth.

-- A signature is appended to a paper's bytes: the signed file is one more version of the document, sealed or not, and
-- says of which version it is the signature.
ALTER TABLE document_versions ADD COLUMN signature_of uuid REFERENCES document_versions ON DELETE RESTRICT;
CREATE OR REPLACE FUNCTION keep_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.signature_of IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM document_versions v WHERE v.id = NEW.signature_of AND v.document_id = NEW.document_id
        AND v.number = NEW.number - 1) THEN
        RAISE check_violation USING MESSAGE = 'what is signed is the newest version of the same document';
    END IF;
    IF NEW.signature_of IS NULL
       AND EXISTS (SELECT 1 FROM documents d WHERE d.id = NEW.document_id AND d.sealed_at IS NOT NULL) THEN
        RAISE check_violation USING MESSAGE = 'a sealed document takes no further version';
    END IF;
    RETURN NEW;
END $$;

CREATE TABLE signing_batches (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    name varchar(200) NOT NULL,
    -- Who signs and by what authority, as it stood when the order was given.
    signatory_id uuid NOT NULL,
    signatory varchar(200) NOT NULL,
    position varchar(200) NOT NULL,
    authority varchar(500) NOT NULL,
    key_name varchar(100) NOT NULL,
    level varchar(3) NOT NULL CHECK (level IN ('B-B', 'B-T')),
    reason varchar(200) NOT NULL,
    place varchar(100) NOT NULL,
    status varchar(8) NOT NULL CHECK (status IN ('ordered', 'done')),
    version integer NOT NULL DEFAULT 0,
    progress_id uuid NOT NULL,
    ordered_by uuid,
    ordered_at timestamptz NOT NULL
);
CREATE INDEX signing_batches_in_order ON signing_batches (organisation_id, ordered_at DESC, id DESC);
SELECT see_as_tenant('signing_batches');
REVOKE UPDATE ON signing_batches FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version) ON signing_batches TO recourse_app;

CREATE TABLE signing_items (
    id uuid PRIMARY KEY,
    batch_id uuid NOT NULL REFERENCES signing_batches ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    number integer NOT NULL CHECK (number > 0),
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    status varchar(8) NOT NULL CHECK (status IN ('waiting', 'signed', 'refused')),
    version integer NOT NULL DEFAULT 0,
    reason varchar(500),
    tries integer NOT NULL DEFAULT 0,
    signed_version_id uuid REFERENCES document_versions ON DELETE RESTRICT,
    UNIQUE (batch_id, number),
    UNIQUE (batch_id, document_id),
    CHECK ((status = 'signed') = (signed_version_id IS NOT NULL)),
    CHECK (status <> 'refused' OR reason IS NOT NULL)
);
CREATE INDEX signing_items_by_status ON signing_items (organisation_id, batch_id, status, number);
CREATE INDEX signing_items_by_document ON signing_items (document_id);
SELECT see_as_tenant('signing_items');
CREATE POLICY what_one_reads ON signing_items AS RESTRICTIVE FOR INSERT TO recourse_app
    WITH CHECK (may_read_document(document_id));
REVOKE UPDATE ON signing_items FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, reason, tries, signed_version_id) ON signing_items TO recourse_app;
SELECT hangs_on('signing_items', 'signing_batches', 'batch_id');

-- What was found when the signatures of a file were looked at; the newest counts. Who signed is a person's name: it is
-- sealed with the version's own key and goes when the document is erased.
CREATE TABLE signature_checks (
    id uuid PRIMARY KEY,
    version_id uuid NOT NULL REFERENCES document_versions ON DELETE RESTRICT,
    state varchar(10) NOT NULL CHECK (state IN ('unsigned', 'whole', 'extended', 'altered', 'unreadable')),
    identity varchar(16) CHECK (identity IN ('established', 'not_established')),
    found integer NOT NULL CHECK (found >= 0),
    said bytea,
    at timestamptz NOT NULL,
    CHECK ((state IN ('unsigned', 'unreadable')) = (identity IS NULL)),
    CHECK ((state = 'unsigned') = (found = 0 AND said IS NULL))
);
CREATE INDEX signature_checks_by_version ON signature_checks (version_id, at DESC);
ALTER TABLE signature_checks ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_document ON signature_checks FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM document_versions v WHERE v.id = version_id));
SELECT platform_works_on('signature_checks');
REVOKE INSERT ON signature_checks FROM recourse_app;
SELECT append_only('signature_checks');

-- A file in another form (a picture or an office file as PDF/A): made from a version, kept beside it, opened with its
-- key and gone with it.
CREATE TABLE document_renditions (
    id uuid PRIMARY KEY,
    version_id uuid NOT NULL REFERENCES document_versions ON DELETE RESTRICT,
    engine varchar(100) NOT NULL,
    object_key varchar(200) NOT NULL UNIQUE,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    pages integer NOT NULL CHECK (pages > 0),
    made_by uuid,
    made_at timestamptz NOT NULL,
    -- Once by each version of each engine.
    UNIQUE (version_id, engine)
);
ALTER TABLE document_renditions ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_document ON document_renditions FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM document_versions v WHERE v.id = version_id));
CREATE POLICY write_own ON document_renditions FOR INSERT TO recourse_app
    WITH CHECK (EXISTS (SELECT 1 FROM document_versions v JOIN documents d ON d.id = v.document_id
                        WHERE v.id = version_id
                        AND (d.organisation_id = (SELECT current_organisation())
                             OR d.firm_organisation_id = (SELECT current_organisation())
                             OR may_read_document(d.id))));
SELECT platform_works_on('document_renditions');
SELECT append_only('document_renditions');

INSERT INTO role_permissions (role, permission) VALUES
    ('seller', 'documents.sign'), ('buyer', 'documents.sign'), ('lawyer', 'documents.sign');
