-- Documents that arrive by the thousand with their index, and what became of each file.

CREATE TABLE deliveries (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    -- Without a sale, any claim of the organisation may be meant.
    sale_id uuid REFERENCES sales ON DELETE RESTRICT,
    name varchar(200) NOT NULL,
    source varchar(8) NOT NULL CHECK (source IN ('archive', 'prefix')),
    status varchar(10) NOT NULL CHECK (status IN ('arriving', 'received', 'taken_in', 'closed')),
    version integer NOT NULL DEFAULT 0,
    failure varchar(500),
    sha256 bytea CHECK (length(sha256) = 32),
    size_bytes bigint CHECK (size_bytes >= 0),
    object_key varchar(200),
    data_key_id uuid REFERENCES data_keys ON DELETE RESTRICT,
    opened_by uuid,
    opened_at timestamptz NOT NULL,
    CHECK (CASE source WHEN 'archive' THEN num_nonnulls(sha256, size_bytes, object_key, data_key_id) = 4
                       ELSE num_nonnulls(sha256, size_bytes, object_key, data_key_id) = 0 END)
);
CREATE INDEX deliveries_by_organisation ON deliveries (organisation_id, opened_at DESC, id DESC);
SELECT see_as_tenant('deliveries');
REVOKE UPDATE ON deliveries FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, failure) ON deliveries TO recourse_app;
SELECT hangs_on('deliveries', 'data_keys', 'data_key_id');

CREATE TABLE delivered_files (
    id uuid PRIMARY KEY,
    delivery_id uuid NOT NULL REFERENCES deliveries ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    number integer NOT NULL CHECK (number > 0),
    path varchar(400) NOT NULL,
    -- What the index says of it; the line counts the header as the first.
    index_line integer CHECK (index_line > 1),
    reference varchar(120),
    kind varchar(30),
    title varchar(300),
    dated_on date,
    status varchar(8) NOT NULL CHECK (status IN ('waiting', 'kept', 'known', 'tray', 'refused', 'missing', 'returned')),
    version integer NOT NULL DEFAULT 0,
    basis varchar(20) CHECK (basis IN ('reference', 'written_differently', 'name', 'person')),
    reason varchar(500),
    -- As the document's own subject: a later issue of the tape writes the claim anew under its id.
    claim_id uuid,
    document_id uuid REFERENCES documents ON DELETE RESTRICT,
    sha256 bytea CHECK (length(sha256) = 32),
    size_bytes bigint CHECK (size_bytes >= 0),
    media_type varchar(100),
    pages integer,
    scan varchar(12) CHECK (scan IN ('clean', 'not_scanned')),
    scan_finding varchar(200),
    scan_definitions_at timestamptz,
    object_key varchar(200),
    data_key_id uuid REFERENCES data_keys ON DELETE RESTRICT,
    decided_by uuid,
    decided_at timestamptz,
    UNIQUE (delivery_id, number),
    CHECK ((status IN ('kept', 'known')) = (document_id IS NOT NULL AND claim_id IS NOT NULL)),
    -- What waits for a person is stored, and opens with its own key.
    CHECK (status <> 'tray' OR num_nonnulls(sha256, size_bytes, media_type, object_key, data_key_id, scan) = 6),
    CHECK (status NOT IN ('tray', 'refused', 'missing', 'returned') OR reason IS NOT NULL)
);
CREATE INDEX delivered_files_by_status ON delivered_files (organisation_id, delivery_id, status, number);
CREATE INDEX delivered_files_by_claim ON delivered_files (claim_id) WHERE claim_id IS NOT NULL;
SELECT see_as_tenant('delivered_files');
REVOKE UPDATE ON delivered_files FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, kind, title, basis, reason, claim_id, document_id, sha256, size_bytes, media_type, pages,
    scan, scan_finding, scan_definitions_at, object_key, data_key_id, decided_by, decided_at)
    ON delivered_files TO recourse_app;
SELECT hangs_on('delivered_files', 'deliveries', 'delivery_id');

INSERT INTO role_permissions (role, permission) VALUES
    ('seller', 'documents.deliver'), ('buyer', 'documents.deliver'), ('lawyer', 'documents.deliver'),
    ('clerk', 'documents.deliver');
