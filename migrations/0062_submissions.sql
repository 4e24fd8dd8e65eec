-- Filings that go to a court by machine: the accounts there, the files that leave, and what became of each filing in them.

ALTER TABLE filings DROP CONSTRAINT filings_status_check, DROP CONSTRAINT filings_check;
ALTER TABLE filings
    ADD CONSTRAINT filings_status_check CHECK (status IN ('stopped', 'queued', 'drafted', 'approved', 'sealed', 'submitted',
        'filed', 'rejected', 'served', 'withdrawn')),
    ADD CONSTRAINT filings_check CHECK (status NOT IN ('approved', 'sealed', 'submitted', 'filed', 'rejected', 'served')
        OR (approved_by IS NOT NULL AND signatory_id IS NOT NULL AND document_id IS NOT NULL)),
    ADD COLUMN rejected_reason varchar(1000),
    ADD CONSTRAINT filings_say_why_rejected CHECK (status <> 'rejected' OR rejected_reason IS NOT NULL);
-- What the court rejected makes room for the next, like what was withdrawn.
DROP INDEX filings_one_live;
CREATE UNIQUE INDEX filings_one_live ON filings (case_id, kind) WHERE status NOT IN ('withdrawn', 'rejected');

CREATE TABLE court_accounts (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    channel varchar(20) NOT NULL,
    -- How files reach the court; `drop`: a person carries them.
    connector varchar(20) NOT NULL,
    -- Every field but the secret ones, which are sealed with the account's own key and never shown again.
    fields jsonb NOT NULL,
    data_key_id uuid NOT NULL REFERENCES data_keys ON DELETE RESTRICT,
    secrets bytea,
    status varchar(8) NOT NULL CHECK (status IN ('entered', 'verified', 'refused')),
    reason varchar(500),
    verified_at timestamptz,
    balance_minor bigint CHECK (balance_minor >= 0),
    currency char(3),
    balance_on date,
    balance_at timestamptz,
    collected_at timestamptz,
    version integer NOT NULL DEFAULT 0,
    entered_by uuid,
    entered_at timestamptz NOT NULL,
    UNIQUE (organisation_id, channel),
    CHECK ((status = 'verified') = (verified_at IS NOT NULL)),
    CHECK (status <> 'refused' OR reason IS NOT NULL),
    CHECK (num_nonnulls(balance_minor, currency, balance_on, balance_at) IN (0, 4))
);
SELECT see_as_tenant('court_accounts');
-- Which accounts have answers to fetch; the secrets are opened by the organisation's own job.
CREATE POLICY platform ON court_accounts FOR SELECT TO recourse_platform USING (true);
SELECT hangs_on('court_accounts', 'data_keys', 'data_key_id');
REVOKE UPDATE ON court_accounts FROM recourse_app, recourse_platform;
GRANT UPDATE (connector, fields, secrets, status, reason, verified_at, balance_minor, currency, balance_on, balance_at,
    collected_at, version, entered_by, entered_at) ON court_accounts TO recourse_app;

-- What a person chose to lodge together: filings of one owner, for one channel. Jobs make files of it.
CREATE TABLE submission_batches (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    firm_organisation_id uuid,
    channel varchar(20) NOT NULL,
    filings integer NOT NULL CHECK (filings > 0),
    status varchar(8) NOT NULL CHECK (status IN ('ordered', 'made', 'refused')),
    version integer NOT NULL DEFAULT 0,
    reason varchar(1000),
    progress_id uuid NOT NULL,
    ordered_by uuid,
    ordered_at timestamptz NOT NULL,
    CHECK (status <> 'refused' OR reason IS NOT NULL)
);
CREATE INDEX submission_batches_in_order ON submission_batches (organisation_id, ordered_at DESC, id DESC);
CREATE INDEX submission_batches_by_firm ON submission_batches (firm_organisation_id, ordered_at DESC, id DESC)
    WHERE firm_organisation_id IS NOT NULL;
SELECT see_as_tenant_or_firm('submission_batches');
REVOKE UPDATE ON submission_batches FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, reason) ON submission_batches TO recourse_app;

-- One file for a court. `reference` is what its answers repeat.
CREATE TABLE submissions (
    id uuid PRIMARY KEY,
    batch_id uuid NOT NULL REFERENCES submission_batches ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    account_id uuid NOT NULL REFERENCES court_accounts ON DELETE RESTRICT,
    channel varchar(20) NOT NULL,
    connector varchar(20) NOT NULL,
    reference varchar(60) NOT NULL UNIQUE,
    name varchar(200) NOT NULL,
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    parts integer NOT NULL CHECK (parts > 0),
    controls jsonb NOT NULL,
    -- The court fees of what is in it, and of how many the law's table says none.
    fee_minor bigint NOT NULL CHECK (fee_minor >= 0),
    currency char(3) NOT NULL,
    without_fee integer NOT NULL CHECK (without_fee BETWEEN 0 AND parts),
    approved_minor bigint,
    approved_by uuid,
    approved_at timestamptz,
    status varchar(10) NOT NULL CHECK (status IN
        ('ready', 'approved', 'sending', 'sent', 'failed', 'refused', 'answered', 'withdrawn')),
    version integer NOT NULL DEFAULT 0,
    reason varchar(1000),
    court_reference varchar(100),
    receipt_document_id uuid REFERENCES documents ON DELETE RESTRICT,
    attempts integer NOT NULL DEFAULT 0,
    attempted_at timestamptz,
    sent_at timestamptz,
    made_by uuid,
    made_at timestamptz NOT NULL,
    CHECK (num_nonnulls(approved_minor, approved_at) IN (0, 2)),
    CHECK (approved_minor IS NULL OR approved_minor = fee_minor),
    CHECK (status NOT IN ('approved', 'sending', 'sent', 'failed', 'answered') OR approved_at IS NOT NULL),
    CHECK (status NOT IN ('sent', 'answered') OR sent_at IS NOT NULL),
    CHECK (status NOT IN ('failed', 'refused') OR reason IS NOT NULL)
);
CREATE INDEX submissions_in_order ON submissions (organisation_id, made_at DESC, id DESC);
CREATE INDEX submissions_by_firm ON submissions (firm_organisation_id, made_at DESC, id DESC)
    WHERE firm_organisation_id IS NOT NULL;
CREATE INDEX submissions_by_batch ON submissions (batch_id);
CREATE INDEX submissions_by_account ON submissions (account_id, status);
SELECT see_as_tenant_or_firm('submissions');
CREATE POLICY what_one_reads ON submissions AS RESTRICTIVE FOR INSERT TO recourse_app
    WITH CHECK (may_read_document(document_id));
REVOKE UPDATE ON submissions FROM recourse_app, recourse_platform;
GRANT UPDATE (connector, approved_minor, approved_by, approved_at, status, version, reason, court_reference,
    receipt_document_id, attempts, attempted_at, sent_at) ON submissions TO recourse_app;
SELECT hangs_on('submissions', 'submission_batches', 'batch_id', firm => true);

-- One filing in it. `request_id` is the filing's own, so that it can be in one living file only, ever.
CREATE TABLE submission_parts (
    id uuid PRIMARY KEY,
    batch_id uuid NOT NULL REFERENCES submission_batches ON DELETE RESTRICT,
    chunk integer NOT NULL CHECK (chunk >= 0),
    submission_id uuid REFERENCES submissions ON DELETE RESTRICT,
    filing_id uuid NOT NULL REFERENCES filings ON DELETE RESTRICT,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    request_id varchar(24) NOT NULL,
    -- The machine file's name inside the sealed paper.
    machine varchar(200),
    fee_minor bigint CHECK (fee_minor >= 0),
    currency char(3),
    outcome varchar(10) NOT NULL CHECK (outcome IN
        ('waiting', 'left_out', 'ready', 'sent', 'received', 'accepted', 'rejected', 'released')),
    -- Why it was left out, each with its place; why the court rejected it.
    faults jsonb,
    reason varchar(1000),
    court_number varchar(80),
    answered_on date,
    answered_at timestamptz,
    answer_document_id uuid REFERENCES documents ON DELETE RESTRICT,
    CHECK (outcome IN ('waiting', 'left_out', 'released') OR submission_id IS NOT NULL),
    CHECK (outcome <> 'left_out' OR faults IS NOT NULL),
    CHECK (outcome <> 'rejected' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX submission_parts_once ON submission_parts (request_id)
    WHERE outcome NOT IN ('left_out', 'released');
CREATE INDEX submission_parts_by_chunk ON submission_parts (batch_id, chunk, outcome);
CREATE INDEX submission_parts_by_submission ON submission_parts (submission_id, id) WHERE submission_id IS NOT NULL;
CREATE INDEX submission_parts_by_filing ON submission_parts (filing_id);
CREATE INDEX submission_parts_by_case ON submission_parts (case_id);
SELECT see_as_tenant_or_firm('submission_parts');
REVOKE UPDATE ON submission_parts FROM recourse_app, recourse_platform;
GRANT UPDATE (submission_id, machine, fee_minor, currency, outcome, faults, reason, court_number, answered_on, answered_at,
    answer_document_id) ON submission_parts TO recourse_app;
SELECT hangs_on('submission_parts', 'submission_batches', 'batch_id', firm => true);
SELECT hangs_on('submission_parts', 'filings', 'filing_id', firm => true);

-- What was submitted follows the firm of the case and leaves it at once; a file goes when none of its filings is left.
CREATE FUNCTION submissions_follow() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE submission_parts p SET firm_organisation_id = f.firm_organisation_id FROM fresh f JOIN stale o ON o.id = f.id
    WHERE p.filing_id = f.id AND f.firm_organisation_id IS DISTINCT FROM o.firm_organisation_id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    WITH touched AS (
        SELECT s.id, s.document_id, s.receipt_document_id, s.firm_organisation_id AS was, CASE WHEN bool_or(p.firm_organisation_id = s.firm_organisation_id)
            THEN s.firm_organisation_id WHEN count(p.firm_organisation_id) = count(*) THEN (min(p.firm_organisation_id::text))::uuid
            END AS firm FROM submissions s JOIN submission_parts p ON p.submission_id = s.id
        WHERE s.id IN (SELECT q.submission_id FROM submission_parts q JOIN fresh f ON f.id = q.filing_id)
        GROUP BY s.id),
    moved AS (UPDATE submissions s SET firm_organisation_id = t.firm FROM touched t
              WHERE s.id = t.id AND t.firm IS DISTINCT FROM t.was RETURNING s.batch_id, t.document_id, t.receipt_document_id, t.firm),
    batches AS (UPDATE submission_batches b SET firm_organisation_id = m.firm FROM moved m WHERE b.id = m.batch_id)
    UPDATE documents d SET firm_organisation_id = m.firm FROM moved m WHERE d.id IN (m.document_id, m.receipt_document_id);
    RETURN NULL;
END $$;
CREATE TRIGGER submissions_follow AFTER UPDATE ON filings REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION submissions_follow();
REVOKE EXECUTE ON FUNCTION submissions_follow FROM PUBLIC, recourse_app, recourse_platform;

-- A fee of a paper that the court rejected is not spent.
CREATE OR REPLACE FUNCTION instruction_spent(wanted uuid, one uuid, from_on date, until_on date)
    RETURNS TABLE (laid_out_minor bigint, fees_minor bigint, minutes bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH i AS (SELECT * FROM instructions WHERE id = wanted AND accepted_at IS NOT NULL
               AND current_organisation() IN (organisation_id, firm_organisation_id)),
    x AS (SELECT c.case_id FROM instruction_cases c JOIN i ON c.instruction_id = i.id
          WHERE c.status IN ('taken', 'gone') AND (one IS NULL OR c.case_id = one)),
    e AS (SELECT f.amount_minor, f.currency, f.minutes FROM i, x JOIN case_efforts f ON f.case_id = x.case_id
          WHERE f.organisation_id = i.firm_organisation_id AND f.entered_at >= i.accepted_at
          AND (i.over_at IS NULL OR f.entered_at <= i.over_at)
          AND f.on_date BETWEEN coalesce(from_on, '-infinity') AND coalesce(until_on, 'infinity'))
    SELECT coalesce((SELECT sum(e.amount_minor) FROM e, i WHERE e.currency = i.currency), 0)::bigint,
        coalesce((SELECT sum(m.amount_minor) FROM i JOIN fee_commitments m ON m.instruction_id = i.id
            JOIN filings f ON f.id = m.filing_id AND f.status NOT IN ('withdrawn', 'stopped', 'rejected')
            WHERE (one IS NULL OR m.case_id = one) AND m.currency = i.currency
            AND m.committed_at::date BETWEEN coalesce(from_on, '-infinity') AND coalesce(until_on, 'infinity')), 0)::bigint,
        coalesce((SELECT sum(e.minutes) FROM e), 0)::bigint
    FROM i $$;

INSERT INTO role_permissions (role, permission) VALUES ('lawyer', 'filings.submit');
