-- Answers of courts: files as they came, and each answer of them, matched to its case or waiting for a person.

CREATE TABLE court_answer_files (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    channel varchar(40) NOT NULL,
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    -- The sending that a connector asked about; none for a file that a person brought.
    submission_id uuid REFERENCES submissions ON DELETE RESTRICT,
    status varchar(10) NOT NULL CHECK (status IN ('stored', 'read', 'set_aside')),
    version integer NOT NULL DEFAULT 0,
    reason varchar(500),
    answers integer NOT NULL DEFAULT 0,
    brought_by uuid,
    brought_at timestamptz NOT NULL,
    read_at timestamptz,
    CHECK ((status = 'set_aside') = (reason IS NOT NULL)),
    CHECK ((status = 'read') = (read_at IS NOT NULL)),
    -- The same bytes twice are one file.
    UNIQUE (organisation_id, channel, sha256)
);
CREATE INDEX court_answer_files_in_order ON court_answer_files (organisation_id, id);
CREATE INDEX court_answer_files_by_document ON court_answer_files (document_id);
SELECT see_as_tenant('court_answer_files');
REVOKE UPDATE ON court_answer_files FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, reason, answers, read_at) ON court_answer_files TO recourse_app;
CREATE POLICY what_one_reads ON court_answer_files AS RESTRICTIVE FOR INSERT TO recourse_app
    WITH CHECK (may_read_document(document_id));

CREATE TABLE court_answers (
    id uuid PRIMARY KEY,
    file_id uuid NOT NULL REFERENCES court_answer_files ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    -- Of what it says, whatever file it came in.
    digest bytea NOT NULL CHECK (length(digest) = 32),
    outcome varchar(10) NOT NULL CHECK (outcome IN ('received', 'accepted', 'rejected', 'told')),
    file_reference varchar(80),
    request_id varchar(80),
    case_reference varchar(80),
    court_number varchar(80),
    event varchar(60),
    on_date date,
    -- Its words, sums and labels, under the key of the file it came in: they are destroyed with it.
    sealed bytea NOT NULL,
    status varchar(10) NOT NULL CHECK (status IN ('read', 'matched', 'waiting', 'known', 'set_aside')),
    version integer NOT NULL DEFAULT 0,
    case_id uuid REFERENCES cases ON DELETE RESTRICT,
    filing_id uuid REFERENCES filings ON DELETE RESTRICT,
    event_id uuid REFERENCES case_events ON DELETE RESTRICT,
    matched_by varchar(20) CHECK (matched_by IN ('request', 'reference', 'number', 'file', 'person')),
    -- Why it waits or says nothing new; and why a person set it aside.
    reason varchar(500),
    aside_reason varchar(300),
    handled_by uuid,
    handled_at timestamptz,
    CHECK (status <> 'matched' OR matched_by IS NOT NULL),
    CHECK (status NOT IN ('waiting', 'known', 'set_aside') OR reason IS NOT NULL),
    CHECK ((status = 'set_aside') = (aside_reason IS NOT NULL)),
    CHECK (status = 'matched' OR event_id IS NULL),
    -- Each answer of a file once, however often the file is read.
    UNIQUE (file_id, number)
);
CREATE INDEX court_answers_in_order ON court_answers (organisation_id, status, id);
CREATE INDEX court_answers_by_case ON court_answers (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX court_answers_by_file ON court_answers (file_id, status);
-- What an answer says is dealt with once, whatever files repeat it.
CREATE UNIQUE INDEX court_answers_once ON court_answers (organisation_id, digest)
    WHERE status IN ('matched', 'waiting', 'set_aside');
SELECT see_as_tenant('court_answers');
REVOKE UPDATE ON court_answers FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, case_id, filing_id, event_id, matched_by, reason, aside_reason, handled_by, handled_at)
    ON court_answers TO recourse_app;
SELECT hangs_on('court_answers', 'court_answer_files', 'file_id');

-- A person enters the court's number as a particular of the case; an answer finds it by that as well.
CREATE INDEX case_particulars_by_number ON case_particulars ((details ->> 'court_number'))
    WHERE details ->> 'court_number' IS NOT NULL;

-- The court's own file is kept as long as the papers that came from it.
CREATE OR REPLACE FUNCTION retention_class(subject_kind varchar, kind varchar) RETURNS varchar LANGUAGE sql IMMUTABLE
    PARALLEL SAFE AS $$ SELECT CASE
        WHEN subject_kind = 'mandate' THEN 'mandate'
        WHEN subject_kind IN ('sale', 'listing', 'tape') THEN 'trade'
        WHEN kind IN ('court_paper', 'incoming_paper', 'incoming_mail', 'court_answers') THEN 'court'
        WHEN subject_kind = 'claim' OR kind IN ('contract', 'invoice', 'delivery_note', 'statement', 'termination',
            'delivery_proof', 'assignment', 'notice', 'masc', 'power', 'fee', 'guarantee') THEN 'evidence'
        WHEN subject_kind = 'case' THEN 'filing'
        ELSE 'other' END $$;
