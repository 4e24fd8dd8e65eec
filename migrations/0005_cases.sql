-- The debt, its people, and the work on it. Every claim-side table carries tape_id, which no transfer changes.

CREATE TABLE claims (
    id uuid PRIMARY KEY,
    tape_id uuid NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    firm_organisation_id uuid REFERENCES organisations ON DELETE RESTRICT,
    reference varchar(60) NOT NULL,
    row_no bigint NOT NULL,
    product varchar(20) NOT NULL,
    originator_kind varchar(20) NOT NULL,
    country char(2) NOT NULL,
    region varchar(60),
    territory varchar(20),
    debtor_kind varchar(10) NOT NULL CHECK (debtor_kind IN ('person', 'company')),
    currency char(3) NOT NULL,
    cut_off_on date NOT NULL,
    principal_minor bigint NOT NULL CHECK (principal_minor >= 0),
    interest_minor bigint NOT NULL CHECK (interest_minor >= 0),
    costs_minor bigint NOT NULL CHECK (costs_minor >= 0),
    payments_minor bigint NOT NULL CHECK (payments_minor >= 0),
    balance_minor bigint NOT NULL CHECK (balance_minor > 0),
    interest_rate numeric(9, 5),
    interest_kind varchar(12) CHECK (interest_kind IN ('statutory', 'contractual', 'none')),
    interest_from date,
    contract_on date,
    due_on date,
    default_on date,
    termination_on date,
    last_payment_on date,
    last_payment_minor bigint,
    acknowledged_on date,
    original_creditor varchar(200),
    flags varchar(20)[] NOT NULL DEFAULT '{}',
    status varchar(10) NOT NULL CHECK (status IN ('live', 'dropped', 'closed')),
    version integer NOT NULL DEFAULT 0,
    CONSTRAINT claims_reference UNIQUE (tape_id, reference)
);
CREATE INDEX claims_by_organisation ON claims (organisation_id, tape_id, row_no);
CREATE INDEX claims_by_firm ON claims (firm_organisation_id) WHERE firm_organisation_id IS NOT NULL;
SELECT see_as_tenant_or_firm('claims');
-- Nobody moves a claim but claims_assign; a firm is put on it by instruction.
REVOKE UPDATE ON claims FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, flags, acknowledged_on, last_payment_on, last_payment_minor, termination_on, default_on,
    contract_on, firm_organisation_id) ON claims TO recourse_app;

CREATE TABLE claim_items (
    id uuid PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    tape_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    kind varchar(12) NOT NULL CHECK (kind IN ('principal', 'invoice', 'instalment', 'interest', 'fee', 'cost')),
    reference varchar(60),
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    due_on date,
    interest_from date
);
CREATE INDEX claim_items_by_claim ON claim_items (claim_id);

CREATE TABLE parties (
    id uuid PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    tape_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    role varchar(12) NOT NULL CHECK (role IN ('debtor', 'co-debtor', 'guarantor')),
    kind varchar(10) NOT NULL CHECK (kind IN ('person', 'company')),
    name varchar(200) NOT NULL,
    street varchar(200),
    postcode varchar(20),
    city varchar(120),
    region varchar(60),
    country char(2),
    sealed bytea,
    data_key_id uuid REFERENCES data_keys ON DELETE RESTRICT,
    person_hash bytea NOT NULL,
    national_id_hash bytea,
    iban_hash bytea,
    email_hash bytea,
    phone_hash bytea,
    erased_at timestamptz
);
CREATE INDEX parties_by_claim ON parties (claim_id);
CREATE INDEX parties_by_person ON parties (organisation_id, person_hash);

CREATE TABLE claim_titles (
    id uuid PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    tape_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    holder_organisation_id uuid,
    holder_name varchar(200) NOT NULL,
    position integer NOT NULL CHECK (position >= 0),
    from_on date,
    sale_id uuid,
    deed_document_id uuid,
    deed varchar(300),
    notice_on date,
    current boolean NOT NULL
);
CREATE UNIQUE INDEX claim_titles_current ON claim_titles (claim_id) WHERE current;
CREATE UNIQUE INDEX claim_titles_position ON claim_titles (claim_id, position);

CREATE TABLE claim_payments (
    id uuid PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    tape_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    received_on date NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    source varchar(20) NOT NULL CHECK (source IN ('seller_receipt', 'bank', 'bailiff', 'servicer', 'court')),
    recorded_at timestamptz NOT NULL
);
CREATE INDEX claim_payments_by_claim ON claim_payments (claim_id, received_on);

-- What hangs on a claim is seen with the claim.
CREATE FUNCTION see_with_claim(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY tenant ON %1$s TO recourse_app
        USING (organisation_id = (SELECT current_organisation())
               OR EXISTS (SELECT 1 FROM claims c WHERE c.id = claim_id
                          AND c.firm_organisation_id = (SELECT current_organisation())))
        WITH CHECK (organisation_id = (SELECT current_organisation())
               OR EXISTS (SELECT 1 FROM claims c WHERE c.id = claim_id
                          AND c.firm_organisation_id = (SELECT current_organisation())))', target);
    EXECUTE format('REVOKE UPDATE ON %s FROM recourse_app, recourse_platform', target);
END $$;
REVOKE EXECUTE ON FUNCTION see_with_claim FROM PUBLIC, recourse_app, recourse_platform;
SELECT see_with_claim('claim_items');
SELECT see_with_claim('parties');
SELECT see_with_claim('claim_titles');
SELECT see_with_claim('claim_payments');
GRANT UPDATE (name, street, postcode, city, region, country, sealed, erased_at) ON parties TO recourse_app;
GRANT UPDATE (notice_on) ON claim_titles TO recourse_app;

CREATE SEQUENCE case_numbers;
CREATE TABLE cases (
    id uuid PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    tape_id uuid NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    firm_organisation_id uuid REFERENCES organisations ON DELETE RESTRICT,
    sale_id uuid,
    reference varchar(40) NOT NULL,
    jurisdiction varchar(10),
    procedure varchar(40),
    procedure_step varchar(40),
    status varchar(12) NOT NULL CHECK (status IN ('onboarding', 'amicable', 'pre-action', 'filed', 'served',
        'contested', 'uncontested', 'enforceable', 'enforcement', 'closed')),
    reconciled_at timestamptz,
    notice_sent_on date,
    notice_returned_on date,
    documents_checked_at timestamptz,
    person_id uuid,
    closed_reason varchar(200),
    opened_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 0,
    CHECK ((status = 'closed') = (closed_reason IS NOT NULL)),
    CONSTRAINT cases_reference UNIQUE (organisation_id, reference)
);
CREATE UNIQUE INDEX cases_one_open ON cases (claim_id) WHERE status <> 'closed';
CREATE INDEX cases_by_organisation ON cases (organisation_id, status, id);
CREATE INDEX cases_by_firm ON cases (firm_organisation_id, status, id) WHERE firm_organisation_id IS NOT NULL;
SELECT see_as_tenant_or_firm('cases');
REVOKE UPDATE ON cases FROM recourse_app, recourse_platform;
GRANT UPDATE (firm_organisation_id, jurisdiction, procedure, procedure_step, status, reconciled_at, notice_sent_on,
    notice_returned_on, documents_checked_at, person_id, closed_reason, version) ON cases TO recourse_app;

CREATE TABLE case_holds (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    ground varchar(16) NOT NULL CHECK (ground IN
        ('dispute', 'insolvency', 'death', 'moratorium', 'vulnerability', 'live_plan', 'represented')),
    from_on date NOT NULL,
    until_on date CHECK (until_on >= from_on),
    effect varchar(200) NOT NULL,
    ended_reason varchar(200),
    recorded_by uuid,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX case_holds_by_case ON case_holds (case_id);
SELECT see_as_tenant_or_firm('case_holds');
REVOKE UPDATE ON case_holds FROM recourse_app, recourse_platform;
GRANT UPDATE (until_on, ended_reason, firm_organisation_id) ON case_holds TO recourse_app;

CREATE TABLE case_events (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    event varchar(60) NOT NULL,
    on_date date NOT NULL,
    provenance varchar(200) NOT NULL,
    document_id uuid REFERENCES documents ON DELETE RESTRICT,
    recorded_by uuid,
    recorded_at timestamptz NOT NULL,
    superseded_by uuid REFERENCES case_events ON DELETE RESTRICT
);
CREATE INDEX case_events_by_case ON case_events (case_id, on_date);
SELECT see_as_tenant_or_firm('case_events');
REVOKE UPDATE ON case_events FROM recourse_app, recourse_platform;
GRANT UPDATE (superseded_by, firm_organisation_id) ON case_events TO recourse_app;

CREATE TABLE proceedings (
    id uuid PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    tape_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    court varchar(200),
    court_number varchar(80),
    stage varchar(12) NOT NULL CHECK (stage IN ('filed', 'judgment', 'enforcement')),
    last_act_on date,
    title_kind varchar(80),
    title_on date,
    bailiff_reference varchar(80)
);
CREATE UNIQUE INDEX proceedings_by_claim ON proceedings (claim_id);
SELECT see_with_claim('proceedings');
GRANT UPDATE (court, court_number, stage, last_act_on, title_kind, title_on, bailiff_reference) ON proceedings
    TO recourse_app;

CREATE TABLE signatories (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    name varchar(200) NOT NULL,
    position varchar(200) NOT NULL,
    authority varchar(300) NOT NULL,
    from_on date NOT NULL,
    until_on date CHECK (until_on >= from_on),
    created_at timestamptz NOT NULL
);
CREATE INDEX signatories_by_organisation ON signatories (organisation_id, person_id);
SELECT see_as_tenant('signatories');

CREATE TABLE filings (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    procedure varchar(40) NOT NULL,
    kind varchar(60) NOT NULL,
    status varchar(10) NOT NULL CHECK (status IN
        ('stopped', 'queued', 'drafted', 'approved', 'sealed', 'filed', 'served', 'withdrawn')),
    missing jsonb,
    prepared_on date NOT NULL,
    total_minor bigint,
    currency char(3),
    source_digest bytea,
    document_id uuid REFERENCES documents ON DELETE RESTRICT,
    signatory_id uuid REFERENCES signatories ON DELETE RESTRICT,
    approved_by uuid,
    approved_at timestamptz,
    version integer NOT NULL DEFAULT 0,
    created_by uuid,
    created_at timestamptz NOT NULL,
    CHECK (status NOT IN ('approved', 'sealed', 'filed', 'served') OR (approved_by IS NOT NULL
        AND signatory_id IS NOT NULL AND document_id IS NOT NULL))
);
CREATE UNIQUE INDEX filings_one_live ON filings (case_id, kind) WHERE status <> 'withdrawn';
CREATE INDEX filings_by_organisation ON filings (organisation_id, status, id);
CREATE INDEX filings_by_firm ON filings (firm_organisation_id, status, id) WHERE firm_organisation_id IS NOT NULL;
SELECT see_as_tenant_or_firm('filings');

CREATE TABLE deadlines (
    id uuid PRIMARY KEY,
    tape_id uuid NOT NULL,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    kind varchar(12) NOT NULL CHECK (kind IN ('limitation', 'procedure')),
    rule varchar(60) NOT NULL,
    title varchar(200) NOT NULL,
    outcome varchar(10) NOT NULL CHECK (outcome IN ('date', 'barred', 'unknown', 'no rule')),
    missing varchar(200),
    statutory_on date,
    statutory_at timestamptz,
    safe_on date,
    authority varchar(300),
    verified boolean NOT NULL,
    provisional varchar(300),
    reckoning jsonb NOT NULL,
    status varchar(12) NOT NULL CHECK (status IN ('open', 'met', 'missed', 'superseded', 'cancelled')),
    closed_at timestamptz,
    closed_by uuid,
    evidence_document_id uuid REFERENCES documents ON DELETE RESTRICT,
    closed_reason varchar(300),
    event_id uuid REFERENCES case_events ON DELETE RESTRICT,
    superseded_by uuid REFERENCES deadlines ON DELETE RESTRICT,
    person_id uuid,
    version integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    CHECK ((outcome IN ('date')) = (statutory_on IS NOT NULL) OR outcome = 'barred'),
    -- A cautious date may stand alone where the statutory one is unknown.
    CHECK (statutory_on IS NULL OR (safe_on IS NOT NULL AND safe_on <= statutory_on)),
    CHECK (status <> 'met' OR evidence_document_id IS NOT NULL OR closed_reason IS NOT NULL),
    CHECK (status <> 'cancelled' OR closed_reason IS NOT NULL)
);
CREATE UNIQUE INDEX deadlines_one_limitation ON deadlines (case_id) WHERE kind = 'limitation' AND status = 'open';
CREATE INDEX deadlines_due ON deadlines (organisation_id, status, safe_on, id);
CREATE INDEX deadlines_due_firm ON deadlines (firm_organisation_id, status, safe_on, id)
    WHERE firm_organisation_id IS NOT NULL;
CREATE INDEX deadlines_by_case ON deadlines (case_id);
SELECT see_as_tenant_or_firm('deadlines');
SELECT platform_works_on('deadlines');
REVOKE UPDATE ON deadlines FROM recourse_app;
GRANT UPDATE (firm_organisation_id, status, closed_at, closed_by, evidence_document_id, closed_reason, superseded_by,
    person_id, version) ON deadlines TO recourse_app;

CREATE TABLE reminders (
    id uuid PRIMARY KEY,
    deadline_id uuid NOT NULL REFERENCES deadlines ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    days_before integer NOT NULL,
    sent_at timestamptz NOT NULL,
    UNIQUE (deadline_id, person_id, days_before)
);
SELECT see_as_tenant('reminders');
SELECT platform_works_on('reminders');

CREATE TABLE calendar_feeds (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX calendar_feeds_by_organisation ON calendar_feeds (organisation_id, person_id);
SELECT see_as_tenant('calendar_feeds');
SELECT platform_works_on('calendar_feeds');
