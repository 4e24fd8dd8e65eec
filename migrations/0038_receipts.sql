-- Payments received from debtors: files of a bank, a seller, a bailiff or a servicer, their lines, and the cases a line
-- may belong to. A file and a line are known again by their hashes. Who paid, his account and his words are sealed.

CREATE TABLE receipt_files (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    source varchar(20) NOT NULL CHECK (source IN ('seller_receipt', 'bank', 'bailiff', 'servicer')),
    format varchar(8) NOT NULL CHECK (format IN ('camt', 'csv', 'xlsx')),
    file_name varchar(200) NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 bytea NOT NULL,
    object_key varchar(200) NOT NULL,
    file_key_id uuid NOT NULL REFERENCES data_keys ON DELETE RESTRICT,
    data_key_id uuid NOT NULL REFERENCES data_keys ON DELETE RESTRICT,
    headers jsonb NOT NULL,
    mapping jsonb,
    status varchar(10) NOT NULL CHECK (status IN ('stored', 'reading', 'read', 'refused')),
    refused varchar(300),
    lines integer,
    known integer,
    booked integer,
    waiting integer,
    faults integer,
    uploaded_by uuid,
    uploaded_at timestamptz NOT NULL,
    read_at timestamptz,
    version integer NOT NULL DEFAULT 0,
    CHECK ((status = 'refused') = (refused IS NOT NULL))
);
-- A file that was refused may come again, mapped otherwise.
CREATE UNIQUE INDEX receipt_files_once ON receipt_files (organisation_id, sha256) WHERE status <> 'refused';
CREATE INDEX receipt_files_by_organisation ON receipt_files (organisation_id, id);
SELECT see_as_tenant('receipt_files');
REVOKE UPDATE ON receipt_files FROM recourse_app, recourse_platform;
GRANT UPDATE (mapping, status, refused, lines, known, booked, waiting, faults, read_at, version) ON receipt_files
    TO recourse_app;

CREATE TABLE receipts (
    id uuid PRIMARY KEY,
    file_id uuid NOT NULL REFERENCES receipt_files ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    row_no integer NOT NULL,
    line_sha256 bytea NOT NULL,
    received_on date NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    sealed bytea,
    status varchar(10) NOT NULL CHECK (status IN ('waiting', 'booked', 'returned', 'set_aside')),
    confidence varchar(10) NOT NULL CHECK (confidence IN ('certain', 'likely', 'possible', 'none')),
    why varchar(300) NOT NULL,
    case_id uuid REFERENCES cases ON DELETE RESTRICT,
    decided_by uuid,
    decided_at timestamptz,
    reason varchar(300),
    version integer NOT NULL DEFAULT 0,
    CHECK ((status = 'booked') = (case_id IS NOT NULL)),
    CHECK (status NOT IN ('returned', 'set_aside') OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX receipts_once ON receipts (organisation_id, line_sha256);
CREATE INDEX receipts_waiting ON receipts (organisation_id, id) WHERE status = 'waiting';
CREATE INDEX receipts_by_file ON receipts (file_id, row_no);
CREATE INDEX receipts_by_case ON receipts (case_id) WHERE case_id IS NOT NULL;
SELECT see_as_tenant('receipts');
REVOKE UPDATE ON receipts FROM recourse_app, recourse_platform;
GRANT UPDATE (sealed, status, case_id, decided_by, decided_at, reason, version) ON receipts TO recourse_app;

-- The case stands still while such a line waits, whoever of owner and firm brought the file.
CREATE TABLE receipt_candidates (
    receipt_id uuid NOT NULL REFERENCES receipts ON DELETE RESTRICT,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    matched_by varchar(20) NOT NULL CHECK (matched_by IN
        ('case_reference', 'claim_reference', 'court_number', 'iban', 'name', 'name_and_amount')),
    waiting boolean NOT NULL,
    PRIMARY KEY (receipt_id, case_id)
);
CREATE INDEX receipt_candidates_waiting ON receipt_candidates (case_id) WHERE waiting;
SELECT see_with_claim('receipt_candidates');
GRANT UPDATE (waiting) ON receipt_candidates TO recourse_app;

-- What of a file could not be read. The value is sealed: a cell in the wrong column may be a person's.
CREATE TABLE receipt_faults (
    id uuid PRIMARY KEY,
    file_id uuid NOT NULL REFERENCES receipt_files ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    row_no integer NOT NULL,
    column_name varchar(60) NOT NULL,
    sealed bytea,
    reason varchar(200) NOT NULL
);
CREATE INDEX receipt_faults_by_file ON receipt_faults (file_id, row_no);
SELECT see_as_tenant('receipt_faults');

-- A payment says which line it came from, and a wrong one is taken back, never deleted.
ALTER TABLE claim_payments ADD COLUMN receipt_id uuid REFERENCES receipts ON DELETE RESTRICT,
    ADD COLUMN withdrawn_at timestamptz;
CREATE UNIQUE INDEX claim_payments_by_receipt ON claim_payments (receipt_id)
    WHERE receipt_id IS NOT NULL AND withdrawn_at IS NULL;
GRANT UPDATE (withdrawn_at) ON claim_payments TO recourse_app;
